"""The best way to read an utterance: fragments, free texts and words that say nothing, chosen by score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.offline.automaton import automaton
from agent.offline.grammar import Rule
from agent.offline.numbers import HOMOPHONES
from agent.offline.tokens import Token
from agent.offline.values import is_letter

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
FILLER = 0.1
CUE = 0.2
"""For a strong cue, in place of FRAGMENT: "targeting" is hardly ever a part of what came before."""
BARE = -1.0
"""For a number on its own, in place of FRAGMENT: it nearly always belongs to a thing."""
BARE_AMOUNT = -0.6
"""For a number that begins an objective of its own: a thing that can be made is the better reading."""
FIRST_CUE = 0.8
"""For a cue that begins the utterance: "it's about …" is no name, whatever was asked."""
BREAK = -0.9
"""For a free text that runs on over the end of a sentence."""
WHOLE = 0.5
"""For a fragment that is the whole utterance: "thanks" alone is no topic."""
EXPECTED = 0.25
"""For a fragment of the kind that the open question asks for."""

_OWNED = frozenset({"our", "my", "the", "a", "an", "new"})
STRUCTURAL = frozenset(
    {
        *(
            "named",
            "about",
            "spell",
            "objective",
            "audience",
            "messaging",
            "goals",
            "products",
            "deadline",
            "stage",
        ),
        *("channels", "channel_add", "channel_drop", "want", "deliverables", "only", "add", "less", "set"),
        *(
            "swap",
            "remove",
            "replace",
            "clear",
            "mend",
            "run",
            "copy_name",
            "idiom",
            "amount",
            "scale",
            "name_after",
        ),
    }
)
"""Fragments that may end a free text with no punctuation before them; other strong ones need it."""
RETURNING = frozenset({"no", "but", "mend", "hello", "filler", "idiom"})
"""Fragments after which the answer to the open question may still come."""


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
    for at, token in enumerate(tokens):
        edges = [] if token.quoted else machine.matches(symbols, at)
        boundary = at == 0 or bool(tokens[at - 1].after)
        if at and _ends_sentence(tokens, at):
            _close_texts(cells[at], context)
        scored = [(rule, end, _edge_score(rule, symbols, at, end, context)) for rule, end in edges]
        for mode, cell in list(cells[at].items()):
            _words(cells, tokens, at, mode, cell, context)
            for rule, end, score in scored:
                opens_topic = context.topic_open and mode == "objective" and _is_owned_for(rule, symbols, end)
                stands = opens_topic or _may_stand(rule, mode, boundary, symbols, at)
                if rule.name in context.barred or not stands:
                    continue
                if _misplaced(rule, mode, tokens, symbols, at, end):
                    continue
                if rule.name == "amount" and _counts_things(symbols, at, end):
                    continue
                if (
                    rule.name == "about"
                    and _is_roughly(symbols, end)
                    and not _is_of_things(symbols, end, end + 1)
                ):
                    continue
                if rule.name == "about_for" and any(other.name == "idiom" for other, _ in edges):
                    continue
                if rule.name in _AMOUNTS and _is_of_things(symbols, at, end):
                    continue
                following = rule.opens or (mode if rule.name == "mend" else "")
                step = Step("fragment", rule.name, at, end, rule)
                if mode in ("objective", "goals") and (
                    rule.name == "deadline"
                    or (rule.name == "channels" and mode == context.text_slot and _is_text(cell.step))
                ):
                    # An objective keeps its own words; its date and its channels are read from them.
                    following, step = mode, Step("text", mode, at, end)
                _offer(cells[end], following, _Cell(cell.score + score, (at, mode), step))
                if rule.name in _CREATING and _names_next(tokens, end):
                    _offer(cells[end], "name", _Cell(cell.score + score + CUE, (at, mode), step))
                if not following and context.text_slot and rule.name in RETURNING:
                    again = _Cell(cell.score + score, (at, mode), step)
                    _offer(cells[end], context.text_slot, again)
    return _trace(cells, tokens)


_ABBREVIATED = frozenset({"st", "dr", "mr", "mrs", "ms", "vs", "no", "inc", "ltd", "co"})


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends before this word; "St. Mary's" has none inside."""
    before = tokens[at - 1]
    if before.quoted and tokens[at].quoted:
        return False
    return bool(set(before.after) & set(".!?;\n")) and not (
        before.after == "." and before.symbol in _ABBREVIATED
    )


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


def _is_roughly(symbols: Sequence[str], at: int) -> bool:
    """Whether "about" stands before a number: "that's about 1.5k euros" tells no topic."""
    article = at < len(symbols) and symbols[at] in ("a", "an")
    return _counts(symbols, at) or (
        article and symbols[at + 1 : at + 2] in (["hundred"], ["thousand"], ["dozen"], ["million"])
    )


def _is_owned_for(rule: Rule, symbols: Sequence[str], end: int) -> bool:
    return rule.name == "about_for" and end < len(symbols) and symbols[end] in _OWNED - {"a", "an", "new"}


_LARGE = (["hundred"], ["thousand"], ["dozen"], ["million"])
_PLAIN_CUES = frozenset({"about", "named", "audience", "messaging"})
_AMOUNTS = frozenset({"amount", "bare_amount"})


