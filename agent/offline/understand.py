"""From words to a reading: the best path over the chart, turned into slots, wishes and acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.offline.agreement import agrees, refuses, starts
from agent.offline.chart import Context, Path, Step, read
from agent.offline.instead import said_instead
from agent.offline.interpret import ITEM_FRAGMENTS, interpret
from agent.offline.items import owed
from agent.offline.listed import counts_thing, mentions_thing
from agent.offline.manner import INJECTED, OPENERS, is_agreement, is_phrase, is_question, is_title
from agent.offline.notes import read_notes, told
from agent.offline.numbers import number
from agent.offline.pointed import subject_in
from agent.offline.preamble import Preamble, preamble
from agent.offline.reading import Act, Reading, Situation
from agent.offline.repaired import labelled, renumbered, spelled_out, titled, unlinked
from agent.offline.spelling import only_letters, put_right, spelled_slot
from agent.offline.tokens import Token, fluent, tokenise

TEXT_SLOTS = frozenset({"name", "topic", "objective", "audience", "messaging", "goals", "products"})
_ITEM_WORDS = frozenset({"item", "want", "only", "take", "order"})
_RELATIVE = frozenset(
    {"one_more", "cut_by", "scaled", "every", "struck", "rest_goes", "same_for", "restored", "suffices"}
)
"""Changes of what is there: where nothing is to be made yet, "double that" says something else."""


def understand(text: str, situation: Situation) -> Reading:
    """Reads one utterance. Never fails: what cannot be explained is counted in `rest`."""
    text = spelled_out(text)
    words = unlinked(fluent(renumbered(tokenise(text))))
    tokens = titled(labelled(words), asked=situation.asks("name"))
    if not tokens:
        return Reading(rest=1.0)
    if (answered := _agreement(text, tokens, situation)) is not None:
        return answered
    if not is_title(tokens):
        before = Preamble(0, "") if _FOR_IT.search(text) else preamble(tokens, first=_is_first(situation))
        if before.words == len(tokens) and before.kind:
            return Reading(acts=[Act(before.kind)])
        tokens = tokens[before.words :] or tokens
    reading = _put_right(text, tokens, situation) or _along_the_best_path(text, tokens, situation)
    if _is_first(situation):
        reading = _as_first(reading, text, tokens, situation)
    if reading.rest and not reading.fills and (value := _after_make_that(text, tokens)):
        other = understand(value, situation)
        return other if other.slots and not other.rest else reading
    return reading


def _as_first(reading: Reading, text: str, tokens: Sequence[Token], situation: Situation) -> Reading:
    """What a first wish says beside its sentences: as notes, by a title in quotes, by what it wants to win."""
    name_in_parts = any(token.quoted and "," in token.after for token in tokens)
    if not name_in_parts:
        noted = read_notes(text[tokens[0].start :], lambda part: understand(part, situation))
        if noted is not None and told(noted) > told(reading):
            return noted
    reading = _with_quoted_name(reading, text, tokens, situation)
    _take_subject(reading)
    return reading


def _take_subject(reading: Reading) -> None:
    """What is to be won tells what it is about where nothing else does: "drive 300 downloads of our app"."""
    objective = str(reading.slots.get("objective") or "")
    if objective and "topic" not in reading.slots and (subject := subject_in(objective)):
        reading.slots["topic"], reading.evidence["topic"] = subject, objective


_FOR_IT = re.compile(
    r"\b(?:campaign|publicity|advertising|marketing|promotion|ads?) (?:for|about|on|around) (?:it|them|this|that)\b",
    re.IGNORECASE,
)
"""What was told before is then the thing: "we have a wine club and want a campaign for it"."""
_OF_ONE = frozenset({"find_campaign", "run_campaign"})


def _with_quoted_name(reading: Reading, text: str, tokens: Sequence[Token], situation: Situation) -> Reading:
    """A title in quotes that nothing else claims names what is to be made: "we're doing 'Silk Road Stories'".

    The rest is read without it: "campaign 'Yes You Can' for literacy classes".
    """
    quoted = [token for token in tokens if token.quoted]
    if not quoted or "name" in reading.slots or reading.campaign:
        return reading
    title = text[quoted[0].start : quoted[-1].end]
    claimed = any(title in str(value) for slot, value in reading.slots.items() if slot != "topic")
    if claimed or title.casefold() in (name.casefold() for name in situation.names):
        return reading
    others = [token for token in tokens if not token.quoted]
    topic = str(reading.slots.get("topic") or title)
    if others and (title in topic or topic in title):
        reading = _along_the_best_path(text, others, situation)
    reading.acts = [act for act in reading.acts if act.name not in _OF_ONE]
    reading.create = True
    reading.slots["name"] = reading.evidence["name"] = title
    return reading


def _put_right(text: str, tokens: Sequence[Token], situation: Situation) -> Reading | None:
    """A text of the draft that is spelled, or denied: "not students, young professionals"."""
    if (letters := only_letters(tokens, situation)) is not None:
        slot = spelled_slot(text, situation)
        return Reading(slots={slot: put_right(slot, letters, situation)}, evidence={slot: text.strip()})
    if (denied := said_instead(text, tokens, situation)) is None:
        return None
    slot, words = denied
    instead = understand(words, replace(situation, question={"kind": "slot", "slot": slot}))
    return instead if slot in instead.slots else None


def _along_the_best_path(text: str, tokens: Sequence[Token], situation: Situation) -> Reading:
    path = read(tokens, context_of(situation, tokens))
    topic_asked = situation.asks("topic") and situation.question.get("kind") == "slot"
    if topic_asked and _is_bare_thing(path, tokens):
        return Reading(slots={"topic": text.strip(" .!?")}, evidence={"topic": text.strip()})
    reading = interpret(text, tokens, path, situation)
    reading.score = path.score
    _take_thing_for_one(reading, situation)
    said = str(reading.slots.get("name") or "").casefold().split()
    if said and reading.items and (_is_talk_beside(path, tokens) or _JOINS.issuperset(said)):
        del reading.slots["name"]
        reading.evidence.pop("name", None)
    elif reading.slots.keys() == {"name"} and situation.asks("name") and _is_wish(path, tokens):
        other = understand(text, replace(situation, question={"kind": "slot", "slot": "deliverables"}))
        return other if other.items and not other.slots else reading
    reading.rest = _unexplained(path, tokens)
    return reading


def _take_thing_for_one(reading: Reading, situation: Situation) -> None:
    """Beside things to make, neither praise nor the first of them answers what was asked: "wicked, now add two images",
    "jingle for sure and what else, four posts".
    """
    slot = str(situation.question.get("slot") or "")
    if slot not in ("topic", "objective", "audience") or slot not in reading.slots or not reading.items:
        return
    asked = replace(situation, question={"kind": "slot", "slot": "deliverables"})
    value = str(reading.slots[slot])
    if agrees(value):
        del reading.slots[slot]
        return
    thing = understand(value, asked)
    if (
        len(thing.items) != 1
        or thing.rest
        or thing.slots
        or thing.items[0].words.casefold() != value.casefold()
    ):
        return
    del reading.slots[slot]
    reading.evidence.pop(slot, None)
    reading.items.insert(0, thing.items[0])


def _is_first(situation: Situation) -> bool:
    """Whether the wish itself is still to come: nothing is drafted, and no slot is asked for."""
    return situation.campaign is None and situation.question.get("kind") in (None, "anything", "resume")


def _agreement(text: str, tokens: Sequence[Token], situation: Situation) -> Reading | None:
    """A yes or a no in any words, as an answer to a question; no slot takes "oh yes" or "not keen on that"."""
    kind = situation.question.get("kind")
    drafted = situation.campaign is not None and situation.campaign.get("status") in ("draft", "ready")
    if kind not in _ANSWERED and situation.campaign is not None and not (drafted and starts(text)):
        return None
    if is_title(tokens) and len(tokens) > 1 and situation.asks("name"):
        return None
    if agrees(text):
        begun = starts(text) and (drafted or kind in ("slot", "offer"))
        return Reading(flags={"yes"}, acts=[Act("run_campaign")] if begun else [])
    return Reading(flags={"no"}) if kind in _ANSWERED and refuses(text) else None


_ANSWERED = frozenset({"slot", "offer", "which", "resume"})


def _is_talk_beside(path: Path, tokens: Sequence[Token]) -> bool:
    """Whether the name is only what was said beside a wish: behind it, or about such a thing.

    "drop the video, far too dear", "the images are fine but drop the video". A name that is called one, or set apart by
    a comma or the like, is one.
    """
    at = _uncued_name(path, tokens)
    if at is None:
        return False
    wished = any(step.kind == "fragment" and step.name in ITEM_FRAGMENTS for step in path.steps[:at])
    said = _symbols(path.steps[at], tokens)
    return wished or mentions_thing(said) or _SMALL_TALK.issuperset(said)


_JOINS = frozenset({"but", "and", "also", "so", "then", "though"})
_SMALL_TALK = frozenset(
    (
        *("nice", "fine", "good", "great", "cool", "lovely", "love", "like", "ok", "okay", "yes"),
        *("yeah", "and", "but", "also", "so", "it", "that", "that's", "this", "is", "too", "many"),
        *("much", "i", "a", "the", "then", "name", "works", "sounds", "well", "oh", "now", "just"),
        *("maybe", "though", "one", "sure", "right", "be"),
    )
)
"""Words that make no name beside a wish: "love it but drop the video"."""


def _is_wish(path: Path, tokens: Sequence[Token]) -> bool:
    """Whether the name that was made of it counts things to make: "three flyers would be nicer"."""
    at = _uncued_name(path, tokens)
    return at is not None and counts_thing(_symbols(path.steps[at], tokens))


def _uncued_name(path: Path, tokens: Sequence[Token]) -> int | None:
    """The step of a name that nothing but the open question made one."""
    at = next((n for n, step in enumerate(path.steps) if (step.kind, step.name) == ("text", "name")), None)
    if at is None:
        return None
    start, before = path.steps[at].start, path.steps[:at]
    cued = before and before[-1].rule is not None and before[-1].rule.opens == "name"
    return None if cued or is_title(tokens[start:]) or (start and tokens[start - 1].after) else at


def _symbols(step: Step, tokens: Sequence[Token]) -> list[str]:
    return [token.symbol for token in tokens[step.start : step.end]]


def _is_bare_thing(path: Path, tokens: Sequence[Token]) -> bool:
    """Whether it is a deliverable's name and no more: asked what it is about, "posters" and "a new newsletter" are."""
    first = tokens[0].symbol
    new = first in OPENERS and len(tokens) > 2
    counted = first.startswith("0") or number([first]) is not None
    return [step.name for step in path.steps] == ["item"] and len(tokens) <= 4 and (new or not counted)


