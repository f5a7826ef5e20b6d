"""A talk as it is held on the telephone: implements `agent.channels.ports.Talk` around the talk itself.

What belongs to the call and not to campaigns is settled here, before the brain hears of it: the PIN, consent to a
recording, keys, and being put through to a person.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

import structlog

from agent.channels.ports import Talk
from agent.sentences import SentenceStream
from agent.speech.ports import Expectation, Heard
from agent.telephone.digits import digits_in
from agent.telephone.keypad import DECLINE, PERSON, REPEAT, words_of
from agent.telephone.wishes import declines_recording, is_no, wants_person
from orchestrator.callers import PinCheck
from orchestrator.consent import is_yes
from orchestrator.recordings import Consent
from prompts import line

log = structlog.get_logger()

Recorded = Literal["off", "notice", "ask"]


@dataclass(frozen=True, slots=True)
class House:
    """What a call needs of the house around it. A member None means: there is no such thing on this call."""

    consent: Callable[[Consent], Awaitable[None]]
    """Keeps what the caller was asked or said about being recorded, and acts on it."""
    heard: Callable[[str], Awaitable[None]]
    """Writes down a turn of the caller that the talk itself is not shown."""
    leave_note: Callable[[], Awaitable[None]]
    question: Callable[[], str] = lambda: ""
    """The talk's open question in words, to come back to; "" when there is none."""
    check_pin: Callable[[str], Awaitable[PinCheck]] | None = None
    transfer: Callable[[], Awaitable[bool]] | None = None
    """Puts the caller through; False when that could not be done."""
    recording: Recorded = "off"
    opening: str = ""
    """What there is to tell, on a call that we placed; it stands in for the greeting."""


class Stage(Enum):
    """What the caller's next words are about."""

    PIN = auto()
    CONSENT = auto()
    PERSON = auto()
    NOTE = auto()
    TALK = auto()


