"""How the rules read an output: its visible text, its words and its sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from studio.ports import Brief, Output
from studio.text.notes import said_in_notes

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP = frozenset(
    [
        *(
            "about",
            "after",
            "again",
            "also",
            "and",
            "any",
            "are",
            "because",
            "been",
            "but",
            "can",
            "for",
            "from",
            "get",
        ),
        *(
            "has",
            "have",
            "her",
            "his",
            "how",
            "into",
            "its",
            "just",
            "like",
            "make",
            "more",
            "most",
            "much",
            "new",
        ),
        *(
            "not",
            "our",
            "out",
            "over",
            "own",
            "people",
            "some",
            "sure",
            "than",
            "that",
            "the",
            "their",
            "them",
            "then",
        ),
        *(
            "there",
            "these",
            "they",
            "this",
            "those",
            "very",
            "want",
            "was",
            "what",
            "when",
            "where",
            "which",
            "who",
        ),
        *(
            "why",
            "will",
            "with",
            "would",
            "you",
            "your",
            "let",
            "promote",
            "campaign",
            "launch",
            "line",
            "sell",
        ),
    ]
)

STEM = 5
"""Letters that two forms of a word share at least: "runners" and "running", "subscribe" and "subscription"."""


def visible(markup: str) -> str:
    """The text a reader of the HTML sees."""
    bare = re.sub(r"(?is)<(style|script|head|title)\b.*?</\1>|<!--.*?-->", " ", markup)
    flowing = re.sub(r"(?i)</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|u)\b[^>]*>", "", bare)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", flowing)).split())


def texts(output: Output) -> Iterator[str]:
    """Everything of the output that is read: title, text, and its text files as a reader sees them."""
    yield output.title
    yield output.text
    for file in output.files:
        if file.mime.startswith("text/html"):
            yield visible(file.data.decode("utf-8", "replace"))
        elif file.mime.startswith("text/"):
            yield file.data.decode("utf-8", "replace")


def words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry meaning."""
    return {word[:STEM] for word in words(text) if len(word) > 2 and word not in _STOP}


def sentences(text: str) -> Iterator[str]:
    """The sentences without Markdown, in the order of the text."""
    for line in text.splitlines():
        plain = re.sub(r"^[\s>#*+-]*(?:\d+[.)]\s+)?|[*_`]|\[\d+\]", "", line)
        yield from (part.strip() for part in re.split(r"(?<=[.!?…])\s+", plain) if part.strip())


def told(brief: Brief) -> str:
    """All that the campaign knows: what a claim may rest on."""
    brand = brief.brand
    return "\n".join(
        (
            *(
                brief.name,
                brief.topic,
                brief.objective,
                brief.audience,
                brief.messaging,
                brief.goals,
                brief.deadline,
            ),
            *brief.products,
            *(brand.name, brand.tagline, brand.voice, brand.website),
            *(passage.text for passage in brief.knowledge),
            *(passage.title for passage in brief.knowledge),
            *(passage.source for passage in brief.knowledge),
            *(prior.text for prior in brief.priors),
            said_in_notes(brief),
        )
    )