_MAKE_THAT = (
    ("make", "that"),
    ("make", "it"),
    ("change", "that", "to"),
    ("change", "it", "to"),
    ("i", "meant"),
)


def _after_make_that(text: str, tokens: Sequence[Token]) -> str:
    """What "make that eighty orders" says when it counts no deliverables."""
    symbols = tuple(token.symbol for token in tokens)
    for at in range(min(3, len(symbols))):
        for cue in _MAKE_THAT:
            if symbols[at : at + len(cue)] == cue and len(symbols) > at + len(cue):
                return text[tokens[at + len(cue)].start :]
    return ""


def context_of(situation: Situation, tokens: Sequence[Token]) -> Context:
    """What the open question makes likely."""
    question = situation.question
    kind, slot = str(question.get("kind")), str(question.get("slot", ""))
    relative = frozenset() if owed(situation) or slot == "deliverables" else _RELATIVE
    if (is_question(tokens) and not tokens[-1].quoted) or tokens[0].symbol in INJECTED:
        barred_in = relative | {"suggest_name", "it_is", "do_of"}
        of_draft = situation.campaign is not None and tokens[0].symbol in _OF_WHAT_IS
        return Context("", frozenset(), barred_in | ({"about_for"} if of_draft else frozenset()))
    barred = set(relative) if kind in ("offer", "which", "resume") else {"take", *relative}
    if situation.campaign is not None:
        barred.add("do_of")
    if slot != "topic" and (slot or situation.campaign is not None):
        barred.add("it_is")
    if slot != "name":
        barred.add("suggest_name")
    if slot in TEXT_SLOTS:
        # "Keep it simple" is a name, "sixty would do" an objective.
        barred |= {"modest", "suffices"} if slot == "name" else {"suffices"}
    if kind in ("slot", "offer"):
        if slot in TEXT_SLOTS:
            if slot == "objective":
                barred.add("pitch")
            favoured = frozenset({slot, "it_is", "wish", "yes", "no"})
            if "open" in {token.symbol for token in tokens[:3]} and not _names_one(situation, tokens):
                barred.add("find")
            if tokens[0].symbol in OPENERS:
                barred.add("run_of")
            if is_title(tokens):
                barred |= {"yes", "no", "stop", "help"}
                if slot == "name" and all(token.text[:1].isupper() for token in tokens):
                    # "One More Thing" and "The Big Picture" are names, and counted things begin with a number.
                    counted = tokens[0].symbol == "0" or number([tokens[0].symbol]) is not None
                    barred |= {"idiom"} if counted else {"idiom", "item", "seconded"}
            to_us = tokens[0].symbol in _OF_OTHERS and slot != "name"
            from_start = (is_title(tokens) or not is_agreement(tokens)) and not to_us
            return Context(slot, favoured, frozenset(barred), from_start=from_start)
        if slot == "deliverables":
            return Context("", _ITEM_WORDS, frozenset({*barred, "wish"}))
        return Context("", frozenset({slot, "channel_list"}), frozenset(barred))
    if kind == "which":
        return Context("ref", frozenset(), frozenset(barred))
    if kind == "anything" and situation.campaign is None and is_phrase(tokens):
        return Context(
            "topic", frozenset({"create", "about"}), frozenset(barred), text_weight=0.45, topic_open=True
        )
    if question.get("proposed") and is_title(tokens) and not is_agreement(tokens):
        return Context("name", frozenset({"name"}), frozenset(barred))
    corrected = _corrected(situation, tokens)
    if corrected:
        return Context(corrected, frozenset({corrected}), frozenset(barred), from_start=False)
    return Context("", frozenset(), frozenset(barred), topic_open=situation.campaign is None)


