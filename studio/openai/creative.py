"""Concepts, scripts and scenes through the Responses API with structured outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import openai
from pydantic import BaseModel, Field

from studio.creative.concepts import IDEAS, directed
from studio.creative.script import LONGEST_FILM, SHORTEST_FILM, numbered, seconds_of
from studio.creative.types import Concept, Direction, Scene, Script
from studio.openai.client import finished, provider_errors
from studio.ports import Brief, MakerError
from studio.templates import render
from studio.text.spoken import clipped


class ConceptAnswer(BaseModel):
    title: str = Field(min_length=2, max_length=80)
    hook: str = Field(min_length=3)
    narrative: str = Field(min_length=10)
    visuals: str = Field(min_length=3)
    sound: str = Field(min_length=3)


class ConceptsAnswer(BaseModel):
    concepts: list[ConceptAnswer]


class SceneAnswer(BaseModel):
    says: str
    shows: str
    visual: str
    transition: str = Field("cut", description="cut, fade, slide or wipe")


class ScriptAnswer(BaseModel):
    title: str = Field(min_length=2, max_length=120)
    music: str
    call_to_action: str
    scenes: list[SceneAnswer]


Answer = TypeVar("Answer", bound=BaseModel)

TRANSITIONS = frozenset({"cut", "fade", "slide", "wipe"})
HEADLINE = 60
"""Characters on the screen; what a model writes beyond is clipped."""


class OpenAiCreative:
    """Implements `studio.creative.ports.Writer`. An answer out of shape is a transient `MakerError`."""

    name = "openai-creative"

    def __init__(self, client: openai.AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def concepts(
        self, brief: Brief, direction: Direction, earlier: Sequence[Concept]
    ) -> tuple[Concept, ...]:
        answer = await self._ask("concepts", ConceptsAnswer, brief, direction, earlier=earlier)
        concepts = tuple(Concept(**concept.model_dump()) for concept in answer.concepts[:IDEAS])
        if len({concept.hook.casefold() for concept in concepts}) < IDEAS:
            raise MakerError("OpenAI wrote fewer than three different ideas", "ask again", transient=True)
        return concepts

    async def script(self, brief: Brief, direction: Direction, concept: Concept) -> Script:
        return _script(await self._ask("script", ScriptAnswer, brief, direction, concept=concept))

    async def rewrite(self, brief: Brief, direction: Direction, script: Script, note: str) -> Script:
        return _script(await self._ask("rewrite", ScriptAnswer, brief, direction, script=script, note=note))

    async def scenes(self, brief: Brief, direction: Direction, script: Script) -> tuple[Scene, ...]:
        answer = _script(await self._ask("scenes", ScriptAnswer, brief, direction, script=script))
        if len(answer.scenes) != len(script.scenes):
            raise MakerError("OpenAI broke the script into other scenes", "ask again", transient=True)
        # The words are the owner's by now: only what is seen comes from the breakdown.
        return tuple(
            replace(old, visual=new.visual, transition=new.transition)
            for old, new in zip(script.scenes, answer.scenes, strict=True)
        )

    async def _ask(
        self, what: str, shape: type[Answer], brief: Brief, direction: Direction, **more: Any
    ) -> Answer:
        told = directed(brief, direction)
        prompt = render("openai/creative.md.j2", brief=told, direction=direction, what=what, **more)
        with provider_errors():
            response = await self._client.responses.parse(
                model=self._model, input=prompt, text_format=shape, store=False
            )
        finished(response)
        if response.output_parsed is None:
            raise MakerError(f"OpenAI answered without the {what}", "ask again", transient=True)
        return response.output_parsed


def _script(answer: ScriptAnswer) -> Script:
    scenes = [
        Scene(
            1,
            seconds_of(scene.says),
            scene.says.strip(),
            clipped(scene.shows, HEADLINE),
            scene.visual,
            scene.transition if scene.transition in TRANSITIONS else "cut",
        )
        for scene in answer.scenes
    ]
    if not SHORTEST_FILM <= len(scenes) <= LONGEST_FILM:
        raise MakerError(f"OpenAI wrote {len(scenes)} scenes", "ask again", transient=True)
    return Script(answer.title, numbered(scenes), answer.music, answer.call_to_action)
