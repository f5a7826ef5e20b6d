"""Free texts brought to the point: without what people say around a value in run-on talk."""

from __future__ import annotations

import itertools
import re

from agent.offline.amounts import amounts_in, is_amount
from agent.offline.clauses import SUBJECTS, is_glue

_REPAIRED = re.compile(
    r"^\W*(?:(?:no|sorry|or rather|rather|wait|hang on|hold on|i mean|i meant|make that|make it|let's say|actually|"
    r"scratch that|well|uh|um)\W*)+$",
    re.IGNORECASE,
)
_PREDICATES = frozenset(
    (
        *("is", "are", "was", "were", "be", "been", "would", "will", "should", "could", "must", "may"),
        *("looks", "sounds", "seems", "means", "that's", "it's", "like", "maybe", "perhaps", "say"),
        *("exactly", "gosh", "blimey", "hm", "erm"),
    )
)
"""Words that tell of a number and are no part of what is to be won."""
_HOPING = re.compile(
    r"^(?:glad of|(?:pleased|happy|content|delighted|thrilled) with)\s+|"
    r"^(?:(?:just|only|really)\s+)?(?:hop(?:e|ing)|aim(?:ing)?|look(?:ing)?|shoot(?:ing)?|go(?:ing)?|wish(?:ing)?|ask(?:ing)?|"
    r"push(?:ing)?)\s+(?:for|at)\s+",
    re.IGNORECASE,
)
_RELATIVE = frozenset({"who", "that", "which", "where", "what", "whose"})
_FINITE = frozenset(
    (
        *("is", "are", "was", "were", "would", "will", "should", "could", "must", "can", "may", "might"),
        *("that's", "it's", "which", "that'd", "that'll", "it'd", "it'll"),
    )
)
MOST_VERB = 3
"""Words of "find homes for" before a number; more are a clause around it."""
_LED = (
    re.compile(
        r"^(?:(?:so|well|and|okay|ok|right|yeah|yes|um|uh|oh|basically|it's|it is)\s+)*(?:kind|sort) of (?:like )?",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:people|folks|everyone|everybody|they|customers|the (?:world|town|public)) "
        r"(?:should|need to|must|ought to|have to|could|to|can|will) (?:hear|know|learn|find out|read|be told) "
        r"(?:about|of) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:do|doing|make|making|have|having|run|running) )?"
        r"(?:something|some stuff|a bit|anything|a push|a promo|a promotion) "
        r"(?:on|about|for|around|with|to do with) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:a|an|the|new|my|our|please|some|little) )*"
        r"(?:campaign|promo|promotion|adverts?|ads?|advertising|marketing|publicity) (?:for|about|on|around):? ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^my (?:friend|sister|brother|wife|husband|partner|boss|mum|mom|dad|cousin|neighbour|neighbor|daughter|son)"
        r" (?:makes|sells|runs|owns|does|has|offers|builds|bakes|opens|opened) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:promoting|advertising|publicising|marketing|selling|pushing)(?: for| of)? ", re.IGNORECASE
    ),
    re.compile(
        r"^(?:(?:so|well|and|ok|okay) )?"
        r"(?:(?:we|i|we've|i've|we have|i have) got|(?:we|i) have(?= (?:a|an|the|this|our|my|some)\b)) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:we|i|we're|i'm|we are|i am|we've|i've|we have|i have|we'd be|i'd be|we would be)"
        r"(?: (?:just|basically|mostly|mainly|now|also|currently|only|really|actually|recently|got|been))*"
        r" (?!to\b|not\b|want\b|need\b)\w+(?: to \w+)?(?: (?:out|off|over))?(?: (?:about|on|for|with))? (?=\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:our|my|the) \w+(?: \w+)? (?:is|are) (?:offering|launching|opening|hosting|running|selling|introducing|"
        r"having|doing|releasing|starting|holding|bringing out|planning|promoting) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:it|this|that|the campaign) (?:promotes|advertises|covers|features|showcases|highlights|celebrates|"
        r"is (?:promoting|advertising|to promote)) ",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:there's )?(?:this|a|an|my|our) [\w' -]{2,40} (?:and )?(?:they|she|he|who)"
        r"(?:'d like| want| wants| need| needs| would like) "
        r"to (?:push|promote|sell|advertise|market|launch|fill|announce) ",
        re.IGNORECASE,
    ),
    re.compile(r"^a product launch (?:of|for) ", re.IGNORECASE),
    re.compile(r"^(?:mostly|mainly|primarily) (?=(?:our|my|the|a|an)\b)", re.IGNORECASE),
    re.compile(r"^(?:you )?know ", re.IGNORECASE),
    re.compile(r"^(?:about|regarding|concerning|is|are|would be) ", re.IGNORECASE),
)
"""How people lead up to what a campaign is about."""


