"""Whole calls against a server with a Twilio account: PIN, recording, keys, a person, and calling back."""

from __future__ import annotations

import io
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx2
import numpy as np
import pytest

from tests.serving import Server, Talk, wait_for
from tests.twilio_stand_in import ACCOUNT, OURS, SECRET, Rest, rest, stream_of, telephone, until, webhook

pytestmark = [pytest.mark.timeout(400), pytest.mark.slow]

CALLER = "+4915112345678"
PIN = "4711"
BOSS = "+4930999999"


@pytest.fixture(scope="module")
def carrier() -> Iterator[Rest]:
    with rest() as standing:
        yield standing


@pytest.fixture(scope="module")
def house(carrier: Rest) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="drumbeat-") as folder:
        server = Server(Path(folder))
        server.settings = {
            "DRUMBEAT_PUBLIC_URL": server.url,
            "DRUMBEAT_TWILIO_AUTH_TOKEN": SECRET,
            "DRUMBEAT_TWILIO_ACCOUNT_SID": ACCOUNT,
            "DRUMBEAT_TWILIO_NUMBER": OURS,
            "DRUMBEAT_TWILIO_API_URL": carrier.url,
            "DRUMBEAT_TRANSFER_NUMBER": BOSS,
            "DRUMBEAT_PHONE_CALLERS": "pin",
            "DRUMBEAT_RECORDING": "notice",
            "DRUMBEAT_CALL_HOURS": "00:00-23:59",
        }
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def desk(house: Server) -> Iterator[httpx2.Client]:
    with house.client() as client:
        yield client


@pytest.fixture
def me(desk: httpx2.Client) -> str:
    """The owner's id, with a number and a fresh PIN."""
    listed = desk.get("/members").json()["items"]
    owner = next(member for member in listed if member["role"] == "owner")
    answer = desk.put(f"/members/{owner['id']}/phone", json={"number": CALLER, "pin": PIN})
    assert answer.status_code == 200, answer.text
    assert answer.json()["pin"] == "set"
    assert PIN not in answer.text
    found: str = owner["id"]
    return found


def ring(house: Server, sid: str, caller: str = CALLER) -> httpx2.Response:
    return webhook(house, "/phone/twilio/voice", CallSid=sid, From=caller, To=OURS)


def newest(desk: httpx2.Client) -> dict[str, Any]:
    listed = desk.get("/conversations", params={"channel": "phone", "limit": 1}).json()["items"]
    found: dict[str, Any] = desk.get(f"/conversations/{listed[0]['id']}").json() if listed else {}
    return found


def said(desk: httpx2.Client, speaker: str = "agent") -> str:
    turns = newest(desk).get("turns", [])
    return " | ".join(turn["text"] for turn in turns if turn["speaker"] == speaker)


def test_a_pin_lets_in_and_going_on_after_the_notice_keeps_the_recording(
    house: Server, desk: httpx2.Client, me: str
) -> None:
    with telephone(stream_of(ring(house, "CApin")), "CApin") as line:
        line.hears_something()
        line.press("1234#")
        line.press("0815#")
        line.press(f"{PIN}#")
        until(lambda: "AI campaign assistant" in said(desk), "the greeting did not come after the PIN")
        assert "recorded" in said(desk)
        line.lets_it_finish()
        line.press("*")
        until(lambda: "say that again" in said(desk, "user"), "the star was not heard")
        line.hang_up()
    talk = newest(desk)
    assert "1234" not in said(desk, "user")
    assert PIN not in said(desk, "user")
    address = f"/conversations/{talk['id']}/recording"
    until(lambda: desk.get(address).json().get("seconds"), "no recording was kept")
    kept = desk.get(address).json()
    assert kept["consent"] == "given"
    assert kept["purge_after"] is not None
    with wave.open(io.BytesIO(desk.get(f"{address}.wav").content)) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (2, 8000)
        assert sound.getnframes() / 8000 == pytest.approx(kept["seconds"], abs=0.1)
        caller, agent = np.frombuffer(sound.readframes(sound.getnframes()), np.int16).reshape(-1, 2).T
    assert np.abs(caller).max() < 100
    assert np.abs(agent).max() > 3000
    with av.open(io.BytesIO(desk.get(f"{address}.opus").content)) as opus:
        stream = opus.streams.audio[0]
        assert (stream.codec_context.name, stream.channels) in (("opus", 2), ("libopus", 2))
        seconds = sum(frame.samples for frame in opus.decode(stream)) / 48_000
    assert seconds == pytest.approx(kept["seconds"], abs=0.1)
    assert desk.delete(f"/conversations/{talk['id']}").status_code == 204
    assert desk.get(f"{address}.wav").status_code == 404
    assert not list((house.data_dir / "recordings").rglob(f"{talk['id']}*"))


