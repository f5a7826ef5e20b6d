"""The print PDF: the page's art as a picture at 300 pixels an inch, and on it vector plates and live text.

Sizes: the trimmed page in the middle, 3 mm of bleed around it, crop marks beyond; TrimBox and BleedBox say so to the
printer's software. Colours are sRGB, which printers convert by their own profile (decision 024).
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import as_file, files

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from studio.flyer.formats import DPI
from studio.images.colour import Rgb
from studio.images.page import Page, Plate, Words
from studio.images.typesetting import cap_height

_POINT = 72 / DPI
"""Points a pixel."""

_MARK = 5 / 25.4 * 72
"""Crop marks are 5 mm long and begin where the bleed ends."""

_JPEG_QUALITY = 92


def write(page: Page) -> bytes:
    """The page as a PDF of one page; the same bytes for the same page."""
    bleed = page.bleed * _POINT
    margin = bleed + _MARK
    width, height = (side * _POINT for side in page.size)
    buffer = io.BytesIO()
    # reportlab names a first font in every page; a font that is not embedded is one that printers send back.
    faces = (item.block.face for item in page.items if isinstance(item, Words))
    first = next((_font(face.package, face.file) for face in faces), None)
    canvas = Canvas(
        buffer,
        pagesize=(width + 2 * margin, height + 2 * margin),
        invariant=1,
        pageCompression=1,
        initialFontName=first,  # type: ignore[arg-type]  # the stubs call a name a number
    )
    canvas.setTrimBox((margin, margin, margin + width, margin + height))
    canvas.setBleedBox((_MARK, _MARK, margin + width + bleed, margin + height + bleed))
    _marks(canvas, width, height, margin, bleed)
    canvas.translate(margin, margin)
    _under(canvas, page, bleed)
    for item in page.items:
        if isinstance(item, Plate):
            _plate(canvas, page, item)
        else:
            _words(canvas, page, item)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _under(canvas: Canvas, page: Page, bleed: float) -> None:
    picture = io.BytesIO()
    page.under.save(picture, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    picture.seek(0)
    full = (page.size[0] * _POINT + 2 * bleed, page.size[1] * _POINT + 2 * bleed)
    canvas.drawImage(ImageReader(picture), -bleed, -bleed, *full)


def _plate(canvas: Canvas, page: Page, plate: Plate) -> None:
    canvas.setFillColorRGB(*_shares(plate.colour))
    # Pixels count from the upper left, points from the lower left.
    if plate.radius:
        left, top, right, bottom = plate.box
        y = (page.size[1] - bottom) * _POINT
        size = ((right - left) * _POINT, (bottom - top) * _POINT)
        canvas.roundRect(left * _POINT, y, *size, plate.radius * _POINT, stroke=0, fill=1)
        return
    left, top, right, bottom = (edge - page.bleed for edge in page.bled(plate.box))
    y = (page.size[1] - bottom) * _POINT
    canvas.rect(left * _POINT, y, (right - left) * _POINT, (bottom - top) * _POINT, stroke=0, fill=1)


def _words(canvas: Canvas, page: Page, words: Words) -> None:
    block = words.block
    name, size = _font(block.face.package, block.face.file), block.size * _POINT
    tracking = block.face.tracking * size
    canvas.setFillColorRGB(*_shares(words.ink))
    baseline = words.y + cap_height(block.face, block.size)
    for line in block.lines:
        text = line.replace("\u00a0", " ")
        wide = pdfmetrics.stringWidth(text, name, size) + tracking * max(0, len(text) - 1)
        # Without kerning a line may come out a little wider than it was measured: then it is set as much smaller.
        room = block.width * _POINT
        fitted = size * min(1.0, room / wide) if wide else size
        slack = max(0.0, room - wide * fitted / size) / 2 if words.centred else 0.0
        out = canvas.beginText(words.x * _POINT + slack, (page.size[1] - baseline) * _POINT)
        out.setFont(name, fitted)
        out.setCharSpace(tracking * fitted / size)
        out.textOut(text)
        canvas.drawText(out)
        baseline += block.step


def _marks(canvas: Canvas, width: float, height: float, margin: float, bleed: float) -> None:
    """Hairlines that tell where to cut, on all four corners, clear of the bleed."""
    canvas.setLineWidth(0.25)
    canvas.setStrokeColorRGB(0, 0, 0)
    end = margin - bleed
    for x in (margin, margin + width):
        canvas.line(x, 0, x, end)
        canvas.line(x, height + 2 * margin - end, x, height + 2 * margin)
    for y in (margin, margin + height):
        canvas.line(0, y, end, y)
        canvas.line(width + 2 * margin - end, y, width + 2 * margin, y)


@cache
def _font(package: str, file: str) -> str:
    name = file.rsplit(".", 1)[0]
    with as_file(files(package) / "files" / file) as path:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def _shares(colour: Rgb) -> tuple[float, float, float]:
    red, green, blue = colour
    return red / 255, green / 255, blue / 255
