"""From what a caller said about a campaign to phrases that fit into a sentence.

A caller says "our running shoes, the new trail line" or "a thousand new leads by the end of July"; a sentence needs to
know what the thing is called, whether it is one or many, and whether the aim is a noun or something to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from studio.text import patterns
from studio.text.data import data
from studio.text.spoken import capital, clipped, listed, named, plain


@cache
def _verbs() -> dict[str, str]:
    """Verbs an aim may start with, each with its -ing form, longest first."""
    listed_verbs: dict[str, str] = data("verbs")
    return dict(sorted(listed_verbs.items(), key=lambda pair: -len(pair[0])))


@cache
def _common() -> frozenset[str]:
    return frozenset(data("common").split())


@cache
def _nouns() -> dict[str, frozenset[str]]:
    """Nouns whose ending misleads: `one` look like many and are one, `many` the other way round."""
    return {key: frozenset(words.split()) for key, words in data("nouns").items()}


@cache
def _mass() -> frozenset[str]:
    """Nouns that take no article: "coffee", "skin care"."""
    return frozenset(data("mass").split())


_OUR = re.compile(r"\bour\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thing:
    """What the campaign is about. `bare` carries no article; `event` is "launch" or "opening" when it is one, `offer`
    "twenty percent off" or "half price on".
    """

    bare: str
    plural: bool
    named: bool = False
    clause: bool = False
    event: str = ""
    detail: str = ""
    offer: str = ""

    @property
    def ours(self) -> str:
        """As the brand says it: "our running shoes", "our take on how to train a dog", "Ridgeline 2"."""
        if self.named:
            return self.bare
        if not self.clause and _OUR.search(self.bare):
            # "our check-ups at our practice" says "our" once too often.
            return self.bare if self._bare_stands else f"{article(self.bare)} {self.bare}"
        return f"our {self._angle}{self.bare}"

    @property
    def short(self) -> str:
        """Without what follows the noun, for a headline: at most about 40 characters."""
        return (
            clipped(patterns.AFTER_HEAD.sub("", self.bare) if not self.clause else self.bare, 40)
            or self.bare[:40]
        )

    @property
    def ours_short(self) -> str:
        return self.ours if self.named or self.clause else f"our {self.short}"

    @property
    def any(self) -> str:
        """The kind of thing, nobody's in particular: "running shoes", "a coffee subscription", "coffee"."""
        head = self.short
        if self._bare_stands:
            return head
        if re.match(rf"(?:{'|'.join((*patterns.ORDINALS, 'new'))}) ", head):
            head = head.split(" ", 1)[1]
        return f"{article(head)} {head}"

    @property
    def _bare_stands(self) -> bool:
        """Whether it needs no article."""
        return self.plural or self.named or self.clause or self.short.split()[-1].lower() in _mass()

    def of(self, brand: str) -> str:
        """As somebody outside says it: "Fellside's running shoes", or "the running shoes" when no brand is named."""
        if self.named:
            return self.bare
        owner = possessive(brand) if brand else "the"
        bare = _OUR.sub("its", self.bare)
        return f"{owner} {self._angle}{bare}"

    @property
    def _angle(self) -> str:
        """What somebody can have of a clause: a part in what is done, a take on a question."""
        if not self.clause:
            return ""
        return "part in " if patterns.DOING.match(self.bare) else "take on "


@dataclass(frozen=True, slots=True)
class Aim:
    """The objective, told by somebody outside. `noun` fits "the aim is ...", `verb` fits "helps to ..."."""

    noun: str
    verb: str


