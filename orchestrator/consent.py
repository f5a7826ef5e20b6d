"""Is it a yes? A fixed grammar on the owner's own words: in doubt it is none (docs/decisions/051).

Every word must belong to a phrase of the vocabulary in `assent.py`, and one phrase at least must agree or name the
act. A word that belongs to none (a number, a name, a condition, another act, a time) makes it no yes.
"""

from __future__ import annotations

import re
from functools import cache

from orchestrator.assent import AGREEING, BESIDE, DANGLING, OF_ACTION, PRAISE

MOST_WORDS = 12
"""A yes is short; a longer answer says something besides."""


def is_yes(words: str, action: str = "run") -> bool:
    """True only for a plain yes to the action, in any politeness.

    A question, a condition, a number, a negation, a correction or anything else beside the yes makes it none.
    """
    plain = _plain(words)
    return _is_short(plain) and _grammar(action).fullmatch(plain) is not None


def is_praise(words: str) -> bool:
    """True for praise alone, in any courtesy: "lovely, thanks". It welcomes a proposal; no act hangs on it."""
    plain = _plain(words)
    return _is_short(plain) and _praise().fullmatch(plain) is not None


@cache
def vocabulary(action: str = "run") -> frozenset[str]:
    """Every word that may occur in a yes to the action; any other makes it none."""
    sources = (AGREEING, BESIDE, DANGLING, PRAISE, OF_ACTION.get(action, ""))
    return frozenset(re.findall(r"[a-z']+", " ".join(sources)))


_DRAWN_OUT = re.compile(r"\b\w*?(\w)\1\1\w*")
_OFTEN_DRAWN = frozenset({"yes", "yeah", "yep", "yup", "go", "ok", "okay", "sure", "please"})


_CONTRACTED = {"thats": "that's", "lets": "let's", "im": "i'm", "youre": "you're", "theyre": "they're"}
"""Typed without the apostrophe, and no words of their own."""


def _plain(words: str) -> str:
    """The words without punctuation and case; nothing for a question, which is never a yes."""
    if "?" in words:
        return ""
    plain = re.sub(r"[.,!;:\-–—…\"“”]+", " ", words.casefold().replace("’", "'"))
    said = _DRAWN_OUT.sub(_shortened, plain).split()
    return " ".join(_CONTRACTED.get(word, word) for word in said)


def _shortened(drawn: re.Match[str]) -> str:
    """For "yesss" "yes"; any other word stays as it was written, and is outside the vocabulary."""
    short = re.sub(r"(\w)\1{2,}", r"\1", drawn[0])
    return short if short in _OFTEN_DRAWN else drawn[0]


def _is_short(plain: str) -> bool:
    return 0 < plain.count(" ") + 1 <= MOST_WORDS and bool(plain)


@cache
def _grammar(action: str) -> re.Pattern[str]:
    named = OF_ACTION.get(action)
    agreed = f"{AGREEING}|{named}" if named else AGREEING
    return _around(agreed, f"{PRAISE}|{BESIDE}")


@cache
def _praise() -> re.Pattern[str]:
    return _around(PRAISE, BESIDE)


def _around(needed: str, allowed: str) -> re.Pattern[str]:
    """One needed phrase at least, any others beside it, and none at the end that more must follow."""
    either = f"(?:(?:{DANGLING}) )*(?:{needed}|{allowed})"
    return re.compile(rf"(?:(?:{allowed}|{DANGLING}) )*(?:{needed})(?: {either})*")
