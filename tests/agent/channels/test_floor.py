"""Who may speak when, without audio: a mouth that notes what it is given."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import numpy as np
import pytest

from agent.channels.ear import Turn
from agent.channels.floor import Floor, Manners
from agent.channels.ports import Talk
from agent.channels.resuming import from_the_last_lull
from agent.rehearsal.scripted import ScriptedTalk
from agent.speech.ports import Expectation, Heard


class Waiting(ScriptedTalk):
    """A scripted talk that can be waiting for a yes."""

    awaits_yes = False


class SilentVoice:
    name = "silent"
    sample_rate = 8000

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        return text.encode()

    def close(self) -> None: ...


@dataclass
class NotingMouth:
    """Plays at once, unless it is told to hold."""

    holds: bool = False
    said: list[str] = field(default_factory=list)
    stops: int = 0
    floor: Floor | None = None

    async def play(self, sentence: str, pcm: bytes) -> None:
        self.said.append(sentence)
        if self.floor is not None and not self.holds:
            self.floor.started()
            self.floor.played(sentence)

    async def stop(self) -> None:
        self.stops += 1


def floor_of(talk: Talk, mouth: NotingMouth) -> Floor:
    mouth.floor = floor = Floor(talk, SilentVoice(), mouth, Manners(last_words_ring=0, pause_before_news=0))
    return floor


def turn(words: str, *, cut_in: bool = False) -> Turn:
    now = asyncio.get_running_loop().time()
    return Turn(Heard(words, 1.0), now, cut_in=cut_in, expected=Expectation("yes_no"))


async def test_a_caller_who_goes_on_is_not_talked_over() -> None:
    talk, mouth = Waiting([["All right.", "What else?"]]), NotingMouth()
    floor = floor_of(talk, mouth)
    speaking = True
    floor.caller_speaks = lambda: speaking
    floor.heard(turn("five images"))
    running = asyncio.create_task(floor.run())
    while not talk.timings:
        await asyncio.sleep(0)
    assert "All right." not in mouth.said
    speaking = False
    floor.heard(turn("and ten posts"))
    assert await running == "goodbye"
    assert talk.interruptions == 1
    assert [heard.text for heard in talk.turns] == ["five images", "and ten posts"]


async def test_a_turn_without_words_is_not_answered() -> None:
    talk, mouth = Waiting([]), NotingMouth()
    floor = floor_of(talk, mouth)
    floor.heard(turn(""))
    floor.heard(turn("goodbye"))
    assert await floor.run() == "goodbye"
    assert [heard.text for heard in talk.turns] == ["goodbye"]


async def test_a_reply_is_drawn_to_its_end_after_the_caller_has_hung_up() -> None:
    drawn: list[str] = []

    class Careful(Waiting):
        async def hear(self, heard):
            for sentence in ("One.", "Two.", "Three."):
                drawn.append(sentence)
                yield sentence

    talk, mouth = Careful([]), NotingMouth(holds=True)
    floor = floor_of(talk, mouth)
    floor.heard(turn("run it"))
    mouth.holds = False
    running = asyncio.create_task(floor.run())
    while not drawn:
        await asyncio.sleep(0)
    floor.hang_up()
    await running
    assert drawn == ["One.", "Two.", "Three."]


async def test_news_that_was_cut_off_is_told_again_and_written_down_once() -> None:
    talk, mouth = Waiting([["Fine."]]), NotingMouth()
    floor = floor_of(talk, mouth)
    running = asyncio.create_task(floor.run())
    while not mouth.said:
        await asyncio.sleep(0)
    mouth.holds = True
    floor.announce("Research is done.")
    while "Research is done." not in mouth.said:
        await asyncio.sleep(0)
    floor.cut_in()
    floor.heard(turn("no wait make that four", cut_in=True))
    mouth.holds = False
    while not talk.announced:
        await asyncio.sleep(0)
    assert mouth.said.count("Research is done.") == 2
    assert mouth.said.index("Fine.") < len(mouth.said) - 1
    floor.heard(turn("goodbye"))
    await running
    assert talk.announced == ["Research is done."]


async def test_news_waits_until_a_read_back_has_had_its_answer() -> None:
    class Confirming(Waiting):
        awaits_yes = True

        async def hear(self, heard):
            self.awaits_yes = False
            async for sentence in super().hear(heard):
                yield sentence

    talk, mouth = Confirming([["Running."]]), NotingMouth()
    floor = floor_of(talk, mouth)
    floor.announce("Research is done.")
    running = asyncio.create_task(floor.run())
    for _ in range(50):
        await asyncio.sleep(0)
    assert "Research is done." not in mouth.said
    floor.heard(turn("yes"))
    while not talk.announced:
        await asyncio.sleep(0)
    assert mouth.said[-2:] == ["Running.", "Research is done."]
    floor.heard(turn("goodbye"))
    await running


async def test_a_yeah_over_the_closing_question_is_its_answer_and_before_it_a_murmur() -> None:
    talk, mouth = Waiting([["Five images.", "Shall I run it?"], ["Running."]]), NotingMouth()
    floor = floor_of(talk, mouth)
    running = asyncio.create_task(floor.run())
    while not mouth.said:
        await asyncio.sleep(0)
    mouth.holds = True
    floor.heard(turn("how far are we"))
    while "Shall I run it?" not in mouth.said:
        await asyncio.sleep(0)
    floor.cut_in()
    floor.heard(turn("yeah", cut_in=True))
    while mouth.said.count("Shall I run it?") < 2:
        await asyncio.sleep(0)
    assert len(talk.turns) == 1
    floor.played("Five images.")
    floor.cut_in()
    floor.heard(turn("yeah", cut_in=True))
    mouth.holds = False
    while len(talk.turns) < 2:
        await asyncio.sleep(0)
    assert talk.turns[1].text == "yeah"
    floor.heard(turn("goodbye"))
    await running


class Tape(NotingMouth):
    """A mouth that keeps the sound and stops in the middle of the first sentence."""

    def __init__(self) -> None:
        super().__init__(holds=True)
        self.sounds: list[bytes] = []

    async def play(self, sentence: str, pcm: bytes) -> None:
        self.sounds.append(pcm)
        await super().play(sentence, pcm)


class Counting(SilentVoice):
    """Sentences of two seconds of loud sound with a lull after each half second."""

    said = 0

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        self.said += 1
        half = np.full(self.sample_rate // 2, 4000, np.int16)
        half[-400:] = 0
        return np.tile(half, 4).tobytes()


async def test_after_a_noise_the_voice_goes_on_where_it_was_and_not_from_the_beginning() -> None:
    talk, tape, voice = (
        Waiting([["We make five images and ten posts.", "Shall I run it?"]]),
        Tape(),
        Counting(),
    )
    tape.floor = floor = Floor(talk, voice, tape, Manners(last_words_ring=0, pause_before_news=0))
    tape.holds = False
    running = asyncio.create_task(floor.run())
    while not tape.said:
        await asyncio.sleep(0)
    tape.holds = True
    floor.heard(turn("go on"))
    while len(tape.sounds) < 3:
        await asyncio.sleep(0)
    first, second = tape.sounds[1:]
    # 0.8 s of the first sentence have been heard.
    floor.unsent = lambda: len(first) - int(0.8 * 8000) * 2 + len(second)
    tape.holds = False
    floor.cut_in()
    floor.heard(turn("", cut_in=True))
    while not talk.timings or len(talk.said) < 2:
        await asyncio.sleep(0)
    resumed = tape.sounds[3]
    assert first.endswith(resumed)
    assert len(first) - len(resumed) == pytest.approx(0.45 * 8000 * 2, abs=400)
    assert tape.said[3:] == ["We make five images and ten posts.", "Shall I run it?"]
    assert talk.said == ["We make five images and ten posts.", "Shall I run it?"]
    assert talk.interruptions == 0
    floor.heard(turn("goodbye"))
    await running


def test_a_sentence_that_was_hardly_begun_is_said_whole() -> None:
    sound = np.full(8000, 3000, np.int16).tobytes()
    assert from_the_last_lull(sound, len(sound) - 800, 8000) == sound
    assert from_the_last_lull(sound, len(sound) + 320, 8000) == sound