class PhoneTalk:
    """One call. `announce_later` is set by the channel: says a sentence at the next pause."""

    def __init__(self, talk: Talk, house: House) -> None:
        self._talk = talk
        self._house = house
        self._stage = Stage.PIN if house.check_pin is not None else Stage.TALK
        self._seed = int(talk.id.replace("-", "")[-6:] or "0", 16)
        self._over = ""
        self._noticed = False
        """The notice of the recording was given and not yet answered, by words or by going on."""
        self._asked_consent = 0
        self._through = ""
        """The sentence after which the caller is put through."""
        self.announce_later: Callable[[str], None] = lambda _sentence: None

    @property
    def id(self) -> str:
        return self._talk.id

    @property
    def ended(self) -> bool:
        return bool(self._over) or self._talk.ended

    @property
    def transferred(self) -> bool:
        """True once the caller was put through: the line is no longer ours to hang up."""
        return self._over == "transferred"

    @property
    def rate(self) -> float:
        return self._talk.rate

    @property
    def watching(self) -> Collection[str]:
        return self._talk.watching

    @property
    def awaits_yes(self) -> bool:
        return self._stage is not Stage.TALK or self._talk.awaits_yes

    def expectation(self) -> Expectation:
        if self._stage is Stage.PIN:
            return Expectation("number", about="phone")
        if self._stage is Stage.TALK:
            return self._talk.expectation()
        return Expectation("yes_no", about="confirm")

    async def open(self) -> AsyncIterator[str]:
        if self._stage is Stage.PIN:
            async for sentence in self._say("pin_ask", kept=False):
                yield sentence
            return
        async for sentence in self._begin():
            yield sentence

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        answers = {
            Stage.PIN: self._hear_pin,
            Stage.CONSENT: self._hear_consent,
            Stage.PERSON: self._hear_about_person,
            Stage.NOTE: self._hear_about_note,
            Stage.TALK: self._hear_talk,
        }
        async for sentence in answers[self._stage](heard):
            yield sentence

    async def nudge(self) -> AsyncIterator[str]:
        asked = {Stage.PIN: "pin_again", Stage.CONSENT: "recording_ask", Stage.PERSON: "person_ask"}
        if key := asked.get(self._stage):
            async for sentence in self._say(key, kept=False):
                yield sentence
            return
        async for sentence in self._talk.nudge():
            yield sentence
        async for sentence in self._key_hint():
            yield sentence

    def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        return self._talk.say_goodbye_to_silence()

    async def announce(self, sentence: str) -> None:
        await self._talk.announce(sentence)

    async def spoken(self, text: str) -> None:
        await self._talk.spoken(text)
        if self._through and text == self._through:
            await self._put_through()

    async def interrupted(self) -> None:
        self._through = ""
        # Cut into before the first turn, the notice cannot be counted as heard.
        self._noticed = False
        await self._talk.interrupted()

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        await self._talk.record_timings(timings, outcome)

    async def close(self, reason: str) -> None:
        await self._talk.close(self._over or reason)

    async def _begin(self) -> AsyncIterator[str]:
        """The call proper: what is to be said of recording, then the talk's own first words."""
        self._stage = Stage.TALK
        if self._house.recording == "ask":
            self._stage = Stage.CONSENT
            await self._house.consent("asked")
            async for sentence in self._say("recording_ask"):
                yield sentence
            return
        if self._house.recording == "notice":
            await self._house.consent("asked")
            self._noticed = True
            async for sentence in self._say("recording_notice"):
                yield sentence
        async for sentence in self._first_words():
            yield sentence

    async def _first_words(self) -> AsyncIterator[str]:
        self._stage = Stage.TALK
        if not self._house.opening:
            async for sentence in self._talk.open():
                yield sentence
            return
        await self._talk.announce(self._house.opening)
        for sentence in _sentences(self._house.opening):
            yield sentence

    async def _hear_pin(self, heard: Heard) -> AsyncIterator[str]:
        """Nothing of it is written down."""
        assert self._house.check_pin is not None
        digits = digits_in(heard.text)
        if not digits:
            async for sentence in self._say("pin_again", kept=False):
                yield sentence
            return
        outcome = await self._house.check_pin(digits)
        if outcome == "right":
            yield line("pin_right", self._seed)
            async for sentence in self._begin():
                yield sentence
            return
        keys = {"wrong": "pin_wrong", "locked": "pin_locked", "none": "pin_missing"}
        if outcome != "wrong":
            self._over = "refused"
        async for sentence in self._say(keys[outcome], kept=False):
            yield sentence

    async def _hear_consent(self, heard: Heard) -> AsyncIterator[str]:
        words = await self._own_turn(heard)
        self._asked_consent += 1
        said_yes = is_yes(words, "record")
        if not said_yes and not is_no(words) and not declines_recording(words) and self._asked_consent < 2:
            async for sentence in self._say("recording_ask"):
                yield sentence
            return
        await self._house.consent("given" if said_yes else "declined")
        async for sentence in self._say("recording_given" if said_yes else "recording_declined", question=""):
            yield sentence
        async for sentence in self._first_words():
            yield sentence

    async def _hear_about_person(self, heard: Heard) -> AsyncIterator[str]:
        words = await self._own_turn(heard)
        self._stage = Stage.TALK
        if is_yes(words, "transfer") or wants_person(words) or heard.text == PERSON:
            async for sentence in self._say("person_through"):
                self._through = sentence
                yield sentence
            return
        if is_no(words):
            async for sentence in self._say("person_left", question=self._house.question()):
                yield sentence
            return
        async for sentence in self._talk.hear(heard):
            yield sentence

    async def _hear_about_note(self, heard: Heard) -> AsyncIterator[str]:
        words = await self._own_turn(heard)
        self._stage = Stage.TALK
        if is_yes(words, "note"):
            await self._house.leave_note()
            async for sentence in self._say("person_noted", question=self._house.question()):
                yield sentence
            return
        if is_no(words):
            async for sentence in self._say("person_left", question=self._house.question()):
                yield sentence
            return
        async for sentence in self._talk.hear(heard):
            yield sentence

    async def _hear_talk(self, heard: Heard) -> AsyncIterator[str]:
        keyed = heard.engine == "keypad"
        if self._declines(heard, keyed=keyed):
            self._noticed = False
            self._asked_consent = 1
            await self._house.consent("declined")
            passed_on = not keyed and is_no(heard.text) and self.expectation().kind == "yes_no"
            question = "" if passed_on else self._house.question()
            if not passed_on:
                await self._own_turn(heard)
            async for sentence in self._say("recording_declined", question=question):
                yield sentence
            if not passed_on:
                return
        elif self._house.recording == "notice":
            async for sentence in self._after_notice():
                yield sentence
        if (keyed and heard.text == PERSON) or (not keyed and wants_person(heard.text)):
            await self._own_turn(heard)
            async for sentence in self._offer_person(at_once=keyed):
                yield sentence
            return
        async for sentence in self._talk.hear(self._in_words(heard) if keyed else heard):
            yield sentence

    def _declines(self, heard: Heard, *, keyed: bool) -> bool:
        if self._house.recording == "off":
            return False
        if keyed:
            return self._noticed and heard.text == DECLINE
        return declines_recording(heard.text) or (self._noticed and is_no(heard.text))

    async def _after_notice(self) -> AsyncIterator[str]:
        """Who goes on after the notice agrees to it; who cut in before hearing it is told again."""
        if self._asked_consent:
            return
        if self._noticed:
            self._noticed = False
            self._asked_consent = 1
            await self._house.consent("given")
            return
        self._noticed = True
        async for sentence in self._say("recording_notice"):
            yield sentence

    async def _offer_person(self, *, at_once: bool) -> AsyncIterator[str]:
        if self._house.transfer is None:
            self._stage = Stage.NOTE
            key = "person_nobody"
        else:
            self._stage = Stage.TALK if at_once else Stage.PERSON
            key = "person_through" if at_once else "person_ask"
        async for sentence in self._say(key):
            if key == "person_through":
                self._through = sentence
            yield sentence

    async def _put_through(self) -> None:
        self._through = ""
        assert self._house.transfer is not None
        if await self._house.transfer():
            self._over = "transferred"
            return
        self._stage = Stage.NOTE
        self.announce_later(line("person_failed", self._seed))

    async def _own_turn(self, heard: Heard) -> str:
        """Writes the turn down: a yes to a read-back must be the very next thing that the caller says."""
        words = self._in_words(heard).text if heard.engine == "keypad" else heard.text
        await self._house.heard(words)
        return words

    def _in_words(self, heard: Heard) -> Heard:
        if heard.text == REPEAT:
            return Heard("say that again", 1.0, engine=heard.engine)
        return Heard(words_of(heard.text, self.expectation()), 1.0, engine=heard.engine)

    async def _key_hint(self) -> AsyncIterator[str]:
        expected = self.expectation()
        if expected.kind == "name" and len(expected.words) > 1:
            yield line("keys_options", self._seed, options=list(expected.words))
        elif expected.kind in ("yes_no", "number"):
            yield line(f"keys_{expected.kind}", self._seed)

    async def _say(self, key: str, *, kept: bool = True, **values: str) -> AsyncIterator[str]:
        words = line(key, self._seed, **values)
        if kept:
            await self._talk.announce(words)
        for sentence in _sentences(words):
            yield sentence


def _sentences(words: str) -> list[str]:
    stream = SentenceStream()
    whole = [*stream.feed(words + " ")]
    if rest := stream.rest():
        whole.append(rest)
    return whole
