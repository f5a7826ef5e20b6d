"""The rule for print files: they open, are as large as their sheet with its bleed, and say what is seen."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from store.words import DeliverableType
from studio.flyer.formats import BLEED, DPI
from studio.ports import Brief, File, Output

_NEAR = 1.0
"""Points by which a box may miss its size: a third of a millimetre."""


def printable(brief: Brief, output: Output) -> list[str]:
    """A flyer has a PDF that a printer can take and whose words can be searched and read aloud."""
    if brief.type is not DeliverableType.FLYER:
        return []
    documents = [file for file in output.files if file.mime == "application/pdf"]
    if not documents:
        return ["There is no PDF to print."]
    return [reason for file in documents for reason in _judged(file, output)]


def _judged(file: File, output: Output) -> list[str]:
    try:
        pages = PdfReader(io.BytesIO(file.data)).pages
        page, count = pages[0], len(pages)
        said = _squeezed(page.extract_text())
    except (PyPdfError, ValueError, KeyError, IndexError, OSError):
        return [f"The file {file.name} does not open as a PDF."]
    reasons = [] if count == 1 else [f"The file {file.name} has {count} pages, not one."]
    width, height = (side * 72 / DPI for side in output.provenance.get("size", (0, 0)))
    trim, bled = page.trimbox, page.bleedbox
    if abs(trim.width - width) > _NEAR or abs(trim.height - height) > _NEAR:
        reasons.append(f"The file {file.name} is trimmed to another size than its sheet's.")
    if abs(bled.width - trim.width - 2 * BLEED * 72 / DPI) > _NEAR:
        reasons.append(f"The file {file.name} has no bleed for the printer.")
    reasons += [
        f'"{text["text"]}" is missing from the words of {file.name}.'
        for text in output.provenance.get("texts", ())
        if _squeezed(text["text"]) not in said
    ]
    return reasons


def _squeezed(text: str) -> str:
    """Without spaces: readers of PDFs differ in where they see one."""
    return re.sub(r"\s+", "", text.replace("\u00a0", "")).lower()
