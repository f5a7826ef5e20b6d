"""Calls over a real socket, with real audio both ways."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from fastapi import WebSocket
from websockets.asyncio.client import connect

from agent.channels.floor import Manners
from agent.channels.media import read_start
from agent.channels.phone import serve_call
from agent.channels.twilio import TwilioSerialiser, parse_start
from agent.rehearsal.caller import CallRecord, Line, call
from agent.rehearsal.loopback import answering
from agent.rehearsal.murmur import murmur
from agent.rehearsal.scripted import ScriptedTalk
from agent.speech.ports import SpeechKit

LONG = ("Here is a sentence about things that we could launch.", "And another that is never heard.")


class Scripted(ScriptedTalk):
    awaits_yes = False


async def call_to(
    talk: Scripted,
    kit: SpeechKit,
    script: list[Line],
    *,
    manners: Manners | None = None,
    announcements: AsyncIterator[str] | None = None,
    patience: float = 6.0,
) -> tuple[CallRecord, str]:
    """One call with that talk; gives the caller's record and the reason why the call ended."""
    reasons: list[str] = []

    async def handler(websocket: WebSocket) -> None:
        start = await read_start(websocket, parse_start)
        assert start is not None
        reasons.append(
            await serve_call(
                websocket,
                talk,
                kit,
                TwilioSerialiser(start),
                announcements=announcements,
                manners=manners,
            )
        )

    async with answering(handler) as url:
        record = await call(url, script, patience=patience, takes_floor_after=0.4)
        await asyncio.wait_for(talk.closed.wait(), 5)
        await asyncio.sleep(0.1)
    return record, reasons[0]


async def test_a_call_is_greeted_understood_answered_and_ended(kit: SpeechKit) -> None:
    talk = talk_of([["Summer Sale.", "What is it about?"]])
    record, reason = await call_to(talk, kit, [Line("create a campaign called summer sale"), Line("goodbye")])
    assert "campaign" in talk.turns[0].text
    assert "summer sale" in talk.turns[0].text
    assert talk.turns[0].engine == "pocketsphinx"
    assert talk.said[:2] == ["Summer Sale.", "What is it about?"]
    assert record.ended_by == "agent"
    assert reason == talk.closed_for == "goodbye"
    assert len(talk.turns) == 2
    assert all(latency < 1500 for latency in record.latencies())


async def test_the_stages_of_a_turn_are_told_in_their_order(kit: SpeechKit) -> None:
    talk = talk_of([])
    await call_to(talk, kit, [Line("how far are we")])
    timings, outcome = talk.timings[0]
    assert outcome == "completed"
    order = ["vad_stop", "stt_final", "turn_end", "first_sentence", "first_audio"]
    assert [timings[stage] for stage in order] == sorted(timings[stage] for stage in order)
    assert timings["voice_to_voice"] == timings["first_audio"]


async def test_cutting_in_silences_the_agent_and_the_rest_counts_as_unsaid(kit: SpeechKit) -> None:
    talk = talk_of([LONG, ["All right."]])
    record, _ = await call_to(
        talk,
        kit,
        [Line("how far are we", listens=False), Line("no wait make that four", cut_in_after=1.0)],
    )
    stopped = record.exchanges[1].stopped_after
    assert stopped is not None
    assert stopped < 600
    assert talk.interruptions == 1
    assert LONG[1] not in talk.said
    assert "four" in talk.turns[1].text
    assert talk.timings[0][1] == "interrupted"


async def test_a_murmur_does_not_stop_the_agent(kit: SpeechKit) -> None:
    talk = talk_of([LONG])
    await call_to(
        talk,
        kit,
        [
            Line("how far are we", listens=False),
            Line(pcm=murmur(), cut_in_after=1.0, expects_reply=False),
        ],
    )
    assert len(talk.turns) == 1
    assert talk.interruptions == 0


async def test_a_murmured_word_is_let_pass_and_the_agent_goes_on(kit: SpeechKit) -> None:
    talk = talk_of([LONG, []])
    record, _ = await call_to(
        talk,
        kit,
        [Line("how far are we", listens=False), Line("okay", cut_in_after=1.0)],
    )
    assert talk.said[:2] == list(LONG)
    assert talk.interruptions == 0
    assert record.exchanges[1].words == "okay"


