"""The terminal as a channel: typed lines in, sentences out."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable

from agent.channels.ports import Talk
from agent.speech.ports import Heard

Show = Callable[[str], object]


async def converse(talk: Talk, say: Show, prompt: Show) -> None:
    """Holds one typed conversation to its end; the end of the input and Ctrl-C hang up."""
    reason = "hung_up"
    try:
        async for sentence in talk.open():
            say(sentence)
        prompt("You: ")
        async for words in _typed_lines():
            if words:
                async for sentence in talk.hear(Heard(words, 1.0, engine="typed")):
                    say(sentence)
            if talk.ended:
                reason = "goodbye"
                return
            prompt("You: ")
    finally:
        await talk.close(reason)


async def _typed_lines() -> AsyncIterator[str]:
    """Lines of standard input. A daemon thread reads: a blocked read must not keep the process from ending."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
