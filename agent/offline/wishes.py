"""Changes of what is already asked for: all of it at once, one thing for another, what was dropped brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.offline.captures import Captured
from agent.offline.items import (
    Words,
    exchange,
    factor_of,
    meant_by,
    owed,
    put,
    quantity_of,
    spoken_of_before,
    thing,
)
from agent.offline.numbers import number
from agent.offline.reading import Act, Reading, Situation


@dataclass(frozen=True, slots=True)
class Wish:
    """One fragment on its way into the reading `out`."""

    out: Reading
    situation: Situation
    captured: Captured
    words: Words
    evidence: str

    @property
    def kinds(self) -> list[str]:
        """The types that are named, in the order of the words."""
        return [kind for _, tag in self.captured.tags if (kind := thing(tag)) is not None]

    @property
    def quantity(self) -> int | None:
        return quantity_of(self.captured, self.words, self.kinds)

    @property
    def last(self) -> str | None:
        """What "that" or "them" is: the thing spoken of last."""
        return self.out.last_type or spoken_of_before(self.situation)


def _there(wish: Wish) -> dict[str, int]:
    """What is asked for by now: the things of this utterance, or else those of the draft or the offer."""
    held = owed(wish.situation)
    said = {i.type: i.quantity or held.get(i.type) or 1 for i in wish.out.items if i.change != "remove"}
    return said or held


def _every(wish: Wish) -> None:
    """Changes the number of each thing at once: "make everything three", "half of everything", "one more of each"."""
    tags = {tag for _, tag in wish.captured.tags}
    factor, quantity = factor_of(wish.captured), wish.quantity
    there = _there(wish)
    for kind, count in ({kind: there.get(kind, 0) for kind in wish.kinds} or there).items():
        if factor is not None:
            put(wish.out, kind, "set", max(1, round(count * factor)), wish.evidence)
        elif quantity and "more" in tags:
            put(wish.out, kind, "set", count + quantity, wish.evidence)
        elif quantity and "fewer" in tags:
            left = count - quantity
            put(wish.out, kind, "set" if left > 0 else "remove", left if left > 0 else None, wish.evidence)
        elif quantity:
            put(wish.out, kind, "set", quantity, wish.evidence)


def _scaled(wish: Wish) -> None:
    kind = wish.kinds[-1] if wish.kinds else wish.last
    if kind is None and wish.situation.question.get("kind") == "offer":
        _every(wish)
        return
    count, factor = _there(wish).get(kind or ""), factor_of(wish.captured)
    if kind and count and factor:
        put(wish.out, kind, "set", max(1, round(count * factor)), wish.evidence)
        wish.out.flags.add("adjusts")


def _same_for(wish: Wish) -> None:
    """As many as of another thing, or of the one spoken of last: "and the same for banners"."""
    kind, last = wish.kinds[0], wish.kinds[1] if len(wish.kinds) > 1 else wish.last
    counts = {**owed(wish.situation), **{item.type: item.quantity for item in wish.out.items}}
    put(wish.out, kind, "set", counts.get(last) if last else None, wish.evidence)


def _traded(wish: Wish) -> None:
    """The thing that is wanted stands in the fragment's list, the one it takes the place of outside."""
    first, end = wish.captured.spans["item"]
    named = [(at, kind) for at, tag in wish.captured.tags if (kind := thing(tag)) is not None]
    new = [kind for at, kind in named if first <= at < end]
    old = [kind for at, kind in named if not first <= at < end]
    if not (new and old):
        return
    for kind in set(old[:-1]) - {old[-1], new[-1]}:
        put(wish.out, kind, "remove", None, wish.evidence)
    if (part := wish.captured.spans.get("m")) is not None and number(wish.words(*part)):
        put(wish.out, old[-1], "remove", number(wish.words(*part)), wish.evidence)
        put(wish.out, new[-1], "add", wish.quantity or 1, wish.evidence)
        wish.out.flags.add("adjusts")
    else:
        exchange(wish.out, wish.situation, old[-1], new[-1], wish.quantity, wish.evidence)


def _all_dropped(wish: Wish) -> None:
    """Each of the things that one verb drops: "lose the video and the banner"."""
    for kind in dict.fromkeys(wish.kinds):
        put(wish.out, kind, "remove", None, wish.evidence)


def _restored(wish: Wish) -> None:
    """Brings back what was dropped, as many as there were; of what is still there it takes the last change back."""
    kind = wish.kinds[-1]
    if kind in owed(wish.situation) or _just_dropped(kind, wish.situation):
        wish.out.acts.append(Act("undo_change"))
        wish.out.last_type = kind
    else:
        put(wish.out, kind, "set", _counted_before(kind, wish.situation), wish.evidence)


def _earlier(text: str, situation: Situation) -> Reading:
    from agent.offline.understand import understand

    return understand(text, Situation(situation.today, {"kind": "slot", "slot": "deliverables"}))


def _just_dropped(kind: str, situation: Situation) -> bool:
    """Whether dropping it, whole, was all that the turn before said."""
    if not situation.before:
        return False
    told = _earlier(situation.before[-1], situation)
    dropped = [item.type for item in told.items if item.change == "remove" and item.quantity is None]
    return dropped == [kind] and len(told.items) == 1 and not told.slots and not told.only


def _counted_before(kind: str, situation: Situation) -> int | None:
    """How many of it the caller asked for last."""
    for text in reversed(situation.before):
        for item in _earlier(text, situation).items:
            if item.type == kind and item.change == "set" and item.quantity:
                return item.quantity
    return None


def _only(wish: Wish) -> None:
    """Keeps the thing that is named, and whatever else this utterance asks for, out of all that is there."""
    kind = wish.kinds[0]
    wish.out.only = True
    put(wish.out, kind, "set", wish.quantity or owed(wish.situation).get(kind), wish.evidence)


def _wiped(wish: Wish) -> None:
    wish.out.items.clear()
    wish.out.only = True
    wish.out.flags.add("wiped")
    put(wish.out, wish.kinds[0], "set", wish.quantity, wish.evidence)


def _rest_goes(wish: Wish) -> None:
    last = wish.last
    if not wish.out.items and last:
        put(wish.out, last, "set", owed(wish.situation).get(last), wish.evidence)
    wish.out.only = bool(wish.out.items)


def _doubts_number(wish: Wish) -> None:
    """A number is too large, and no other is said: it is asked for."""
    said = wish.captured.spans.get("m")
    doubted = number(wish.words(*said)) if said else None
    kind = wish.kinds[-1] if wish.kinds else meant_by(wish.out, wish.situation, doubted)
    if kind is not None:
        wish.out.last_type = kind
        wish.out.flags.add("more_of")


CHANGES: Mapping[str, Callable[[Wish], None]] = {
    "every": _every,
    "scaled": _scaled,
    "same_for": _same_for,
    "traded": _traded,
    "restored": _restored,
    "exchanged": _traded,
    "all_dropped": _all_dropped,
    "kept": _only,
    "only_so": _only,
    "wiped": _wiped,
    "rest_goes": _rest_goes,
    "doubts_number": _doubts_number,
}
"""What takes each fragment into the reading."""
