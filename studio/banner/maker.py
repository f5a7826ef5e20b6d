"""The maker of banners: one unit is one banner in one of the IAB's sizes, dealt over the step in order of use."""

from __future__ import annotations

from studio.banner.formats import BannerFormat, format_of
from studio.banner.painter import Banner, Order, paint
from studio.banner.recipes import recipe
from studio.checks.reading import stems
from studio.images.fonts import any_face, pairing, unwritable
from studio.images.photo import UnreadablePhoto
from studio.images.typesetting import DoesNotFit
from studio.images.wishing import coloured, headline_for, heeded, scheme_for, spare
from studio.images.words import campaign_turn, copy, titled
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts
from studio.render import RenderPool

VERSION = "1"


class BannerMaker:
    """Sets banners from type, brand colours and a photo or a drawn motif: no model, no network."""

    name = "embedded-banner-maker"

    def __init__(self, render: RenderPool) -> None:
        self._render = render

    async def make(self, brief: Brief) -> Output:
        """PNG and WebP of one banner. Raises `MakerError` for words or a photo that cannot be set."""
        order = order_of(brief)
        try:
            banner = await self._render.run(paint, order)
        except DoesNotFit as error:
            raise MakerError(
                f'"{order.copy.headline}" holds a word too long for a banner of '
                f"{order.format.width} by {order.format.height}",
                "shorten the topic or the message",
            ) from error
        except UnreadablePhoto as error:
            raise MakerError(str(error), "give another photo: PNG, JPEG or WebP") from error
        return _output(brief, order, banner)


def order_of(brief: Brief) -> Order:
    """What is to be painted for the brief. Raises `MakerError` for letters that no font here has."""
    size = format_of(brief.index)
    turn = campaign_turn(brief)
    wishes, brief = heeded(brief)
    # A revision moves on to another recipe: what was turned down may have been the look.
    kind, scheme, motif = recipe(
        turn, brief.index + len(brief.notes), brief.seed, photo=brief.photo is not None
    )
    scheme = scheme_for(scheme, wishes)
    words = copy(brief, *size.words, sparing=spare(wishes))
    faces = pairing(brief.brand.voice, words.text, turn)
    if faces is None:
        strange = "".join(sorted(unwritable(words.text, any_face()))) or words.headline
        raise MakerError(
            f"the banner's fonts have no letters for {strange}",
            "give the brief in Latin, Greek or Cyrillic letters",
        )
    subject = " ".join((brief.topic, *brief.products, brief.brand.name))
    facts = Facts(
        maker=f"Drumbeat {BannerMaker.name} {VERSION}",
        source=DigitalSource.COMPOSITE if brief.photo is not None else DigitalSource.ALGORITHM,
        title=words.headline,
        creator=brief.brand.name,
        description=f"Display banner {size.width} by {size.height}",
    )
    # A headline that does not name the topic needs the sub line that does.
    named = bool(stems(words.headline) & stems(" ".join((brief.topic, *brief.products))))
    return Order(
        words,
        coloured(brief.brand, wishes),
        size,
        kind,
        scheme,
        motif,
        faces,
        subject,
        brief.seed,
        facts,
        named,
        brief.photo,
        headline_for(wishes),
    )


def _output(brief: Brief, order: Order, banner: Banner) -> Output:
    size: BannerFormat = order.format
    stem = f"banner-{brief.index:02d}-{size.name}-{size.width}x{size.height}"
    said = "\n".join(str(text["text"]) for text in banner.texts)
    return Output(
        title=titled(brief, order.copy.headline, lambda number: format_of(number).words),
        text=said.replace("\u00a0", " "),
        files=(
            File(f"{stem}.png", "image", "image/png", banner.png),
            File(f"{stem}.webp", "image", "image/webp", banner.webp),
        ),
        provenance={
            "maker": BannerMaker.name,
            "version": VERSION,
            "seed": brief.seed,
            "sources": [],
            "digital_source_type": order.facts.source.value,
            "format": size.name,
            "size": [size.width, size.height],
            "recipe": order.recipe.name,
            "scheme": order.scheme.value,
            "motif": "photo" if brief.photo is not None else order.motif,
            "type": order.pairing.name,
            "texts": banner.texts,
            "contrast": min(text["contrast"] for text in banner.texts),
        },
    )
