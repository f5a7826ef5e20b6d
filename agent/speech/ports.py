"""What the channels ask of speech: hear a turn, say a sentence. Engines implement these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the open question expects; tunes recognition and the end of a turn.

    `kind` is one of yes_no, name, number, list, free, anything. `words` are words or names worth hearing,
    such as the names of campaigns. `about` is the slot that is asked or offered, `confirm` for a read-back, or "".
    """

    kind: str = "anything"
    words: tuple[str, ...] = ()
    about: str = ""


ANYTHING = Expectation()


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the caller in words. `confidence` is 0 to 1; `engine` says who recognised it."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    engine: str = ""


class Hearing(Protocol):
    """One turn being heard, by one task."""

    def feed(self, pcm: bytes) -> None:
        """Takes 16-bit little-endian mono PCM at the rate given to `listen`; returns at once."""

    async def read(self) -> Heard:
        """The words of everything fed so far. May be called again when the caller has gone on."""


class SpeechIn(Protocol):
    """A recogniser shared by every call of the process."""

    name: str

    def listen(self, expectation: Expectation, *, rate: int) -> Hearing:
        """Begins a turn whose audio comes at `rate` Hz."""

    def close(self) -> None: ...


class Follower(Protocol):
    """The words of one caller's turns while they are being said: guesses, for the end of the turn and for showing."""

    @property
    def words(self) -> str:
        """Of the turn so far, behind by a tenth of a second or so; "" before the first."""

    @property
    def following(self) -> bool:
        """False between turns, and for a turn that there was no room for: it has no words."""

    def begin(self, expectation: Expectation, on_words: Callable[[str], None]) -> None:
        """Begins a turn. `on_words` is called on the event loop whenever the words change."""

    def feed(self, pcm: bytes) -> None:
        """16-bit little-endian mono PCM at the rate given to `follow`; returns at once."""

    def end(self) -> None:
        """The turn is over, or was none."""


@runtime_checkable
class Follows(Protocol):
    """A recogniser that can tell words while they are being said."""

    def follow(self, *, rate: int) -> Follower:
        """For one caller, whose audio comes at `rate` Hz."""


class SpeechOut(Protocol):
    """A voice shared by every call of the process."""

    name: str
    sample_rate: int

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        """16-bit mono PCM at `sample_rate` Hz. `rate` 1.0 is normal speed, 0.8 slower."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SpeechKit:
    """The ears and the voice in force, and why these."""

    ears: SpeechIn
    voice: SpeechOut
    why: tuple[str, ...]

    def close(self) -> None:
        self.ears.close()
        self.voice.close()
