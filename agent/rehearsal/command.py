"""Calls a running server, as Twilio would: asks the voice webhook, then goes to the media socket it names."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
import urllib.request
import wave
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from uuid import uuid4

from agent.rehearsal.caller import CallRecord, Line, call, recorded

ANSWER_WITHIN = 30.0
"""Seconds for the webhook; a server that is still building its language model takes a few."""


class NoAnswerError(RuntimeError):
    """There was no call: the server answered the webhook with something else than a media stream, or not at all."""


async def dial(url: str, caller: str = "", call_sid: str = "") -> str:
    """The media socket's address for one call to the server at `url` (http://…). Raises NoAnswerError or OSError."""
    form = urllib.parse.urlencode({"CallSid": call_sid, "From": caller, "To": "drumbeat"}).encode()
    twiml = await asyncio.to_thread(_post, f"{url.rstrip('/')}/phone/twilio/voice", form)
    stream = re.search(r'<Stream url="([^"]+)"', twiml)
    if stream is None:
        said = re.search(r"<Say>([^<]*)</Say>", twiml)
        raise NoAnswerError(unescape(said[1]) if said else "the webhook named no media stream")
    return unescape(stream[1])


async def call_with_recordings(
    url: str, recordings: Iterable[Path], *, print_line: Callable[[str], object]
) -> CallRecord:
    """Plays WAV files into the phone channel, one a turn, and prints how long each answer took.

    Raises NoAnswerError also when there is no server, or a file holds no sound to be played.
    """
    script = [Line(words=path.name, pcm=_pcm(path)) for path in recordings]
    call_sid = f"CA{uuid4().hex}"
    try:
        record = await call(await dial(url, call_sid=call_sid), script, call_sid=call_sid)
    except OSError as error:
        raise NoAnswerError(f"{url} cannot be called: {error}") from error
    for exchange in record.exchanges:
        latency = "no answer" if exchange.latency is None else f"answered after {exchange.latency:.0f} ms"
        print_line(f"{exchange.words}: {latency}")
    print_line(f"The call took {record.seconds:.0f} s and was ended by the {record.ended_by}.")
    return record


def _pcm(path: Path) -> bytes:
    try:
        return recorded(path)
    except (wave.Error, EOFError, ValueError) as error:
        raise NoAnswerError(f"{path.name} cannot be played: {error}") from error


def _post(url: str, form: bytes) -> str:
    if not url.startswith(("http://", "https://")):
        raise NoAnswerError(f"{url} is no web address")
    request = urllib.request.Request(url, form)  # noqa: S310
    with urllib.request.urlopen(request, timeout=ANSWER_WITHIN) as response:  # noqa: S310
        return str(response.read().decode())