def test_nine_declines_the_recording_and_nothing_of_it_is_left(
    house: Server, desk: httpx2.Client, me: str
) -> None:
    with telephone(stream_of(ring(house, "CAnine")), "CAnine") as line:
        line.hears_something()
        line.press(f"{PIN}#")
        until(lambda: "AI campaign assistant" in said(desk), "there was no notice")
        line.lets_it_finish()
        line.press("9#")
        until(lambda: "nothing of this call is recorded" in said(desk), "the key was not heard")
        line.hang_up()
    talk = newest(desk)
    assert desk.get(f"/conversations/{talk['id']}/recording").json()["consent"] == "declined"
    assert desk.get(f"/conversations/{talk['id']}/recording.wav").status_code == 404
    assert not list((house.data_dir / "recordings").rglob(f"{talk['id']}*"))


def test_five_wrong_pins_lock_the_number_until_the_owner_unlocks_it(
    house: Server, desk: httpx2.Client, me: str
) -> None:
    with telephone(stream_of(ring(house, "CAguess")), "CAguess") as line:
        line.hears_something()
        for guess in ("0000", "0001", "0002", "0003", "0004"):
            line.press(f"{guess}#")
        line.ends()
    members = desk.get("/members").json()["items"]
    assert next(member["pin"] for member in members if member["id"] == me) == "locked"
    refused = ring(house, "CAagain")
    assert "<Hangup/>" in refused.text
    assert "locked" in refused.text
    assert desk.post(f"/members/{me}/phone/unlock").json()["pin"] == "set"
    assert "<Stream" in ring(house, "CAopen").text


def test_a_spoofed_number_without_a_pin_and_a_stranger_are_not_let_in(
    house: Server, desk: httpx2.Client
) -> None:
    assert "<Hangup/>" in ring(house, "CAstranger", "+12025550100").text
    made = desk.get("/members").json()["items"][0]
    assert desk.delete(f"/members/{made['id']}/phone").status_code == 204
    assert "not known" in ring(house, "CAforgotten").text


def test_zero_puts_the_caller_through_and_leaves_the_line_to_them(
    house: Server, desk: httpx2.Client, carrier: Rest, me: str
) -> None:
    with telephone(stream_of(ring(house, "CAzero")), "CAzero") as line:
        line.hears_something()
        line.press(f"{PIN}#")
        until(lambda: "AI campaign assistant" in said(desk), "no greeting")
        line.lets_it_finish()
        line.press("0#")
        until(lambda: carrier.told("CAzero"), "the call was not handed over")
        line.ends()
    assert "putting you through" in said(desk)
    told = carrier.told("CAzero")
    assert [BOSS in form["Twiml"][0] for form in told] == [True]
    assert "<Dial" in told[0]["Twiml"][0]
    nobody = webhook(house, "/phone/twilio/dialled", CallSid="CAzero", DialCallStatus="no-answer")
    assert "note" in nobody.text


def test_hanging_up_ourselves_ends_the_call_at_the_carrier(
    house: Server, desk: httpx2.Client, carrier: Rest, me: str
) -> None:
    with telephone(stream_of(ring(house, "CAbye")), "CAbye") as line:
        line.hears_something()
        line.hang_up()
    until(lambda: carrier.told("CAbye"), "the carrier was not told")
    assert carrier.told("CAbye")[0] == {"Status": ["completed"]}


def test_the_status_of_a_call_is_kept_and_must_be_signed(house: Server) -> None:
    ended = {"CallSid": "CAst", "CallStatus": "completed", "CallDuration": "61", "From": CALLER, "To": OURS}
    assert webhook(house, "/phone/twilio/status", **ended).status_code == 204
    forged = httpx2.post(f"{house.url}/phone/twilio/status", data=ended)
    assert forged.status_code == 403


