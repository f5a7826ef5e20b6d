"""The campaign that an act is for: one that exists, or with "launch X" and none near by name, a new one."""

from __future__ import annotations

import re

from agent.offline.chart import Step
from agent.offline.manner import OPENERS
from agent.offline.reading import Act
from agent.offline.topics import PLACEHOLDERS
from agent.offline.values import as_name, cleaned, is_spoken
from agent.offline.walk import Walk
from orchestrator.naming import score

NEAR = 55.0
"""`orchestrator.naming.score` from which an existing campaign may be meant; the tool asks back when it is not sure."""
SAME = 80.0
"""From here on the words are taken for a campaign's name whole, clauses and all ("That's Amore")."""
ALL_SHOWN = 30
"""With as many campaigns the brain is not shown every name: any of the others may be meant."""
_CLAUSES = frozenset(
    (
        *("i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "it's", "that's", "it"),
        *("is", "are", "because", "cause", "since", "can", "could", "you", "they", "there's", "he"),
        *("she", "what", "how"),
    )
)
"""Words with which another clause begins."""
_CAMPAIGN_FOR = re.compile(
    r"(?:a|an|another|some|my|our|this|new)(?: [a-z]+){0,2}? (?:campaign|ad|ads|advert|adverts|promo|promotion|push|"
    r"drive|thing|one|bit of (?:advertising|marketing|publicity)) (?:for|about|on|around|to promote) ",
    re.IGNORECASE,
)
"""How "a big push for our lamps" begins, which is about the lamps."""
_JOINING = frozenset({"and", "so", "but", "as", "or"})
_THINGS = OPENERS | {"some", "this", "these", "new", "another", "that"}
"""How a thing begins that is to be advertised, and no name."""


def take_reference(walk: Walk, step: Step, tool_of_cue: str | None) -> None:
    """Writes the act with its campaign. `tool_of_cue` is the tool of the words before, when none waits yet."""
    value = _without_tail(cleaned(walk.source, walk.tokens[walk.starts(step) : _end(walk, step)]))
    if value.lower().startswith("the "):
        value = value[4:]
    if value.lower() in PLACEHOLDERS and walk.pending_of == "run_campaign":
        walk.out.create, walk.pending_of = True, None
        return
    if not value:
        return
    if walk.pending_of == "run_campaign" and _is_new(walk, value):
        _take_new(walk, step, value)
    elif walk.pending_of == "find_campaign":
        walk.out.acts.append(Act("find_campaign", {"name": value}))
    elif walk.pending_of or tool_of_cue:
        walk.out.acts.append(Act(walk.pending_of or tool_of_cue or "", {"campaign": value}))
    else:
        walk.out.campaign = value
    walk.pending_of = None


def _without_tail(value: str) -> str:
    for tail in (" please", " campaign", " doing", " going", " coming along", " campaign"):
        value = value.removesuffix(tail)
    return value


def _end(walk: Walk, step: Step) -> int:
    """Where the name ends: before the next clause, unless a campaign is called that."""
    start = walk.starts(step)
    whole = walk.source[walk.tokens[start].start : walk.tokens[step.end - 1].end]
    if any(score(whole, name) >= SAME for name in walk.situation.names):
        return step.end
    for at in range(start, step.end):
        if walk.symbols[at] in _CLAUSES:
            joined = [n for n in range(start, at) if set(walk.symbols[n:at]) <= _JOINING]
            return min(joined, default=at)
    return step.end


def _is_new(walk: Walk, value: str) -> bool:
    """Whether nobody can mean a campaign that exists."""
    situation = walk.situation
    names = situation.names
    busy = situation.campaign is not None and situation.question.get("kind") not in (
        None,
        "anything",
        "resume",
    )
    return not busy and len(names) < ALL_SHOWN and all(score(value, name) < NEAR for name in names)


def _take_new(walk: Walk, step: Step, value: str) -> None:
    walk.out.create = True
    start, end = walk.starts(step), _end(walk, step)
    words = walk.tokens[start:end]
    told = next((at for at in range(start + 1, end - 1) if _tells_topic(walk, at)), None)
    if words[0].symbol in _THINGS or (told is None and _is_described(walk, start, end)):
        topic = _CAMPAIGN_FOR.sub("", cleaned(walk.source, words))
        walk.put("topic", topic, walk.evidence(start, end))
        return
    if told is not None:
        walk.put("topic", cleaned(walk.source, walk.tokens[told + 1 : end]), walk.evidence(told, end))
        words = walk.tokens[start:told]
        value = cleaned(walk.source, words)
    walk.put("name", as_name(value, words, spoken=is_spoken(walk.source)), walk.evidence(start, told or end))


def _tells_topic(walk: Walk, at: int) -> bool:
    """Whether what it is about follows the name: "brunch club about our brunch", "… for our regulars"."""
    symbol, behind = walk.symbols[at], walk.symbols[at + 1]
    return symbol == "about" or (symbol == "for" and behind in ("our", "my"))


LONGEST_NAME = 3
"""Words of a name with "for" in it, as "paws for thought"; more tell of a thing."""


def _is_described(walk: Walk, start: int, end: int) -> bool:
    """Whether it tells of a thing rather than names a campaign: "let's do solar panels for barns"."""
    plain = end - start > LONGEST_NAME and not any(
        token.text[:1].isupper() or token.quoted for token in walk.tokens[start:end]
    )
    return plain and "for" in walk.symbols[start + 1 : end - 1]
