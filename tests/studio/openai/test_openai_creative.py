from __future__ import annotations

import openai
import pytest

from studio.creative.concepts import write_concepts
from studio.creative.types import Direction
from studio.openai.creative import OpenAiCreative
from studio.ports import MakerError
from tests.studio.briefs import RUNNING
from tests.studio.openai.provider import Provider, as_json

SCENE = {"says": "The path turns wet.", "shows": "Wet path", "visual": "rain on rock", "transition": "spin"}


def concept(number: int) -> dict[str, str]:
    return {
        "title": f"Idea {number}",
        "hook": f"Hook {number}",
        "narrative": f"A story that is number {number}.",
        "visuals": "rain",
        "sound": "drums",
    }


async def test_ideas_are_told_what_was_there_before(provider: Provider, client: openai.AsyncOpenAI) -> None:
    writer = OpenAiCreative(client, "m")
    provider.answer = as_json(concepts=[concept(1), concept(2), concept(3)])
    first = await writer.concepts(RUNNING, Direction(), ())
    await writer.concepts(RUNNING, Direction(product_name="Peak Pole"), first)
    assert [one.hook for one in first] == ["Hook 1", "Hook 2", "Hook 3"]
    assert "Idea 2: Hook 2" in provider.prompt
    assert "Peak Pole" in provider.prompt


async def test_ideas_that_are_the_same_are_asked_for_again(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = as_json(concepts=[concept(1), concept(1), concept(2)])
    with pytest.raises(MakerError, match="different ideas") as refused:
        await OpenAiCreative(client, "m").concepts(RUNNING, Direction(), ())
    assert refused.value.transient


async def test_a_script_is_rewritten_by_the_note_and_broken_down_without_a_word_changed(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    writer = OpenAiCreative(client, "m")
    provider.answer = as_json(title="Wet", music="drums", call_to_action="Try it", scenes=[SCENE] * 3)
    first = await writer.script(RUNNING, Direction(), write_concepts(RUNNING, Direction())[0])
    script = await writer.rewrite(RUNNING, Direction(), first, "shorter")
    assert "Note: shorter" in provider.prompt
    assert [scene.transition for scene in script.scenes] == ["cut"] * 3
    shown = {**SCENE, "says": "Other words.", "visual": "a wet boot", "transition": "fade"}
    provider.answer = as_json(title="Wet", music="drums", call_to_action="Try it", scenes=[shown] * 3)
    shots = await writer.scenes(RUNNING, Direction(), script)
    assert {(shot.says, shot.visual, shot.transition) for shot in shots} == {
        ("The path turns wet.", "a wet boot", "fade")
    }
