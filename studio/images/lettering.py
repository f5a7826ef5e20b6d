"""Letters onto a picture."""

from __future__ import annotations

from PIL import Image, ImageDraw

from studio.images.colour import Rgb
from studio.images.typesetting import Block, cap_height, measure


def starts(block: Block, x: float, *, centred: bool) -> list[tuple[str, float]]:
    """Each line with the x at which it begins, in a block whose left edge is at `x`."""
    return [
        (line, x + (block.width - measure(line, block.face, block.size)) / 2 if centred else float(x))
        for line in block.lines
    ]


def write(
    draw: ImageDraw.ImageDraw, block: Block, at: tuple[float, float], ink: Rgb, *, centred: bool
) -> None:
    """The block, its left edge and its first line's cap height at `at`."""
    baseline = at[1] + cap_height(block.face, block.size)
    for line, x in starts(block, at[0], centred=centred):
        _line(draw, line, block, (x, baseline), ink)
        baseline += block.step


def _line(
    draw: ImageDraw.ImageDraw, line: str, block: Block, at: tuple[float, float], ink: Rgb | int
) -> None:
    font, (x, y) = block.face.at(block.size), at
    if not block.face.tracking:
        draw.text((x, y), line, font=font, fill=ink, anchor="ls")
        return
    for place, letter in enumerate(line):
        # Letters are set one by one to be tracked; the advance of a pair keeps its kerning.
        draw.text((x, y), letter, font=font, fill=ink, anchor="ls")
        pair = line[place : place + 2]
        x += font.getlength(pair) - (font.getlength(pair[1]) if len(pair) > 1 else 0.0)
        x += block.face.tracking * block.size


_FINE = 4
"""Small letters are drawn this much larger and shrunk: set at their own size, hinting closes the gaps between words."""

_SMALL = 26


def write_fine(picture: Image.Image, block: Block, at: tuple[int, int], ink: Rgb, *, centred: bool) -> None:
    """Like `write`, with even spaces in small type."""
    if block.size >= _SMALL:
        write(ImageDraw.Draw(picture), block, at, ink, centred=centred)
        return
    large = Block(block.lines, block.face, block.size * _FINE, block.width * _FINE, block.height * _FINE)
    rim = block.size
    mask = Image.new("L", ((block.width + 2 * rim) * _FINE, (block.height + 2 * rim) * _FINE), 0)
    draw = ImageDraw.Draw(mask)
    baseline = rim * _FINE + cap_height(large.face, large.size)
    for line, x in starts(large, rim * _FINE, centred=centred):
        _line(draw, line, large, (x, baseline), 255)
        baseline += block.step * _FINE
    picture.paste(ink, (at[0] - rim, at[1] - rim), mask.reduce(_FINE))
