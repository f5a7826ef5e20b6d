"""Readings of a fragment that the words beside it rule out, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from agent.offline import misplaced_counts as counted
from agent.offline import misplaced_yes as agreed
from agent.offline.grammar import Rule
from agent.offline.listed import goes_noun_first
from agent.offline.place import Place
from agent.offline.surroundings import counts, is_of_things, is_span_of_time, is_titled


def misplaced(rule: Rule, place: Place) -> bool:
    """Whether the words beside rule this reading out."""
    if rule.opens == "ref" and _is_mid_sentence(place):
        return True
    if rule.name in _COUNTED and counted.counts_across(place):
        return True
    return any(check(place) for check in _CHECKS.get(rule.name, ()))


_COUNTED = frozenset(
    (
        *("item", "want", "order", "only", "add", "counted_of", "roughly_so", "and_one", "one_more"),
        *("added_so", "asked_for", "exchanged", "anew_so", "kept", "only_so", "set", "put_at", "cut_by"),
        "suffices",
    )
)
"""Fragments in which a number stands before its thing."""
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
_COPULAS = frozenset({"be", "is", "was", "are", "would"})
_OURS = frozenset({"our", "my"})
"""Before a thing of one's own "launch" tells what a campaign is about, before a name which one to run."""
_COPYING = frozenset({"copy", "duplicate", "clone"})
_NAME_WORDS = frozenset({"name", "title", "name's", "title's"})


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


def _is_for_us(place: Place) -> bool:
    """Whether "for" tells whom it is done for, or when: "read it back for me", "that's it for now"."""
    return place.behind in ("me", "us", "now", "later", "once", "sure", "definite", "certain")


def _is_channel_alone(place: Place) -> bool:
    """Whether "email only" names a channel."""
    return place.symbols[place.at] in ("email", "emails", "social", "mail")


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


_STRESSED = frozenset(
    (
        *("want", "need", "like", "not", "think", "have", "it", "that", "this", "hope", "mean", "love"),
        *("wish", "so", "know"),
    )
)


def _does_something_else(place: Place) -> bool:
    """Whether "I do" only stresses a verb, or counts something: "we do want posters", "I do two a week"."""
    said = place.symbols[place.end - 1] == "do"
    return said and (place.behind in _STRESSED or counts(place.symbols, place.end))


def _is_about_it(place: Place) -> bool:
    """Whether it belongs to what is said: "have 90% of clients read about it"."""
    return bool(place.mode) and place.behind in ("it", "them", "us", "this", "that")


_CHECKS: Mapping[str, Sequence[Callable[[Place], bool]]] = {
    "about_for": (lambda place: place.idiomatic, _tells_how_long, _is_for_us),
    "create_titled": (_titles_nothing,),
    "campaign_on": (_is_no_campaign_on,),
    "do_of": (_does_nothing_new, lambda place: place.before in ("i", "we")),
    "thanks": (lambda place: place.before in ("a", "our", "my", "big", "little", "to", "say"),),
    "launch_our": (lambda place: place.behind not in _OURS,),
    "copy_name": (_copies_nothing,),
    "renamed": (_names_no_name,),
    "channel_list": (_goes_on_in_text,),
    "take": (lambda place: place.before == "make", agreed.takes_more_than_that, agreed.takes_nothing),
    "yes": (
        agreed.takes_more_than_that,
        agreed.allows_something,
        agreed.is_beside_a_thing,
        lambda place: place.before in _COPULAS,
    ),
    "counted_after": (counted.counts_the_next,),
    "set": (counted.spans_a_list, counted.sets_the_next, counted.is_won, counted.sets_in_text),
    "item": (counted.is_won, counted.follows_its_thing, counted.is_half_a_thing),
    "noun_first": (lambda place: not goes_noun_first(place.symbols, place.end), counted.is_numbered),
    "want": (counted.is_won, counted.is_per_time, counted.is_in_a_list),
    "order": (counted.is_won, counted.is_per_time, counted.is_longer_thing, counted.is_in_a_list),
    "counted_so": (counted.counts_the_next,),
    "list_lead": (counted.leads_to_no_list,),
    "cut_by": (counted.goes_on,),
    "one_more": (counted.goes_on,),
    "anew": (counted.sets_the_next,),
    "put_at": (counted.spans_a_list, counted.sets_the_next, counted.is_won, counted.puts_something_else),
    "every": (counted.goes_on,),
    "roughly_so": (counted.is_won, counted.is_longer_thing),
    "mended_number": (counted.sets_the_next, counted.is_won, counted.sets_in_text),
    "rounded_off": (lambda place: not place.at,),
    "add": (counted.is_won,),
    "only": (counted.is_won,),
    "about": (counted.is_rough, _is_in_a_name, _is_about_it),
    "amount": (counted.counts_made_things, counted.is_of_made_things, _goes_on_in_objective),
    "reached": (_goes_on_in_objective, _aims_alone, counted.wins_no_thing),
    "counted_late": (
        lambda place: not goes_noun_first(place.symbols, place.end) and counted.counts_the_next(place),
        counted.is_won,
        counted.goes_on,
    ),
    "put_instead": (counted.sets_the_next, counted.is_won, counted.sets_in_text),
    "docked": (counted.is_won, counted.goes_on),
    "called_even": (lambda place: not counted.is_called_even(place),),
    "named": (counted.is_called_even,),
    "seconded": (counted.goes_on, lambda place: bool(place.mode)),
    "all_dropped": (counted.goes_on, counted.runs_together, lambda place: place.behind == "instead"),
    "anew_so": (counted.sets_the_next, counted.is_won),
    "exchanged": (counted.is_won,),
    "added_so": (counted.is_won, counted.is_longer_thing),
    "asked_for": (counted.is_won, counted.is_longer_thing),
    "recounted": (counted.recounts_nothing,),
    "only_so": (_is_channel_alone,),
    "pitched_so": (lambda place: place.behind in _NOTHING_SOLD, _does_something_else),
    "bare_amount": (counted.is_of_made_things,),
    "create_named": (lambda place: place.behind in _ABOUT_NO_NAME,),
    "run": (lambda place: place.symbols[place.end - 1] == "go" and place.behind in ("for", "with", "on"),),
    "run_of": (lambda place: place.behind in _OURS or place.before in ("i", "we", "to"),),
    "campaign_is": (_is_no_name,),
    "named_so": (lambda place: place.behind in _ABOUT_NO_NAME or not place.behind,),
    "after_objective": (lambda place: not place.at,),
    "objective": (_is_in_a_name, lambda place: not place.at and place.symbols[0] == "so"),
    "goals": (_is_in_a_name,),
    "audience": (_is_in_a_name,),
    "messaging": (_is_in_a_name,),
    "stage": (_is_in_a_name,),
}
