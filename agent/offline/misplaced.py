"""Readings of a fragment that the words beside it rule out, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.offline.grammar import Rule
from agent.offline.surroundings import (
    NUMBERS,
    counts_things,
    is_of_things,
    is_roughly,
    is_span_of_time,
    is_titled,
    runs_on,
    runs_on_to_thing,
)
from agent.offline.tokens import Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fragment would stand: the words [at, end), while a text of the slot `mode` is open, "" for none.

    `idiomatic`: an idiom begins at the same word.
    """

    mode: str
    tokens: Sequence[Token]
    symbols: Sequence[str]
    at: int
    end: int
    idiomatic: bool

    @property
    def before(self) -> str:
        return self.symbols[self.at - 1] if self.at else ""

    @property
    def behind(self) -> str:
        return self.symbols[self.end] if self.end < len(self.symbols) else ""

    @property
    def begins(self) -> bool:
        """Nothing stands before it, or a comma or the like does."""
        return not self.at or bool(self.tokens[self.at - 1].after)

    @property
    def ends(self) -> bool:
        """Nothing stands behind it, or a comma or the like does."""
        return not self.behind or bool(self.tokens[self.end - 1].after)


def misplaced(rule: Rule, place: Place) -> bool:
    """Whether the words beside rule this reading out."""
    if rule.opens == "ref" and _is_mid_sentence(place):
        return True
    return any(check(place) for check in _CHECKS.get(rule.name, ()))


_LEADS_TO_ACT = frozenset(
    (
        *(
            "and",
            "then",
            "please",
            "so",
            "okay",
            "ok",
            "no",
            "yes",
            "yeah",
            "yep",
            "sure",
            "now",
            "just",
            "also",
        ),
        *(
            "but",
            "well",
            "oh",
            "to",
            "let's",
            "right",
            "actually",
            "can",
            "could",
            "you",
            "would",
            "will",
            "i",
            "we",
        ),
        *(
            "want",
            "need",
            "go",
            "ahead",
            "um",
            "uh",
            "first",
            "instead",
            "sorry",
            "thanks",
            "hi",
            "hello",
            "hey",
        ),
        *(
            "that",
            "on",
            "wait",
            "mind",
            "it",
            "great",
            "good",
            "fine",
            "drumbeat",
            "us",
            "me",
            "maybe",
            "kindly",
        ),
    )
)
"""Words behind which an act may begin with no pause."""


def _is_mid_sentence(place: Place) -> bool:
    """Whether the verb stands among other words: "kite school open days" opens no campaign."""
    return not place.begins and place.before not in _LEADS_TO_ACT


_ABOUT_NO_NAME = frozenset({"for", "about", "regarding", "to", "of", "that", "which"})
_OUTCOMES = frozenset(
    (
        *("subscribers", "subscriptions", "signups", "readers", "followers", "views", "clicks", "likes"),
        *("opens", "leads", "viewers", "downloads", "replies", "shares", "customers"),
    )
)
"""What is won: "five hundred newsletter subscribers" owes no newsletter."""
_COPULAS = frozenset({"be", "is", "was", "are", "would"})
_OURS = frozenset({"our", "my"})
"""Before a thing of one's own "launch" tells what a campaign is about, before a name which one to run."""
_COPYING = frozenset({"copy", "duplicate", "clone"})
_NAME_WORDS = frozenset({"name", "title", "name's", "title's"})
_AFTER_TAKEN = frozenset(
    (
        *("please", "too", "and", "but", "with", "plus", "minus", "except", "one", "mix", "as", "for"),
        *("thanks", "without"),
    )
)


def _tells_how_long(place: Place) -> bool:
    return bool(place.behind) and is_span_of_time(place.symbols, place.end)


def _titles_nothing(place: Place) -> bool:
    return not is_titled(place.tokens, place.end) or not place.begins


def _is_no_campaign_on(place: Place) -> bool:
    return place.before != "campaign" or place.begins


def _copies_nothing(place: Place) -> bool:
    return place.symbols[place.at] == "as" and _COPYING.isdisjoint(place.symbols[: place.at])


_NOT_DONE = frozenset(
    {"you", "not", "i", "we", "they", "it", "that", "this", "so", "the", "one", "nothing", "what", "over"}
)


def _does_nothing_new(place: Place) -> bool:
    """Whether "do" takes no name: "do it", "do you", "do the same", or a thing to make ("do two emails")."""
    return place.behind in _NOT_DONE or not place.behind or is_of_things(place.symbols, place.end, place.end)


def _names_no_name(place: Place) -> bool:
    return _NAME_WORDS.isdisjoint(place.symbols[: place.at])


def _goes_on_in_text(place: Place) -> bool:
    return place.mode in ("topic", "audience") and not place.ends


def _takes_more_than_that(place: Place) -> bool:
    """Whether what sounds like a yes goes on: "please do …", "I like that everyone …"."""
    if place.ends:
        return False
    first, last = place.symbols[place.at], place.symbols[place.end - 1]
    longer = place.end - place.at > 1
    return (last == "do" and first == "please") or (
        last == "that" and longer and place.behind not in _AFTER_TAKEN
    )


def _counts_the_next(place: Place) -> bool:
    return runs_on_to_thing(place.tokens, place.symbols, place.end)


def _sets_the_next(place: Place) -> bool:
    last = place.symbols[place.end - 1]
    return (last == "0" or last in NUMBERS) and _counts_the_next(place)


def _sets_in_text(place: Place) -> bool:
    return bool(place.mode) and runs_on(place.tokens, place.end)


def _is_rough(place: Place) -> bool:
    rough = is_roughly(place.symbols, place.end)
    return rough and not is_of_things(place.symbols, place.end, place.end + 1)


def _counts_things(place: Place) -> bool:
    return counts_things(place.symbols, place.at, place.end)


def _is_of_things(place: Place) -> bool:
    return is_of_things(place.symbols, place.at, place.end)


def _is_won(place: Place) -> bool:
    return place.behind in _OUTCOMES and not place.ends


def _is_in_a_name(place: Place) -> bool:
    return place.mode == "name" and not place.begins and place.tokens[place.at].text[:1].isupper()


_CHECKS: Mapping[str, Sequence[Callable[[Place], bool]]] = {
    "about_for": (lambda place: place.idiomatic, _tells_how_long),
    "create_titled": (_titles_nothing,),
    "campaign_on": (_is_no_campaign_on,),
    "run_of": (lambda place: place.behind in _OURS,),
    "do_of": (_does_nothing_new,),
    "thanks": (lambda place: place.before in ("a", "our", "my", "big", "little", "to", "say"),),
    "launch_our": (lambda place: place.behind not in _OURS,),
    "copy_name": (_copies_nothing,),
    "renamed": (_names_no_name,),
    "channel_list": (_goes_on_in_text,),
    "take": (lambda place: place.before == "make", _takes_more_than_that),
    "yes": (_takes_more_than_that, lambda place: place.before in _COPULAS),
    "counted_after": (_counts_the_next,),
    "set": (_sets_the_next, _is_won, _sets_in_text),
    "item": (_is_won,),
    "want": (_is_won,),
    "add": (_is_won,),
    "only": (_is_won,),
    "about": (_is_rough, _is_in_a_name),
    "amount": (_counts_things, _is_of_things),
    "bare_amount": (_is_of_things,),
    "create_named": (lambda place: place.behind in _ABOUT_NO_NAME,),
    "objective": (_is_in_a_name,),
    "goals": (_is_in_a_name,),
    "audience": (_is_in_a_name,),
    "messaging": (_is_in_a_name,),
    "stage": (_is_in_a_name,),
}