def thing(topic: str) -> Thing:
    """The topic's noun phrase. Anything is accepted; an empty topic is "news"."""
    text = patterns.TAIL.sub("", plain(topic))
    text = plain(patterns.LEAD_IN.sub("", text)) or plain(topic)
    text, event = _event(text)
    text, offer = _offer(text)
    text = _doing(text)
    if patterns.CLAUSE.match(text) or patterns.DOING.match(text):
        return Thing(clipped(_lower(text), 90), plural=False, clause=True, event=event)
    text, detail = _apposition(text)
    determined = bool(patterns.DETERMINER.match(text))
    bare = plain(patterns.DETERMINER.sub("", text)) or "news"
    name = _is_name(bare) and not determined
    if not name:
        bare = re.sub(
            r"\bmy\b",
            "our",
            bare if determined and not _is_common(bare) else _lower(bare),
            flags=re.IGNORECASE,
        )
    bare = clipped(bare, 90) or bare[:90]
    return Thing(bare, _is_plural(bare) and not name, named=name, event=event, detail=detail, offer=offer)


def aim(objective: str, brand: str = "") -> Aim:
    """The objective as a noun and as a verb, with the first person turned into the brand."""
    text, before = plain(objective), None
    while text != before:
        before, text = text, plain(patterns.WANT.sub("", text))
    text = outside(_lower(text), brand)
    if not text:
        return Aim("", "")
    if patterns.WHO_SHOULD.match(text):
        text = f"get {text}"
    for verb, doing in _verbs().items():
        if re.match(rf"{verb}\b", text, re.IGNORECASE):
            return Aim(doing + text[len(verb) :], text)
        if re.match(rf"{doing}\b", text, re.IGNORECASE):
            return Aim(text, verb + text[len(doing) :])
    return Aim(text, f"{_verb_for(text)} {text}")


