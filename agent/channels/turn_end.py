"""When is the caller done? Silence, Smart Turn, the words and what the question expects, as one rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.speech.ports import Expectation

SETTLED = 0.2
"""Seconds of silence after a complete answer to a question that has few answers, when it was the same already while
it was being said: nothing is left to wait for but the reading, which takes about as long."""
SURE = 0.27
"""After such an answer that only the reading of the whole turn has. Silence is noticed after 0.1 s and reading the
words takes about as long, so less would gain nothing."""
LIKELY = 0.38
"""After words that could be all, with Smart Turn agreeing: keeps the median answer under half a second."""
UNSURE = 0.75
"""When Smart Turn or the words disagree: longer than the pauses, up to 0.7 s, that people make in a turn."""
UNFINISHED = 1.6
"""After words that ask for more ("and", "called", a number being read): two breaths."""
WORDLESS = 0.9
"""When nothing was understood yet."""

PAUSE = 0.09
"""Seconds of silence from which it is worth asking whether the turn is over."""
BREATH = 0.3
"""After words that ask for more, for the turn is not over before `UNSURE`: a reading now would be thrown away."""

DONE = 0.6
"""Smart Turn's probability from which it counts as agreeing. Its own cut is 0.5; 0.6 errs less on lists."""
CLEARLY_DONE = 0.9

FRAGMENT = 4
"""Words up to which Smart Turn alone ends no turn: "three emails" sounds finished, and half of those who say it pause
and go on. Of 30 lines with pauses of 0.3 to 0.7 s it ended 15 inside the pause so, and 1 since."""

_YES_NO = re.compile(
    r"(?:(?:um|uh|well|oh|so|and) )*"
    r"(?:yes|yeah|yep|yup|sure|okay|ok|correct|right|exactly|absolutely|definitely|of course|go ahead|"
    r"do it|run it|launch it|please do|sounds good|that's right|that's it|perfect|no|nope|nah|not yet|"
    r"not now|no thanks|no thank you|never mind|stop|cancel|don't)"
    r"(?: (?:please|thanks|thank you|it is|run it|do it|go ahead|that's right|that's it|it|do|sure))*"
)
_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)"
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_WHOLE = re.compile(
    r"(?:how|what|when|where|who|which|why) .*\b(?:is|are|do|did|have|has|can|will|was) .+"
    r"|(?:please |just )?(?:run|launch|start|pause|resume|restart|cancel|stop|archive|delete|undo|repeat)"
    r"(?: (?:it|that|this|the campaign|again|now|please|over))*"
    r"|(?:hang on|hold on|wait|help|goodbye|bye|never mind|nothing else|that's (?:all|it)|thank you|thanks)"
    r"(?: \S+){0,3}"
    rf"|.*\b(?:make|change) (?:that|it)(?: to)?(?: {_NUMBER})+"
    rf"|.+ by (?:the )?(?:end of |beginning of |middle of )?(?:next |this )?{_MONTH}"
    r"|.+ and \S+(?: \S+){0,2}"
)
"""Sentences that are whole and seldom go on: questions, orders, corrections, a list that has had its "and"."""
_ASKING_FOR_MORE = """
a an the and or but with for to of in on at by about called named titled from into is are was were my our
your their its some like than then that's it's i'm we're because so if when plus also maybe um uh er hmm make
create want need add change set
"""
_NUMBERS_BELOW_TEN = "zero oh one two three four five six seven eight nine"
_NUMBER_STARTS = "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"

_UNFINISHED_ENDS = frozenset(_ASKING_FOR_MORE.split())
_UNFINISHED_PHRASES = frozenset(
    {
        *("make it", "make that", "call it", "name it", "change it", "change that"),
        *("to launch", "to promote", "to advertise", "to sell", "to announce", "to start"),
    }
)
_BEFORE_A_LAST_NUMBER = frozenset({"that", "it", "to", "just", "only"})
"""As in "make that four", where the number ends the sentence."""
_DIGITS = frozenset(_NUMBERS_BELOW_TEN.split())
_NUMBER_OPENERS = frozenset(_NUMBER_STARTS.split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known at a pause: the words so far, and Smart Turn's probability (0 to 1) that it is over."""

    words: str
    done: float
    settled: bool = False
    """True when the words as they came were an answer too."""


def asking_is_worth(expectation: Expectation, so_far: str) -> float:
    """Seconds of silence from which the turn should be read, going by the words as they came ("" if unknown)."""
    words = so_far.lower().split()
    if not words:
        return PAUSE
    if is_answer(expectation, so_far):
        return 0.0
    return BREATH if _asks_for_more(words, expectation) else PAUSE


def patience(expectation: Expectation, evidence: Evidence) -> float:
    """Seconds of silence after which the turn is over."""
    words = evidence.words.lower().split()
    if not words:
        return WORDLESS
    if is_answer(expectation, evidence.words):
        return SETTLED if evidence.settled else SURE
    if _asks_for_more(words, expectation):
        return UNFINISHED
    if evidence.done >= CLEARLY_DONE and expectation.kind in ("name", "number") and len(words) <= 4:
        return SURE
    if _WHOLE.fullmatch(" ".join(words)) or (evidence.done >= DONE and len(words) > FRAGMENT):
        return LIKELY
    return UNSURE


def is_answer(expectation: Expectation, words: str) -> bool:
    """True for a complete answer to a question with few answers: a yes or no, or a name expected."""
    said = " ".join(words.lower().split())
    if expectation.kind == "yes_no":
        return _YES_NO.fullmatch(said) is not None
    return bool(said) and said in {name.lower() for name in expectation.words}


def _asks_for_more(words: list[str], expectation: Expectation) -> bool:
    last = words[-1]
    if last in _UNFINISHED_ENDS or " ".join(words[-2:]) in _UNFINISHED_PHRASES:
        return True
    reading_digits = len(words) >= 2 and last in _DIGITS and words[-2] in _DIGITS
    if reading_digits or (last in _NUMBER_OPENERS and expectation.kind == "number"):
        return True
    # In a list a bare number is the start of "five images".
    counts = last in (_DIGITS | _NUMBER_OPENERS) - {"oh"} and len(words) > 1
    return expectation.kind == "list" and counts and words[-2] not in _BEFORE_A_LAST_NUMBER


_BACKCHANNELS = re.compile(
    r"(?:(?:mm+|mhm|hmm|hm|mm hm|uh huh|huh|uh|um|ah|oh|okay|ok|yeah|yep|right|sure|i see|got it|good|great|"
    r"nice)\s*)+"
)


def is_backchannel(words: str) -> bool:
    """True for what people say to show that they listen, and for nothing at all."""
    said = " ".join(words.lower().replace("-", " ").split())
    return not said or _BACKCHANNELS.fullmatch(said) is not None


_FIRST_SOUNDS = frozenset(["a", "er", "got", "i", "the"])
"""Little words that a recogniser hears in the first sounds of any other, and beginnings of murmurs."""


def may_be_murmur(so_far: str) -> bool:
    """True while the words as they come may turn out to be a murmur."""
    more = [word for word in so_far.lower().split() if word not in _FIRST_SOUNDS]
    return is_backchannel(so_far) or is_backchannel(" ".join(more))
