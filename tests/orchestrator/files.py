"""Real files of each kind, made on the spot."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages: str) -> bytes:
    """One page a text."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        for row, line in enumerate(page.splitlines()):
            canvas.drawString(72, 760 - 16 * row, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(plain: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(heading: str, paragraph: str, row: tuple[str, ...] = ()) -> bytes:
    document = Document()
    document.add_heading(heading, 1)
    document.add_paragraph(paragraph)
    if row:
        table = document.add_table(rows=1, cols=len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bomb(*, honest: bool) -> bytes:
    """A Word file of a few kilobytes whose text unpacks to 300 MB; `honest` when its list says so."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        zipfile.ZipFile(io.BytesIO(docx("A", "b"))) as plain,
    ):
        for part in plain.infolist():
            if part.filename != "word/document.xml":
                package.writestr(part.filename, plain.read(part))
        with package.open("word/document.xml", "w", force_zip64=False) as text:
            for _ in range(300):
                text.write(b" " * 1_000_000)
    packed = bytearray(out.getvalue())
    if not honest:
        _belittle(packed)
    return bytes(packed)


def _belittle(packed: bytearray) -> None:
    """Writes a small unpacked size into the archive's central list."""
    at = packed.rfind(b"word/document.xml") - 46
    assert packed[at : at + 4] == b"PK\x01\x02"
    packed[at + 24 : at + 28] = (1000).to_bytes(4, "little")
