"""Wishes about deliverables: lists, additions, replacements, removals, and corrections of what was said before."""

from __future__ import annotations

from collections.abc import Callable

from agent.offline.captures import Captured
from agent.offline.numbers import number
from agent.offline.reading import Item, Reading, Situation

_TYPE_OF = {"email_sequence": "email_nurture"}
_TYPES = frozenset(
    {
        *("research", "plan", "blog_post", "social_posts", "email_nurture", "email_sequence"),
        *("images", "banner", "flyer", "jingle", "video"),
    }
)
Words = Callable[[int, int], list[str]]


def thing(tag: str) -> str | None:
    """The type of deliverable that a tag names, or None when it names none."""
    return _TYPE_OF.get(tag, tag) if tag in _TYPES else None


def take_item(
    out: Reading, situation: Situation, fragment: str, captured: Captured, words: Words, evidence: str
) -> None:
    """Adds what the fragment says to the reading."""
    types = [tag for _, tag in captured.tags if tag in _TYPES]
    fragment, said_so = _LIKE.get(fragment, fragment), fragment
    quantity = quantity_of(captured, words, types)
    other = _number(captured, "m", words)
    if fragment == "item_range":
        kind = _TYPE_OF.get(types[-1], types[-1])
        if quantity is not None and other is not None:
            out.asks = (quantity, other, kind)
            out.last_type = kind
        return
    if fragment == "replace":
        new, old = (
            (types[1], types[0]) if "item" in captured.spans and len(types) > 1 else (types[0], types[-1])
        )
        if evidence.lower().split()[0] not in ("replace", "swap", "instead"):
            new, old = types[0], types[-1]
        exchange(out, situation, old, new, quantity, evidence)
        return
    if fragment == "more_of":
        out.last_type = _TYPE_OF.get(types[-1], types[-1])
        return
    if said_so == "struck" and not types:
        meant = out.last_type or spoken_of_before(situation)
    else:
        meant = types[-1] if types else meant_by(out, situation, other)
    if meant is None:
        return
    kind = meant
    change = _CHANGES.get(fragment, "set")
    if fragment == "only":
        out.only = True
        quantity = quantity or owed(situation).get(_TYPE_OF.get(kind, kind))
    if fragment == "less":
        change = "remove"
    if quantity == 0:
        change, quantity = "remove", None
    if fragment == "scale":
        change, quantity = "set", _scaled(captured, situation, kind)
    if fragment == "remove" and quantity is None and _drop_said(out, situation, kind):
        return
    if _adjusts(fragment, evidence):
        out.flags.add("adjusts")
    put(out, kind, change, quantity, evidence)


_LIKE = {
    "order": "want",
    "counted_of": "item",
    "noun_first": "item",
    "roughly_so": "item",
    "range_between": "item_range",
    "mended_number": "set",
    "suffices": "set",
    "and_one": "want",
    "counted_so": "counted_after",
    "put_at": "set",
    "cut_by": "less",
    "one_more": "add",
    "anew": "swap",
    "anew_so": "swap",
    "seconded": "add",
    "docked": "less",
    "called_even": "set",
    "put_instead": "set",
    "struck": "remove",
    "spared": "remove",
    "none_of": "remove",
    "added_so": "add",
    "asked_for": "want",
    "counted_late": "counted_after",
}
"""Fragments of running speech that say what a plainer one says."""
_TIMES = {"times2": 2.0, "times3": 3.0, "half": 0.5}


def factor_of(captured: Captured) -> float | None:
    """How many times as much; None when no factor is said."""
    return next((_TIMES[tag] for _, tag in captured.tags if tag in _TIMES), None)


def owed(situation: Situation) -> dict[str, int]:
    """What the draft owes by type, or what is offered while it owes nothing."""
    held = (situation.campaign or {}).get("deliverables") or []
    offered = situation.question.get("suggestion") if situation.asks("deliverables") else None
    listed = held or (offered if isinstance(offered, list) else [])
    return {str(item["type"]): int(item["quantity"]) for item in listed}


