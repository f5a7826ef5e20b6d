"""The maker of images: chooses words, place and recipe for a unit, and has it painted in the render pool."""

from __future__ import annotations

from dataclasses import replace

from studio.images.colour import parse, to_hex
from studio.images.fonts import any_face, pairing, unwritable
from studio.images.formats import place
from studio.images.painter import Order, Painting, paint
from studio.images.photo import UnreadablePhoto
from studio.images.recipes import recipe
from studio.images.typesetting import DoesNotFit
from studio.images.wishing import coloured, headline_for, heeded, scheme_for, spare
from studio.images.words import HEADLINE, SUB, campaign_turn, copy, titled
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts
from studio.render import RenderPool

VERSION = "1"


class EmbeddedPainter:
    """Paints a campaign's pictures from shapes and type: no model, no network, the same bytes for the same brief."""

    name = "embedded-painter"

    def __init__(self, render: RenderPool) -> None:
        self._render = render

    async def make(self, brief: Brief) -> Output:
        """PNG and WebP of one picture. Raises `MakerError` for words that no font here can set."""
        order, network = order_of(brief)
        try:
            painting = await self._render.run(paint, order)
        except DoesNotFit as error:
            raise MakerError(
                f'"{order.copy.headline}" holds a word too long for a picture',
                "shorten the topic or the message",
            ) from error
        except UnreadablePhoto as error:
            raise MakerError(str(error), "give another photo: PNG, JPEG or WebP") from error
        return _output(brief, order, network, painting)


def order_of(brief: Brief) -> tuple[Order, str]:
    """What is to be painted for the brief, and the network it is for."""
    network, size = place(brief.channels, brief.index)
    turn = campaign_turn(brief)
    wishes, brief = heeded(brief)
    # A revision moves on to another recipe: what was turned down may have been the look.
    kind, scheme, motif = recipe(
        turn, brief.index + len(brief.notes), brief.seed, photo=brief.photo is not None
    )
    scheme = scheme_for(scheme, wishes)
    kind = replace(kind, headline=kind.headline * headline_for(wishes))
    if wishes.level("light"):
        kind = replace(kind, panel_scheme=scheme if kind.panel_scheme else None)
    words = copy(brief, sparing=spare(wishes))
    faces = pairing(brief.brand.voice, words.text, turn)
    if faces is None:
        strange = "".join(sorted(unwritable(words.text, any_face()))) or words.headline
        raise MakerError(
            f"the picture's fonts have no letters for {strange}",
            "give the brief in Latin, Greek or Cyrillic letters",
        )
    subject = " ".join((brief.topic, *brief.products, brief.brand.name))
    facts = Facts(
        maker=f"Drumbeat {EmbeddedPainter.name} {VERSION}",
        source=DigitalSource.COMPOSITE if brief.photo is not None else DigitalSource.ALGORITHM,
        title=words.headline,
        creator=brief.brand.name,
        description="Campaign image",
    )
    brand = coloured(brief.brand, wishes)
    order = Order(words, brand, size, kind, scheme, motif, faces, subject, brief.seed, facts, brief.photo)
    return order, network


def _output(brief: Brief, order: Order, network: str, painting: Painting) -> Output:
    stem = f"image-{brief.index:02d}-{network}-{order.format.width}x{order.format.height}"
    return Output(
        title=titled(brief, order.copy.headline, lambda _: (HEADLINE, SUB)),
        text=order.copy.text,
        files=(
            File(f"{stem}.png", "image", "image/png", painting.png),
            File(f"{stem}.webp", "image", "image/webp", painting.webp),
        ),
        provenance={
            "maker": EmbeddedPainter.name,
            "version": VERSION,
            "seed": brief.seed,
            "sources": [],
            "digital_source_type": order.facts.source.value,
            "network": network,
            "size": [order.format.width, order.format.height],
            "recipe": order.recipe.name,
            "scheme": order.scheme.value,
            "motif": "photo" if brief.photo is not None else order.motif,
            "type": order.pairing.name,
            "colours": [
                to_hex(parse(colour)) for colour in (order.brand.primary_colour, order.brand.accent_colour)
            ],
            "texts": painting.texts,
            "contrast": min(text["contrast"] for text in painting.texts),
        },
    )


def size_of(brief: Brief) -> tuple[str, int, int]:
    """The network that a unit's picture is for, and its width and height in pixels."""
    network, size = place(brief.channels, brief.index)
    return network, size.width, size.height


def headline_of(brief: Brief) -> str:
    """The headline of a unit's picture."""
    return copy(brief).headline
