"""What the documents for the team share: they speak of the brand from outside, in lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studio.text import fragments
from studio.text.desk import Desk
from studio.text.spoken import capital


def outside_words(desk: Desk) -> dict[str, str]:
    """Words for documents: "Fellside's running shoes" where copy says "our running shoes"."""
    topic = fragments.thing(desk.brief.topic or desk.brief.name)
    whole = topic.of(desk.words.get("brand", ""))
    if topic.offer:
        whole = f"{topic.offer} {whole}"
    if topic.event:
        whole = f"the {topic.event} of {whole}"
    if topic.detail:
        whole = f"{whole} ({topic.detail})"
    return {
        "topic": whole,
        "topic_cap": capital(whole),
        "is_any": "are" if topic.plural else "is",
        "whom": desk.words.get("audience", "the people it is meant for"),
    }


def tidied(sections: Iterable[str]) -> list[str]:
    """Without empty sections and without headings that nothing follows."""
    kept: list[str] = []
    for section in reversed([section for section in sections if section]):
        follows = bool(kept) and not kept[-1].startswith("## ")
        if follows or not section.startswith("## "):
            kept.append(section)
    return kept[::-1]


def bullets(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points if point)


def labelled(letter: str, points: Iterable[str]) -> list[str]:
    """Gives "**H1** ...", so that a point can be referred to."""
    return [f"**{letter}{number}** {point}" for number, point in enumerate(filter(None, points), 1)]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it, so it becomes a slash. Rows that lack a cell are left out."""
    whole = [row for row in rows if all(row)]
    if not whole:
        return ""
    lines = [columns, ["---"] * len(columns), *whole]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
