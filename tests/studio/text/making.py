"""Runs the embedded writers and reads what they made as somebody else would."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser

from store.words import DeliverableType
from studio.ports import Brief, Output
from studio.text import makers
from tests.studio.briefs import step

WRITTEN = tuple(makers())
VOID = frozenset(("meta", "link", "br", "hr", "img", "input", "col", "base"))
RESIDUE = re.compile(
    r"\{\{|\}\}|\{\w+\}|\bNone\b|(?<=\S)  (?=\S)|\.\.| [,;.]|\?\.|\b(?:our|the|a) (?:our|the|a)\b"
)
ARTICLE = re.compile(r"\ba [aeio]\w|\ban [bcdfgjkpqtvwz]\w")


def made(brief: Brief) -> Output:
    return asyncio.run(makers()[brief.type].make(brief))


def made_step(campaign: Brief, kind: DeliverableType, of: int, **changes: object) -> list[Output]:
    return [made(brief) for brief in step(campaign, kind, of, **changes)]


def file(output: Output, ending: str) -> str:
    return next(file.data.decode() for file in output.files if file.name.endswith(ending))


def sentences(text: str) -> list[str]:
    """Those of six words and more; headings are signposts, and links and legal lines come again."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    kept = (part for part in parts if not re.search(r"^#|\{\{|http", part))
    return [part.lower() for part in kept if len(part.split()) >= 6]


class Page(HTMLParser):
    """Reads a page strictly: every element that opens closes in turn. `seen` is its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._text: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {self.open}"
        self.seen = " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "title"} & set(self.open):
            self._text.append(data)