def awaited(desk: httpx2.Client, number: str) -> Talk:
    """A small campaign that has run, after its caller asked to be called when it is done."""
    talk = wished(desk, number)
    assert wait_for(desk, talk.campaign_id or "", "completed")
    return talk


def wished(desk: httpx2.Client, number: str) -> Talk:
    talk = Talk.begin(desk)
    talk.say("create a campaign called spring fling about our running shoes to win 500 leads")
    talk.say("two images")
    talk.say(f"call me at {number} when it's done")
    taken = talk.say("yes")
    assert "call you" in taken or "hear from me" in taken, talk.replies
    talk.say("run it")
    talk.say("yes")
    return talk


def attempt_of(form: dict[str, list[str]]) -> str:
    return form["Url"][0].split("/phone/twilio/answered/")[1]


class TestCallingBack:
    def test_the_call_is_placed_once_and_a_person_hears_the_outcome(
        self, house: Server, desk: httpx2.Client, carrier: Rest, me: str
    ) -> None:
        carrier.asked.clear()
        talk = awaited(desk, "+49 151 7777777")
        until(carrier.placed, "nobody was called")
        form = carrier.placed()[0]
        assert form["To"] == ["+491517777777"]
        assert form["From"] == [OURS]
        assert form["MachineDetection"] == ["DetectMessageEnd"]
        path = f"/phone/twilio/answered/{attempt_of(form)}"
        answer = webhook(house, path, CallSid="CAback", From=OURS, To=form["To"][0], AnsweredBy="human")
        with telephone(stream_of(answer), "CAback") as line:
            line.hears_something()
            line.press(f"{PIN}#")
            until(lambda: "Spring Fling is done" in said(desk), "the outcome was not told")
            line.hang_up()
        assert newest(desk)["campaign_id"] == talk.campaign_id
        again = webhook(house, path, CallSid="CAback2", From=OURS, To=form["To"][0], AnsweredBy="human")
        assert "<Stream" not in again.text
        assert len(carrier.placed()) == 1

    def test_a_machine_is_left_one_short_message(
        self, house: Server, desk: httpx2.Client, carrier: Rest, me: str
    ) -> None:
        carrier.asked.clear()
        awaited(desk, "+49 151 8888888")
        until(carrier.placed, "nobody was called")
        attempt = attempt_of(carrier.placed()[0])
        answer = webhook(
            house, f"/phone/twilio/answered/{attempt}", CallSid="CAvm", AnsweredBy="machine_end_beep"
        )
        assert "<Say>" in answer.text
        assert "<Hangup/>" in answer.text
        assert "Spring Fling" in answer.text
        assert desk.get("/call-backs").json()["items"][0]["status"] == "voicemail"

    def test_a_number_that_is_busy_waits_for_its_next_attempt(
        self, house: Server, desk: httpx2.Client, carrier: Rest, me: str
    ) -> None:
        carrier.asked.clear()
        awaited(desk, "+49 151 9999999")
        until(carrier.placed, "nobody was called")
        attempt = attempt_of(carrier.placed()[0])
        busy = {"CallSid": "CAbusy", "CallStatus": "busy", "Direction": "outbound-api"}
        assert webhook(house, f"/phone/twilio/status/{attempt}", **busy).status_code == 204
        kept = desk.get("/call-backs").json()["items"][0]
        assert (kept["status"], kept["attempts"], kept["outcome"]) == ("waiting", 1, "busy")
        assert desk.delete(f"/call-backs/{kept['id']}").status_code == 204

    def test_a_server_that_is_killed_under_the_run_calls_once_when_it_is_back(
        self, house: Server, desk: httpx2.Client, carrier: Rest, me: str
    ) -> None:
        carrier.asked.clear()
        talk = wished(desk, "+49 151 6666666")
        house.kill()
        house.start()
        with house.client() as again:
            assert wait_for(again, talk.campaign_id or "", "completed")
            until(carrier.placed, "nobody was called")
            house.kill()
            house.start()
            kept = again.get("/call-backs").json()["items"][0]
        assert (kept["status"], kept["attempts"]) == ("dialling", 1)
        assert len(carrier.placed()) == 1
