"""Who has the floor: answers turns one at a time, tells news at pauses, notices silence, ends the call.

Knows no framework. A channel gives it a `Mouth` and tells it what was heard and what was played.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from agent.channels.ear import Turn
from agent.channels.ports import Talk
from agent.channels.resuming import from_the_last_lull
from agent.speech.ports import SpeechOut
from agent.speech.steady import pieces_of

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds of silence, from conversation.md: one nudge after 8, a goodbye after 20."""

    nudge_after: float = 8.0
    goodbye_after: float = 20.0
    goodbye_while_watching: float = 180.0
    """Silence while a run is watched is waiting for its news, not absence."""
    pause_before_news: float = 0.7
    last_words_ring: float = 0.3
    """Between the last sound sent and hanging up: what is still on its way to the caller."""


class Mouth(Protocol):
    """The channel's voice. Reports each sentence played out through `Floor.played`."""

    async def play(self, sentence: str, pcm: bytes) -> None:
        """Queues the audio of one sentence, or of a piece of one, behind what is being played."""

    async def stop(self) -> None:
        """Stops at once and forgets what was queued."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound given to the mouth; `last` for what ends a sentence."""

    pcm: bytes
    last: bool


@dataclass(slots=True)
class Unsaid:
    """What a cut-in kept from being said. `sound` is the first sentence's, from where it was cut; empty if unknown."""

    sentences: list[str] = field(default_factory=list)
    sound: bytes = b""


@dataclass(slots=True)
class Utterance:
    """What the agent is saying: sentences queued and not played yet, and whether the caller cut in."""

    waiting: deque[str] = field(default_factory=deque)
    pieces: deque[Piece] = field(default_factory=deque)
    """What the mouth was given and has not played."""
    played: list[str] = field(default_factory=list)
    cut: bool = False
    sound: bytes = b""
    """Of the sentence that was cut, from where it was."""
    first_sentence: float | None = None
    first_audio: float | None = None
    """Loop times."""