def objective_in(text: str) -> str:
    """The number with what it counts and a verb before it: "success looks like ninety bookings" is ninety bookings,
    and "four hundred no five hundred visitors" five hundred.
    """
    found = amounts_in(text)
    if not found:
        return text
    for (_, end), (start, _) in itertools.pairwise(found):
        if _REPAIRED.match(text[end:start]):
            return objective_in(_led_up_to(text[: found[0][0]]) + text[start:])
    first = found[0][0]
    if _UNIT.fullmatch(text[first:]) and text[:first].strip():
        return text
    if text[:first].casefold().endswith("number "):
        return text
    counted = without_tail(_without_predicate(_NOT_SO.sub("", text[first:]) or text[first:]))
    counted = _NOT_SO.sub("", counted) or counted
    pointed = re.sub(r"^(\w+) (?:me|us) $", r"\1 ", _led_up_to(text[:first])) + counted
    said_before = any(not is_glue(word) and not _is_around(word) for word in text[:first].casefold().split())
    return text if said_before and is_amount(pointed) else pointed


def _led_up_to(before: str) -> str:
    """The verb that belongs to the number, of all that was said before it."""
    words = before.split()
    cut = max((at + 1 for at, word in enumerate(words) if _is_around(word.strip(",").casefold())), default=0)
    verb = _HOPING.sub("", " ".join(words[cut:]) + " ").strip().removeprefix("to ")
    said = verb.casefold().split()
    if said and said[0] in _DETERMINERS and said[-1] in _HOLDING:
        return f"{verb} "
    if said and ((cut and len(said) > MOST_VERB) or said[0] in _DETERMINERS):
        return "another " if said[-1] == "another" else ""
    return f"{verb} " if verb else ""


_HOLDING = frozenset({"in", "at", "with", "from", "on", "across", "through"})
"""Behind a noun they keep the number with it: "a listing in ten supermarkets"."""
_DETERMINERS = frozenset({"the", "a", "an", "our", "my", "your", "their", "another", "some", "by", "with"})


_THINKING = frozenset(
    (
        *(
            "if",
            "gotta",
            "wanna",
            "has",
            "have",
            "need",
            "want",
            "suppose",
            "guess",
            "think",
            "thinking",
            "reckon",
        ),
        *("say", "mean", "honestly", "frankly", "realistically", "ideally", "hopefully", "probably"),
    )
)


def _is_around(word: str) -> bool:
    return word in SUBJECTS or word in _PREDICATES or word in _THINKING


def _without_predicate(text: str) -> str:
    """Up to a verb that says something of the number: "180 tickets sold would make my year"."""
    words = text.split()
    while len(words) > 2 and words[-1].strip(",.").casefold() in ("wanted", "needed", "please", "preferably"):
        words = words[:-1]
    text = " ".join(words)
    for at in range(2, len(words)):
        plain = words[at].strip(",").casefold()
        if plain in _FINITE and _RELATIVE.isdisjoint(word.casefold() for word in words[:at]):
            return " ".join(words[:at]).rstrip(",")
        if plain in ("i'm", "i'd", "we're", "we'd"):
            return " ".join(words[:at]).rstrip(",")
    return text


_UNIT = re.compile(r"[\w.,$€£ -]*?(?:percent|per cent|%)\W*", re.IGNORECASE)
"""A share counts what was said before it: "more foot traffic, maybe 20 percent"."""
_NOT_SO = re.compile(
    r",? (?:not \w+(?: \w+)?|(?:(?:came|come|comes) )?out of (?:it|this|that)|"
    r"god willing|fingers crossed|touch wood|if we can|if possible)[.!]?$",
    re.IGNORECASE,
)
"""What is added to a value and changes nothing of it."""