def people(audience: str) -> str:
    """The audience as it follows "for": "trail runners in their thirties"; "" when nobody was named."""
    text = plain(audience)
    text = re.sub(
        r"^(?:(?:it's|it is|(?:for|mainly|mostly|aimed at|targeting)|(?:we|i) (?:want to )?(?:target|reach)|"
        r"(?:the|our) (?:target )?audience (?:is|are))\b ?)+",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip
    text = plain(re.sub(r"^(?:our|my|the|all|all the) ", "", plain(text), flags=re.IGNORECASE))
    return clipped(_lower(text), 110)


def message(messaging: str) -> str:
    """The one message as a capitalised sentence without its full stop."""
    text = plain(messaging)
    text = re.sub(
        r"^(?:(?:the|our|my) (?:main |key |one )?(?:message|claim|slogan) is|(?:i|we) want to say|say|that)"
        r"\b[ :,]*(?:that\b ?)?",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip
    return capital(clipped(plain(text), 140))


def products(names: tuple[str, ...]) -> str:
    """All products in one list: "the Saturday class and a gift voucher"."""
    told = (_product(re.sub(r"^(?:my|our) ", "our ", plain(name), flags=re.IGNORECASE)) for name in names)
    return listed(tuple(dict.fromkeys(name for name in told if name)))


def _product(name: str) -> str:
    """With "the" where a common noun would stand bare: "the tasting menu", but "Ridgeline 2" and "gift cards"."""
    last = name.rsplit(maxsplit=1)[-1].lower() if name else ""
    common = name[:1].islower() and not any(letter.isupper() or letter.isdigit() for letter in name)
    bare = not common or patterns.DETERMINER.match(name) or _is_plural(name) or last in _mass()
    return name if bare else f"the {name}"


def due(deadline: str) -> str:
    """The deadline as it follows "before": "31 July 2026", "the end of July"; "" when there is none."""
    text = plain(patterns.DUE.sub("", plain(deadline)))
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return re.sub(r"^(?=(?:end|beginning|start|middle) of)", "the ", _lower(text))
    return f"{day.day} {day:%B} {day.year}"


def outside(text: str, brand: str) -> str:
    """The first person as the brand: "our shop" is "Fellside's shop", or "the shop" when no brand is named."""
    whose = possessive(brand) if brand else "the"
    who = brand or "the brand"

    def swap(match: re.Match[str]) -> str:
        word = match[0].lower()
        return whose if word in {"our", "my", "our own", "my own", "ours", "mine"} else who

    return patterns.FIRST_PERSON.sub(swap, text)


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def article(noun: str) -> str:
    """The indefinite article, by how the next word sounds."""
    word = noun.split(" ", 1)[0].lower()
    if re.match(r"(?:uni(?!n)|use|usu|eu|one\b|once|ufo|u[bkst]\b|ute)", word):
        return "a"
    if re.match(r"(?:hour|heir|honest|honou?r|[fhlmnrsx](?=\d|$)|8|11\b|18\b)", word):
        return "an"
    if word.isupper() or (noun[:2].isupper() and word[0] in "fhlmnrsx"):
        return "an"
    return "an" if word[:1] in "aeiou" else "a"


def _event(text: str) -> tuple[str, str]:
    if match := patterns.OF_EVENT.match(text):
        return text[match.end() :], match[1] + patterns.EVENTS[match[2].lower()]
    if match := patterns.DOING_EVENT.match(text):
        return text[match.end() :], patterns.EVENTS.get(match[1].lower(), match[1].lower())
    return text, ""


def _doing(text: str) -> str:
    """What a topic asks people to do as what is done: "help families" is "helping families"."""
    for verb, doing in _verbs().items():
        if re.match(rf"{verb} {patterns.OBJECT}", text, re.IGNORECASE):
            return doing + text[len(verb) :]
    return text


def _offer(text: str) -> tuple[str, str]:
    """Gives ("annual memberships", "twenty percent off"): what is sold, and what is taken off its price."""
    match = patterns.OFFER.match(text)
    if not match or (match[2] in ("", "on", "for") and not patterns.FOR.search(match[1])):
        return text, ""
    off = match[1].lower()
    return text[match.end() :], f"{off} on" if patterns.FOR.search(off) else f"{off} off"


def _apposition(text: str) -> tuple[str, str]:
    """Gives ("our running shoes", "the new trail line"): the noun, and what a comma adds to it."""
    head, comma, rest = text.partition(",")
    rest = plain(rest)
    if not comma or not head.strip():
        return text, ""
    if re.search(r"\b(?:our|my)\b", rest):
        return re.sub(r"\b(?:our|my) ", "", text, flags=re.IGNORECASE), ""
    listing = re.search(r",|\band\b", rest) and not patterns.DETERMINER.match(rest)
    if listing:
        return text, ""
    return head.strip(), clipped(re.sub(r"^(?:our|my) ", "the ", rest, flags=re.IGNORECASE), 60)


def _is_plural(bare: str) -> bool:
    head = patterns.AFTER_HEAD.sub("", bare)
    word = re.sub(r"[^\w]", "", head.split()[-1]).lower() if head.split() else ""
    if " and " in head or word in _nouns()["many"]:
        return True
    return word not in _nouns()["one"] and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_name(bare: str) -> bool:
    words = bare.split()
    if len(words) == 1:
        return words[0][:1].isupper() and words[0].lower() not in _common() and not _is_plural(bare)
    return (
        all(word[:1].isupper() or word[:1].isdigit() for word in words) and words[-1].lower() not in _common()
    )


def _is_common(text: str) -> bool:
    return text.split(" ", 1)[0].lower() in _common()


def _lower(text: str) -> str:
    """Without the capitals of a typed sentence or title; names keep theirs."""
    first, *rest = text.split(" ")
    if first[1:] != first[1:].lower() or first == "I":
        return text
    if _is_common(first):
        return named(" ".join(word.lower() if word.lower() in _common() else word for word in (first, *rest)))
    return text if rest and rest[0][:1].isupper() else named(" ".join((first.lower(), *rest)))


def _verb_for(text: str) -> str:
    if patterns.AMOUNT.match(text) or text.startswith("more "):
        return "win"
    return "build" if re.search(r"awareness|reach|trust|loyalty|engagement", text) else "achieve"
