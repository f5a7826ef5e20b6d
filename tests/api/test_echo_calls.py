"""A browser call whose loudspeaker is heard by its microphone: a real peer connection, real Opus."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from tests.api.browser import BrowserCall, Echo, calling
from tests.serving import KEY, Server

ASKED = "Create a campaign called Summer Sale with five images, ten social posts and three emails"


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    made = EspeakVoice(CALLER_TONE)
    yield made
    made.close()


def signed_in(server: Server) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {KEY}"}
    return httpx2.AsyncClient(base_url=f"{server.url}/api/v1", headers=headers, timeout=120)


def heard(call: BrowserCall) -> list[str]:
    return [message["text"] for message in call.messages if message["type"] == "heard"]


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("milliseconds", "decibels"), [(80, 6), (250, 12)])
async def test_the_agent_neither_answers_nor_stops_itself(
    server: Server, milliseconds: int, decibels: int
) -> None:
    async with signed_in(server) as client, calling(client, echo=Echo(milliseconds, decibels)) as call:
        await call.until("said")
        await call.silence(1.5)
        assert heard(call) == []
        call.type(ASKED)
        await call.until("turn")
        await call.silence(1.5)
        assert heard(call) == [ASKED]
        turns = (await client.get(f"/conversations/{call.conversation_id}")).json()["turns"]
    assert [turn["text"] for turn in turns if turn["speaker"] == "user"] == [ASKED]
    assert not any(turn["interrupted"] for turn in turns)


@pytest.mark.timeout(180)
async def test_a_caller_over_the_echo_is_heard(server: Server, voice: EspeakVoice) -> None:
    async with signed_in(server) as client, calling(client, echo=Echo(120, 10)) as call:
        await call.until("said")
        await call.silence()
        call.type(ASKED)
        await call.until("turn")
        await call.voice()
        call.microphone.say(await voice.say("please create a campaign called winter warmers"))
        await call.until("turn", 2)
        assert "campaign" in heard(call)[-1]
        turns = (await client.get(f"/conversations/{call.conversation_id}")).json()["turns"]
    assert any(turn["interrupted"] for turn in turns if turn["speaker"] == "agent")