def topic_in(text: str) -> str:
    """What it is about, without the way there: "we're pushing refurbished laptops" is about the laptops."""
    text = _NEEDS.sub("", _NEEDS_FOR.sub("", text)) or text
    for lead in _LED:
        shorter = lead.sub("", text, count=1)
        if shorter.strip() and shorter != text:
            text = shorter
    text = _DENIED.sub("", text) or text
    text = _OUT.sub("", text) or text
    return without_tail(_ENDED.sub("", text) or text)


_PUBLICITY = r"(?:campaign|advertising|ads?|adverts?|marketing|promotion|promo|push|publicity|attention|exposure|boost)"
_NEEDING = (
    r"(?:needs?|wants?|deserves?|requires?|(?:could|can) (?:use|do with)|"
    r"(?:is|are) (?:in need of|after|looking for)|would (?:like|love))"
)
_NEEDS_FOR = re.compile(
    rf"^.{{3,60}}? {_NEEDING} (?:a|an|some|more)(?: \w+){{0,2}} {_PUBLICITY} (?:for|about|on|around) "
    r"(?=(?:the|our|my|its|their|this|a|an)\b)",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    rf",?(?: (?:and|so|but))?(?: (?:i|we|it|they))? {_NEEDING} (?:a|an|some|more)(?: \w+){{0,2}} {_PUBLICITY}"
    r"(?: (?:for|about|on|around) (?:it|them|this|that|these))?[.!]?$",
    re.IGNORECASE,
)
"""How a thing is told to need publicity: "our print shop could use some advertising"."""


_DENIED = re.compile(r", not [\w ]+$", re.IGNORECASE)


_ENDED = re.compile(
    r" (?:(?:(?:(?:have|has|had|just|finally|now|only) )*(?:came in|come in|arrived|landed)|"
    r"coming up|coming|soon|noticed|known|seen|out there|off the ground|heard of|some attention|"
    r"and all that)\W*)+$",
    re.IGNORECASE,
)
_OUT = re.compile(r",? (?:running|going out|to run|to go out|shown|posted|published)$", re.IGNORECASE)
"""What leads to channels: "our meal boxes, running on Facebook"."""
_AIMED = re.compile(
    r"^(?:(?:i'd|we'd|i would|we would|i'll|we'll) (?:go for|say|aim (?:for|at)|target|pick|choose) |"
    r"(?:(?:really|basically|actually|just|it's|it is) )*(?:for|aimed at|meant for) )",
    re.IGNORECASE,
)


def subject_in(objective: str) -> str:
    """The thing of the caller's that an objective is about: "300 downloads of our app"; "" when it names none."""
    found = _SUBJECT.search(objective)
    return found["subject"] if found else ""


_SUBJECT = re.compile(
    r"\b(?:of|to|for|in|at|on|from) (?P<subject>(?:our|my) [\w'’ &-]+?)"
    r"(?= (?:among|by|before|until|within|this|next|in)\b|[,.!]|$)",
    re.IGNORECASE,
)


def audience_in(text: str) -> str:
    """Whom it is for, without the way there: "really for busy parents"."""
    return without_tail(_AIMED.sub("", text) or text)


def without_tail(text: str) -> str:
    """Without the beginning of another clause at its end: "golden fold and i want", "parties and all i want"."""
    words = text.split()
    plain = [word.casefold().strip(",") for word in words]
    for at in range(1, len(words)):
        linked = plain[at] in _JOINING
        opened = plain[at + linked] if at + linked < len(words) else ""
        if (opened in _OPENING or (linked and opened in _ALL | _MODAL)) and all(
            is_glue(word) or word in _ALL | _ADVERBS for word in plain[at + linked + 1 :]
        ):
            return " ".join(words[:at]).rstrip(",")
    return text


_JOINING = frozenset({"and", "so", "but", "then", "plus"})
_MODAL = frozenset({"should", "would", "will", "must", "could", "can", "needs", "has", "ought"})
_ADVERBS = frozenset({"still", "only", "already", "mostly", "currently", "mainly", "also", "now", "do"})
_ALL = frozenset({"all", "the", "stuff", "things", "list", "rest", "what", "it", "you"})
_OPENING = frozenset(
    (
        *("they", "they're", "i", "we", "i'm", "i'd", "i've", "we'd", "we've", "we're", "it's", "that's"),
        *("you'd", "you'll", "she", "he", "she's", "he's"),
    )
)
