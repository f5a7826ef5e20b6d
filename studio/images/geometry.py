"""Motifs of plain shapes. Each paints one sheet; a sheet is drawn large and shrunk, which smooths its edges."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

from studio.images.colour import Rgb, mix
from studio.images.palette import Palette

Size = tuple[int, int]


def tiles(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """A grid of quarter circles, half circles, dots and leaves: the poster school of the nineteen-twenties."""
    across, down = _grid(size, rng.choice((2, 3, 3)))
    side = math.ceil(max(size[0] / across, size[1] / down))
    sheet, draw = _sheet((across * side, down * side), colours.ground)
    pairs = _tile_pairs(colours)
    last: tuple[Rgb, Rgb] | None = None
    for row in range(down):
        for column in range(across):
            pair = rng.choice([each for each in pairs if each != last])
            _tile(draw, (column * side, row * side), side, pair, rng)
            last = pair
    return sheet.resize(size, Image.Resampling.BILINEAR)


def _grid(size: Size, fewest: int) -> tuple[int, int]:
    """Columns and rows of whole tiles that are nearest to square, `fewest` or one more along the short side."""
    short, long = sorted(size)
    counts = [(max(fewest, round(long / short * n)), n) for n in (fewest, fewest + 1)]
    longer, shorter = min(counts, key=lambda count: abs(math.log(long / count[0] / (short / count[1]))))
    return (longer, shorter) if size[0] >= size[1] else (shorter, longer)


def _tile_pairs(colours: Palette) -> list[tuple[Rgb, Rgb]]:
    return [
        (colours.pop, colours.ground),
        (colours.second, colours.pop),
        (colours.quiet, colours.pop),
        (colours.ink, colours.second),
        (colours.pop, colours.second),
        (colours.quiet, colours.ink),
        (colours.ground, colours.second),
    ]


def _tile(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], side: int, pair: tuple[Rgb, Rgb], rng: Random
) -> None:
    left, top = at
    ground, figure = pair
    right, bottom = left + side, top + side
    draw.rectangle((left, top, right, bottom), fill=ground)
    match rng.choice(("quarter", "quarter", "half", "dot", "leaf", "ring", "steps")):
        case "quarter":
            corner = rng.choice((left, right)), rng.choice((top, bottom))
            _disc(draw, *corner, side, figure, clip=(left, top, right, bottom))
        case "half":
            x, y = rng.choice(((left, top + side / 2), (right, top + side / 2), (left + side / 2, bottom)))
            _disc(draw, x, y, side / 2, figure, clip=(left, top, right, bottom))
        case "dot":
            _disc(draw, left + side / 2, top + side / 2, side * 0.3, figure)
        case "leaf":
            turned = rng.choice((True, False))
            draw.rounded_rectangle(
                (left, top, right, bottom),
                side,
                fill=figure,
                corners=(turned, not turned, turned, not turned),
            )
        case "ring":
            _disc(draw, left + side / 2, top + side / 2, side * 0.5, figure)
            _disc(draw, left + side / 2, top + side / 2, side * 0.26, ground)
        case _:
            for step in range(4):
                edge = top + side * step / 4
                draw.rectangle((left, edge, right, edge + side / 8), fill=figure)


def arcs(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Broad rings around one corner."""
    width, height = size
    sheet, draw = _sheet(size, colours.ground)
    x, y = rng.choice((0.0, 1.0)) * width, rng.choice((0.0, 1.0)) * height
    reach = min(width, height) * rng.uniform(0.92, 1.05)
    rings = [
        colours.quiet,
        colours.pop,
        colours.ground,
        colours.second,
        colours.ground,
        colours.third,
        colours.ink,
    ]
    for step, colour in enumerate(rings):
        _disc(draw, x, y, reach * (1 - step / (len(rings) + 0.6)), colour)
    return sheet


