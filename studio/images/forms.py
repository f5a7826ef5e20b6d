"""The motif of a thing on a stage: plain products drawn from a few shapes, lit from the left."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from studio.images.colour import BLACK, WHITE, Rgb, mix
from studio.images.palette import Palette

Size = tuple[int, int]

_KINDS = (
    ("cup", "coffee tea cafe café cup mug cocoa breakfast brew roast"),
    (
        "bottle",
        "skincare skin cream oil wine beer bottle juice drink perfume shampoo serum soap cosmetic",
    ),
    ("phone", "app phone mobile game podcast music ring banking"),
    ("window", "software saas platform website crm tool dashboard course webinar online data cloud ai"),
    ("book", "book guide course magazine story novel workshop class lesson training school reading"),
    ("bag", "shop sale fashion clothes clothing shoes sneakers boots store outlet collection voucher"),
    ("plant", "garden plant flower green nature sustainable tree farm vegan organic energy climate"),
    ("house", "house home property estate flat apartment kitchen furniture insurance mortgage hotel"),
)


def kind_of(subject: str, rng: Random) -> str:
    """The form that a topic brings to mind; a parcel, a ball and a block for any other."""
    words = {word.rstrip("s") for word in re.findall(r"\w+", subject.lower())}
    fitting = [kind for kind, keys in _KINDS if words & {key.rstrip("s") for key in keys.split()}]
    return fitting[0] if fitting else rng.choice(("box", "solids"))


def form(size: Size, colours: Palette, rng: Random, subject: str = "") -> Image.Image:
    """The thing on a round stage, with its shadow and a disc of light behind it."""
    width, height = size
    sheet = Image.new("RGB", size, colours.quiet)
    draw = ImageDraw.Draw(sheet)
    side = min(width, height * 0.95)
    middle, floor = width / 2, height / 2 + side * 0.27
    halo = side * 0.4
    centre = (middle + rng.uniform(-0.05, 0.05) * side, floor - side * 0.3)
    draw.ellipse(_around(*centre, halo, halo), fill=mix(colours.quiet, colours.second, 0.85))
    _stage(draw, middle, floor, side, colours)
    _shadow(sheet, middle, floor, side)
    draw = ImageDraw.Draw(sheet)
    _FORMS[kind_of(subject, rng)](draw, middle, floor, side * 0.5, colours)
    return sheet


def _stage(draw: ImageDraw.ImageDraw, x: float, floor: float, side: float, colours: Palette) -> None:
    reach, flat, depth = side * 0.42, side * 0.075, side * 0.16
    top, wall = mix(colours.ground, WHITE, 0.35), mix(colours.ground, colours.pop, 0.3)
    draw.ellipse(_around(x, floor + depth, reach, flat), fill=wall)
    draw.rectangle((x - reach, floor, x + reach, floor + depth), fill=wall)
    draw.ellipse(_around(x, floor, reach, flat), fill=top)


def _shadow(sheet: Image.Image, x: float, floor: float, side: float) -> None:
    mask = Image.new("L", sheet.size, 0)
    ImageDraw.Draw(mask).ellipse(
        _around(x + side * 0.05, floor + side * 0.008, side * 0.27, side * 0.034), fill=96
    )
    sheet.paste(BLACK, (0, 0), mask.filter(ImageFilter.GaussianBlur(side * 0.014)))


def _cup(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    top, reach, foot = floor - unit * 0.74, unit * 0.42, unit * 0.29
    body = colours.pop
    handle = _around(x + reach * 0.95, top + unit * 0.3, unit * 0.21, unit * 0.2)
    draw.ellipse(handle, outline=mix(body, BLACK, 0.18), width=round(unit * 0.075))
    draw.ellipse(_around(x, floor - unit * 0.02, foot, unit * 0.055), fill=mix(body, BLACK, 0.12))
    _tapered(draw, x, (top, reach), (floor - unit * 0.02, foot), body)
    draw.ellipse(_around(x, top, reach, unit * 0.085), fill=mix(body, WHITE, 0.45))
    draw.ellipse(_around(x, top + unit * 0.012, reach * 0.88, unit * 0.066), fill=(74, 44, 28))
    for strand in (-0.17, 0.0, 0.17):
        path = [
            (x + unit * (strand + 0.035 * math.sin(step / 5)), top - unit * (0.13 + step * 0.013))
            for step in range(24)
        ]
        draw.line(path, fill=mix(colours.second, WHITE, 0.6), width=round(unit * 0.026), joint="curve")


def _bottle(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    body, reach = colours.pop, unit * 0.23
    shoulder = floor - unit * 0.78
    _block(draw, (x - reach, shoulder, x + reach, floor + unit * 0.02), body, unit * 0.08)
    draw.rectangle(
        (x - reach * 0.36, shoulder - unit * 0.09, x + reach * 0.36, shoulder + 2), fill=mix(body, BLACK, 0.2)
    )
    cap = (x - reach * 0.46, shoulder - unit * 0.32, x + reach * 0.46, shoulder - unit * 0.07)
    _block(draw, cap, colours.ink, unit * 0.03)
    label = (x - reach * 0.68, floor - unit * 0.52, x + reach * 0.68, floor - unit * 0.18)
    draw.rectangle(label, fill=mix(colours.ground, WHITE, 0.4))
    for row, share in enumerate((0.9, 0.6, 0.75)):
        y, wide = label[1] + unit * (0.08 + 0.085 * row), reach * 0.5 * share
        draw.rounded_rectangle((x - wide, y, x + wide, y + unit * 0.025), unit * 0.012, fill=body)
    jar = (x + unit * 0.3, floor - unit * 0.22, x + unit * 0.64, floor + unit * 0.03)
    _block(draw, jar, colours.second, unit * 0.04)
    lid = (x + unit * 0.285, floor - unit * 0.31, x + unit * 0.655, floor - unit * 0.2)
    _block(draw, lid, colours.ink, unit * 0.025)


def _phone(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    reach, top = unit * 0.29, floor - unit * 1.16
    draw.rounded_rectangle((x - reach, top, x + reach, floor), unit * 0.075, fill=(24, 26, 32))
    edge = unit * 0.032
    glass = (x - reach + edge, top + edge, x + reach - edge, floor - edge)
    draw.rounded_rectangle(glass, unit * 0.05, fill=mix(colours.ground, WHITE, 0.5))
    left, right = glass[0] + edge, glass[2] - edge
    draw.rounded_rectangle(
        (left, glass[1] + unit * 0.1, right, glass[1] + unit * 0.42), unit * 0.035, fill=colours.pop
    )
    draw.ellipse(_around(x, glass[1] + unit * 0.26, unit * 0.09, unit * 0.09), fill=colours.second)
    for row in range(3):
        y = glass[1] + unit * (0.5 + 0.15 * row)
        draw.ellipse(
            _around(left + unit * 0.05, y + unit * 0.04, unit * 0.045, unit * 0.045), fill=colours.third
        )
        _bar(
            draw,
            left + unit * 0.13,
            y + unit * 0.012,
            right - unit * 0.04,
            unit,
            mix(colours.pop, WHITE, 0.4),
        )
        _bar(
            draw,
            left + unit * 0.13,
            y + unit * 0.062,
            right - unit * 0.16,
            unit,
            mix(colours.pop, WHITE, 0.7),
        )
    draw.rounded_rectangle(
        (left, glass[3] - unit * 0.13, right, glass[3] - unit * 0.03), unit * 0.05, fill=colours.second
    )
    draw.rounded_rectangle(
        (x - unit * 0.07, top + edge * 1.6, x + unit * 0.07, top + edge * 2.6), unit * 0.02, fill=(24, 26, 32)
    )


def _window(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    reach, top, base = unit * 0.66, floor - unit * 1.0, floor - unit * 0.1
    draw.polygon(
        [
            (x - unit * 0.12, base),
            (x + unit * 0.12, base),
            (x + unit * 0.16, floor),
            (x - unit * 0.16, floor),
        ],
        fill=mix(colours.ink, colours.ground, 0.35),
    )
    draw.rounded_rectangle((x - reach, top, x + reach, base), unit * 0.05, fill=(24, 26, 32))
    edge = unit * 0.035
    left, right, upper, lower = x - reach + edge, x + reach - edge, top + edge, base - edge
    draw.rectangle((left, upper, right, lower), fill=mix(colours.ground, WHITE, 0.6))
    draw.rectangle((left, upper, left + unit * 0.26, lower), fill=colours.pop)
    for row in range(4):
        y = upper + unit * (0.1 + 0.1 * row)
        _bar(
            draw,
            left + unit * 0.05,
            y,
            left + unit * (0.21 - 0.03 * (row % 2)),
            unit,
            mix(colours.pop, WHITE, 0.55),
        )
    for column, share in enumerate((0.32, 0.5, 0.42, 0.68, 0.6)):
        start = left + unit * (0.35 + 0.165 * column)
        colour = colours.second if column == 3 else mix(colours.pop, WHITE, 0.35)
        draw.rectangle(
            (start, lower - unit * (0.06 + 0.75 * share), start + unit * 0.11, lower - unit * 0.06),
            fill=colour,
        )
    _bar(draw, left + unit * 0.35, upper + unit * 0.06, left + unit * 0.75, unit, colours.ink)


def _book(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    for row, (colour, wide, shift) in enumerate(
        ((colours.pop, 0.5, 0.0), (colours.second, 0.44, 0.05), (colours.ink, 0.47, -0.03))
    ):
        low = floor + unit * 0.02 - row * unit * 0.165
        left, right, high = x + unit * (shift - wide), x + unit * (shift + wide), low - unit * 0.15
        draw.rounded_rectangle((left, high, right, low), unit * 0.03, fill=colour)
        draw.rectangle(
            (left + unit * 0.05, high + unit * 0.028, right, low - unit * 0.028), fill=(246, 241, 232)
        )
        draw.rectangle(
            (left + unit * 0.05, high + unit * 0.07, right, high + unit * 0.078), fill=(222, 214, 200)
        )
    top = floor + unit * 0.02 - 3 * unit * 0.165
    _block(
        draw,
        (x - unit * 0.25, top - unit * 0.62, x + unit * 0.21, top + unit * 0.01),
        colours.pop,
        unit * 0.02,
    )
    draw.rectangle(
        (x - unit * 0.25, top - unit * 0.62, x - unit * 0.19, top), fill=mix(colours.pop, BLACK, 0.25)
    )
    draw.ellipse(_around(x + unit * 0.01, top - unit * 0.38, unit * 0.1, unit * 0.1), fill=colours.second)
    _bar(draw, x - unit * 0.1, top - unit * 0.18, x + unit * 0.12, unit, mix(colours.pop, WHITE, 0.7))


def _bag(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    for shift, size, colour in ((0.3, 0.68, colours.second), (-0.1, 1.0, colours.pop)):
        middle, reach, top = x + unit * shift, unit * 0.34 * size, floor - unit * 0.86 * size
        handle = (middle - reach * 0.45, top - reach * 0.55, middle + reach * 0.45, top + reach * 0.55)
        draw.arc(handle, 180, 360, fill=mix(colour, BLACK, 0.4), width=round(unit * 0.04))
        _tapered(draw, middle, (top, reach * 0.94), (floor + unit * 0.02, reach), colour)
        low = floor + unit * 0.02
        near = [(middle + reach, low), (middle + reach * 0.72, low), (middle + reach * 0.68, top)]
        draw.polygon([(middle + reach * 0.94, top), *near], fill=mix(colour, BLACK, 0.16))
    middle = x - unit * 0.15
    draw.ellipse(
        _around(middle, floor - unit * 0.4, unit * 0.12, unit * 0.12), fill=mix(colours.pop, WHITE, 0.75)
    )


def _plant(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    stem = floor - unit * 0.4
    green = colours.pop
    for place, (angle, length) in enumerate(((-62, 0.5), (58, 0.52), (-34, 0.68), (30, 0.7), (-3, 0.82))):
        _leaf(
            draw,
            (x, stem),
            math.radians(angle - 90),
            unit * length,
            mix(green, (WHITE, BLACK)[place % 2], 0.14),
        )
    _tapered(draw, x, (floor - unit * 0.44, unit * 0.31), (floor + unit * 0.02, unit * 0.22), colours.second)
    draw.rectangle(
        (x - unit * 0.34, floor - unit * 0.5, x + unit * 0.34, floor - unit * 0.38),
        fill=mix(colours.second, BLACK, 0.12),
    )


def _leaf(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], angle: float, length: float, colour: Rgb
) -> None:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    sides: list[list[tuple[float, float]]] = [[], []]
    for step in range(31):
        share = step / 30
        half = length * 0.21 * math.sin(math.pi * share) ** 0.8
        for side, sign in zip(sides, (1, -1), strict=True):
            x = at[0] + along[0] * length * share + across[0] * half * sign
            side.append((x, at[1] + along[1] * length * share + across[1] * half * sign))
    draw.polygon([*sides[0], *reversed(sides[1])], fill=colour)
    tip = (at[0] + along[0] * length * 0.9, at[1] + along[1] * length * 0.9)
    draw.line((*at, *tip), fill=mix(colour, WHITE, 0.35), width=max(2, round(length * 0.018)))


def _house(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    reach, eaves = unit * 0.44, floor - unit * 0.56
    draw.rectangle(
        (x + unit * 0.2, floor - unit * 0.98, x + unit * 0.31, eaves), fill=mix(colours.pop, BLACK, 0.3)
    )
    draw.rectangle((x - reach, eaves, x + reach, floor + unit * 0.02), fill=mix(colours.ground, WHITE, 0.7))
    draw.rectangle(
        (x + reach * 0.55, eaves, x + reach, floor + unit * 0.02),
        fill=mix(mix(colours.ground, WHITE, 0.7), BLACK, 0.08),
    )
    draw.polygon(
        [(x - reach * 1.2, eaves), (x, floor - unit * 1.06), (x + reach * 1.2, eaves)], fill=colours.pop
    )
    door = (x - unit * 0.09, floor - unit * 0.34, x + unit * 0.11, floor + unit * 0.02)
    draw.rounded_rectangle(door, unit * 0.09, fill=colours.ink, corners=(True, True, False, False))
    for shift in (-0.27, 0.29):
        pane = (x + unit * (shift - 0.08), floor - unit * 0.4, x + unit * (shift + 0.08), floor - unit * 0.22)
        draw.rectangle(pane, fill=colours.second)
    draw.ellipse(_around(x, floor - unit * 0.74, unit * 0.08, unit * 0.08), fill=colours.second)


def _box(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    half, rise, tall = unit * 0.46, unit * 0.2, unit * 0.52
    front = floor + unit * 0.06
    left, right, near = (x - half, front - rise), (x + half, front - rise), (x, front)

    def up(point: tuple[float, float]) -> tuple[float, float]:
        return point[0], point[1] - tall

    far = (x, front - rise * 2 - tall)
    draw.polygon([left, near, up(near), up(left)], fill=colours.pop)
    draw.polygon([near, right, up(right), up(near)], fill=mix(colours.pop, BLACK, 0.25))
    draw.polygon([up(left), up(near), up(right), far], fill=mix(colours.pop, WHITE, 0.25))
    tape = [
        _between(up(left), up(near), 0.4),
        _between(up(left), up(near), 0.6),
        _between(far, up(right), 0.6),
    ]
    draw.polygon([*tape, _between(far, up(right), 0.4)], fill=colours.second)
    drop = [_between(up(left), up(near), 0.4), _between(up(left), up(near), 0.6)]
    draw.polygon(
        [*drop, (drop[1][0], drop[1][1] + tall * 0.34), (drop[0][0], drop[0][1] + tall * 0.34)],
        fill=colours.second,
    )


def _solids(draw: ImageDraw.ImageDraw, x: float, floor: float, unit: float, colours: Palette) -> None:
    cone = (x + unit * 0.24, floor - unit * 0.78)
    left, right = (x - unit * 0.1, floor - unit * 0.02), (x + unit * 0.58, floor - unit * 0.02)
    draw.polygon([cone, left, right], fill=colours.second)
    draw.polygon([cone, _between(left, right, 0.62), right], fill=mix(colours.second, BLACK, 0.16))
    arch = (x - unit * 0.5, floor - unit * 0.95, x + unit * 0.04, floor + unit * 0.02)
    draw.rounded_rectangle(arch, unit * 0.27, fill=colours.pop, corners=(True, True, False, False))
    door = (x - unit * 0.36, floor - unit * 0.62, x - unit * 0.1, floor + unit * 0.02)
    shade = mix(colours.pop, BLACK, 0.28)
    draw.rounded_rectangle(door, unit * 0.13, fill=shade, corners=(True, True, False, False))
    draw.ellipse(_around(x + unit * 0.14, floor - unit * 0.1, unit * 0.15, unit * 0.15), fill=colours.ink)


_FORMS: dict[str, Callable[[ImageDraw.ImageDraw, float, float, float, Palette], None]] = {
    "cup": _cup,
    "bottle": _bottle,
    "phone": _phone,
    "window": _window,
    "book": _book,
    "bag": _bag,
    "plant": _plant,
    "house": _house,
    "box": _box,
    "solids": _solids,
}


def _around(x: float, y: float, reach: float, rise: float) -> tuple[float, float, float, float]:
    return x - reach, y - rise, x + reach, y + rise


def _between(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _bar(draw: ImageDraw.ImageDraw, left: float, top: float, right: float, unit: float, colour: Rgb) -> None:
    draw.rounded_rectangle((left, top, right, top + unit * 0.032), unit * 0.016, fill=colour)


def _block(
    draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: Rgb, radius: float
) -> None:
    """A rounded block, lit from the left and dark on its right."""
    left, top, right, bottom = box
    draw.rounded_rectangle(box, radius, fill=mix(colour, BLACK, 0.2))
    draw.rounded_rectangle((left, top, left + (right - left) * 0.74, bottom), radius, fill=colour)
    shine = left + (right - left) * 0.12
    draw.rounded_rectangle(
        (shine, top + radius, shine + (right - left) * 0.06, bottom - radius),
        radius / 3,
        fill=mix(colour, WHITE, 0.4),
    )


def _tapered(
    draw: ImageDraw.ImageDraw, x: float, upper: tuple[float, float], lower: tuple[float, float], colour: Rgb
) -> None:
    """A body with straight sides between two (y, half width)s, its right third in shade."""
    (top, wide), (bottom, foot) = upper, lower
    draw.polygon([(x - wide, top), (x + wide, top), (x + foot, bottom), (x - foot, bottom)], fill=colour)
    shade = [(x + wide * 0.45, top), (x + wide, top), (x + foot, bottom), (x + foot * 0.45, bottom)]
    draw.polygon(shade, fill=mix(colour, BLACK, 0.14))
