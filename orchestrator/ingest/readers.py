"""From a file's bytes to its sections. Run in a process of its own: see `sandbox`."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from orchestrator.ingest.kinds import Document, Kind, Section, Unreadable, decoded
from orchestrator.ingest.passages import cut

MOST_PAGES = 1000
MOST_TEXT = 3_000_000
"""Characters in a file: about a thousand dense pages."""
MOST_UNPACKED = 100_000_000
"""Bytes; a book of a thousand pages with its markup stays far below."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`title` is what the document calls itself, or empty; `pages` are a PDF's."""

    title: str
    sections: tuple[Section, ...]
    pages: int | None = None


def read(kind: Kind, data: bytes, charset: str = "") -> Document:
    """Raises `Unreadable`."""
    reading = _READERS[kind](data, charset)
    sections = [replace(each, text=each.text.replace("\x00", "").strip()) for each in reading.sections]
    text = "\n\n".join(section.text for section in sections if section.text)
    if not text:
        raise Unreadable("There is no text in it.")
    if len(text) > MOST_TEXT:
        raise Unreadable(f"It holds {len(text):,} characters; {MOST_TEXT:,} is the most. Split it.")
    return Document(reading.title, text, tuple(cut(sections)), reading.pages)


def _text(data: bytes, charset: str) -> Reading:
    return Reading("", (Section(decoded(data, charset)),))


def _markdown(data: bytes, charset: str) -> Reading:
    from markdown_it import MarkdownIt

    sections = _Sections()
    in_heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(decoded(data, charset)):
        if token.type == "heading_open":
            in_heading = True
        elif token.type == "inline":
            said = "".join(
                " " if child.type.endswith("break") else child.content for child in token.children or ()
            )
            if in_heading:
                sections.head(said)
            else:
                sections.add(said + "\n\n")
            in_heading = False
        elif token.type in ("fence", "code_block"):
            sections.add(token.content + "\n\n")
    return Reading(sections.first_heading, sections.done())


_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_DROPPED = {
    "script", "style", "noscript", "template", "svg", "nav", "footer", "form", "button", "iframe", "head", "aside",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_ENOUGH = 200
"""Characters of a `main` or `article` that make it the page's content."""


def _html(data: bytes, charset: str) -> Reading:
    from selectolax.lexbor import LexborHTMLParser

    declared = _META_CHARSET.search(data[:4096])
    tree = LexborHTMLParser(decoded(data, charset or (declared[1].decode("ascii") if declared else "")))
    named = tree.css_first("title")
    mains = [node for name in ("main", "article") for node in tree.css(name)]
    root = next((node for node in mains if len(node.text()) >= _ENOUGH), tree.body)
    if root is None:
        raise Unreadable("There is no text in it.")
    sections = _Sections()
    left: list[Any] = [root]
    while left:
        node = left.pop()
        if isinstance(node, str):
            sections.add(node)
        elif node.tag == "-text":
            sections.add(re.sub(r"\s+", " ", node.text_content or ""))
        elif node.tag in _HEADINGS:
            sections.head(node.text())
        elif node.tag not in _DROPPED:
            around = "" if node.tag in _INLINE else "\n\n"
            sections.add(around)
            left += [around, *reversed(list(node.iter(include_text=True)))]
    return Reading(" ".join(named.text().split()) if named is not None else "", sections.done())


_NO_TITLE = ("untitled", "microsoft word - ")
"""What programs write into a PDF when its author gave it no title."""


def _pdf(data: bytes, _charset: str) -> Reading:
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF asks for a password. Save it without one.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unreadable(f"The PDF has {count} pages; {MOST_PAGES} is the most. Split it.")
        texts = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata is not None else None) or ""
    except LimitReachedError as error:
        raise Unreadable("The PDF unpacks to far more than its size. Save it again, or split it.") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreadable("The PDF is damaged. Open it and save it again.") from error
    if not any(text.strip() for text in texts):
        raise Unreadable("The PDF holds pictures of its pages and no text. Run text recognition on it first.")
    named = "" if title.casefold().startswith(_NO_TITLE) else title
    return Reading(named, tuple(Section(_lines(text), n) for n, text in enumerate(texts, 1)), count)


def _lines(text: str) -> str:
    """A page's lines as running text: words that were split at a line's end are whole again."""
    whole = re.sub(r"(?<=[a-zß-ÿ])-\n(?=[a-zß-ÿ])", "", text)
    return re.sub(r"(?<![\n.:!?])\n(?!\n)", " ", whole)


def _docx(data: bytes, _charset: str) -> Reading:
    _check_package(data)
    from docx import Document
    from docx.table import Table

    try:
        document = Document(io.BytesIO(data))
        sections = _Sections()
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    sections.add("; ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) + "\n\n")
            elif (block.style.name if block.style is not None else "").startswith(("Heading", "Title")):
                sections.head(block.text)
            else:
                sections.add(block.text + "\n\n")
        title = document.core_properties.title
    except Exception as error:
        raise Unreadable("The Word file is damaged. Open it and save it again.") from error
    return Reading(title or sections.first_heading, sections.done())


def _check_package(data: bytes) -> None:
    """Judges the ZIP by its own list, before any of it is unpacked; what the list hides, the sandbox stops."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise Unreadable("The file is damaged. Open it and save it again.") from error
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Unreadable("This archive is no Word document. Send the files in it one by one.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("The Word file asks for a password. Save it without one.")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("The Word file unpacks to far more than its size. Save it again without pictures.")


class _Sections:
    """Collects text under the heading that came last."""

    def __init__(self) -> None:
        self.first_heading = ""
        self._heading = ""
        self._parts: list[str] = []
        self._done: list[Section] = []

    def head(self, heading: str) -> None:
        self._close()
        self._heading = " ".join(heading.split())
        self.first_heading = self.first_heading or self._heading

    def add(self, text: str) -> None:
        self._parts.append(text)

    def done(self) -> tuple[Section, ...]:
        self._close()
        return tuple(self._done)

    def _close(self) -> None:
        text = re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", "".join(self._parts)).strip()
        if text:
            self._done.append(Section(text, heading=self._heading))
        self._parts = []


_READERS: Mapping[Kind, Callable[[bytes, str], Reading]] = {
    Kind.TEXT: _text,
    Kind.MARKDOWN: _markdown,
    Kind.HTML: _html,
    Kind.PDF: _pdf,
    Kind.DOCX: _docx,
}
