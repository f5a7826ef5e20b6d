"""Readings of a fragment that the words beside it rule out, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.offline.grammar import Rule
from agent.offline.listed import ends_there, goes_noun_first, is_behind_thing, leads_to_list, mentions_thing
from agent.offline.numbers import HOMOPHONES
from agent.offline.surroundings import (
    NUMBERS,
    SPANS,
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
        *("opens", "leads", "viewers", "downloads", "replies", "shares", "customers", "visits", "visitors"),
        *("addresses", "courses", "plays", "streams", "sold", "watched", "shared", "read", "opened", "sign"),
    )
)
"""What is won: "five hundred newsletter subscribers" owes no newsletter."""
_COPULAS = frozenset({"be", "is", "was", "are", "would"})
_OURS = frozenset({"our", "my"})
"""Before a thing of one's own "launch" tells what a campaign is about, before a name which one to run."""
_COPYING = frozenset({"copy", "duplicate", "clone"})
_NAME_WORDS = frozenset({"name", "title", "name's", "title's"})
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


def _goes_on_in_objective(place: Place) -> bool:
    """Whether "to book fifty" belongs to "get people to book fifty rooms"."""
    told = place.begins or place.before in _COPULAS | {"objective", "goal", "aim", "target"}
    return place.mode in ("objective", "goals") and place.symbols[place.at] == "to" and not told


_TOLD_OF = frozenset({"topic", "name", "audience", "products", "about_for"})
_NOTHING_SOLD = frozenset(
    (
        *("in", "at", "on", "up", "to", "question", "problem", "minute", "moment", "few", "idea", "feeling"),
        *("look", "think", "suggestion", "campaign", "draft", "name", "budget", "deadline"),
    )
)
"""What may stand behind "we have a …" and is not what a campaign is about."""


def _aims_alone(place: Place) -> bool:
    """Whether "get two hundred donors" without a "to" stands elsewhere than behind another text."""
    return place.symbols[place.at] in AIMING and place.mode not in _TOLD_OF


AIMING = frozenset(
    (
        *("get", "win", "reach", "sell", "gain", "attract", "bring", "generate", "achieve", "increase"),
        *("grow", "double", "boost", "raise", "sign", "book", "fill", "recruit", "collect", "find", "make"),
    )
)


def _takes_more_than_that(place: Place) -> bool:
    """Whether what sounds like a yes goes on: "please do …", "I like that everyone …"."""
    if place.ends:
        return False
    first, last = place.symbols[place.at], place.symbols[place.end - 1]
    longer = place.end - place.at > 1
    return (last == "do" and first == "please") or (
        last == "that" and longer and place.behind not in _AFTER_TAKEN
    )


def _takes_nothing(place: Place) -> bool:
    """Whether a bare "that" or "it" stands inside another clause: "I'd love it if …", "give it that same name"."""
    if place.end - place.at > 1:
        return False
    return place.behind == "if" or not (place.begins or place.before in _BEFORE_TAKEN)


_STARTING = frozenset(
    {"go", "start", "run", "launch", "proceed", "begin", "do", "please", "now", "then", "and", "kick"}
)


def _allows_something(place: Place) -> bool:
    """Whether "you can" goes on to what is asked for: "you can call it …", not "you can start"."""
    allows = tuple(place.symbols[place.end - 2 : place.end]) in (("you", "can"), ("you", "may"))
    return allows and bool(place.behind) and place.behind not in _STARTING


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


def _is_per_time(place: Place) -> bool:
    """Whether it tells how often something is made as it is: "we make two videos a week"."""
    per = place.before in ("we", "they", "i", "who", "that") and place.behind in ("a", "per", "every", "each")
    return per and any(symbol in SPANS for symbol in place.symbols[place.end + 1 : place.end + 2])


def _is_numbered(place: Place) -> bool:
    """Whether the number tells which one: "plan nine" is a name, "emails nine" are nine."""
    one = place.symbols[place.end - 1] == "one"
    return not one and not any(symbol.endswith("s") for symbol in place.symbols[place.at : place.end - 1])


def _leads_to_no_list(place: Place) -> bool:
    return not place.mode or not leads_to_list(place.mode, place.tokens, place.at, place.end)


def _is_longer_thing(place: Place) -> bool:
    """Whether the thing's name goes on inside a free text: "it needs two video courses"."""
    return bool(place.mode) and not place.ends and not ends_there(place.symbols, place.end)


