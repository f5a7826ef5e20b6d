"""A text that somebody edited by hand, back in all the files that it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from store.words import DeliverableType
from studio.ports import Brief, File, Output
from studio.text.data import data
from studio.text.desk import Desk, as_json, desk_of
from studio.text.emails import PREHEADER, SUBJECT, email_text
from studio.text.mail import email_html
from studio.text.networks import network_of
from studio.text.pages import page
from studio.text.spoken import clipped

WRITTEN = frozenset(
    {
        DeliverableType.RESEARCH,
        DeliverableType.PLAN,
        DeliverableType.BLOG_POST,
        DeliverableType.SOCIAL_POSTS,
        DeliverableType.EMAIL_NURTURE,
    }
)
"""Types whose text can be edited; the others are drawn or played."""

_HEADER = re.compile(r"^(subject|preheader):[ \t]*(.*)$", re.IGNORECASE)
_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_TITLE_SHOWN = 120
"""Characters of a title in lists."""


@dataclass(frozen=True, slots=True)
class _Edited:
    """`plain` for .txt, `markdown` for .md, `html` for pages; `meta` is what the JSON beside them changes."""

    title: str
    text: str
    plain: str
    html: str
    meta: Mapping[str, Any]


def rewritten(brief: Brief, text: str, title: str, files: Sequence[File], by: str) -> Output:
    """The output with `text` in the place of what it said.

    `title` and `files` are those of the version that was edited: a file that holds none of the text stays as it
    is, and all keep their names. `by` is who edited it.
    """
    edited = _edited(desk_of(brief), text.strip(), title)
    changed = [_file(file, edited) for file in files]
    return Output(edited.title, edited.text, tuple(changed), {"maker": "by hand", "edited_by": by})


def _edited(desk: Desk, text: str, title: str) -> _Edited:
    if desk.brief.type is DeliverableType.EMAIL_NURTURE:
        return _email(desk, text, title)
    if desk.brief.type is DeliverableType.SOCIAL_POSTS:
        return _post(desk, text)
    return _document(desk, text, title)


def _file(file: File, edited: _Edited) -> File:
    if file.mime == "text/html":
        return replace(file, data=f"{edited.html}\n".encode())
    if file.mime in ("text/plain", "text/markdown"):
        return replace(file, data=f"{edited.plain}\n".encode())
    if file.mime == "application/json":
        return replace(file, data=as_json({**_object(file.data), **edited.meta}))
    return file


def _object(data_: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data_)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _post(desk: Desk, text: str) -> _Edited:
    network = network_of(desk.brief)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    meta = {"text": text, "hashtags": re.findall(r"#\w+", text), "characters": len(text)}
    return _Edited(f"{network.name}: {clipped(first.rstrip('.:'), 60)}", text, text, "", meta)


def _document(desk: Desk, text: str, title: str) -> _Edited:
    found = _TITLE.search(text)
    named = clipped(found[1].strip(), _TITLE_SHOWN) if found else title
    summary = next((part for part in text.split("\n\n") if part[:1].isalpha()), named)
    html = page(desk.brief.brand, title=named, markdown=text, summary=summary.replace("\n", " "))
    return _Edited(named, text, text, html, {})


def _email(desk: Desk, text: str, title: str) -> _Edited:
    """The subject and preheader lines may be left out: then the subject stays. The footer is always ours."""
    headers, lines = {"subject": title, "preheader": ""}, text.split("\n")
    while lines and (found := _HEADER.match(lines[0].strip())):
        headers[found[1].lower()] = found[2].strip()
        lines.pop(0)
    blocks = _blocks(desk, "\n".join(lines))
    heading = blocks.pop(0) if len(blocks) > 1 and _is_heading(blocks[0]) else headers["subject"]
    mail: dict[str, Any] = {
        "subject": clipped(headers["subject"], SUBJECT),
        "preheader": clipped(headers["preheader"] or (blocks[0] if blocks else ""), PREHEADER),
        "heading": heading,
        "paragraphs": blocks,
        "button": desk.words["button"],
    }
    plain = email_text(desk, mail)
    whole = f"Subject: {mail['subject']}\nPreheader: {mail['preheader']}\n\n{plain}"
    meta = {key: mail[key] for key in ("subject", "preheader", "heading")}
    return _Edited(mail["subject"], whole, plain, email_html(desk.brief.brand, **mail), meta)


def _blocks(desk: Desk, body: str) -> list[str]:
    """The paragraphs, without what the writer puts under every e-mail anyway: call, brand and footer."""
    lines, button = data("emails"), desk.words["button"]
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", body)]
    if "--" in blocks:
        blocks = blocks[: blocks.index("--")]
    ours = (lines["footer"], f"{button}: ", f"{button}? ")
    brand = desk.words.get("brand", "")
    return [block for block in blocks if block and block != brand and not block.startswith(ours)]


def _is_heading(block: str) -> bool:
    return len(block) <= 80 and not block.endswith((".", ",")) and "{{" not in block
