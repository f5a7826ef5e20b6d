"""Blog posts: an angle with its own sections, the facts that can be quoted, and a way to go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.ports import Brief, Output
from studio.text.data import data
from studio.text.desk import MAKER, Desk, desk_of, output, own_facts, varied
from studio.text.evidence import Fact
from studio.text.mail import web_address
from studio.text.notes import noted, toned, wishes_of
from studio.text.pages import document_files

FACTS = 3
"""Facts quoted in one post: enough to hold it up, few enough to be read."""

SHORTEST = 650
"""Words below which a post gets a further section of a general kind."""

SHORTEST_ASKED = 470
"""Words of a post that a note asks to be shorter, at least: with fewer it would be no article."""

ENDING = 35
"""Words that the ending brings, at least."""

FACTS_AFTER = 3
"""Sections before the facts: by then the reader has the questions that they answer."""


class ArticleWriter:
    """Writes one blog post of 600 to 1000 words."""

    name = MAKER

    async def make(self, brief: Brief) -> Output:
        desk = desk_of(brief)
        bank = data("articles")
        order: list[str] = bank["order"][brief.awareness_stage or "solution_aware"]
        angle = order[(brief.index - 1) % len(order)]
        lap = (brief.index - 1) // len(order), -(-max(brief.of, brief.index) // len(order))
        facts = own_facts(desk, brief.index - 1, each=FACTS)
        title = (
            desk.bank.line(f"{angle}/title", bank["angles"][angle]["title"], place=lap) or desk.words["name"]
        )
        wishes = wishes_of(brief)
        begun = [block for block in _blocks(desk, angle, lap, facts) if block]
        whole = _lengthened(desk, begun, SHORTEST if wishes.length >= 0 else SHORTEST_ASKED)
        blocks = noted(wishes, desk.bank, whole, SHORTEST_ASKED)
        blocks += [toned(block, wishes.tone) for block in _end(desk) if block]
        markdown = "\n\n".join([f"# {title}", *varied(blocks, desk.words)])
        if link := web_address(brief.brand.website):
            call = f"{markdown}\n\n[{desk.words['button']}]({link})"
        else:
            call = markdown
        md, _ = document_files(desk, "blog-post", title, call)
        _, html = document_files(desk, "blog-post", title, markdown, button=desk.words["button"])
        return output(desk, title, call, (md, html), facts, angle=angle, words=len(markdown.split()))


def _blocks(desk: Desk, angle: str, lap: tuple[int, int], facts: tuple[Fact, ...]) -> Iterator[str]:
    bank = data("articles")
    parts: dict[str, Any] = bank["angles"][angle]
    for number, wording in enumerate(parts["intro"]):
        yield desk.bank.line(f"{angle}/intro/{number}", [wording], place=lap)
    for number, section in enumerate(parts["sections"]):
        if number == FACTS_AFTER and facts:
            yield from _evidence(desk, facts)
        yield from _section(desk, f"{angle}/{number}", section, lap)


def _section(desk: Desk, key: str, section: dict[str, Any], place: tuple[int, int]) -> list[str]:
    """Heading and paragraphs; empty when no paragraph can be used."""
    wordings = enumerate(section["paragraphs"])
    paragraphs = [first_usable(desk, f"{key}/{position}", lines, place) for position, lines in wordings]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    return paragraphs and [
        f"## {desk.bank.heading(f'{key}/heading', section['heading'], place=place)}",
        *paragraphs,
    ]


def _lengthened(desk: Desk, blocks: list[str], shortest: int) -> list[str]:
    """With general sections until the post has `shortest` words; neighbours in the step begin with others."""
    extras: list[dict[str, Any]] = data("articles")["extras"]
    first = (desk.brief.index - 1) * 2
    for turn in range(len(extras)):
        if sum(len(block.split()) for block in blocks) >= shortest - ENDING:
            break
        number = (first + turn) % len(extras)
        lap = desk.brief.index - 1, max(desk.brief.of, desk.brief.index)
        blocks = [*blocks, *_section(desk, f"extras/{number}", extras[number], lap)]
    return blocks


def _end(desk: Desk) -> Iterator[str]:
    bank = data("articles")
    yield f"## {desk.bank.heading('end/heading', bank['end']['heading'])}"
    yield desk.bank.line("end/due", [bank["due"]])
    yield desk.bank.line("end/lines", bank["end"]["lines"])


def _evidence(desk: Desk, facts: tuple[Fact, ...]) -> Iterator[str]:
    lines: dict[str, list[str]] = data("articles")["facts"]
    yield f"## {desk.bank.heading('facts/heading', lines['heading'])}"
    yield desk.bank.line("facts/lead", lines["lead"])
    for fact in facts:
        yield f"> {fact.text} ({desk.sources[fact.number - 1][0]})"
    yield desk.bank.line("facts/after", lines["after"])


def first_usable(desk: Desk, key: str, wordings: list[str], place: tuple[int, int]) -> str:
    """The first wording whose words are all known, filled; later ones stand in for it."""
    for wording in wordings:
        if line := desk.bank.line(key, [wording], place=place):
            return line
    return ""
