"""Readings of a yes that the words beside it rule out."""

from __future__ import annotations

from agent.offline.listed import begins_list
from agent.offline.misplaced_counts import stands_behind_thing
from agent.offline.place import Place

_BEFORE_TAKEN = frozenset(
    (
        *(
            "yes",
            "yeah",
            "yep",
            "yup",
            "sure",
            "ok",
            "okay",
            "fine",
            "great",
            "good",
            "perfect",
            "right",
            "well",
        ),
        *(
            "so",
            "and",
            "just",
            "all",
            "exactly",
            "with",
            "want",
            "like",
            "love",
            "take",
            "have",
            "do",
            "oh",
            "then",
        ),
        *(
            "lovely",
            "nice",
            "please",
            "use",
            "keep",
            "no",
            "not",
            "i'd",
            "hmm",
            "but",
            "plus",
            "cool",
            "agreed",
        ),
    )
)
"""After these "that" or "it" may be the offered mix."""


_AFTER_TAKEN = frozenset(
    (
        *("please", "too", "and", "but", "with", "plus", "minus", "except", "one", "mix", "as", "for"),
        *("thanks", "without"),
    )
)


def takes_more_than_that(place: Place) -> bool:
    """Whether what sounds like a yes goes on: "please do …", "I like that everyone …"."""
    if place.ends:
        return False
    first, last = place.symbols[place.at], place.symbols[place.end - 1]
    longer = place.end - place.at > 1
    return (last == "do" and first == "please") or (
        last == "that" and longer and place.behind not in _AFTER_TAKEN
    )


def takes_nothing(place: Place) -> bool:
    """Whether a bare "that" or "it" stands inside another clause: "I'd love it if …", "give it that same name"."""
    if place.end - place.at > 1:
        return False
    return place.behind == "if" or not (place.begins or place.before in _BEFORE_TAKEN)


_SURELY = frozenset({"definitely", "certainly", "absolutely"})


def is_beside_a_thing(place: Place) -> bool:
    """Whether "definitely" only stresses a wish: "a video definitely", "definitely six posts"."""
    if place.symbols[place.at] not in _SURELY or place.end - place.at > 1:
        return False
    return stands_behind_thing(place) or begins_list(place.symbols, place.end)


_STARTING = frozenset(
    {"go", "start", "run", "launch", "proceed", "begin", "do", "please", "now", "then", "and", "kick"}
)


def allows_something(place: Place) -> bool:
    """Whether "you can" goes on to what is asked for: "you can call it …", not "you can start"."""
    allows = tuple(place.symbols[place.end - 2 : place.end]) in (("you", "can"), ("you", "may"))
    return allows and bool(place.behind) and place.behind not in _STARTING
