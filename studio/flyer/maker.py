"""The maker of flyers: one unit is one flyer on one sheet, as a PNG for screens and a PDF for the printer."""

from __future__ import annotations

from studio.flyer.formats import sheet
from studio.flyer.painter import Flyer, Order, paint
from studio.flyer.recipes import recipe
from studio.flyer.words import WORDS, flyer_copy
from studio.images.fonts import any_face, pairing, unwritable
from studio.images.photo import UnreadablePhoto
from studio.images.typesetting import DoesNotFit
from studio.images.wishing import coloured, headline_for, heeded, scheme_for, spare
from studio.images.words import campaign_turn, titled
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts
from studio.render import RenderPool

VERSION = "1"


class FlyerMaker:
    """Sets flyers from type, brand colours, a code and a photo or a drawn motif: no model, no network."""

    name = "embedded-flyer-maker"

    def __init__(self, render: RenderPool) -> None:
        self._render = render

    async def make(self, brief: Brief) -> Output:
        """PNG and PDF of one flyer. Raises `MakerError` for words or a photo that cannot be set."""
        order = order_of(brief)
        try:
            flyer = await self._render.run(paint, order)
        except DoesNotFit as error:
            raise MakerError(
                f'"{order.copy.picture.headline}" holds a word too long for a flyer',
                "shorten the topic or the message",
            ) from error
        except UnreadablePhoto as error:
            raise MakerError(str(error), "give another photo: PNG, JPEG or WebP") from error
        return _output(brief, order, flyer)


def order_of(brief: Brief) -> Order:
    """What is to be made for the brief. Raises `MakerError` for letters that no font here has."""
    page = sheet(brief.channels, brief.index)
    turn = campaign_turn(brief)
    wishes, brief = heeded(brief)
    # A revision moves on to another recipe: what was turned down may have been the look.
    kind, scheme, motif = recipe(
        turn, brief.index + len(brief.notes), brief.seed, photo=brief.photo is not None
    )
    scheme = scheme_for(scheme, wishes)
    words = flyer_copy(brief, sparing=spare(wishes))
    said = "\n".join((words.picture.text, *words.points, words.scan))
    faces = pairing(brief.brand.voice, said, turn)
    if faces is None:
        strange = "".join(sorted(unwritable(said, any_face()))) or words.picture.headline
        raise MakerError(
            f"the flyer's fonts have no letters for {strange}",
            "give the brief in Latin, Greek or Cyrillic letters",
        )
    facts = Facts(
        maker=f"Drumbeat {FlyerMaker.name} {VERSION}",
        source=DigitalSource.COMPOSITE if brief.photo is not None else DigitalSource.ALGORITHM,
        title=words.picture.headline,
        creator=brief.brand.name,
        description=f"Flyer on {page.name}",
    )
    subject = " ".join((brief.topic, *brief.products, brief.brand.name))
    return Order(
        words,
        coloured(brief.brand, wishes),
        page,
        kind,
        scheme,
        motif,
        faces,
        subject,
        brief.seed,
        facts,
        brief.photo,
        headline_for(wishes),
    )


def _output(brief: Brief, order: Order, flyer: Flyer) -> Output:
    stem = f"flyer-{brief.index:02d}-{order.sheet.name}"
    return Output(
        title=titled(brief, order.copy.picture.headline, lambda _: WORDS),
        text="\n".join(str(text["text"]).replace("\u00a0", " ") for text in flyer.texts),
        files=(
            File(f"{stem}.png", "image", "image/png", flyer.png),
            File(f"{stem}.pdf", "document", "application/pdf", flyer.pdf),
        ),
        provenance={
            "maker": FlyerMaker.name,
            "version": VERSION,
            "seed": brief.seed,
            "sources": list(order.copy.sources),
            "digital_source_type": order.facts.source.value,
            "format": order.sheet.name,
            "size": [order.sheet.width, order.sheet.height],
            "recipe": order.recipe.name,
            "scheme": order.scheme.value,
            "motif": "photo" if brief.photo is not None else order.motif,
            "type": order.pairing.name,
            "url": order.copy.url,
            "texts": flyer.texts,
            "contrast": min(text["contrast"] for text in flyer.texts),
        },
    )