def _is_in_a_list(place: Place) -> bool:
    """Whether an open text lists things of that sort: "sell eighty banners and fifty flyers" wins both."""
    return bool(place.mode) and not place.begins and _is_behind_thing(place)


def _follows_its_thing(place: Place) -> bool:
    """Whether "for" stands behind a thing and not before one: "three posts for social" are three."""
    return place.symbols[place.at] in HOMOPHONES and not place.begins and _is_behind_thing(place)


def _is_behind_thing(place: Place) -> bool:
    return is_behind_thing(place.symbols, place.at)


def _runs_on(place: Place) -> bool:
    """Whether what is counted follows, and is no thing that can be made: "two more customers"."""
    return not place.ends and not ends_there(place.symbols, place.end)


def _puts_something_else(place: Place) -> bool:
    """Whether "it" is no thing to make: "get it down to four hours"."""
    return not mentions_thing(place.symbols[place.at : place.end]) and _runs_on(place)


def _is_in_a_name(place: Place) -> bool:
    return place.mode == "name" and not place.begins and place.tokens[place.at].text[:1].isupper()


_NO_NAMES = frozenset(
    (
        *(
            "about",
            "for",
            "to",
            "of",
            "that",
            "on",
            "with",
            "not",
            "done",
            "ready",
            "running",
            "over",
            "live",
        ),
        *("finished", "called", "named", "titled", "too", "very", "going", "gonna", "still", "just", "meant"),
        *("supposed", "all", "aimed", "due", "in", "at", "good", "great", "fine", "okay", "nearly", "almost"),
    )
)


def _is_no_name(place: Place) -> bool:
    """Whether "the campaign is …" goes on with what it is like."""
    return not place.behind or place.behind in _NO_NAMES


_CHECKS: Mapping[str, Sequence[Callable[[Place], bool]]] = {
    "about_for": (lambda place: place.idiomatic, _tells_how_long),
    "create_titled": (_titles_nothing,),
    "campaign_on": (_is_no_campaign_on,),
    "do_of": (_does_nothing_new,),
    "thanks": (lambda place: place.before in ("a", "our", "my", "big", "little", "to", "say"),),
    "launch_our": (lambda place: place.behind not in _OURS,),
    "copy_name": (_copies_nothing,),
    "renamed": (_names_no_name,),
    "channel_list": (_goes_on_in_text,),
    "take": (lambda place: place.before == "make", _takes_more_than_that, _takes_nothing),
    "yes": (_takes_more_than_that, _allows_something, lambda place: place.before in _COPULAS),
    "counted_after": (_counts_the_next,),
    "set": (_sets_the_next, _is_won, _sets_in_text),
    "item": (_is_won, _follows_its_thing),
    "noun_first": (lambda place: not goes_noun_first(place.symbols, place.end), _is_numbered),
    "want": (_is_won, _is_per_time, _is_in_a_list),
    "order": (_is_won, _is_per_time, _is_longer_thing, _is_in_a_list),
    "counted_so": (_counts_the_next,),
    "list_lead": (_leads_to_no_list,),
    "cut_by": (_runs_on,),
    "one_more": (_runs_on,),
    "anew": (_sets_the_next,),
    "put_at": (_sets_the_next, _is_won, _puts_something_else),
    "every": (_runs_on,),
    "roughly_so": (_is_won, _is_longer_thing),
    "mended_number": (_sets_the_next, _is_won, _sets_in_text),
    "rounded_off": (lambda place: not place.at,),
    "add": (_is_won,),
    "only": (_is_won,),
    "about": (_is_rough, _is_in_a_name),
    "amount": (_counts_things, _is_of_things, _goes_on_in_objective),
    "reached": (_goes_on_in_objective, _aims_alone),
    "pitched_so": (lambda place: place.behind in _NOTHING_SOLD,),
    "bare_amount": (_is_of_things,),
    "create_named": (lambda place: place.behind in _ABOUT_NO_NAME,),
    "run": (lambda place: place.symbols[place.end - 1] == "go" and place.behind in ("for", "with", "on"),),
    "run_of": (lambda place: place.behind in _OURS or place.before in ("i", "we", "to"),),
    "campaign_is": (_is_no_name,),
    "named_so": (lambda place: place.behind in _ABOUT_NO_NAME or not place.behind,),
    "after_objective": (lambda place: not place.at,),
    "objective": (_is_in_a_name,),
    "goals": (_is_in_a_name,),
    "audience": (_is_in_a_name,),
    "messaging": (_is_in_a_name,),
    "stage": (_is_in_a_name,),
}