class Floor:
    """Drives one `Talk` for the length of a call; `run` returns the reason why it ended."""

    def __init__(self, talk: Talk, voice: SpeechOut, mouth: Mouth, manners: Manners | None = None) -> None:
        self._talk = talk
        self._voice = voice
        self._mouth = mouth
        self._manners = manners or Manners()
        self._turns: deque[Turn] = deque()
        self._news: deque[str] = deque()
        self._stirred = asyncio.Event()
        self._utterance: Utterance | None = None
        self._unsaid = Unsaid()
        self._stopping: set[asyncio.Task[None]] = set()
        self._clock: Callable[[], float] = asyncio.get_running_loop().time
        self._quiet_since = self._clock()
        self._nudged = False
        self._hung_up = False
        self.caller_speaks: Callable[[], bool] = lambda: False
        self.unsent: Callable[[], int] = lambda: 0
        """Bytes that the mouth was given and has not sent; 0 when it cannot tell."""

    @property
    def agent_speaks(self) -> bool:
        """True while audio is queued or being played."""
        return self._utterance is not None and bool(self._utterance.waiting) and not self._utterance.cut

    def cut_in(self) -> None:
        """The caller speaks over the agent: silence it now."""
        utterance = self._utterance
        if utterance is None or utterance.cut:
            return
        utterance.cut = True
        utterance.sound = self._rest_of_the_sentence(utterance)
        stopping = asyncio.create_task(self._mouth.stop())
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)
        self._stirred.set()

    def _rest_of_the_sentence(self, utterance: Utterance) -> bytes:
        """The sound of the sentence that is being cut, from shortly before the cut; none when it is not all there."""
        begun: list[bytes] = []
        for piece in utterance.pieces:
            begun.append(piece.pcm)
            if piece.last:
                break
        else:
            return b""
        later = sum(len(piece.pcm) for piece in utterance.pieces) - sum(map(len, begun))
        left = self.unsent() - later
        return from_the_last_lull(b"".join(begun), left, self._voice.sample_rate) if left > 0 else b""

    def heard(self, turn: Turn) -> None:
        """A finished turn of the caller."""
        self._turns.append(turn)
        self._stirred.set()

    def announce(self, sentence: str) -> None:
        """Something to be said at the next pause."""
        self._news.append(sentence)
        self._stirred.set()

    def hang_up(self) -> None:
        """Nobody listens any more: say nothing, but finish the turn under way."""
        self._hung_up = True
        if self._utterance is not None:
            self._utterance.cut = True
        self._stirred.set()

    def started(self) -> None:
        """Audio of the current utterance has begun to go out."""
        if self._utterance is not None and self._utterance.first_audio is None:
            self._utterance.first_audio = self._clock()

    def played(self, _piece: str) -> None:
        """What the mouth was given first, of what it has not played, has gone out whole."""
        utterance = self._utterance
        if utterance is None or utterance.cut or not utterance.pieces:
            return
        if utterance.pieces.popleft().last:
            utterance.played.append(utterance.waiting.popleft())
            self._stirred.set()

    async def run(self) -> str:
        await self._say(self._talk.open())
        while not self._talk.ended and not self._hung_up:
            await self._next()
        await asyncio.sleep(self._manners.last_words_ring)
        return "goodbye"

    async def _next(self) -> None:
        """Does the one thing that is due, or waits until something is."""
        if self._turns:
            await self._answer(self._turns.popleft())
        elif self.caller_speaks():
            self._quiet_since = self._clock()
            await self._wait(0.1)
        elif due := self._due():
            await self._wait(due)
        elif self._may_tell_news:
            await self._tell_news()
        elif not self._nudged and self._quiet >= self._manners.nudge_after:
            self._nudged = True
            await self._say(self._talk.nudge(), quiet=False)
        else:
            await self._say(self._talk.say_goodbye_to_silence())

    @property
    def _quiet(self) -> float:
        return self._clock() - self._quiet_since

    @property
    def _may_tell_news(self) -> bool:
        return bool(self._news) and not self._talk.awaits_yes

    def _due(self) -> float:
        """Seconds until there is something to do of the floor's own accord; 0 when there is now."""
        manners = self._manners
        goodbye = manners.goodbye_while_watching if self._talk.watching else manners.goodbye_after
        limits = [goodbye]
        if self._may_tell_news:
            limits.append(manners.pause_before_news)
        # A caller who waits for news has been told that it comes; no question is open.
        if not self._nudged and not self._talk.watching:
            limits.append(manners.nudge_after)
        return max(0.0, min(limits) - self._quiet)

    async def _wait(self, seconds: float) -> None:
        self._stirred.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            pass

    async def _answer(self, turn: Turn) -> None:
        """One turn: a murmur or a noise lets the agent go on with what it cut short; words are answered."""
        unsaid, self._unsaid = self._unsaid, Unsaid()
        # Over the last sentence, the question itself, "yeah" is its answer; over those before it, a murmur.
        if not turn.says_something(over_the_question=len(unsaid.sentences) <= 1):
            if unsaid.sentences:
                await self._say(_each(unsaid.sentences), reply=True, begun=unsaid.sound)
            return
        if unsaid.sentences:
            await self._talk.interrupted()
        self._nudged = False
        utterance = await self._say(self._talk.hear(turn.heard), reply=True)
        stages = dict(turn.stages)
        for stage, moment in (
            ("first_sentence", utterance.first_sentence),
            ("first_audio", utterance.first_audio),
            ("voice_to_voice", utterance.first_audio),
        ):
            if moment is not None:
                stages[stage] = (moment - turn.spoken_until) * 1000
        outcome = "interrupted" if utterance.cut else "completed" if utterance.played else "no_output"
        await self._talk.record_timings(stages, outcome)

    async def _tell_news(self) -> None:
        """Until somebody speaks. What was not heard whole stays first in the queue, and unwritten."""
        unsaid = self._unsaid
        while self._may_tell_news and not self._turns and not self.caller_speaks():
            utterance = await self._say(_each([self._news[0]]))
            # News is no part of a reply that could be gone on with: its queue keeps it.
            self._unsaid = unsaid
            if not utterance.played:
                return
            await self._talk.announce(self._news.popleft())

    async def _say(
        self,
        sentences: AsyncIterator[str],
        *,
        reply: bool = False,
        quiet: bool = True,
        begun: bytes = b"",
    ) -> Utterance:
        """Speaks sentences as they come and waits until they are played or cut short.

        The sentences are drawn to their end even then: behind them are acts that must not be left half done.
        `quiet=False` leaves the count of the caller's silence running. `begun` is the rest of the first one's sound.
        """
        utterance = self._utterance = Utterance(cut=self._hung_up)
        unsaid: list[str] = []
        async for sentence in sentences:
            utterance.first_sentence = utterance.first_sentence or self._clock()
            if not await self._speak(utterance, sentence, reply=reply, begun=begun):
                unsaid.append(sentence)
            begun = b""
        while utterance.waiting and not utterance.cut:
            await self._wait(1.0)
        if reply:
            for sentence in utterance.played:
                await self._talk.spoken(sentence)
        self._unsaid = Unsaid([*utterance.waiting, *unsaid], utterance.sound) if utterance.cut else Unsaid()
        self._utterance = None
        if quiet:
            self._quiet_since = self._clock()
        return utterance

    async def _speak(self, utterance: Utterance, sentence: str, *, reply: bool, begun: bytes) -> bool:
        """Gives one sentence to the mouth; False when none of it was. What somebody waits for comes in pieces."""
        begins = not utterance.waiting and not utterance.played
        pieces = pieces_of(self._voice, sentence) if begins and not begun else [sentence]
        for place, piece in enumerate(pieces):
            pcm = begun or (b"" if utterance.cut else await self._voice.say(piece, self._talk.rate))
            # The turn was taken for over and is not: what would be said now, would be said into it.
            utterance.cut = utterance.cut or (reply and self.caller_speaks())
            if utterance.cut:
                return place > 0
            if not place:
                utterance.waiting.append(sentence)
            utterance.pieces.append(Piece(pcm, last=place == len(pieces) - 1))
            await self._mouth.play(piece, pcm)
        return True


async def _each(sentences: list[str]) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence
