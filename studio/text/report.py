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


def bullets(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points if point)


def labelled(letter: str, points: Iterable[str]) -> list[str]:
    """Gives "**H1** ...", so that a point can be referred to."""
    return [f"**{letter}{number}** {point}" for number, point in enumerate(filter(None, points), 1)]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it, so it becomes a slash."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
