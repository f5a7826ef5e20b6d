"""The wish to be called when a run is over, and the number that it is to be called at."""

from __future__ import annotations

import re

from agent.offline.dialogue import Call, Dialogue
from agent.telephone.digits import digits_in

FEWEST_DIGITS = 5
"""Fewer are a count of something, not a number to call."""

_POLITE = (
    r"(?:(?:please|can|could|would|will|may|you|i|i'd|want|like|need|to|just|and|okay|ok|so|then|yes|no|yeah|"
    r"also|actually|sorry|better|rather|do|if|possible|um|uh|well|great|good|thanks|drumbeat)\W+)*?"
)
_CALL = (
    r"(?:(?:call|ring|phone|telephone|dial|buzz)\W+(?:me|us)|"
    r"(?:give|drop)\W+(?:me|us)\W+an?\W+(?:call|ring|bell|buzz|phone call)|"
    r"(?:a|the|my)\W+call\W?back)(?:\W+(?P<back>back|up|again))?"
)
_OVER = (
    r"(?:done|ready|finished|complete|completed|through|over|made|live|out|there|up|ends?|finishes|stops|"
    r"completes|wrapped up|good to go|all set)"
)
_WHEN = (
    r"(?:when(?:ever)?|once|as soon as|after|the moment|if)\W+(?P<what>(?:[\w'’&-]+\W+){0,7}?)"
    rf"(?:(?:is|are|has|have|was|were|been|all|gets?|'s)\W+){{0,3}}{_OVER}"
)
_AT = (
    r"(?:(?:at|on|under|with)\W+)?(?:(?:my|the|this|another)\W+)?(?:(?:mobile|cell|phone|office|number|other|"
    r"is|it's|line|home|work)\W+)*(?P<number>\+?(?:[\d()./-]+|plus|zero|oh|o|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
    r"double|triple|\s|,|\.)+)"
)
_TAIL = r"(?:\W+(?:please|thanks|thank you|then|okay|will you|would you|instead))*\W*"
_WISH = re.compile(
    rf"\W*{_POLITE}(?:"
    rf"{_CALL}(?:\W+{_WHEN})?(?:\W+{_AT})?"
    rf"|{_CALL.replace('P<back>', ':')}\W+{_AT.replace('P<number>', 'P<first>')}\W+"
    rf"{_WHEN.replace('P<what>', 'P<then>')}"
    rf"|{_WHEN.replace('P<what>', 'P<before>')}\W+{_POLITE}{_CALL.replace('P<back>', ':')}"
    rf"(?:\W+{_AT.replace('P<number>', 'P<last>')})?"
    rf"){_TAIL}",
    re.IGNORECASE,
)
_THEY = frozenset(
    (
        *("it", "its", "it's", "that", "this", "everything", "all", "they", "they're", "you", "you're", "we"),
        *("we're", "the", "campaign", "run", "things", "one", "lot"),
    )
)


def call_back_wish(dialogue: Dialogue) -> Call | None:
    """The call that asks to be called back: "ring me when it's done", or the number that was asked for.

    None when that is not all that was said: it is one wish of its own, with a read-back of its own.
    """
    heard = _plain(dialogue.heard)
    if (wish := _wished(dialogue, heard)) is not None:
        return wish
    asked = dialogue.question.get("slot") == "phone"
    corrected = dialogue.pending is not None and dialogue.pending["action"] == "call_back"
    if (asked or corrected) and (number := _number(heard, heard)):
        return _call(number, "")
    return None


_JOINED = re.compile(r"(?:\s*[,.;]\s*|\s+)(?:(?:and|then|also|plus|but)\s+)+|\s*[,.;]\s+", re.IGNORECASE)
"""Where one breath says two things."""
_LEADING_YES = re.compile(r"\W*(?:yes|yeah|yep|yup|sure|okay|ok|absolutely|go ahead|do it)\b", re.IGNORECASE)
_RECENT = 3
"""Turns for which a wish waits for the yes to what was said with it; a read-back may be asked for twice."""


def beside_a_call(dialogue: Dialogue) -> str:
    """What else is said in one breath with such a wish: "run it" of "run it and call me when it's done".

    "" when there is no such wish, or nothing beside it.
    """
    return _split(dialogue, _plain(dialogue.heard))[1]


def call_asked_before(dialogue: Dialogue) -> Call | None:
    """The wish that was said with something which needed a yes of its own first."""
    for earlier in reversed(dialogue.before[-_RECENT:]):
        if (wish := _split(dialogue, _plain(earlier))[0]) is not None:
            return wish
    return None


def call_beside(dialogue: Dialogue) -> Call | None:
    """The wish itself, of a breath that says something beside it."""
    return _split(dialogue, _plain(dialogue.heard))[0]


def _split(dialogue: Dialogue, heard: str) -> tuple[Call | None, str]:
    whole = _wished(dialogue, heard)
    if whole is not None:
        # Politeness, except where a yes is awaited: there it is an answer too.
        yes = _LEADING_YES.match(heard)
        return (whole, yes[0]) if yes is not None else (None, "")
    for joint in _JOINED.finditer(heard):
        left, right = heard[: joint.start()], heard[joint.end() :]
        for part, rest in ((right, left), (left, right)):
            if re.search(r"\w", rest) and (wish := _wished(dialogue, part)) is not None:
                return wish, rest
    return None, ""


def _plain(words: str) -> str:
    return words.replace("’", "'").strip()


def _wished(dialogue: Dialogue, heard: str) -> Call | None:
    found = _WISH.fullmatch(heard)
    if found is None:
        return None
    said = found.groupdict()
    number = _number(next((said[key] for key in ("number", "first", "last") if said[key]), ""), heard)
    what = next((said[key] for key in ("what", "then", "before") if said[key] is not None), None)
    known = dialogue.campaign is not None or bool(dialogue.state.get("campaigns"))
    if number or what is not None or (said["back"] == "back" and known):
        return _call(number, _named(dialogue, what or ""))
    return None


def _call(number: str, campaign: str) -> Call:
    said = {"number": number, "campaign": campaign}
    return Call("call_back_campaign", {key: value for key, value in said.items() if value})


def _number(said: str, heard: str) -> str:
    """The number in a part of what was heard; its plus may stand before that part."""
    digits = digits_in(said)
    if len(digits) < FEWEST_DIGITS:
        return ""
    plus = re.search(r"\+|\bplus\b", heard, re.IGNORECASE)
    return f"+{digits}" if plus else digits


def _named(dialogue: Dialogue, what: str) -> str:
    """The campaign of "when summer sale is done", when there is one of that name."""
    words = [word for word in re.findall(r"[\w'&-]+", what.casefold()) if word not in _THEY]
    said = " ".join(words)
    names = [name for name in dialogue.situation.names if said and said in name.casefold()]
    return names[0] if len(names) == 1 else ""
