"""`drumbeat eval`: which conversations are held with whom, and where the results go."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from agent.brain import Brain, embedded_brain, remote_brain
from agent.evaluation.generated import generated
from agent.evaluation.hearing import VOICES, Line, Telephone, typed
from agent.evaluation.report import as_html, as_json, figures, good_enough, print_report
from agent.evaluation.run import Held, hold_all
from agent.evaluation.scenario import BY_HAND, Scenario, load
from agent.evaluation.voices import caller_voice
from agent.evaluation.world import Worlds
from agent.speech.choose import choose
from agent.speech.ports import SpeechKit
from settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command. `spoken` conversations are real calls, `heard` ones only go through voice, line and
    ears; `calls` is how many of the scenarios.
    """

    brain: str = ""
    model: str = ""
    generated: int = 160
    seed: int = 1
    only: str = ""
    class_: str = ""
    repeats: int = 1
    least: float = 0.98
    json: Path | None = None
    html: Path | None = None
    spoken: bool = False
    heard: bool = False
    voices: tuple[str, ...] = ()
    noise: float | None = None
    pauses: int = 0
    calls: int = 10


def chosen(wanted: Wanted, folder: Path = BY_HAND) -> list[Scenario]:
    """Written by hand, then generated ones. Raises BadScenario."""
    scenarios = [*load(folder), *generated(wanted.generated, wanted.seed)]
    return [
        scenario
        for scenario in scenarios
        if (not wanted.only or fnmatch(scenario.id, wanted.only))
        and (not wanted.class_ or scenario.class_ == wanted.class_)
    ]


async def evaluate(wanted: Wanted, settings: Settings, console: Console) -> int:
    """Holds them, reports, and gives the exit status. Raises BadScenario."""
    scenarios = chosen(wanted)
    if not scenarios:
        console.print("No scenario fits.")
        return 1
    if wanted.spoken:
        held = await _spoken(scenarios, wanted, console)
    else:
        held = await _typed(scenarios, wanted, settings, console)
    console.print()
    print_report(held, console)
    about = _about(wanted)
    if wanted.json:
        wanted.json.write_text(as_json(held, about), "utf-8")
    if wanted.html:
        wanted.html.write_text(as_html(held, about), "utf-8")
    return 0 if good_enough(figures(held), wanted.least) else 1


async def _typed(
    scenarios: Sequence[Scenario], wanted: Wanted, settings: Settings, console: Console
) -> list[Held]:
    brains = _brains(wanted, settings)
    kit = await asyncio.to_thread(choose, settings) if wanted.heard else None
    lines = _telephones(wanted, kit) if kit is not None else (typed,)
    if wanted.heard:
        scenarios = drawn(scenarios, wanted.calls, wanted.seed)
    try:
        with tempfile.TemporaryDirectory(prefix="drumbeat-eval-") as folder:
            worlds = Worlds(Path(folder), brains)
            return await hold_all(
                scenarios,
                worlds,
                repeats=wanted.repeats,
                seed=wanted.seed,
                heard=lambda one: _tell(one, console),
                lines=lines,
            )
    finally:
        if kit is not None:
            kit.close()
        for brain in brains:
            await brain.close()


async def _spoken(scenarios: Sequence[Scenario], wanted: Wanted, console: Console) -> list[Held]:
    from agent.evaluation.spoken import hold_calls

    return await hold_calls(
        scenarios,
        calls=wanted.calls,
        seed=wanted.seed,
        voices=wanted.voices,
        noise=wanted.noise,
        pauses=wanted.pauses,
        heard=lambda one: _tell(one, console),
    )


def drawn(scenarios: Sequence[Scenario], count: int, seed: int) -> list[Scenario]:
    """`count` of those that a simulated user holds, who mends what was misheard."""
    fit = [scenario for scenario in scenarios if scenario.user is not None]
    return random.Random(seed).sample(fit, min(count, len(fit)))


def _telephones(wanted: Wanted, kit: SpeechKit) -> tuple[Line, ...]:
    rng = random.Random(wanted.seed)
    return tuple(
        Telephone(caller_voice(name), kit.ears, rng, wanted.noise) for name in wanted.voices or VOICES
    )


def _brains(wanted: Wanted, settings: Settings) -> list[Brain]:
    """A remote model stands alone: where it fails the talk must not be saved by the embedded one."""
    if not wanted.brain:
        return [embedded_brain()]
    key = settings.openai_api_key or SecretStr("none")
    model = wanted.model or settings.brain_model
    asked = settings.model_copy(
        update={"openai_base_url": wanted.brain, "openai_api_key": key, "brain_model": model}
    )
    brain = remote_brain(asked)
    assert brain is not None
    return [brain]


def _tell(one: Held, console: Console) -> None:
    console.print("[green].[/green]" if one.passed else "[red]F[/red]", end="")


def _about(wanted: Wanted) -> dict[str, Any]:
    return {
        "brain": wanted.brain or "embedded",
        "mode": "spoken" if wanted.spoken else "heard" if wanted.heard else "typed",
        "seed": wanted.seed,
        "repeats": wanted.repeats,
    }
