"""Who may speak when, without audio: a mouth that notes what it is given."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from agent.channels.ear import Turn
from agent.channels.floor import Floor, Manners
from agent.rehearsal.scripted import ScriptedTalk
from agent.speech.ports import Heard


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


def floor_of(talk: ScriptedTalk, mouth: NotingMouth) -> Floor:
    mouth.floor = floor = Floor(talk, SilentVoice(), mouth, Manners(last_words_ring=0))
    return floor


def turn(words: str, *, cut_in: bool = False) -> Turn:
    return Turn(Heard(words, 1.0), asyncio.get_running_loop().time(), cut_in=cut_in)


async def test_a_caller_who_goes_on_is_not_talked_over() -> None:
    talk, mouth = ScriptedTalk([["All right.", "What else?"]]), NotingMouth()
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
    talk, mouth = ScriptedTalk([]), NotingMouth()
    floor = floor_of(talk, mouth)
    floor.heard(turn(""))
    floor.heard(turn("goodbye"))
    assert await floor.run() == "goodbye"
    assert [heard.text for heard in talk.turns] == ["goodbye"]


async def test_a_reply_is_drawn_to_its_end_after_the_caller_has_hung_up() -> None:
    drawn: list[str] = []

    class Careful(ScriptedTalk):
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