def sunrise(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """A sun that sinks into stripes."""
    width, height = size
    sheet, draw = _sheet(size, colours.quiet)
    radius = min(width, height) * 0.4
    x, y = width * rng.uniform(0.46, 0.54), height * rng.uniform(0.5, 0.56)
    _disc(draw, x, y, radius * 1.22, mix(colours.quiet, colours.second, 0.3))
    _disc(draw, x, y, radius, colours.second)
    bars = 7
    for bar in range(bars):
        edge = y + radius * 1.3 * bar / bars
        draw.rectangle((0, edge, width, edge + radius * 0.024 * (bar + 1)), fill=colours.quiet)
    floor = y + radius * 0.82
    draw.rectangle((0, floor, width, height), fill=colours.pop)
    draw.rectangle(
        (0, floor + (height - floor) * 0.45, width, height), fill=mix(colours.pop, colours.ink, 0.35)
    )
    return sheet


def rays(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Wedges from one point, in two close shades."""
    width, height = size
    sheet, draw = _sheet(size, colours.ground)
    x, y = width * rng.uniform(0.4, 0.6), height * rng.uniform(0.42, 0.58)
    reach, wedges, turn = width + height, 20, rng.uniform(0, 1)
    shade = mix(colours.ground, colours.pop, 0.2)
    for wedge in range(wedges):
        first, last = (math.tau * (wedge + turn + part) / wedges for part in (0, 0.5))
        ends = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in (first, last)]
        draw.polygon([(x, y), *ends], fill=shade)
    return sheet


def halftone(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Dots that grow along a slanted line, as in print."""
    width, height = size
    sheet, draw = _sheet(size, colours.ground)
    pitch = math.sqrt(width * height) / 18
    angle = rng.choice((0.62, 0.78, 2.36, 2.52))
    across, along = math.cos(angle), math.sin(angle)
    reach = abs(width * across) + abs(height * along)
    start = min(0.0, width * across)
    for row in range(-1, int(height / (pitch * 0.87)) + 2):
        for column in range(-1, int(width / pitch) + 2):
            x, y = (column + (row % 2) / 2) * pitch, row * pitch * 0.87
            share = ((x * across + y * along) - start) / reach
            if share > 0.3:
                colour = colours.second if share > 0.78 else colours.pop
                _disc(draw, x, y, pitch * 0.47 * min(1.0, (share - 0.3) / 0.55), colour)
    return sheet


def confetti(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Strewn bars, dots, rings and triangles, none too near another."""
    width, height = size
    sheet, draw = _sheet(size, colours.ground)
    unit = min(width, height) / 11
    taken: list[tuple[float, float]] = []
    for _ in range(260):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        if any(math.hypot(x - a, y - b) < unit * 1.75 for a, b in taken):
            continue
        taken.append((x, y))
        _piece(
            draw,
            x,
            y,
            unit * rng.uniform(0.24, 0.4),
            rng.choice((colours.pop, colours.second, colours.third)),
            rng,
        )
    return sheet


def _piece(draw: ImageDraw.ImageDraw, x: float, y: float, reach: float, colour: Rgb, rng: Random) -> None:
    turn = rng.uniform(0, math.tau)
    match rng.choice(("dot", "ring", "bar", "bar", "triangle")):
        case "dot":
            _disc(draw, x, y, reach * 0.6, colour)
        case "ring":
            box = (x - reach, y - reach, x + reach, y + reach)
            draw.ellipse(box, outline=colour, width=max(2, round(reach * 0.34)))
        case "bar":
            dx, dy = reach * 1.25 * math.cos(turn), reach * 1.25 * math.sin(turn)
            thick = max(2, round(reach * 0.5))
            draw.line((x - dx, y - dy, x + dx, y + dy), fill=colour, width=thick)
            for end in (-1, 1):
                _disc(draw, x + end * dx, y + end * dy, thick / 2, colour)
        case _:
            corners = [turn + math.tau * corner / 3 for corner in range(3)]
            draw.polygon([(x + reach * math.cos(a), y + reach * math.sin(a)) for a in corners], fill=colour)


def _sheet(size: Size, ground: Rgb) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", size, ground)
    return sheet, ImageDraw.Draw(sheet)


def _disc(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    radius: float,
    colour: Rgb,
    clip: tuple[float, float, float, float] | None = None,
) -> None:
    box = (x - radius, y - radius, x + radius, y + radius)
    if clip is None:
        draw.ellipse(box, fill=colour)
        return
    # A disc that pokes out of its tile is drawn as the slice of it that lies inside.
    left, top, right, bottom = clip
    start = 0.0 if x < right and y < bottom else 90.0 if y < bottom else 180.0
    if x <= left and y <= top:
        start, end = 0.0, 90.0
    elif x >= right and y <= top:
        start, end = 90.0, 180.0
    elif x >= right and y >= bottom:
        start, end = 180.0, 270.0
    elif x <= left and y >= bottom:
        start, end = 270.0, 360.0
    elif x <= left:
        start, end = -90.0, 90.0
    elif x >= right:
        start, end = 90.0, 270.0
    else:
        start, end = 180.0, 360.0
    draw.pieslice(box, start, end, fill=colour)
