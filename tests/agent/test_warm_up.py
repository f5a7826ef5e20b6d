"""A server whose processor is too slow to warm up in time comes up all the same."""

from __future__ import annotations

from agent.talks import WARM_UP_AGAIN, Talks
from tests.agent.scripted import ScriptedBrain


async def test_a_brain_that_is_too_slow_is_warmed_up_again_until_it_is_done(
    talks: Talks, brain: ScriptedBrain
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    brain.answers = [TimeoutError(), ["Yes."], TimeoutError(), *([["Yes."]] * 4)]
    assert await talks.warm_up() is False
    await talks.keep_warming(sleep=sleep)
    assert pauses == [WARM_UP_AGAIN]
    assert brain.answers == []
