"""What a free text says: which slot it fills, and with which words of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.offline.amounts import amounts_in, is_amount, with_amount
from agent.offline.channels import take_channels_within, took_all_as_channels
from agent.offline.chart import Step
from agent.offline.clauses import is_glue
from agent.offline.deadline import deadline_within
from agent.offline.items import spoken_of_before
from agent.offline.letters import spelled
from agent.offline.numbers import number
from agent.offline.pointed import audience_in, objective_in, topic_in, without_tail
from agent.offline.reading import Act
from agent.offline.spelling import put_right, said_before, spelled_slot
from agent.offline.tokens import Token
from agent.offline.topics import PLACEHOLDERS, PROMOTING, RESULTS, named_in, split_audience, without_reason
from agent.offline.values import (
    as_name,
    cleaned,
    is_amount_of_something,
    is_spoken,
    unhedged,
    with_numbers_heard_right,
    without_pondering,
)
from agent.offline.walk import Walk

_HEDGED = frozenset({"objective", "topic", "audience", "goals"})
_SAY_NOTHING = frozenset({"query", "aside"})
_LIKE = re.compile(r"^(?:maybe |perhaps )?(?:something|anything|one) like ", re.IGNORECASE)
_NO_NAME = frozenset({"something else", "something different", "another name", "differently", "it"})
_CLAUSES = frozenset({"it", "the", "deadline", "with", "due", "everything", "all"})
"""How a deadline begins that is a clause of its own."""


@dataclass(frozen=True, slots=True)
class _Text:
    start: int
    end: int
    words: Sequence[Token]
    value: str


def take_text(walk: Walk, step: Step) -> None:
    """Writes what the text says into its slot, or where else it belongs."""
    start = walk.starts(step)
    words = walk.tokens[start : step.end]
    if step.name in _HEDGED:
        words = unhedged(words)
    elif step.name == "name" and is_spoken(walk.source):
        words = without_pondering(words)
    if step.name == "topic" and "name" not in walk.out.slots:
        words = _behind_title(walk, words)
    text = _Text(start, step.end, words, cleaned(walk.source, words))
    if step.name == "spelled":
        _spelled(walk, text)
    elif text.value and step.name not in _SAY_NOTHING:
        _said(walk, step.name, text)


_TOLD_OF = frozenset({"for", "about", "on"})


def _behind_title(walk: Walk, words: Sequence[Token]) -> Sequence[Token]:
    """The words without the title in quotes that leads to them, which is the name: "'Plug In' for our chargers"."""
    title = next((at for at, token in enumerate(words) if not token.quoted), len(words))
    if not title or title + 1 >= len(words) or words[title].symbol not in _TOLD_OF:
        return words
    name = walk.source[words[0].start : words[title - 1].end]
    walk.put("name", name, name)
    walk.out.create = True
    return words[title + 1 :]


_PUTTING = frozenset({"no", "nope", "nah", "put", "write", "note", "mark", "take", "use", "down", "with"})


def take_told(walk: Walk, slot: str, start: int, end: int) -> None:
    """Writes the words [start, end) into the slot that a cue behind them names: "put down Fresh Start as the name".

    `before` is the text that was said last: "no, Spirit Walk is better".
    """
    if slot == "before":
        slot = said_before(walk.situation) or "name"
    first = start
    while start < end - 1 and (is_glue(walk.symbols[start]) or walk.symbols[start] in _PUTTING):
        start += 1
    if first < start < end - 2 and walk.symbols[start : start + 2] == ["go", "with"]:
        start += 2
    while end - start > 2 and walk.symbols[end - 2 : end] in (["on", "it"], ["to", "it"], ["for", "it"]):
        end -= 2
    words = walk.tokens[start:end]
    text = _Text(start, end, words, cleaned(walk.source, words))
    value = _VALUES.get(slot, _as_said)(walk, text) if text.value else None
    if value is not None:
        walk.put(slot, value, walk.span(start, end))


def _spelled(walk: Walk, text: _Text) -> None:
    if letters := spelled(text.words):
        slot = spelled_slot(walk.source, walk.situation)
        walk.put(slot, put_right(slot, letters, walk.situation), walk.evidence(text.start, text.end))


def _said(walk: Walk, opened: str, text: _Text) -> None:
    if (opened == "about_for" or _is_for(walk)) and took_all_as_channels(walk, text.start, text.end):
        return
    slot = walk.put_right or _slot_of(walk, opened, text.value)
    if slot == "topic" and _is_result(walk, text):
        slot = "objective"
    if slot == "objective" and _tells_no_aim(walk, text.value):
        return
    bare = walk.cue is not None and walk.cue.name == "bare_amount"
    if not slot or (bare and not is_amount_of_something(text.value)):
        return
    if slot == "topic" and _is_beside(walk, text):
        return
    if slot == "copy_name" and not any(act.name == "duplicate_campaign" for act in walk.out.acts):
        slot = "name"
    value = _VALUES.get(slot, _as_said)(walk, text)
    if value is None:
        return
    walk.put(slot, value, walk.evidence(text.start, text.end))
    walk.last = (walk.cue, slot)
    if slot in ("objective", "goals"):
        _take_deadline_within(walk, slot, text.start, text.end)
        take_channels_within(walk, text.start, text.end)


def _is_result(walk: Walk, text: _Text) -> bool:
    """Whether what answers the question for the topic counts what is to be won: "five hundred members by May"."""
    if walk.cue is not None or (walk.situation.campaign or {}).get("objective"):
        return False
    return is_amount_of_something(text.value) and not RESULTS.isdisjoint(text.value.casefold().split())


_SOFT_CUES = frozenset({"wish", "reached", "pitch", "about_for"})


def _tells_no_aim(walk: Walk, value: str) -> bool:
    """Whether a wish without a number is no new objective: "hold on, I need to ask my partner first"."""
    held = (walk.situation.campaign or {}).get("objective")
    soft = walk.cue is not None and walk.cue.name in _SOFT_CUES
    return bool(held) and soft and not walk.situation.asks("objective") and not amounts_in(value)


def _is_beside(walk: Walk, text: _Text) -> bool:
    """What tells of the talk or of one thing, and not of the campaign: "It's a delicate subject", "a post about us"."""
    cue = walk.cue
    if cue is None or cue.end != text.start:
        return False
    if cue.name == "it_is":
        return "topic" in walk.out.slots
    known = bool((walk.situation.campaign or {}).get("topic")) and not walk.situation.asks("topic")
    plain = cue.name == "about" and cue.end - cue.start == 1
    return plain and known and bool(walk.out.items) and not walk.tokens[cue.start - 1].after


def _as_said(_walk: Walk, text: _Text) -> str:
    return text.value


def _name(walk: Walk, text: _Text) -> str | None:
    spoken = is_spoken(walk.source)
    name = as_name(without_tail(text.value) if spoken else text.value, text.words, spoken=spoken)
    name = _LIKE.sub("", name) or name
    if name.lower() in PLACEHOLDERS and "campaign" in text.value.lower():
        walk.out.create = walk.out.create or walk.situation.campaign is None
        return None
    if name.lower() in _NO_NAME:
        walk.out.flags.add("rename")
        return None
    return name


def _copy_name(walk: Walk, text: _Text) -> None:
    name = as_name(text.value, text.words, spoken=is_spoken(walk.source))
    for at, act in enumerate(walk.out.acts):
        if act.name == "duplicate_campaign":
            walk.out.acts[at] = Act(act.name, {**act.arguments, "name": name})


def _topic(walk: Walk, text: _Text) -> str | None:
    """What it is about, without the name, the people and the reason that were said with it."""
    if text.value.lower() in PLACEHOLDERS:
        walk.out.create = walk.out.create or (
            walk.situation.campaign is None and "campaign" in text.value.lower()
        )
        return None
    topic = topic_in(text.value[5:] if text.value.lower().startswith("it's ") else text.value)
    if topic.lower() in PLACEHOLDERS:
        return None
    if (named := named_in(topic)) is not None:
        name, topic = named
        walk.put("name", name, name)
    topic = without_reason(topic)
    cue = walk.cue
    promotes = cue is not None and (cue.name == "pitch" or walk.symbols[cue.end - 1] in PROMOTING)
    parted = split_audience(topic) if promotes else None
    if parted is None:
        return topic
    walk.put("audience", parted[1], f"to {parted[1]}")
    return parted[0]


def _objective(walk: Walk, text: _Text) -> str | None:
    value = objective_in(with_numbers_heard_right(text.value))
    if value.lower() in PLACEHOLDERS:
        return None
    elsewhere = took_all_as_channels(walk, text.start, text.end) or _amended(walk, value)
    return None if elsewhere else value


def _audience(_walk: Walk, text: _Text) -> str:
    return audience_in(text.value)


def _products(_walk: Walk, text: _Text) -> list[str]:
    parts = text.value.replace(", and ", ", ").replace(" and ", ", ").split(",")
    return [part.strip() for part in parts if part.strip()]


_VALUES: Mapping[str, Callable[[Walk, _Text], str | list[str] | None]] = {
    "name": _name,
    "copy_name": _copy_name,
    "topic": _topic,
    "objective": _objective,
    "audience": _audience,
    "products": _products,
}
"""None when there is nothing to write: it said nothing, or was taken elsewhere."""


def _slot_of(walk: Walk, slot: str, value: str) -> str:
    """What "for …" is: a campaign that exists, what a new one is about, or whom it is for."""
    if slot in ("audience", "about_for") and _counted(value):
        return "objective"
    if slot == "topic" and _says_for(walk):
        slot = "about_for"
    if slot == "topic" and "topic" in walk.out.slots and _features(walk):
        return "products"
    if slot != "about_for":
        return _pitched(walk, slot)
    if value.casefold() in _PRONOUNS:
        return ""
    known = {name.casefold() for name in walk.situation.names}
    bare = value.casefold().removeprefix("the ").removesuffix(" campaign")
    if bare in known:
        walk.out.campaign = value
        return ""
    campaign = walk.situation.campaign
    if campaign is None and walk.out.evidence.get("topic") == walk.out.slots.get("topic"):
        # What was said before it, without a cue, was talk: "my sister told me of you, it's for my candle shop".
        return "topic"
    filled = "topic" in walk.out.slots or (not walk.out.create and campaign and campaign.get("topic"))
    return "audience" if filled else "topic"


_PRONOUNS = frozenset({"it", "this", "that", "them", "these", "those"})


def _says_for(walk: Walk) -> bool:
    """Whether "it's for …" was said when something other than the topic was asked."""
    return _is_for(walk) and (not walk.situation.asks("topic") or "topic" in walk.out.slots)


def _is_for(walk: Walk) -> bool:
    cue = walk.cue
    return cue is not None and cue.name == "about" and walk.symbols[cue.end - 1] == "for"


def _features(walk: Walk) -> bool:
    """Whether it is one thing of what is promoted: "…, featuring the Penthouse Collection"."""
    cue = walk.cue
    return cue is not None and walk.symbols[cue.end - 1] in ("featuring", "showcasing", "highlighting")


def _counted(value: str) -> bool:
    """Whether "target: 300 customers", "for forty haircuts" counts what is to be won, not those it is for."""
    words = value.lower().split()
    first = words[0]
    return first not in ("a", "an") and (first[0].isdigit() or number(words[:1]) is not None)


def _pitched(walk: Walk, slot: str) -> str:
    """Names the slot: "we want to sell our shoes" is a topic, "we want to sell 500 pairs" an objective."""
    cue = walk.cue
    if slot != "topic" or cue is None or cue.name != "pitch" or cue.end >= len(walk.symbols):
        return slot
    counted = walk.symbols[cue.end] == "0" or number(walk.symbols[cue.end : cue.end + 1]) is not None
    return "objective" if counted and walk.symbols[cue.end] not in ("a", "an") else slot


def took_as_amount(walk: Walk, amount: str) -> bool:
    """Takes "actually 600" for the objective's number where the objective was just told and nothing to make was."""
    if walk.out.items:
        return False
    told = str(walk.out.slots.get("objective") or "")
    if not told and spoken_of_before(walk.situation):
        return False
    return _amended(walk, amount, of=told)


def _amended(walk: Walk, amount: str, of: str = "") -> bool:
    """Puts a bare number into the objective of this utterance, or else of the draft."""
    told = of or str((walk.situation.campaign or {}).get("objective") or "")
    anew = with_amount(told, amount) if told and is_amount(amount) else None
    if anew is None or (not of and walk.situation.campaign is not None and _owes(walk)):
        return False
    walk.put("objective", anew, amount)
    return True


def _owes(walk: Walk) -> bool:
    """Whether a bare number may count something to make; not where the objective's own cue stands before it."""
    cued = walk.cue is not None and walk.cue.name in ("objective", "amount")
    return not cued and bool((walk.situation.campaign or {}).get("deliverables"))


def _take_deadline_within(walk: Walk, slot: str, start: int, end: int) -> None:
    found = deadline_within(walk.symbols, walk.words, start, end, walk.situation.today)
    if found is None:
        return
    day, first, last = found
    walk.put("deadline", day.isoformat(), walk.span(first, last))
    if last == end and first > start and walk.symbols[first] in _CLAUSES:
        # "… by July" belongs to what is to be won, "…, and it should be done by July" does not.
        walk.out.slots[slot] = cleaned(walk.source, walk.tokens[start:first])
