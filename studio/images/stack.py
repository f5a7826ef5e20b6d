"""Words one above the other in a box, the headline as large as what else must stand there lets it be."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from studio.images.canvas import Pixels
from studio.images.colour import Rgb
from studio.images.fonts import Face, Pairing
from studio.images.page import Page, Words
from studio.images.typesetting import Block, DoesNotFit, cap_height, fit


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in pixels: the headline's greatest and least, and those of what stands beside it. `gap` is air."""

    headline: int
    least: int
    sub: int
    label: int
    call: int
    gap: int
    most_lines: int = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Small words of the stack. `optional` ones make way for the headline, the last of them first."""

    role: str
    text: str
    face: Face
    size: int
    ink: Rgb
    most_lines: int = 1
    optional: bool = False
    before: float = 1.0
    """Air above it, in gaps."""
    plate: Rgb | None = None
    """The colour of the button that it stands on."""
    bullet: Rgb | None = None
    """The colour of the mark that stands before it; it makes the line one of a list."""

    @property
    def indent(self) -> int:
        """Pixels that the mark of a list takes at the left."""
        return round(self.size * 1.1) if self.bullet is not None else 0


def pads(size: int) -> tuple[int, int]:
    """What a button adds at the sides and above and below words of this size."""
    return round(size * 0.95), round(size * 0.62)


@dataclass(frozen=True, slots=True)
class _Set:
    line: Line
    block: Block

    @property
    def pad(self) -> tuple[int, int]:
        return pads(self.block.size) if self.line.plate is not None else (0, 0)

    @property
    def height(self) -> int:
        return self.block.height + 2 * self.pad[1]


def stack(
    page: Page,
    box: Pixels,
    headline: str,
    lines: tuple[Line, ...],
    pairing: Pairing,
    scale: Scale,
    *,
    at: str = "middle",
    centred: bool = False,
) -> Pixels:
    """Sets lines and headline ("headline" among the lines marks its place) and gives the box that they take up.

    Raises `DoesNotFit` when the headline does not fit even without the optional lines.
    """
    optional = [line for line in lines if line.optional]
    for spared in range(len(optional) + 1):
        kept = tuple(line for line in lines if line not in optional[len(optional) - spared :])
        try:
            parts = _parts(box, headline, kept, pairing, scale)
        except DoesNotFit:
            if spared == len(optional):
                raise
            continue
        return _placed(page, box, parts, scale, at, centred=centred)
    raise DoesNotFit(headline)


def _parts(box: Pixels, headline: str, lines: tuple[Line, ...], pairing: Pairing, scale: Scale) -> list[_Set]:
    width, height = box[2] - box[0], box[3] - box[1]
    small = {line.role: _Set(line, _block(line, width)) for line in lines if line.role != "headline"}
    air = sum(round(line.before * scale.gap) for line in lines[1:])
    room = height - air - sum(part.height for part in small.values())
    block = fit(
        headline, pairing.display, width, room, scale.headline, scale.most_lines, smallest=scale.least
    )
    return [_Set(line, block) if line.role == "headline" else small[line.role] for line in lines]


def _block(line: Line, width: int) -> Block:
    spare = line.indent + (2 * pads(line.size)[0] if line.plate is not None else 0)
    least = max(9, round(line.size * 0.78))
    for rows in (line.most_lines, line.most_lines + 1):
        room = (width - spare, round(line.size * 1.5 * rows))
        with suppress(DoesNotFit):
            return fit(line.text, line.face, *room, line.size, rows, smallest=least)
    raise DoesNotFit(line.text)


def _placed(page: Page, box: Pixels, parts: list[_Set], scale: Scale, at: str, *, centred: bool) -> Pixels:
    left, top, right, bottom = box
    airs = [0, *(round(part.line.before * scale.gap) for part in parts[1:])]
    height = sum(airs) + sum(part.height for part in parts)
    room = bottom - top - height
    y = start = top + (0 if at == "top" else room if at == "bottom" else room // 2)
    for air, part in zip(airs, parts, strict=True):
        y += air
        aside, above = part.pad
        outer = part.block.width + 2 * aside
        x = left + (right - left - outer) // 2 if centred else left
        if part.line.plate is not None:
            page.plate((x, y, x + outer, y + part.height), part.line.plate, min(part.height / 2, scale.gap))
        if part.line.bullet is not None:
            side, cap = round(part.block.size * 0.36), cap_height(part.block.face, part.block.size)
            low = y + (cap - side) // 2
            page.plate((x, low, x + side, low + side), part.line.bullet, side / 2)
            x += part.line.indent
        page.words(Words(part.line.role, part.block, x + aside, y + above, part.line.ink, centred))
        y += part.height
    return left, start, right, y


def button(page: Page, box: Pixels, text: str, face: Face, size: int, *, fill: bool = False) -> None:
    """The call on its button in the middle of the box, or, filled, on a plate as large as the box."""
    left, top, right, bottom = box
    aside, above = pads(size)
    room = (right - left - 2 * aside, bottom - top - above)
    try:
        block = fit(text, face, *room, size, 1, smallest=max(10, round(size * 0.7)))
    except DoesNotFit:
        block = fit(text, face, *room, size, 2, smallest=9)
    width, height = block.width + 2 * aside, block.height + 2 * above
    x, y = (left + right - width) // 2, (top + bottom - height) // 2
    plate = box if fill else (x, y, x + width, y + height)
    page.plate(plate, page.colours.button, 0 if fill else min(height / 2, size))
    at = ((left + right - block.width) // 2, (top + bottom - block.height) // 2)
    page.words(Words("call", block, *at, page.colours.button_ink, centred=True))


def label(face: Face) -> Face:
    """The same face in tracked capitals."""
    return Face(face.package, face.file, face.leading, 0.09, capitals=True)