async def test_news_is_told_at_the_next_pause(kit: SpeechKit) -> None:
    async def news() -> AsyncIterator[str]:
        yield "Research is done."
        await asyncio.Event().wait()

    talk = talk_of([])
    await call_to(
        talk,
        kit,
        [Line("[300]")],
        announcements=news(),
        manners=Manners(pause_before_news=0.2),
        patience=2.0,
    )
    assert talk.announced == ["Research is done."]


async def test_a_silent_caller_is_nudged_and_then_said_goodbye_to(kit: SpeechKit) -> None:
    talk = talk_of([])
    record, reason = await call_to(
        talk, kit, [Line("[100]"), Line("[100]")], manners=Manners(nudge_after=0.5, goodbye_after=2.0)
    )
    assert record.ended_by == "agent"
    assert reason == "goodbye"
    assert not talk.turns


async def test_a_caller_who_waits_for_news_is_not_nudged_or_hung_up_on(kit: SpeechKit) -> None:
    talk = talk_of([], watching=("campaign",))
    record, _ = await call_to(
        talk,
        kit,
        [Line("[100]")],
        manners=Manners(nudge_after=0.3, goodbye_after=0.6, goodbye_while_watching=60),
        patience=1.5,
    )
    assert record.ended_by == "caller"
    assert not talk.ended


async def test_keys_are_a_turn(kit: SpeechKit) -> None:
    talk = talk_of([])

    async def handler(websocket: WebSocket) -> None:
        start = await read_start(websocket, parse_start)
        assert start is not None
        await serve_call(websocket, talk, kit, TwilioSerialiser(start))

    async with answering(handler) as url, connect(url, max_queue=None) as socket:
        await begin(socket)
        for digit in "42#":
            await socket.send(json.dumps({"event": "dtmf", "dtmf": {"digit": digit}}))
        await asyncio.wait_for(talk.closed.wait(), 10)
    assert [heard.text for heard in talk.turns] == ["42"]


@pytest.mark.parametrize("nonsense", ["not json", "[]", '{"event": "media", "media": 7}'])
async def test_nonsense_on_the_socket_does_not_harm_the_call_but_much_of_it_ends_it(
    kit: SpeechKit, nonsense: str
) -> None:
    talk = talk_of([])
    before = asyncio.all_tasks()

    async def handler(websocket: WebSocket) -> None:
        start = await read_start(websocket, parse_start)
        assert start is not None
        await serve_call(websocket, talk, kit, TwilioSerialiser(start))

    async with answering(handler) as url, connect(url, max_queue=None) as socket:
        await begin(socket)
        for _ in range(40):
            await socket.send(nonsense)
        await asyncio.wait_for(talk.closed.wait(), 10)
    assert talk.closed_for == "hung_up"
    await asyncio.sleep(0.1)
    assert asyncio.all_tasks() == before


async def test_a_line_that_drops_leaves_nothing_running(kit: SpeechKit) -> None:
    talk = talk_of([])
    before = asyncio.all_tasks()

    async def handler(websocket: WebSocket) -> None:
        start = await read_start(websocket, parse_start)
        assert start is not None
        await serve_call(websocket, talk, kit, TwilioSerialiser(start))

    async with answering(handler) as url:
        socket = await connect(url)
        await begin(socket)
        await asyncio.sleep(0.3)
        socket.transport.abort()
        await asyncio.wait_for(talk.closed.wait(), 10)
        await socket.close()
    assert talk.closed_for == "hung_up"
    await asyncio.sleep(0.1)
    assert asyncio.all_tasks() == before


async def test_a_socket_that_begins_with_something_else_is_no_call() -> None:
    starts = []

    async def handler(websocket: WebSocket) -> None:
        starts.append(await read_start(websocket, parse_start))
        await websocket.close()

    async with answering(handler) as url:
        for first in ("hello", '{"event": "media"}', '{"event": "start", "start": {}}'):
            async with connect(url) as socket:
                await socket.send(first)
                await socket.send(first)
                await socket.wait_closed()
    assert starts == [None, None, None]


async def begin(socket) -> None:
    await socket.send(json.dumps({"event": "connected"}))
    await socket.send(json.dumps({"event": "start", "start": {"streamSid": "MZ1", "callSid": "CA1"}}))


def talk_of(replies, **more) -> Scripted:
    return Scripted(replies, greeting=("Hello.",), **more)
