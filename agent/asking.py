"""One turn's model: the brains in their order, each taking over where the one before failed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import structlog

from agent.brain import Brain, BrainFailed, ToolRequest
from agent.sentences import SentenceStream, speakable
from prompts import line

log = structlog.get_logger()


class Asking:
    """For one turn: a brain that failed is not asked again in its later rounds."""

    def __init__(self, brains: Sequence[Brain], tools: Sequence[dict[str, Any]], seed: int) -> None:
        """`brains` in order of preference; the last is the embedded one."""
        self._brains = list(brains)
        self._tools = tools
        self._seed = seed

    async def ask(self, messages: Sequence[dict[str, Any]]) -> AsyncIterator[str | ToolRequest]:
        """Whole sentences as they come, and tool requests. That a brain took over is said aloud."""
        while self._brains:
            told = False
            try:
                async for piece in _sentences(self._brains[0], messages, self._tools):
                    told = True
                    yield piece
            except BrainFailed as failure:
                log.warning("brain failed", brain=self._brains[0].name, cause=str(failure))
                self._brains.pop(0)
                if told or not self._brains:
                    # Half an answer is out: a second brain would begin it anew.
                    yield line("error", self._seed)
                    return
                yield line("brain_fallback", self._seed)
            else:
                return
        yield line("error", self._seed)


async def _sentences(
    brain: Brain, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
) -> AsyncIterator[str | ToolRequest]:
    stream = SentenceStream()
    async for piece in brain.answer(messages, tools):
        if isinstance(piece, ToolRequest):
            if rest := speakable(stream.rest()):
                yield rest
            yield piece
            continue
        for sentence in stream.feed(piece):
            yield speakable(sentence)
    if rest := speakable(stream.rest()):
        yield rest
