"""With a slow voice the first clause is heard before the rest is made; to the talk it is one sentence all the same."""

from __future__ import annotations

import asyncio

import numpy as np

from agent.channels.floor import Floor, Manners
from agent.speech.steady import SteadyVoice
from tests.agent.channels.test_floor import NotingMouth, Waiting, turn

LONG = "So that is research, five images and ten posts for Summer Sale."
CLAUSE, REST = "So that is research,", "five images and ten posts for Summer Sale."


class SlowEngine:
    """Makes what is asked for when it is let."""

    name = "slow"
    sample_rate = 8000

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = asyncio.Event()

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        self.asked.append(text)
        if text == REST:
            await self.go_on.wait()
        return np.full(800, 1000, np.int16).tobytes()

    def close(self) -> None: ...


def floor_with(engine: SlowEngine, mouth: NotingMouth, talk: Waiting) -> Floor:
    manners = Manners(last_words_ring=0, pause_before_news=0)
    mouth.floor = floor = Floor(talk, SteadyVoice(engine, slow=True), mouth, manners)
    return floor


async def until(true) -> None:
    while not true():
        await asyncio.sleep(0)


async def test_the_first_clause_goes_out_while_the_rest_is_made() -> None:
    engine, mouth, talk = (
        SlowEngine(),
        NotingMouth(),
        Waiting([[LONG, "Shall I, or not yet, run it for you now?"]]),
    )
    floor = floor_with(engine, mouth, talk)
    floor.heard(turn("what have we got"))
    running = asyncio.create_task(floor.run())
    await until(lambda: REST in engine.asked)
    assert mouth.said[-1] == CLAUSE
    assert LONG not in talk.said
    engine.go_on.set()
    await until(lambda: talk.timings)
    assert mouth.said[-3:] == [CLAUSE, REST, "Shall I, or not yet, run it for you now?"]
    assert talk.said[-2:] == [LONG, "Shall I, or not yet, run it for you now?"]
    floor.hang_up()
    await running


async def test_cut_behind_its_first_clause_the_sentence_was_not_said() -> None:
    engine, mouth, talk = SlowEngine(), NotingMouth(), Waiting([[LONG], ["Fine."]])
    floor = floor_with(engine, mouth, talk)
    floor.heard(turn("what have we got"))
    running = asyncio.create_task(floor.run())
    await until(lambda: REST in engine.asked)
    floor.cut_in()
    engine.go_on.set()
    await until(lambda: talk.timings)
    assert LONG not in talk.said
    assert REST not in mouth.said
    floor.heard(turn("wait", cut_in=True))
    floor.heard(turn("goodbye"))
    await running
    assert talk.interruptions == 1
