"""Ringing people up: Twilio's REST over HTTP, and what is done when it will not or does not answer."""

from __future__ import annotations

import pytest

from agent.telephone.carrier import CarrierRefused, CarrierUnheard, Placing, TwilioCalls
from tests.serving import free_port
from tests.twilio_stand_in import ACCOUNT, OURS, SECRET, rest

CALL = Placing("+4915112345678", "https://voice.example/answered/1/1", "https://voice.example/status/1/1")


def calls(url: str) -> TwilioCalls:
    return TwilioCalls(ACCOUNT, SECRET, OURS, url)


async def test_a_call_is_placed_with_detection_of_machines_and_news_of_its_state() -> None:
    with rest() as carrier:
        assert await calls(carrier.url).place(CALL) == "CAout1"
        path, form = carrier.asked[0]
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    assert form["To"] == [CALL.to]
    assert form["From"] == [OURS]
    assert form["Url"] == [CALL.answered_url]
    assert form["StatusCallback"] == [CALL.status_url]
    assert "completed" in form["StatusCallbackEvent"]
    assert form["MachineDetection"] == ["DetectMessageEnd"]


async def test_a_refusal_carries_the_carriers_reason() -> None:
    with rest() as carrier:
        carrier.status = 400
        with pytest.raises(CarrierRefused, match="not today"):
            await calls(carrier.url).place(CALL)


async def test_an_error_of_the_carrier_leaves_open_whether_it_rings() -> None:
    with rest() as carrier:
        carrier.status = 503
        with pytest.raises(CarrierUnheard):
            await calls(carrier.url).place(CALL)


async def test_a_carrier_that_is_not_there_has_placed_nothing() -> None:
    with pytest.raises(CarrierRefused):
        await calls(f"http://127.0.0.1:{free_port()}").place(CALL)
