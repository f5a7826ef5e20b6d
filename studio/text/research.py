"""Research from the knowledge base: findings with their sources, gaps said aloud, guesses marked as guesses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prompts import number_words
from studio.ports import Brief, Output
from studio.text.data import data
from studio.text.desk import MAKER, Desk, desk_of, output
from studio.text.evidence import Fact
from studio.text.notes import FEWEST, noted, wishes_of
from studio.text.pages import document_files
from studio.text.report import bullets, labelled, outside_words, tidied

FINDINGS = 12
"""Findings quoted at most: what a reader takes in on two pages."""

HYPOTHESES, QUESTIONS = 4, 4


class Researcher:
    """Writes one report; it cites what it is given and looks nothing up."""

    name = MAKER

    async def make(self, brief: Brief) -> Output:
        desk = desk_of(brief)
        desk.words.update(outside_words(desk))
        lines = data("research")
        focus = lines["focuses"][(brief.index - 1) % len(lines["focuses"])]
        title = desk.bank.heading("title", lines["titles"])
        if brief.of > 1:
            title = f"{title} ({focus['name']})"
        facts = desk.facts[:FINDINGS]
        sections = [
            f"# {title}",
            desk.bank.line("focus", [focus["line"]]),
            desk.bank.line("purpose", lines["purpose"]),
            *_findings(desk, facts),
            *_meaning(desk, facts),
            *_section(desk, "unknown", _gaps(desk)),
            *_section(desk, "hypotheses", labelled("H", _dealt(desk, "hypotheses", HYPOTHESES))),
            *_section(desk, "questions", _dealt(desk, "questions", QUESTIONS)),
            *_sources(desk, facts),
        ]
        sections[1:] = noted(wishes_of(brief), desk.bank, tidied(sections[1:]), FEWEST)
        markdown = "\n\n".join(tidied(sections))
        files = document_files(desk, "research", title, markdown)
        return output(desk, title, markdown, files, facts, focus=focus["name"], findings=len(facts))


def _heading(desk: Desk, name: str) -> str:
    return f"## {desk.bank.heading(f'heading/{name}', data('research')['headings'][name])}"


def _section(desk: Desk, name: str, points: list[str]) -> list[str]:
    return [_heading(desk, name), bullets(points)] if points else []


def _findings(desk: Desk, facts: tuple[Fact, ...]) -> Iterator[str]:
    lines = data("research")
    if not facts:
        yield desk.bank.line("nothing", [lines["nothing"]])
        if desk.brief.index == 1:
            yield f"## {lines['brief_heading']}"
            yield bullets(_told(desk))
        return
    count = len({fact.number for fact in facts})
    said = "one document" if count == 1 else f"{number_words(count)} documents"
    yield _heading(desk, "findings")
    yield desk.bank.line(
        "found", [lines["found"]], more={"count": said, "count_is": "is" if count == 1 else "are"}
    )
    yield bullets([f"{fact.text} [{fact.number}]" for fact in facts])


def _told(desk: Desk) -> list[str]:
    """The brief, point by point: all there is to go by without documents."""
    names = {"topic_cap": "About", "Aim": "Objective", "Audience": "Audience", "message": "Message"}
    names |= {"products": "Products", "goals": "Goals", "due": "Deadline"}
    return [f"{label}: {desk.words[key]}." for key, label in names.items() if key in desk.words]


def _meaning(desk: Desk, facts: tuple[Fact, ...]) -> list[str]:
    prove, keep, message, without = data("research")["meaning"]
    if not facts:
        return [_heading(desk, "meaning"), bullets([desk.bank.line("meaning/without", [without])])]
    points = []
    for number, fact in enumerate(facts[:2]):
        words = {"fact": fact.text.rstrip("."), "cite": f"[{fact.number}]"}
        points.append(desk.bank.line(f"meaning/{number}", [prove], more=words))
    points += [desk.bank.line("meaning/keep", [keep]), desk.bank.line("meaning/message", [message])]
    return _section(desk, "meaning", points)


def _gaps(desk: Desk) -> list[str]:
    """What the file does not speak of, by the words that would give it away."""
    text = " ".join(passage.text for passage in desk.brief.knowledge).lower()
    words = set(text.replace(",", " ").replace(".", " ").split())
    gaps: dict[str, dict[str, Any]] = data("research")["gaps"]
    return [
        desk.bank.line(f"gap/{name}", [gap["line"]])
        for name, gap in gaps.items()
        if not any(word in words or (not word.isalnum() and word in text) for word in gap["words"])
    ]


def _dealt(desk: Desk, name: str, count: int) -> list[str]:
    """`count` of the lines under `name`; reports of one step begin at different ones."""
    lines: list[str] = data("research")[name]
    turns = -(-max(desk.brief.of, desk.brief.index) * count // len(lines))
    first = (desk.brief.index - 1) * count
    told = (
        [desk.bank.line(f"{name}/people", [data("research")["people_hypothesis"]])]
        if name == "hypotheses"
        else []
    )
    for number in range(first, first + count):
        lap, position = divmod(number, len(lines))
        told.append(desk.bank.line(f"{name}/{position}", [lines[position]], place=(lap, turns)))
    return [line for line in told if line]


def _sources(desk: Desk, facts: tuple[Fact, ...]) -> list[str]:
    numbers = sorted({fact.number for fact in facts})
    told = [desk.sources[number - 1] for number in numbers]
    lines = [
        f"[{number}] {title}. {source}" if source and source != title else f"[{number}] {title}"
        for number, (title, source) in zip(numbers, told, strict=True)
    ]
    # Two spaces and a line break keep the bracketed numbers; a list would number them anew.
    return [_heading(desk, "sources"), "  \n".join(lines)] if lines else []
