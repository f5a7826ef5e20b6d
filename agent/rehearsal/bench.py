"""Voice figures measured on the wire: our phone channel beside pipecat's defaults, same engines, same audio."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import WebSocket

from agent.channels.media import read_start
from agent.channels.models import warm_up
from agent.channels.phone import serve_call
from agent.channels.twilio import TwilioSerialiser, parse_start
from agent.rehearsal.caller import CALLER_TONE, CallRecord, Line, call, percentile
from agent.rehearsal.loopback import answering
from agent.rehearsal.murmur import murmur
from agent.rehearsal.plain import serve_plain_call
from agent.rehearsal.scripted import GREETING, ScriptedTalk
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import SpeechKit

REPLY = ("All right.", "What else?")
STORY = ("I am telling a story about campaigns and images and posts that takes a good while to tell.",)
AGAINST = "pipecat 1.14, default turn strategies, the same ears, voice and instant replies"
CALLS_AT_ONCE = 5

PLAIN_LINES = (
    "create a campaign called summer sale",
    "five images and ten social posts",
    "a thousand new leads by the end of july",
    "our new running shoes",
    "how far are we",
    "run it please",
    "no wait make that four",
    "what have we got so far",
)
PAUSED_LINES = (
    "create a campaign [300] called summer sale",
    "five images and [500] ten social posts",
    "a thousand new leads [700] by the end of july",
    "i would like [400] three emails",
    "make it about [600] our new running shoes",
    "research [500] five images [500] and ten social posts",
)
CUT_INS = ("no wait make that four", "stop", "hang on a moment")
MURMURS = 3


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """One side's measurements; milliseconds, and shares from 0 to 1."""

    latencies: list[float]
    false_starts: float
    stops: list[float]
    silenced_by_murmurs: float
    megabytes_per_call: float


Serve = Callable[[WebSocket, Sequence[Sequence[str]]], Awaitable[object]]


async def voice_figures() -> list[tuple[str, str, str, str]]:
    """Rows for the bench's table: what, ours, baseline, what the baseline is. Takes about four minutes."""
    ours, plain = await voice_bench()
    return [
        (
            "end of speech to first audio, p50 / p95",
            f"{_ms(ours.latencies, 50)} / {_ms(ours.latencies, 95)}",
            f"{_ms(plain.latencies, 50)} / {_ms(plain.latencies, 95)}",
            AGAINST,
        ),
        (
            "replies inside a turn with pauses of 0.3 to 0.7 s",
            f"{ours.false_starts:.0%} of {len(PAUSED_LINES)}",
            f"{plain.false_starts:.0%} of {len(PAUSED_LINES)}",
            AGAINST,
        ),
        (
            "caller cuts in to agent silent, worst",
            f"{max(ours.stops, default=0):.0f} ms",
            f"{max(plain.stops, default=0):.0f} ms",
            AGAINST,
        ),
        (
            'agent silenced by "mm-hm"',
            f"{ours.silenced_by_murmurs:.0%} of {MURMURS}",
            f"{plain.silenced_by_murmurs:.0%} of {MURMURS}",
            AGAINST,
        ),
        (
            f"memory per call, {CALLS_AT_ONCE} at once",
            f"{ours.megabytes_per_call:.1f} MB",
            f"{plain.megabytes_per_call:.1f} MB",
            AGAINST,
        ),
    ]


async def voice_bench() -> tuple[VoiceFigures, VoiceFigures]:
    """Our channel's figures and the baseline's."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-voice-") as folder:
        lexicon = await asyncio.to_thread(domain_lexicon, Path(folder))
        ears = PocketsphinxEars(lexicon)
        await asyncio.to_thread(ears.warm_up)
        await asyncio.to_thread(warm_up)
        kit = SpeechKit(ears, EspeakVoice(), ())

        async def ours(websocket: WebSocket, replies: Sequence[Sequence[str]]) -> None:
            start = await read_start(websocket, parse_start)
            if start is not None:
                await serve_call(websocket, ScriptedTalk(replies), kit, TwilioSerialiser(start))

        async def plain(websocket: WebSocket, replies: Sequence[Sequence[str]]) -> None:
            start = await read_start(websocket, parse_start)
            if start is not None:
                await serve_plain_call(websocket, kit, start.stream_sid, GREETING, replies)

        try:
            return await _measure(ours), await _measure(plain)
        finally:
            kit.close()


async def _measure(serve: Serve) -> VoiceFigures:
    plain = await _one_call(serve, [REPLY] * 40, [Line(words) for words in PLAIN_LINES])
    paused = await _one_call(serve, [REPLY] * 40, [Line(words) for words in PAUSED_LINES])
    cut_in = await _one_call(serve, [STORY, REPLY] * 20, _cutting_in())
    murmured = await _one_call(serve, [STORY] * 40, _murmuring())
    stops = [e.stopped_after for e in cut_in.exchanges if e.stopped_after is not None]
    murmurs = [e.silenced for e in murmured.exchanges if not e.words]
    return VoiceFigures(
        plain.latencies(),
        _share([e.false_start for e in paused.exchanges]),
        stops,
        _share(murmurs),
        await _memory(serve),
    )


async def _one_call(serve: Serve, replies: Sequence[Sequence[str]], script: list[Line]) -> CallRecord:
    async with answering(lambda websocket: serve(websocket, replies)) as url:
        return await call(url, script, voice=EspeakVoice(CALLER_TONE), takes_floor_after=0.6, patience=6.0)


def _cutting_in() -> list[Line]:
    lines = []
    for words in CUT_INS:
        lines += [Line("how far are we", listens=False), Line(words, cut_in_after=1.0)]
    return lines


def _murmuring() -> list[Line]:
    lines = []
    for _ in range(MURMURS):
        lines += [
            Line("how far are we", listens=False),
            Line(pcm=murmur(), cut_in_after=1.0, expects_reply=False),
        ]
    return lines


async def _memory(serve: Serve) -> float:
    """Megabytes that each of several calls adds, both ends of the line together."""
    async with answering(lambda websocket: serve(websocket, [REPLY])) as url:
        before = _resident()
        calls = [
            asyncio.create_task(call(url, [Line("[2500]")], patience=0.5, voice=EspeakVoice(CALLER_TONE)))
            for _ in range(CALLS_AT_ONCE)
        ]
        await asyncio.sleep(4.0)
        used = _resident() - before
        await asyncio.gather(*calls)
    return used / CALLS_AT_ONCE


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _ms(values: list[float], percent: int) -> str:
    found = percentile(values, percent)
    return "none" if found is None else f"{found:.0f} ms"