def _is_of_things(symbols: Sequence[str], at: int, end: int) -> bool:
    """Whether the number in [at, end) counts what can be made: "I need six photos" is no objective."""
    first = next((n for n in range(at, end) if _counts(symbols, n) or symbols[n] in _ARTICLES), end)
    return any(rule.name == "item" for rule, stop in automaton().matches(symbols, first) if stop > end)


_ARTICLES = frozenset({"a", "an", "half", "single", "several"})
_CREATING = frozenset({"create", "channel_campaign"})


def _names_next(tokens: Sequence[Token], end: int) -> bool:
    """Whether a name stands beside "campaign": quoted, or capitalised between commas."""
    if end >= len(tokens):
        return False
    between_commas = "," in tokens[end - 1].after and tokens[end].text[:1].isupper()
    return tokens[end].quoted or (between_commas and tokens[end].symbol not in ("i", "i'd", "i'm", "i'll"))


def _is_text(step: Step | None) -> bool:
    return step is not None and step.kind == "text"


def _counts_things(symbols: Sequence[str], at: int, end: int) -> bool:
    """Whether the number that ends there counts a deliverable: "we need six photos" is no objective."""
    machine = automaton()
    return any(
        rule.name == "item" and stop > end
        for start in range(at, end)
        for rule, stop in machine.matches(symbols, start)
    )


_ABOUT_NO_NAME = frozenset({"for", "about", "regarding", "to", "of", "that", "which"})
_MISREAD_IN_NAMES = frozenset({"about", "objective", "goals", "audience", "messaging", "stage"})
_ITEMS = frozenset({"item", "want", "add", "only", "set"})
_OUTCOMES = frozenset(
    {
        *(
            "subscribers",
            "subscriptions",
            "signups",
            "readers",
            "followers",
            "views",
            "clicks",
            "likes",
            "opens",
        ),
        *("leads", "viewers", "downloads", "replies", "shares", "customers"),
    }
)
"""What is won: "five hundred newsletter subscribers" owes no newsletter."""
_COPULAS = frozenset({"be", "is", "was", "are", "would"})


def _misplaced(
    rule: Rule, mode: str, tokens: Sequence[Token], symbols: Sequence[str], at: int, end: int
) -> bool:
    """Readings that the words beside rule out."""
    if rule.name in _ITEMS and symbols[end : end + 1] != [] and symbols[end] in _OUTCOMES:
        return not tokens[end - 1].after
    if rule.name == "set":
        return bool(mode) and _runs_on(tokens, end)
    if rule.name == "create_named":
        return symbols[end : end + 1] != [] and symbols[end] in _ABOUT_NO_NAME
    if rule.name == "yes":
        return at > 0 and symbols[at - 1] in _COPULAS
    if mode == "name" and rule.name in _MISREAD_IN_NAMES:
        return at > 0 and not tokens[at - 1].after and tokens[at].text[:1].isupper()
    return False


def _says_deadline(symbols: Sequence[str], at: int) -> bool:
    """Whether a date is named as the deadline, and not told in the words of an objective."""
    return (
        at == 0
        or symbols[at] in ("deadline", "it", "due", "make", "move")
        or symbols[at + 1 : at + 2] == ["deadline"]
    )


def _runs_on(tokens: Sequence[Token], end: int) -> bool:
    """Whether a number is followed by what it counts: "actually a hundred and ten cabins" corrects no deliverable."""
    if end >= len(tokens) or tokens[end - 1].after:
        return False
    last = tokens[end - 1].symbol
    if tokens[end].symbol == "and":
        return _counts([token.symbol for token in tokens], end + 1)
    counted = last == "0" or last in _NUMBERS or last in ("hundred", "thousand", "dozen")
    return counted and tokens[end].symbol not in ("please", "instead", "of", "thanks", "then", "not")


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
        (mode == "topic" and not boundary) or (mode == "objective" and _counts(symbols, at + 1))
    ):
        return False
    if mode == "aside" and rule.strong:
        return True
    if rule.name == "filler" or (mode == "query" and rule.name != "mend"):
        return False
    if rule.strong and rule.name in STRUCTURAL:
        return True
    if not boundary:
        return False
    counted = _counts(symbols, at) or tuple(symbols[at : at + 2]) in _VAGUE
    return rule.strong or rule.name in ("wish", "pitch", "bare_amount") or (rule.name == "item" and counted)


_VAGUE = frozenset({("a", "couple"), ("a", "few"), ("a", "dozen"), ("half", "a"), ("a", "pair")})
_NUMBERS = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "fifteen", "twenty", "thirty", "forty", "fifty"),
    )
)


def _counts(symbols: Sequence[str], at: int) -> bool:
    return at < len(symbols) and (symbols[at] == "0" or symbols[at] in _NUMBERS)


def _words(
    cells: list[dict[str, _Cell]],
    tokens: Sequence[Token],
    at: int,
    mode: str,
    cell: _Cell,
    context: Context,
) -> None:
    """Takes the word as part of the free text that runs, or as unknown."""
    if mode:
        score = context.text_weight if mode == context.text_slot else OPENED_TEXT
        if mode == "spelled" and is_letter(tokens[at].symbol):
            score = WORD
        if at and tokens[at - 1].after.strip(",:—") and cell.step is not None and cell.step.kind == "text":
            score += BREAK
        step = Step("text", mode, at, at + 1)
    else:
        score, step = UNKNOWN, Step("unknown", "", at, at + 1)
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
