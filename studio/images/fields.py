"""Motifs that flow: waves, hills, contour lines, ribbons, and colours that run into each other."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from studio.images.colour import BLACK, WHITE, Rgb, luminance, mix
from studio.images.palette import Palette

Size = tuple[int, int]
Grid = npt.NDArray[np.float32]


def waves(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Long swells from the middle down, each nearer one stronger."""
    sheet = Image.new("RGB", size, colours.ground)
    shades = [colours.quiet, mix(colours.ground, colours.pop, 0.45), colours.pop, colours.second]
    _swells(sheet, shades, rng, top=0.34, height=0.075)
    return sheet


def ridges(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """A sun over hills that pale into the distance."""
    width, height = size
    sheet = Image.new("RGB", size, colours.quiet)
    radius = min(width, height) * 0.15
    x, y = width * rng.uniform(0.58, 0.74), height * 0.3
    ImageDraw.Draw(sheet).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colours.second)
    # Air pales what is far: towards the ground, be that light or dark.
    deep = mix(colours.pop, BLACK, 0.5) if luminance(colours.ground) > 0.3 else colours.pop
    far = mix(colours.ground, colours.pop, 0.35)
    _swells(sheet, [mix(far, deep, step / 4) for step in range(5)], rng, top=0.4, height=0.11, rough=0.4)
    return sheet


def _swells(
    sheet: Image.Image, shades: list[Rgb], rng: Random, *, top: float, height: float, rough: float = 0.0
) -> None:
    """Bands of the shades, one before the other; `top` and `height` are shares of the sheet, `rough` of a crest."""
    width, tall = sheet.size
    draw = ImageDraw.Draw(sheet)
    for layer, shade in enumerate(shades):
        level = tall * (top + (0.98 - top) * layer / len(shades))
        phase, length = rng.uniform(0, math.tau), rng.uniform(0.9, 1.5)
        second = rng.uniform(0, math.tau)
        crest = []
        for step in range(121):
            share = step / 120
            lift = math.sin(phase + math.tau * share * length) + 0.35 * math.sin(
                second + math.tau * share * 2.3
            )
            lift += rough * math.sin(second * 3 + math.tau * share * 5.1)
            crest.append((share * width, level - lift * tall * height * 0.6))
        draw.polygon([*crest, (width, tall), (0, tall)], fill=shade)


