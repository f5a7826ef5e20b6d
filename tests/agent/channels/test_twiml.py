"""The voice webhook's answers, its signature, and tokens that work once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from agent.channels.calls import Calls
from agent.channels.twiml import (
    Admitted,
    MediaTokens,
    busy,
    connect,
    media_url,
    signature,
    signature_is_valid,
)

FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}


class Clock:
    now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_the_signature_is_the_one_of_twilios_documentation() -> None:
    assert (
        signature("12345", "https://example.com/myapp.php?foo=1&bar=2", FORM)
        == "L/OH5YylLD5NRKLltdqwSvS0BnU="
    )


def test_a_signature_of_another_token_path_or_form_is_refused() -> None:
    given = signature("secret", "https://acme.test/phone/twilio/voice", FORM)
    assert signature_is_valid("secret", "https://acme.test/", "/phone/twilio/voice", FORM, given)
    assert not signature_is_valid("other", "https://acme.test", "/phone/twilio/voice", FORM, given)
    assert not signature_is_valid("secret", "https://acme.test", "/phone/twilio/status", FORM, given)
    assert not signature_is_valid(
        "secret", "https://acme.test", "/phone/twilio/voice", {**FORM, "To": "1"}, given
    )
    assert not signature_is_valid("secret", "https://acme.test", "/phone/twilio/voice", FORM, "ünsigned")


def test_the_call_is_led_to_the_media_socket_of_the_public_address() -> None:
    stream = ET.fromstring(connect(media_url("https://acme.test/", "twilio", "to-ken"))).find(
        "./Connect/Stream"
    )
    assert stream is not None
    assert stream.get("url") == "wss://acme.test/phone/twilio/media/to-ken"
    local = ET.fromstring(connect(media_url("http://127.0.0.1:8000", "twilio", "t"))).find("./Connect/Stream")
    assert local is not None
    assert local.get("url") == "ws://127.0.0.1:8000/phone/twilio/media/t"


def test_a_busy_line_says_so_and_hangs_up() -> None:
    answer = ET.fromstring(busy("All lines <are> busy & so on"))
    assert answer.findtext("Say") == "All lines <are> busy & so on"
    assert answer.find("Hangup") is not None


def test_a_media_token_admits_its_caller_once() -> None:
    tokens = MediaTokens(Clock())
    token = tokens.mint(Admitted("CA1", caller="+1"))
    assert tokens.pending == 1
    assert tokens.redeem("guessed") is None
    assert tokens.redeem(token) == Admitted("CA1", caller="+1")
    assert tokens.redeem(token) is None
    assert tokens.pending == 0


def test_a_media_token_is_short_lived() -> None:
    clock = Clock()
    tokens = MediaTokens(clock)
    token = tokens.mint(Admitted("CA1"))
    clock.now += timedelta(seconds=61)
    assert tokens.redeem(token) is None


async def test_a_full_house_takes_no_further_call_and_closes_in_order() -> None:
    calls = Calls(1)
    taken: list[bool] = []
    ended = asyncio.Event()

    async def one_call() -> None:
        try:
            with calls.line() as free:
                taken.append(free)
                if free:
                    await asyncio.Event().wait()
        finally:
            ended.set()

    first = asyncio.create_task(one_call())
    await asyncio.sleep(0)
    assert calls.full
    await one_call()
    assert taken == [True, False]
    await calls.close()
    assert first.cancelled()
    assert calls.live == 0
