"""One turn's model: the brains in their order, each taking over where the one before failed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import structlog

from agent.brain import Brain, BrainFailed, BrainResting, ToolRequest
from agent.sentences import SentenceStream, speakable
from agent.telling import Brevity, mends, owed_read_back, without_mends
from prompts import line

log = structlog.get_logger()

MOST_MENDS = 3
"""Tool calls in one turn that a model may get wrong in form; a model that needs more does not get there."""

LAST_ROUND = 6
"""In this one a model gets no more tools: what it would do in it could not be said any more."""


class Asking:
    """For one turn: a brain that failed is not asked again in its later rounds."""

    def __init__(self, brains: Sequence[Brain], tools: Sequence[dict[str, Any]], seed: int) -> None:
        """`brains` in order of preference; the last is the embedded one."""
        self._brains = list(brains)
        self._tools = tools
        self._seed = seed
        self._brevity = Brevity()
        self._rounds = 0
        self._inherited = 0
        """Messages that an earlier brain left."""

    @property
    def brain(self) -> str:
        """Who answers the next round; empty when nobody is left."""
        return self._brains[0].name if self._brains else ""

    def offer(self, tools: Sequence[dict[str, Any]]) -> None:
        """The tools of the rounds to come."""
        self._tools = tools

    async def ask(self, messages: Sequence[dict[str, Any]]) -> AsyncIterator[str | ToolRequest]:
        """Whole sentences as they come, and tool requests. That a brain took over is said aloud, once in a talk."""
        self._rounds += 1
        if len(self._brains) > 1 and mends(messages[self._inherited :]) >= MOST_MENDS:
            log.warning("brain failed", brain=self._brains[0].name, cause="arguments not mended")
            self._hand_over(messages)
            for words in self._taken_over(messages):
                yield words
        while self._brains:
            told = False
            try:
                async for piece in self._pieces(messages):
                    told = True
                    yield piece
            except BrainFailed as failure:
                if not isinstance(failure, BrainResting):
                    log.warning("brain failed", brain=self._brains[0].name, cause=str(failure))
                self._hand_over(messages)
                if told or not self._brains:
                    # Half an answer is out: a second brain would begin it anew.
                    break
                if not isinstance(failure, BrainResting):
                    for words in self._taken_over(messages):
                        yield words
            else:
                return
        yield owed_read_back(messages) or line("error", self._seed)

    def _hand_over(self, messages: Sequence[dict[str, Any]]) -> None:
        """The next brain is on; what its forerunner got wrong in form is not its affair."""
        self._brains.pop(0)
        self._inherited = len(messages)

    def _taken_over(self, messages: Sequence[dict[str, Any]]) -> list[str]:
        """The sentence that says so, unless it stands in what this talk remembers of itself."""
        words = line("brain_fallback", self._seed)
        past = (str(m.get("content") or "") for m in messages if m["role"] == "assistant")
        return [] if any(words in said for said in past) else [words]

    async def _pieces(self, messages: Sequence[dict[str, Any]]) -> AsyncIterator[str | ToolRequest]:
        """What the first brain answers, brief, and with the read-back that is owed word for word at its end."""
        seen = [*without_mends(messages[: self._inherited]), *messages[self._inherited :]]
        pieces = _sentences(self._brains[0], seen, self._tools)
        owed = owed_read_back(messages)
        if owed or self._rounds >= LAST_ROUND:
            answer = [piece async for piece in pieces]
            requests = [piece for piece in answer if isinstance(piece, ToolRequest)]
            words = [piece for piece in answer if isinstance(piece, str)]
            if self._rounds < LAST_ROUND and requests:
                whole: list[str | ToolRequest] = [*requests]
            elif owed:
                whole = [*_ending_in(owed, " ".join(words))]
            else:
                whole = [*words] or [line("error", self._seed)]
            for piece in whole:
                yield piece
            return
        # The embedded brain says prepared lines; only a model rambles.
        brevity = self._brevity if len(self._brains) > 1 else None
        async for piece in pieces:
            if brevity is None or isinstance(piece, ToolRequest) or brevity.allows(piece, messages):
                yield piece


def _ending_in(owed: str, words: str) -> list[str]:
    """The sentences of an answer after an act was minted: the read-back last, whatever the model would rather say.

    A yes is to the words just heard. Were they another question, with the read-back left out, the yes to that
    question would be taken for a yes to the act.
    """
    owed = speakable(owed)
    at = words.find(owed)
    before = [sentence for sentence in _cut(words[:at]) if not sentence.endswith("?")] if at > 0 else []
    return [*before, *_cut(owed)]


def _cut(words: str) -> list[str]:
    stream = SentenceStream()
    return [sentence for sentence in (*stream.feed(f"{words} "), stream.rest()) if sentence]


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
            if words := speakable(sentence):
                yield words
    if rest := speakable(stream.rest()):
        yield rest
