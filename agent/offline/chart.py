"""The best way to read an utterance: fragments, free texts and words that say nothing, chosen by score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.offline.automaton import automaton
from agent.offline.clauses import clause_starts, is_glue
from agent.offline.grammar import Rule
from agent.offline.letters import is_letter
from agent.offline.listed import RUN_ITEMS, begins_list, ends_spoken_name, in_run
from agent.offline.misplaced import AIMING, misplaced
from agent.offline.numbers import HOMOPHONES
from agent.offline.place import Place
from agent.offline.surroundings import (
    CREATING,
    VAGUE,
    counts,
    ends_name,
    ends_sentence,
    names_next,
)
from agent.offline.tokens import Token

WORD = 1.2
"""For each word of a fragment."""
FRAGMENT = -0.3
"""For each fragment: fewer and longer ones read better."""
EXPECTED_TEXT = 0.7
"""For each word of a free text that answers the open question."""
OPENED_TEXT = 0.45
"""For each word of a free text that a cue opened."""
UNKNOWN = -1.3
"""For each word that nothing explains."""
GLUE = -0.3
"""For each of those that hold clauses together and say nothing themselves."""
NEW_CLAUSE = -1.2
"""For a free text that runs on over the beginning of a new clause."""
FILLER = 0.1
CUE = 0.2
"""For a strong cue, in place of FRAGMENT: "targeting" is hardly ever a part of what came before."""
BARE = -1.0
"""For a number on its own, in place of FRAGMENT: it nearly always belongs to a thing."""
BARE_AMOUNT = -0.6
"""For a number that begins an objective of its own: a thing that can be made is the better reading."""
AIM_ALONE = -1.5
"""For "get two hundred donors" with nothing that leads up to it."""
FIRST_CUE = 0.8
"""For a cue that begins the utterance: "it's about …" is no name, whatever was asked."""
NAMED_FOR = 1.0
"""For a "for" behind a typed name and before a small word: what it is for follows."""
BREAK = -0.9
"""For a free text that runs on over the end of a sentence."""
WHOLE = 0.5
"""For a fragment that is the whole utterance: "thanks" alone is no topic."""
EXPECTED = 0.25
"""For a fragment of the kind that the open question asks for."""

_OWNED = frozenset({"our", "my", "the", "a", "an", "new"})
STRUCTURAL = frozenset(
    (
        *("named", "about", "spell", "objective", "audience", "messaging", "goals", "products", "deadline"),
        *("stage", "channels", "channel_add", "channel_drop", "want", "deliverables", "only", "add", "less"),
        *("set", "swap", "remove", "replace", "clear", "mend", "run", "copy_name", "idiom", "amount"),
        *("scale", "counted_after", "renamed", "new_name", "create_titled", "named_so", "campaign_is"),
        *(
            "reached",
            "about_so",
            "about_also",
            "messaging_so",
            "audience_so",
            "after_name",
            "after_topic",
            "after_objective",
        ),
        *("after_audience", "after_before", "order", "counted_so", "put_at", "kept", "wiped", "traded"),
        *("all_dropped", "added_so", "asked_for", "none_of", "spared", "exchanged", "anew_so"),
        *("counted_late", "put_instead", "messaging_label", "docked"),
        *("list_lead", "orthography", "courtesy", "goals_so"),
    )
)
"""Fragments that may end a free text with no punctuation before them; other strong ones need it."""
RETURNING = frozenset({"no", "but", "mend", "hello", "filler", "idiom"})
"""Fragments after which the answer to the open question may still come."""
CHANGING = frozenset(
    {"set", "less", "scale", "swap", "remove", "replace", "put_at", "cut_by", "anew", "struck", "every"}
    | {"added_so", "none_of", "spared", "exchanged", "anew_so", "counted_late"}
)
"""Fragments that change what is to be made; "… actually" behind them goes on about that."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the open question is about: the slot whose free text is expected, and the fragments it favours."""

    text_slot: str = ""
    favoured: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    text_weight: float = EXPECTED_TEXT
    from_start: bool = True
    """Whether the free text may begin with the first word, or only after a no ("no, Trail Blazers")."""
    topic_open: bool = False
    """Nothing is drafted yet: "sell tickets for the late openings" tells what it is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """A fragment, a free text (`name` is its slot) or unexplained words, over the tokens [start, end)."""

    kind: Literal["fragment", "text", "unknown"]
    name: str
    start: int
    end: int
    rule: Rule | None = None


@dataclass(slots=True)
class _Cell:
    score: float
    back: tuple[int, str] | None
    step: Step | None


@dataclass(frozen=True, slots=True)
class Path:
    score: float
    steps: tuple[Step, ...]


def read(tokens: Sequence[Token], context: Context) -> Path:
    """The best path over all tokens (a Viterbi search over position and open free text)."""
    symbols = [token.symbol for token in tokens]
    cells: list[dict[str, _Cell]] = [{} for _ in range(len(tokens) + 1)]
    cells[0][""] = _Cell(0.0, None, None)
    if context.text_slot and context.from_start:
        cells[0][context.text_slot] = _Cell(EXPECTED, None, None)
    machine = automaton()
    clauses = clause_starts(tokens)
    for at, token in enumerate(tokens):
        edges = [] if token.quoted else machine.matches(symbols, at)
        boundary = at == 0 or bool(tokens[at - 1].after) or at in clauses
        if at and ends_sentence(tokens, at):
            _close_texts(cells[at], context)
        idiomatic = any(other.name == "idiom" for other, _ in edges)
        scored = [(rule, end, _edge_score(rule, symbols, at, end, context)) for rule, end in edges]
        for mode, cell in list(cells[at].items()):
            # What a cue has just opened begins with it, whatever it says: "Messaging: hang up and call us".
            opened = (
                cell.step is not None
                and cell.step.rule is not None
                and bool(mode)
                and cell.step.rule.opens == mode
            )
            _words(cells, tokens, at, mode, cell, context, in_clause=at not in clauses)
            for rule, end, alone in scored:
                score = alone + (NAMED_FOR if ends_name(rule, mode, tokens, at, end) else 0.0)
                opens_topic = context.topic_open and mode == "objective" and _is_owned_for(rule, symbols, end)
                stands = opens_topic or _may_stand(rule, mode, boundary and not opened, symbols, at)
                stands = stands or (
                    rule.name in RUN_ITEMS and in_run(mode, tokens, at, end, _is_text(cell.step))
                )
                stands = stands or (
                    mode == "name" and rule.strong and ends_spoken_name(rule.name, symbols, at, end)
                )
                if rule.name in context.barred or not stands:
                    continue
                if mode and rule.opens and end == len(tokens):
                    # A cue with nothing behind it: "A Light for Every Name".
                    continue
                if misplaced(rule, Place(mode, tokens, symbols, at, end, idiomatic)):
                    continue
                following = rule.opens or (mode if rule.name == "mend" else "")
                step = Step("fragment", rule.name, at, end, rule)
                told_in = rule.name == "deadline" or (rule.name == "channels" and mode == context.text_slot)
                if (
                    mode in ("objective", "goals")
                    and told_in
                    and (_is_text(cell.step) or context.text_slot != mode)
                ):
                    # An objective keeps its own words; its date and its channels are read from them.
                    following, step = mode, Step("text", mode, at, end)
                _offer(cells[end], following, _Cell(cell.score + score, (at, mode), step))
                if rule.name in CREATING and names_next(tokens, end):
                    _offer(cells[end], "name", _Cell(cell.score + score + CUE, (at, mode), step))
                changed = rule.name == "mend" and cell.step is not None and cell.step.name in CHANGING
                changed = changed or begins_list(symbols, end)
                if not following and context.text_slot and rule.name in RETURNING and not changed:
                    again = _Cell(cell.score + score, (at, mode), step)
                    _offer(cells[end], context.text_slot, again)
    return _trace(cells, tokens)


def _close_texts(cells: dict[str, _Cell], context: Context) -> None:
    """At the end of a sentence every free text ends, and the answer to the open question may begin."""
    best = max(cells, key=lambda mode: cells[mode].score - (mode == "messaging"))
    if best and best != "messaging":
        _offer(cells, "", cells[best])
    for mode in [mode for mode in cells if mode and mode != "messaging"]:
        del cells[mode]
    blank = cells.get("")
    said = blank is not None and blank.step is not None and blank.step.name == context.text_slot
    if blank is not None and context.text_slot and context.from_start and not said:
        _offer(cells, context.text_slot, blank)


def _is_owned_for(rule: Rule, symbols: Sequence[str], end: int) -> bool:
    return rule.name == "about_for" and end < len(symbols) and symbols[end] in _OWNED - {"a", "an", "new"}


_PLAIN_CUES = frozenset(
    {"about", "named", "audience", "messaging", "named_so", "reached", "about_so", "audience_so"}
)


_WISHER = frozenset({"i", "we", "i'd", "we'd"})


def _is_text(step: Step | None) -> bool:
    return step is not None and step.kind == "text"


def _edge_score(rule: Rule, symbols: Sequence[str], at: int, end: int, context: Context) -> float:
    length = end - at
    if rule.name == "filler":
        return FILLER * length
    if rule.name == "about_for":
        return 0.8 if symbols[end : end + 1] and symbols[end] in _OWNED else 0.2
    score = WORD * length + (CUE if rule.opens and rule.strong else FRAGMENT)
    if rule.name == "bare_number":
        score += BARE
    if rule.name == "bare_amount":
        score += BARE_AMOUNT
    if rule.name == "reached" and symbols[at] in AIMING:
        score += AIM_ALONE
    if rule.name in _PLAIN_CUES and not at:
        score += FIRST_CUE
    if length == len(symbols) and not rule.opens:
        score += WHOLE
    if rule.name in context.favoured:
        score += EXPECTED
    elif rule.name == "channel_list":
        score -= 1.5 if "item" in context.favoured else 0.5
    if symbols[at] in HOMOPHONES and rule.name == "item" and "item" not in context.favoured:
        score -= 1.0
    return score


def _may_stand(rule: Rule, mode: str, boundary: bool, symbols: Sequence[str], at: int) -> bool:
    """Whether the fragment may begin here, where a free text may be running."""
    if not mode:
        return True
    if rule.name == "about_for":
        return mode in ("name", "channels")
    if rule.name == "about" and (
        (mode == "topic" and not boundary) or (mode == "objective" and counts(symbols, at + 1))
    ):
        return False
    if mode == "aside" and rule.strong:
        return True
    if rule.name == "filler" or (mode == "query" and rule.name != "mend"):
        return False
    if rule.strong and rule.name in STRUCTURAL:
        return True
    if rule.name in CREATING and mode == "topic" and symbols[at] in _WISHER:
        return True
    if not boundary:
        return False
    counted = counts(symbols, at) or tuple(symbols[at : at + 2]) in VAGUE
    return (
        rule.strong
        or rule.name in ("wish", "pitch", "pitched_so", "bare_amount", "channel_list")
        or (rule.name == "it_is" and mode == "name")
        or (rule.name == "item" and counted)
    )


def _words(
    cells: list[dict[str, _Cell]],
    tokens: Sequence[Token],
    at: int,
    mode: str,
    cell: _Cell,
    context: Context,
    *,
    in_clause: bool,
) -> None:
    """Takes the word as part of the free text that runs, or as unknown."""
    if mode:
        score = context.text_weight if mode == context.text_slot else OPENED_TEXT
        if mode == "spelled" and is_letter(tokens[at].symbol):
            score = WORD
        if at and tokens[at - 1].after.strip(",:—") and cell.step is not None and cell.step.kind == "text":
            score += BREAK
        if not in_clause:
            score += NEW_CLAUSE
        step = Step("text", mode, at, at + 1)
    else:
        score, step = GLUE if is_glue(tokens[at].symbol) else UNKNOWN, Step("unknown", "", at, at + 1)
    _offer(cells[at + 1], mode, _Cell(cell.score + score, (at, mode), step))


def _offer(cells: dict[str, _Cell], mode: str, cell: _Cell) -> None:
    if mode not in cells or cells[mode].score < cell.score:
        cells[mode] = cell


def _trace(cells: list[dict[str, _Cell]], tokens: Sequence[Token]) -> Path:
    last = cells[len(tokens)]
    mode = max(last, key=lambda key: last[key].score)
    score = last[mode].score
    steps: list[Step] = []
    place: tuple[int, str] | None = (len(tokens), mode)
    while place is not None:
        cell = cells[place[0]][place[1]]
        if cell.step is not None:
            steps.append(cell.step)
        place = cell.back
    return Path(score, tuple(_joined(reversed(steps))))


def _joined(steps: object) -> list[Step]:
    """Words of one free text as one step."""
    joined: list[Step] = []
    for step in steps:  # type: ignore[attr-defined]
        last = joined[-1] if joined else None
        if last and step.kind != "fragment" and (last.kind, last.name) == (step.kind, step.name):
            joined[-1] = Step(last.kind, last.name, last.start, step.end)
        else:
            joined.append(step)
    return joined