def _scaled(captured: Captured, situation: Situation, kind: str) -> int | None:
    """Twice or half of what the draft owes of it; None when it owes none."""
    there, factor = owed(situation).get(_TYPE_OF.get(kind, kind)), factor_of(captured)
    return max(1, round(there * factor)) if there and factor else None


def _adjusts(fragment: str, evidence: str) -> bool:
    """Whether it changes a number that is known: "the posts to eight" takes the rest of an offered mix as it is."""
    return fragment in ("less", "scale", "swap") or (fragment == "set" and "the" in evidence.lower().split())


def exchange(
    out: Reading, situation: Situation, old: str, new: str, quantity: int | None, evidence: str
) -> None:
    """One thing in place of another, as many as there were unless a number is said."""
    old, new = _TYPE_OF.get(old, old), _TYPE_OF.get(new, new)
    said = next((item.quantity for item in out.items if item.type == old), None)
    count = quantity or said or owed(situation).get(old)
    if old != new:
        put(out, old, "remove", None, evidence)
    put(out, new, "set", count, evidence)
    out.flags.add("adjusts")


_CHANGES = {"add": "add", "remove": "remove"}


def put(out: Reading, kind: str, change: str, quantity: int | None, evidence: str) -> None:
    """A later wish about the same thing replaces an earlier one of the same utterance, unless it adds."""
    kind = _TYPE_OF.get(kind, kind)
    said = next((item for item in out.items if item.type == kind), None)
    if said is not None and change == "remove" and (quantity or 0) < (said.quantity or 0) and quantity:
        said.quantity = (said.quantity or 0) - quantity
    elif said is not None and change != "remove":
        if change == "set":
            said.quantity, said.words = quantity or said.quantity, evidence
            if said.change == "remove":
                said.change = "set"
        elif quantity is not None:
            said.quantity = (said.quantity or 0) + quantity
    else:
        if said is not None:
            out.items.remove(said)
        # mypy cannot see that the callers pass one of the three.
        out.items.append(Item(kind, change, quantity, evidence))  # type: ignore[arg-type]
    out.last_type = kind
    so_far = out.evidence.get("deliverables")
    if not (so_far or "").endswith(evidence):
        out.evidence["deliverables"] = f"{so_far}, {evidence}" if so_far else evidence


def _drop_said(out: Reading, situation: Situation, kind: str) -> bool:
    """Forgets a thing that was wished for in this very utterance and that the draft does not hold."""
    kind = _TYPE_OF.get(kind, kind)
    held = {item["type"] for item in (situation.campaign or {}).get("deliverables", [])}
    kept = [item for item in out.items if item.type != kind]
    forgotten = len(kept) < len(out.items)
    out.items = kept
    return forgotten and kind not in held


def quantity_of(captured: Captured, words: Words, types: list[str]) -> int | None:
    """How many are said; None when no number is."""
    said = _number(captured, "n", words)
    if said is not None:
        return said
    one = any(tag == "one" for _, tag in captured.tags)
    return 1 if one and not (types and types[-1] == "email_sequence") else None


def _number(captured: Captured, name: str, words: Words) -> int | None:
    span = captured.spans.get(name)
    return number(words(*span)) if span else None


def meant_by(out: Reading, situation: Situation, quantity: int | None) -> str | None:
    """The thing that a bare number is about: the one with that quantity, or the one last mentioned."""
    held = (situation.campaign or {}).get("deliverables", [])
    if quantity is not None:
        said = [item.type for item in out.items if item.quantity == quantity]
        said = said or [str(item["type"]) for item in held if item["quantity"] == quantity]
        if len(said) == 1:
            return said[0]
    if out.last_type:
        return out.last_type
    return spoken_of_before(situation) or (str(held[-1]["type"]) if held else None)


def spoken_of_before(situation: Situation) -> str | None:
    """The deliverable that the caller spoke of last, in the turns before."""
    from agent.offline.understand import understand

    for text in reversed(situation.before[-4:]):
        earlier = understand(text, Situation(situation.today, {"kind": "slot", "slot": "deliverables"}))
        if earlier.last_type:
            return earlier.last_type
    return None
