"""One picture of a whole campaign's pictures, as a designer would pin them to a wall.

`python -m studio.contact_sheet` draws `docs/contact-sheet.png` from an example campaign.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

from store.words import DeliverableType
from studio import banner, flyer, images
from studio.ports import Brand, Brief, Output, Passage
from studio.render import RenderPool

GROUND = (229, 230, 226)
_GAP = 22

_SMALL = 400
"""Pixels: a group with a picture narrower than this is shown at its own scale, or its type would be blown up."""

_EXAMPLE = Brief(
    DeliverableType.IMAGES,
    index=1,
    of=1,
    seed=7,
    name="Trail Season",
    topic="our running shoes, the new trail line",
    objective="a thousand new leads by the end of July",
    channels=("instagram", "x", "web", "print"),
    audience="trail runners in their thirties who train before work",
    messaging="grip you can trust when the path turns wet",
    products=("Ridgeline 2",),
    brand=Brand(
        name="Fellside",
        tagline="Made for the long way round",
        voice="modern, plain, confident",
        website="https://fellside.example",
        primary_colour="#0f5132",
        accent_colour="#ffb703",
    ),
    knowledge=(Passage("prices", "Price list", "prices.md", "The Ridgeline 2 costs 139 euros."),),
)


Spot = tuple[int, int, Image.Image]
"""Left, top and the picture that hangs there, in its size on the sheet."""


def sheet(groups: Sequence[Sequence[Image.Image]], width: int = 1400, row: int = 300) -> Image.Image:
    """The groups under each other: large pictures in justified rows of about `row` pixels, small ones side
    by side at nine tenths of their own size.
    """
    spots: list[Spot] = []
    top = _GAP
    for group in groups:
        small = min(picture.width for picture in group) < _SMALL
        hung = _hung(group, width) if small else _rows(group, width, row)
        spots += [(x, top + y, picture) for x, y, picture in hung]
        top += max(y + picture.height for _, y, picture in hung) + _GAP
    canvas = Image.new("RGB", (width, top), GROUND)
    for x, y, picture in spots:
        _pin(canvas, picture, (x, y))
    return canvas


def _rows(group: Sequence[Image.Image], width: int, row: int) -> list[Spot]:
    rows: list[list[Image.Image]] = [[]]
    for picture in group:
        if rows[-1] and _ratio([*rows[-1], picture]) > (width - _GAP) / row:
            rows.append([])
        rows[-1].append(picture)
    spots: list[Spot] = []
    top = 0
    for each in rows:
        height = round(min(row * 1.4, (width - _GAP * (len(each) + 1)) / _ratio(each)))
        left = _GAP
        for picture in each:
            resized = _resized(picture, height / picture.height)
            spots.append((left, top, resized))
            left += resized.width + _GAP
        top += height + _GAP
    return spots


def _hung(group: Sequence[Image.Image], width: int) -> list[Spot]:
    """Each picture, the tallest first, as high up and then as far left as there is room."""
    spots: list[Spot] = []
    for picture in sorted(
        (_resized(each, 0.9) for each in group), key=lambda each: (-each.height, -each.width)
    ):
        lefts = [_GAP, *(x + each.width + _GAP for x, _, each in spots)]
        tops = [0, *(y + each.height + _GAP for _, y, each in spots)]
        free = [
            (y, x)
            for y in tops
            for x in lefts
            if x + picture.width + _GAP <= width and not any(_touch((x, y, picture), spot) for spot in spots)
        ]
        y, x = min(free)
        spots.append((x, y, picture))
    return spots


def _touch(one: Spot, other: Spot) -> bool:
    """True when there is less than a gap between the two."""
    across = min(one[0] + one[2].width, other[0] + other[2].width) - max(one[0], other[0])
    down = min(one[1] + one[2].height, other[1] + other[2].height) - max(one[1], other[1])
    return across > -_GAP and down > -_GAP


def _resized(picture: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def packed(picture: Image.Image, most: int = 400_000) -> bytes:
    """The picture as a PNG of at most `most` bytes: with fewer colours, then smaller, until it is."""
    for side in (1.0, 0.85, 0.7, 0.55):
        small = picture.resize((round(picture.width * side), round(picture.height * side)))
        for colours in (256, 128, 64):
            buffer = io.BytesIO()
            small.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
            if buffer.tell() <= most:
                return buffer.getvalue()
    return buffer.getvalue()


async def campaign(brief: Brief, render: RenderPool) -> list[list[Image.Image]]:
    """Eight images, a set of banners and four flyers of one campaign."""
    kinds = (
        (DeliverableType.IMAGES, images.maker(render), 8),
        (DeliverableType.BANNER, banner.maker(render), 7),
        (DeliverableType.FLYER, flyer.maker(render), 4),
    )
    return [
        [_opened(await maker.make(_unit(brief, kind, index, count))) for index in range(1, count + 1)]
        for kind, maker, count in kinds
    ]


def _opened(output: Output) -> Image.Image:
    return Image.open(io.BytesIO(output.files[0].data)).convert("RGB")


def _unit(brief: Brief, kind: DeliverableType, index: int, of: int) -> Brief:
    return replace(brief, type=kind, index=index, of=of, seed=brief.seed * 1000 + index)


def _ratio(row: Sequence[Image.Image]) -> float:
    return sum(picture.width / picture.height for picture in row)


def _pin(canvas: Image.Image, picture: Image.Image, at: tuple[int, int]) -> None:
    shade = Image.new("L", canvas.size, 0)
    shade.paste(60, (at[0], at[1] + 3, at[0] + picture.width, at[1] + 3 + picture.height))
    canvas.paste((0, 0, 0), (0, 0), shade.filter(ImageFilter.GaussianBlur(5)))
    canvas.paste(picture, at)


def main() -> None:
    render = RenderPool(1)
    try:
        pictures = asyncio.run(campaign(_EXAMPLE, render))
    finally:
        render.close()
    Path("docs/contact-sheet.png").write_bytes(packed(sheet(pictures)))


if __name__ == "__main__":
    main()
