"""Readings of numbers and of things to make that the words beside them rule out."""

from __future__ import annotations

from agent.offline.listed import ends_there, is_behind_thing, leads_to_list, mentions_thing
from agent.offline.numbers import HOMOPHONES, number
from agent.offline.place import Place
from agent.offline.surroundings import (
    NUMBERS,
    SPANS,
    counts_things,
    is_of_things,
    is_roughly,
    runs_on,
    runs_on_to_thing,
)

_OUTCOMES = frozenset(
    (
        *("subscribers", "subscriptions", "signups", "readers", "followers", "views", "clicks", "likes"),
        *("opens", "leads", "viewers", "downloads", "replies", "shares", "customers", "visits", "visitors"),
        *("addresses", "courses", "plays", "streams", "sold", "watched", "shared", "read", "opened", "sign"),
    )
)
"""What is won: "five hundred newsletter subscribers" owes no newsletter."""


def counts_the_next(place: Place) -> bool:
    return runs_on_to_thing(place.tokens, place.symbols, place.end)


def sets_the_next(place: Place) -> bool:
    last = place.symbols[place.end - 1]
    return (last == "0" or last in NUMBERS) and counts_the_next(place)


def spans_a_list(place: Place) -> bool:
    """Whether a comma parts the thing from the number: "do the research, six emails" owes both."""
    inner = range(place.at, place.end - 2)
    return any("," in place.tokens[at].after and place.symbols[at + 1] in NUMBERS | {"0"} for at in inner)


def sets_in_text(place: Place) -> bool:
    return bool(place.mode) and runs_on(place.tokens, place.end)


def is_rough(place: Place) -> bool:
    rough = is_roughly(place.symbols, place.end)
    return rough and not is_of_things(place.symbols, place.end, place.end + 1)


def counts_made_things(place: Place) -> bool:
    return counts_things(place.symbols, place.at, place.end)


def is_of_made_things(place: Place) -> bool:
    return is_of_things(place.symbols, place.at, place.end)


def is_won(place: Place) -> bool:
    return place.behind in _OUTCOMES and not place.ends


def is_per_time(place: Place) -> bool:
    """Whether it tells how often something is made as it is: "we make two videos a week"."""
    per = place.before in ("we", "they", "i", "who", "that") and place.behind in ("a", "per", "every", "each")
    return per and any(symbol in SPANS for symbol in place.symbols[place.end + 1 : place.end + 2])


def is_numbered(place: Place) -> bool:
    """Whether the number tells which one: "plan nine" is a name, "emails nine" are nine."""
    last = place.tokens[place.end - 1].text.casefold()
    return last not in ("one", "0", "zero") and not any(
        symbol.endswith("s") for symbol in place.symbols[place.at : place.end - 1]
    )


def leads_to_no_list(place: Place) -> bool:
    return not place.mode or not leads_to_list(place.mode, place.tokens, place.at, place.end)


def is_longer_thing(place: Place) -> bool:
    """Whether the thing's name goes on inside a free text: "it needs two video courses"."""
    return bool(place.mode) and not place.ends and not ends_there(place.symbols, place.end)


def is_in_a_list(place: Place) -> bool:
    """Whether an open text lists things of that sort: "sell eighty banners and fifty flyers" wins both."""
    return bool(place.mode) and not place.begins and stands_behind_thing(place)


def follows_its_thing(place: Place) -> bool:
    """Whether "for" stands behind a thing and not before one: "three posts for social" are three."""
    return place.symbols[place.at] in HOMOPHONES and not place.begins and stands_behind_thing(place)


def stands_behind_thing(place: Place) -> bool:
    return is_behind_thing(place.symbols, place.at)


_ENDS = frozenset(".!?;\n")
_BOUND = frozenset({"those", "them", "these"})


def counts_across(place: Place) -> bool:
    """Whether a sentence ends between the number and the thing: "images: two. Posts: six"; a comma is enough where
    the number has its thing before it: "emails three, images two".
    """
    for at in range(place.at, place.end - 1):
        marks = set(place.tokens[at].after)
        counted = place.symbols[at] == "0" or number([place.symbols[at]]) is not None
        if not marks or not (counted or place.symbols[at] in _BOUND):
            continue
        if marks & _ENDS or (counted and is_behind_thing(place.symbols, at)):
            return True
    return False


def is_half_a_thing(place: Place) -> bool:
    """Whether the thing's own name goes on: "two social" before "posts"."""
    last = place.symbols[place.end - 1]
    return last in ("social", "blog") and place.behind in ("post", "posts", "media") and not place.ends


_LISTING = frozenset({"and", "or", "nor", "plus", "no", "not"})


def runs_together(place: Place) -> bool:
    """Whether nothing stands between the things, not even a comma: "drop the video banner ads"."""
    inner = range(place.at + 1, place.end - 1)
    commas = any("," in place.tokens[at].after for at in range(place.at, place.end - 1))
    return not commas and _LISTING.isdisjoint(place.symbols[at] for at in inner)


_TOO_MANY = frozenset(
    {"lot", "many", "much", "steep", "few", "silly", "overkill", "excessive", "loads", "enough"}
)


def is_called_even(place: Place) -> bool:
    """Whether "call it" tells how many, and no name: "six posts is a lot, call it four"."""
    numbers = place.symbols[place.at + 2 :]
    counted = bool(numbers) and len(numbers) <= len(("twenty", "five", "please"))
    counted = counted and all(
        one == "0" or (number([one]) is not None and one not in HOMOPHONES)
        for one in numbers
        if one != "please"
    )
    before = place.symbols[: place.at]
    return counted and not _TOO_MANY.isdisjoint(before) and mentions_thing(before)


def recounts_nothing(place: Place) -> bool:
    """Whether no things were counted before "yeah, four and one"."""
    return not place.ends or not mentions_thing(place.symbols[: place.at])


def wins_no_thing(place: Place) -> bool:
    """Whether things that can be made are added or had, and none are sold: "to add two banners"."""
    own = not _SOLD.isdisjoint(place.symbols[place.at : place.end])
    return not own and counts_made_things(place)


_SOLD = frozenset(
    {
        "sell",
        "shift",
        "flog",
        "move",
        "rent",
        "let",
        "lease",
        "ship",
        "deliver",
        "give",
        "place",
        "take",
        "print",
    }
)


def goes_on(place: Place) -> bool:
    """Whether what is counted follows, and is no thing that can be made: "two more customers"."""
    return not place.ends and not ends_there(place.symbols, place.end)


def puts_something_else(place: Place) -> bool:
    """Whether "it" is no thing to make: "get it down to four hours"."""
    return not mentions_thing(place.symbols[place.at : place.end]) and goes_on(place)
