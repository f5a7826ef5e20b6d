"""What a file is: told by its first bytes, and only where those say nothing by its name and declared type."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class Kind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, on one page (from 1) where it has pages."""

    text: str
    page: int | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`title` is what the document calls itself, or empty; `pages` are a PDF's; `passages` are what is searched."""

    title: str
    text: str
    passages: tuple[Section, ...]
    pages: int | None = None


class Unreadable(Exception):  # noqa: N818
    """The file cannot be taken; the message says why and what to do about it, to its owner."""


_ENDINGS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
}
_TYPES = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
}
_TAKEN = "Send text, Markdown, HTML, PDF or DOCX."
_PDF_HEADER_WITHIN = 1024
"""Bytes in which readers look for a PDF's header (ISO 32000-1, annex H.3.4.1)."""


def kind_of(data: bytes, name: str, content_type: str) -> Kind:
    """Raises `Unreadable` for what is none of the kinds."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an old or a protected Office file. Save it as .docx without a password.")
    ending = PurePosixPath(name.casefold()).suffix
    declared = content_type.partition(";")[0].strip().casefold()
    if ending in (".pdf", ".docx"):
        raise Unreadable(f"The file is called {ending}, but it is damaged or something else. Save it again.")
    if _binary(data):
        raise Unreadable(f"This is no file that can be read here. {_TAKEN}")
    return _ENDINGS.get(ending) or _TYPES.get(declared) or _by_look(data)


def _binary(data: bytes) -> bool:
    return b"\x00" in data[:8192] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _by_look(data: bytes) -> Kind:
    head = data[:512].lstrip(codecs.BOM_UTF8).lstrip().lower()
    return Kind.HTML if head.startswith((b"<!doctype html", b"<html")) else Kind.TEXT


def decoded(data: bytes, charset: str = "") -> str:
    """The text, by its byte order mark, else its declared character set, else UTF-8, else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    for name in (charset, "utf-8-sig"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace")