def contours(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Lines of equal height on an invented map, its summits tinted step by step."""
    levels = _terrain(size, rng) * 11
    slope = np.maximum(np.hypot(*np.gradient(levels)), 1e-4)
    sheet = np.full((*levels.shape, 3), colours.ground, np.float32)
    tints = (
        (6, mix(colours.ground, colours.pop, 0.09)),
        (7, mix(colours.ground, colours.pop, 0.2)),
        (8, colours.pop),
    )
    for level, tint in tints:
        # Dividing by the slope turns heights into pixels, and so gives an even edge and an even stroke.
        inside = np.clip((levels - level) / slope + 0.5, 0, 1)[..., None]
        sheet = sheet + inside * (np.array(tint, np.float32) - sheet)
    distance = (0.5 - np.abs(levels % 1 - 0.5)) / slope
    stroke = np.clip(2.0 - distance, 0, 1)[..., None] * (levels < 8)[..., None]
    line = np.array(mix(colours.ground, colours.pop, 0.7), np.float32)
    return _image(np.asarray(sheet + stroke * (line - sheet), np.float32))


def mesh(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Soft clouds of one hue, light to deep, with the second colour glowing in a single corner."""
    hue, turn = colours.pop, rng.uniform(0, math.tau)
    shades = [mix(hue, BLACK, 0.3), hue, mix(hue, WHITE, 0.35), mix(hue, BLACK, 0.12), colours.second]
    clouds = []
    for place, shade in enumerate(shades):
        angle = turn + math.tau * (place / len(shades) + rng.uniform(-0.05, 0.05))
        reach = rng.uniform(0.22, 0.27) if shade == colours.second else rng.uniform(0.3, 0.4)
        clouds.append((0.5 + 0.48 * math.cos(angle), 0.5 + 0.48 * math.sin(angle), reach, shade))
    return _clouds(size, mix(colours.ground, hue, 0.55), clouds)


def glow(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Light that comes in from the upper right and leaves the lower left to the words."""
    far = BLACK if luminance(colours.ground) < luminance(colours.ink) else WHITE
    clouds = [
        (rng.uniform(0.0, 0.3), 1.0, 0.5, mix(colours.ground, far, 0.3)),
        (rng.uniform(0.8, 1.0), rng.uniform(0.0, 0.12), rng.uniform(0.3, 0.36), colours.pop),
        (rng.uniform(0.34, 0.5), -0.06, rng.uniform(0.2, 0.26), colours.second),
        (1.04, rng.uniform(0.5, 0.6), 0.2, mix(colours.pop, colours.second, 0.3)),
    ]
    return _clouds(size, colours.ground, clouds)


def _clouds(size: Size, ground: Rgb, clouds: list[tuple[float, float, float, Rgb]]) -> Image.Image:
    """Blurred spots of (x, y, reach, colour), all but the colour as shares of the sheet's sides."""
    small = (max(2, size[0] // 8), max(2, size[1] // 8))
    x, y = _axes(small)
    sheet = np.full((small[1], small[0], 3), ground, np.float32)
    for left, top, reach, colour in clouds:
        weight = np.exp(-(((x - left) ** 2 + (y - top) ** 2) / (2 * reach**2)))[..., None]
        sheet = sheet + weight * (np.array(colour, np.float32) - sheet)
    return _image(sheet).resize(size, Image.Resampling.BICUBIC)


def ribbon(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """Parallel bands that swing through the sheet from edge to edge."""
    width, height = size
    sheet = Image.new("RGB", size, colours.ground)
    draw = ImageDraw.Draw(sheet)
    phase, bend = rng.uniform(0, math.tau), rng.choice((-1, 1)) * 0.17
    fall = rng.choice((-1, 1)) * 0.35
    thick = min(width, height) * 0.08
    path = []
    for step in range(201):
        share = step / 200 * 1.4 - 0.2
        path.append(
            (share * width, (0.5 + bend * math.sin(phase + share * 5.0) + (share - 0.5) * fall) * height)
        )
    bands = [colours.pop, colours.second, colours.third, colours.ink, colours.quiet]
    for band, colour in enumerate(bands):
        inner = (band - len(bands) / 2) * thick
        draw.polygon([*_beside(path, inner), *reversed(_beside(path, inner + thick * 1.02))], fill=colour)
    return sheet


def _beside(path: list[tuple[float, float]], distance: float) -> list[tuple[float, float]]:
    """The path, moved sideways by a distance."""
    moved = []
    for place, (x, y) in enumerate(path):
        before, after = path[max(0, place - 1)], path[min(len(path) - 1, place + 1)]
        along = (after[0] - before[0], after[1] - before[1])
        length = math.hypot(*along)
        moved.append((x - along[1] / length * distance, y + along[0] / length * distance))
    return moved


def orb(size: Size, colours: Palette, rng: Random) -> Image.Image:
    """A lit ball with a ring around it, and a small one in its orbit."""
    width, height = size
    sheet = Image.new("RGB", size, colours.ground)
    radius = min(width, height) * 0.31
    centre = (width * 0.5, height * 0.5)
    draw = ImageDraw.Draw(sheet)
    for step, reach in enumerate((1.62, 1.36)):
        far = radius * reach
        box = (centre[0] - far, centre[1] - far, centre[0] + far, centre[1] + far)
        shade = mix(colours.ground, colours.pop, 0.3 + 0.2 * step)
        draw.ellipse(box, outline=shade, width=max(2, round(radius * 0.012)))
    _ball(sheet, centre, radius, colours.pop)
    angle = rng.uniform(0, math.tau)
    moon = (centre[0] + radius * 1.36 * math.cos(angle), centre[1] + radius * 1.36 * math.sin(angle))
    _ball(sheet, moon, radius * 0.2, colours.second)
    far = angle + rng.uniform(2.2, 4.0)
    speck = (centre[0] + radius * 1.62 * math.cos(far), centre[1] + radius * 1.62 * math.sin(far))
    _ball(sheet, speck, radius * 0.08, colours.third)
    return sheet


def _ball(sheet: Image.Image, centre: tuple[float, float], radius: float, colour: Rgb) -> None:
    side = math.ceil(radius * 2)
    x, y = _axes((side, side))
    light = np.clip(1 - np.hypot(x - 0.34, y - 0.3) / 0.86, 0, 1)
    dark, bright = mix(colour, (0, 0, 0), 0.42), mix(colour, (255, 255, 255), 0.5)
    body = _blend(dark, colour, np.clip(light * 2, 0, 1))
    body = body + (np.clip(light * 2 - 1, 0, 1) ** 1.4)[..., None] * (np.array(bright, np.float32) - body)
    edge = np.clip((0.5 - np.hypot(x - 0.5, y - 0.5)) * side, 0, 1)
    corner = (round(centre[0] - radius), round(centre[1] - radius))
    sheet.paste(_image(body), corner, Image.fromarray((edge * 255).astype(np.uint8)))


def _terrain(size: Size, rng: Random) -> Grid:
    width, height = size
    x, y = _axes((max(2, width // 4), max(2, height // 4)))
    aspect = width / height
    total = np.zeros_like(x)
    for octave in range(1, 6):
        for _ in range(3):
            turn, phase = rng.uniform(0, math.tau), rng.uniform(0, math.tau)
            wave = math.cos(turn) * x * aspect + math.sin(turn) * y
            total += np.sin(wave * math.tau * octave * 0.55 + phase).astype(np.float32) / octave**1.6
    total = (total - total.min()) / (total.max() - total.min())
    smooth = Image.fromarray(total)
    return np.asarray(smooth.resize(size, Image.Resampling.BICUBIC), np.float32)


def _axes(size: Size) -> tuple[Grid, Grid]:
    """The x and y of every pixel's centre, 0 to 1."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) + 0.5) / width
    y = (np.arange(height, dtype=np.float32) + 0.5) / height
    across, down = np.meshgrid(x, y)
    return across.astype(np.float32), down.astype(np.float32)


def _blend(one: Rgb, other: Rgb, share: Grid) -> Grid:
    first, second = np.array(one, np.float32), np.array(other, np.float32)
    return np.asarray(first + share[..., None] * (second - first), np.float32)


def _image(pixels: Grid) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
