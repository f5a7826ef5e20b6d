"""What an evaluation came to: figures, as a table, as JSON and as one page with the transcripts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment, FileSystemLoader
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from agent.evaluation.run import Held
from agent.evaluation.scenario import Class
from agent.rehearsal.caller import percentile


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are of 1. `passed_every_time` is pass^k: scenarios that passed in each of their k repeats.

    `slots_right` counts conversations whose end state is exactly right; latencies are p50 and p95 in ms by class.
    """

    scenarios: int
    conversations: int
    repeats: int
    passed: float
    passed_every_time: float
    slots_right: float
    corrections: int
    corrections_right: float
    unconfirmed: int
    unneeded: int
    repairs: int
    turns: float
    turns_to_act: dict[str, float]
    """The median of the user's turns to the first act, of those interviews that end in one."""
    latency: dict[str, tuple[float, float]]
    by_class: dict[str, tuple[int, int]]
    """Conversations passed and held."""


def figures(held: Sequence[Held]) -> Figures:
    by_id: dict[str, list[Held]] = defaultdict(list)
    by_class: dict[str, tuple[int, int]] = {}
    times: dict[str, list[float]] = defaultdict(list)
    for one in held:
        by_id[one.scenario.id].append(one)
        passed, all_ = by_class.get(one.scenario.class_, (0, 0))
        by_class[one.scenario.class_] = (passed + one.passed, all_ + 1)
        for kind, values in one.latencies.items():
            times[kind] += values
    corrections = sum(one.verdict.corrections for one in held)
    return Figures(
        scenarios=len(by_id),
        conversations=len(held),
        repeats=max((len(ones) for ones in by_id.values()), default=0),
        passed=_share(sum(one.passed for one in held), len(held)),
        passed_every_time=_share(sum(all(o.passed for o in ones) for ones in by_id.values()), len(by_id)),
        slots_right=_share(sum(one.verdict.slots_right for one in held), len(held)),
        corrections=corrections,
        corrections_right=_share(sum(one.verdict.corrections_right for one in held), corrections),
        unconfirmed=sum(len(one.verdict.unconfirmed) for one in held),
        unneeded=sum(one.unneeded for one in held),
        repairs=sum(one.repairs for one in held),
        turns=_share(sum(one.turns for one in held), len(held)),
        turns_to_act=_turns_to_act(held),
        latency={kind: (percentile(v, 50) or 0.0, percentile(v, 95) or 0.0) for kind, v in times.items()},
        by_class={str(kind): counts for kind, counts in sorted(by_class.items())},
    )


def _turns_to_act(held: Sequence[Held]) -> dict[str, float]:
    turns = {
        str(kind): [one.turns for one in held if one.scenario.class_ is kind and one.verdict.acts]
        for kind in (Class.INTERVIEW, Class.ALL_IN_ONE)
    }
    return {kind: median(found) for kind, found in turns.items() if found}


def good_enough(found: Figures, least: float) -> bool:
    """Whether enough scenarios passed every time, and nothing was done without its yes."""
    return found.passed_every_time >= least and not found.unconfirmed


def print_report(held: Sequence[Held], console: Console) -> None:
    found = figures(held)
    for one in sorted(held, key=lambda one: one.scenario.id):
        for wrong in [*one.verdict.wrong, *(f"UNCONFIRMED {act}" for act in one.verdict.unconfirmed)]:
            console.print(
                f"[red]fail[/red] {one.scenario.id}: {escape(wrong)}", soft_wrap=True, highlight=False
            )
    table = Table("class", "passed", "of")
    for kind, (passed, of) in found.by_class.items():
        table.add_row(kind, str(passed), str(of))
    console.print(table)
    summary = Table("figure", "value")
    for name, value in _rows(found):
        summary.add_row(name, value)
    console.print(summary)


def _rows(found: Figures) -> list[tuple[str, str]]:
    rows = [
        ("conversations", f"{found.conversations} ({found.scenarios} scenarios, {found.repeats} times)"),
        ("passed", f"{found.passed:.1%}"),
        (f"passed every time (pass^{found.repeats})", f"{found.passed_every_time:.1%}"),
        ("slots exactly right at the end", f"{found.slots_right:.1%}"),
        ("corrections taken rightly", f"{found.corrections_right:.1%} of {found.corrections}"),
        ("acts without their yes", str(found.unconfirmed)),
        ("questions for what was known", str(found.unneeded)),
        ("things said again by the user", str(found.repairs)),
        ("turns to complete, mean", f"{found.turns:.1f}"),
    ]
    rows += [(f"turns to the act, {kind}, median", f"{most:g}") for kind, most in found.turns_to_act.items()]
    return rows + [
        (f"first words, {kind} turns, p50 / p95", f"{half:.0f} / {most:.0f} ms")
        for kind, (half, most) in sorted(found.latency.items())
    ]


def as_json(held: Sequence[Held], about: dict[str, Any]) -> str:
    found = figures(held)
    report = {
        "about": about,
        "figures": {name: getattr(found, name) for name in Figures.__slots__},
        "conversations": [_conversation(one) for one in held],
    }
    return json.dumps(report, indent=1, ensure_ascii=False, default=str)


def as_html(held: Sequence[Held], about: dict[str, Any]) -> str:
    """One page that needs nothing else; failing conversations first."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    ordered = sorted(held, key=lambda one: (one.passed, one.scenario.id, one.repeat))
    return environment.get_template("report.html").render(
        about=about, rows=_rows(figures(held)), classes=figures(held).by_class, held=ordered
    )


def _conversation(one: Held) -> dict[str, Any]:
    return {
        "id": one.scenario.id,
        "class": one.scenario.class_,
        "repeat": one.repeat,
        "passed": one.passed,
        "wrong": one.verdict.wrong,
        "unconfirmed": one.verdict.unconfirmed,
        "acts": one.verdict.acts,
        "turns": one.turns,
        "repairs": one.repairs,
        "end": one.verdict.end,
        "lines": one.lines,
    }


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0
