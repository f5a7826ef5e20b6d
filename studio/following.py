"""Which notes of a remake the embedded makers can follow, so that the others can be told from the start."""

from __future__ import annotations

from store.words import DeliverableType
from studio.creative.script import wishes_of as wishes_for_script
from studio.ports import Brief
from studio.text.notes import Wishes
from studio.text.notes import wishes_of as wishes_for_text
from studio.wishes import Medium, examples, understood

_D = DeliverableType
_MEDIUM: dict[DeliverableType, Medium] = {
    _D.IMAGES: "pictures",
    _D.BANNER: "pictures",
    _D.FLYER: "pictures",
    _D.VIDEO: "pictures",
    _D.JINGLE: "sounds",
}
_TEXT = ("shorter", "longer", "less formal", "more formal", "mention the price")


def followed(kind: DeliverableType, note: str) -> bool:
    """Whether the embedded maker of that type would follow anything in the note."""
    medium = _MEDIUM.get(kind)
    if medium is None:
        brief = Brief(kind, 1, 1, 0, "", "", "", notes=(note,))
        return wishes_for_text(brief) != Wishes()
    return understood(note, medium) or (kind is _D.VIDEO and bool(wishes_for_script(note)))


def notes_for(kind: DeliverableType) -> list[str]:
    """A few notes that would be followed, to be said."""
    medium = _MEDIUM.get(kind)
    return examples(medium) if medium is not None else list(_TEXT)
