"""What callers say about the call itself. In doubt it is no such wish: the brain hears it then."""

from __future__ import annotations

import re

_PERSON = (
    r"(?:(?:an?|the|your|some|any|my|one of your|another)\W+)?(?:(?:real|live|actual|human|proper|living)\W+)*"
    r"(?:human(?: being)?|person|people|somebody|someone|agent|manager|representative|rep|operator|supervisor|"
    r"boss|colleague|staff|receptionist|customer service|customer support)"
    r"(?:\W+(?:real|human|else|in charge|there|instead|now|please|then|about (?:this|it|that)))*"
)
_ASKS = (
    r"(?:(?:please|can|could|would|will|may|shall|might|should|you|i|me|let|let's|want|wanna|need|would|i'd|like|"
    r"prefer|rather|to|just|um|uh|well|no|okay|so|sorry|actually|hey)\W+)*"
)
_WANTS_PERSON = re.compile(
    rf"\W*{_ASKS}(?:"
    rf"(?:speak|talk|chat)\W+(?:to|with)\W+{_PERSON}"
    rf"|(?:put|pass|transfer|connect|patch|forward|hand)\b(?:\W+(?:me|us|this|my|the|call))*"
    rf"(?:\W+(?:through|over|on))?(?:\W+(?:to|with)\W+{_PERSON}|\W+through(?:\W+(?:please|now))*)"
    rf"|(?:get|give|fetch|find)\W+me\W+{_PERSON}"
    rf"|(?:is|are)\W+there\W+{_PERSON}(?:\W+(?:i|to|that|who)\b(?:\W+\w+){{0,6}})?"
    r"|(?:an? )?(?:(?:real|live|actual) (?:person|human)|human being|human|operator|representative|"
    r"customer service|customer support)"
    r")(?:\W+(?:please|now|thanks|thank you))*\W*",
    re.IGNORECASE,
)
_NOT_RECORDED = re.compile(
    r"\b(?:don'?t|do not|not|stop|never|no|without|against|end|turn off|switch off)\b(?:\W+\w+){0,4}?\W+"
    r"(?:recorded|recording|record\b(?=\W*(?:$|this|me|us|it|the call|my|anything|any of|please|that)))"
    r"|\brecording\W+(?:off|stopped)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:(?:uh|um|oh|well|sorry)\W+)*"
    r"(?:no|nope|nah|no thanks|no thank you|not really|please don'?t|please do not|i'd rather not|rather not|"
    r"i don'?t want (?:that|it|to)|i don'?t agree|not now|never mind|leave it|i object|i decline)"
    r"(?:\W+(?:thanks|thank you|please|not now|don'?t|i'd rather not|that's okay|that's fine|it's fine))*\W*",
    re.IGNORECASE,
)


def is_no(words: str) -> bool:
    """A plain no, in any politeness, and nothing beside it."""
    return _NO.fullmatch(words.replace("’", "'")) is not None


def declines_recording(words: str) -> bool:
    """That the call shall not be recorded: "please don't record this"."""
    return _NOT_RECORDED.search(words.replace("’", "'")) is not None


def wants_person(words: str) -> bool:
    """That somebody human shall take over: "can I speak to a person"; nothing else is asked beside it."""
    return _WANTS_PERSON.fullmatch(words.replace("’", "'").strip()) is not None
