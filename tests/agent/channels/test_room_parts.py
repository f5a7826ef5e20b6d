"""The small rules of calls in rooms, without a server: who is calling, tokens, judging, admission."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from livekit import api, rtc
from livekit.agents import JobRequest
from livekit.protocol import agent

from agent.channels.rooms.callers import caller_of, metadata_of
from agent.channels.rooms.hearing import RoomEars
from agent.channels.rooms.job import BUSY
from agent.channels.rooms.tokens import AGENT, mint
from agent.channels.rooms.turn_end import RoomTurnEnd, on_our_scale
from agent.channels.rooms.worker import TOLD_AT_ONCE, Lines
from agent.channels.turn_end import DONE
from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from agent.speech.ports import SpeechKit

SECRET = "a-secret-of-the-tests-that-is-long-enough"


def test_a_person_is_known_by_their_token_and_goes_on_with_the_talk_that_the_room_names() -> None:
    found = caller_of("member-1", {}, metadata_of("talk-7"), by_telephone=False)
    assert (found.identity, found.conversation_id, found.number) == ("member-1", "talk-7", "")
    assert caller_of("member-1", {}, metadata_of(None), by_telephone=False).conversation_id is None


@pytest.mark.parametrize(
    "metadata", ["", "not json", "[]", '{"conversation_id": 7}', '{"conversation_id": ""}']
)
def test_a_room_that_names_no_talk_begins_one(metadata: str) -> None:
    assert caller_of("member-1", {}, metadata, by_telephone=False).conversation_id is None


def test_a_telephone_is_known_by_its_number_and_cannot_pick_a_talk() -> None:
    attributes = {"sip.phoneNumber": "+15550100200", "sip.callID": "SCL_1"}
    found = caller_of("sip_x", attributes, metadata_of("talk-7"), by_telephone=True)
    assert (found.number, found.call_id, found.conversation_id) == ("+15550100200", "SCL_1", None)
    assert caller_of("sip_x", {}, "", by_telephone=True).number == ""


def test_a_token_opens_one_room_for_ten_minutes_and_calls_the_agent_into_it() -> None:
    now = datetime.now(UTC)
    made = mint(
        "key", SECRET, room="room-1", identity="member-1", name="Ada", conversation_id="talk-7", now=now
    )
    claims = api.TokenVerifier("key", SECRET).verify(made.token)
    assert (claims.identity, claims.name) == ("member-1", "Ada")
    assert claims.video is not None
    assert (claims.video.room_join, claims.video.room) == (True, "room-1")
    assert claims.video.can_publish_sources == ["microphone"]
    assert not any((claims.video.room_admin, claims.video.room_create, claims.video.room_list))
    assert claims.room_config is not None
    assert [called.agent_name for called in claims.room_config.agents] == [AGENT]
    assert (made.expires_at - now).total_seconds() == 600


def test_livekits_threshold_is_ours_and_the_ends_stay() -> None:
    assert on_our_scale(0.36, 0.36) == pytest.approx(DONE)
    assert on_our_scale(0.0, 0.36) == 0.0
    assert on_our_scale(1.0, 0.36) == pytest.approx(1.0)
    assert on_our_scale(0.2, 0.36) < DONE < on_our_scale(0.5, 0.36)


async def test_livekits_detector_judges_what_it_has_heard_without_any_network() -> None:
    voice = EspeakVoice(CALLER_TONE, sample_rate=16000)
    judge = RoomTurnEnd()
    try:
        pcm = await voice.say("ten social posts and four emails") + bytes(3200 * 2)
        for start in range(0, len(pcm) - 640, 640):
            judge.push(rtc.AudioFrame(pcm[start : start + 640], 16000, 1, 320))
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            while not (probability := await judge.probability(b"")):
                await asyncio.sleep(0)
        assert 0 < probability <= 1
        judge.turn_over()
    finally:
        await judge.close()
        voice.close()


class NoFloor:
    """Recognition of a recording asks nothing of the floor or the talk."""


async def test_a_recording_is_recognised_by_the_same_engine(kit: SpeechKit) -> None:
    ears = RoomEars(kit.ears, NoFloor(), NoFloor())  # type: ignore[arg-type]
    voice = EspeakVoice(CALLER_TONE)
    try:
        pcm = await voice.say("create a campaign called summer sale with five images")
        event = await ears.recognize(rtc.AudioFrame(pcm, 8000, 1, len(pcm) // 2))
    finally:
        voice.close()
    assert "summer sale" in event.alternatives[0].text


@dataclass
class Asked:
    """The server's side of some requests."""

    answers: list[str] = field(default_factory=list)

    def request(self) -> JobRequest:
        async def accept(arguments: Any) -> None:
            self.answers.append("busy" if BUSY in (arguments.attributes or {}) else "taken")

        async def reject(terminate: bool) -> None:
            self.answers.append("ended" if terminate else "left to another")

        return JobRequest(job=agent.Job(id="job"), on_reject=reject, on_accept=accept)


async def test_callers_over_the_limit_are_told_and_those_far_over_it_left_to_another_worker() -> None:
    asked, active = Asked(), 0
    lines = Lines(lambda: active, most=1)
    for active in (0, 1, TOLD_AT_ONCE, TOLD_AT_ONCE + 1):  # noqa: B007 - `Lines` reads it
        await lines.answer(asked.request())
    assert asked.answers == ["taken", "busy", "busy", "left to another"]