_OF_OTHERS = frozenset({"you", "you're", "they", "they're", "they've", "he", "she", "he's", "she's"})
"""Who does something there is no answer to what a campaign is about or should achieve."""


def _names_one(situation: Situation, tokens: Sequence[Token]) -> bool:
    """Whether a campaign's name is in it; without one, "open house" is what the campaign is about."""
    said = " ".join(token.symbol for token in tokens)
    return any(name.casefold() in said for name in situation.names)


_OF_WHAT_IS = frozenset(
    {"is", "are", "was", "does", "do", "did", "have", "has", "why", "how", "what", "who", "when"}
)
"""How a question begins that wishes for nothing: "is there room for improvement?"."""

LONGEST_REPLACEMENT = 6
"""Words of "no, River King": more are talk, not a value said again."""


def _corrected(situation: Situation, tokens: Sequence[Token]) -> str:
    """The text that a short "no, …" says anew: the name just proposed, or the only one that the turn before filled."""
    if situation.campaign is None or len(tokens) > LONGEST_REPLACEMENT:
        return ""
    if not {"no", "nope", "sorry"} & {token.symbol for token in tokens[:2]} or len(tokens) < 2:
        return ""
    if situation.question.get("proposed"):
        return str(situation.question["proposed"])
    if not situation.before:
        return ""
    plain = Situation(situation.today, {"kind": "anything"}, situation.campaign)
    filled = TEXT_SLOTS & understand(situation.before[-1], plain).slots.keys()
    return next(iter(filled)) if len(filled) == 1 else ""


def _unexplained(path: Path, tokens: Sequence[Token]) -> float:
    lost = sum(step.end - step.start for step in path.steps if _is_lost(step))
    return lost / len(tokens)


def _is_lost(step: Step) -> bool:
    return step.kind == "unknown"
