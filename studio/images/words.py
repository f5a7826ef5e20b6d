"""What stands on a picture: headline, sub line, kicker and call to act, from the facts of the brief alone."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

import prompts
from store.words import AwarenessStage
from studio.ports import Brief
from studio.text.fragments import Thing, due, message, people, products, thing
from studio.text.spoken import capital, clipped, plain

HEADLINE = 62
"""Characters; more than about nine words are not taken in while scrolling past."""
SUB = 104
KICKER = 34

_PICTOGRAPH = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u200d\U0001f000-\U0001faff\U000e0000-\U000e007f]"
)

_BANK = Path(prompts.__file__).parent / "studio" / "images" / "copy.yaml"


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of one picture; any but the headline and the call may be empty."""

    headline: str
    sub: str
    kicker: str
    call: str
    brand: str
    site: str

    @property
    def text(self) -> str:
        """All of it, a line each, as the reviewer and later steps read it."""
        return "\n".join(
            part for part in (self.kicker, self.headline, self.sub, self.call, self.brand, self.site) if part
        )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    covers: frozenset[str]


def campaign_turn(brief: Brief) -> int:
    """A number that all units of a campaign share and other campaigns do not."""
    return crc32(f"{brief.name}\n{brief.topic}".encode())


def copy(brief: Brief, longest: int = HEADLINE, sub_longest: int = SUB, *, sparing: bool = False) -> Copy:
    """Unit `index`'s words, the headline and the sub line within so many characters; a `sparing` one has no sub line
    and no kicker.

    Units of one step differ in headline and sub line for as long as the facts allow.
    """
    brief = _without_pictographs(brief)
    about, facts = _facts(brief)
    bank = _bank()
    pairs = _dealt(brief, longest, sub_longest, sparing=sparing)
    # A revision asks for other words than the ones that were turned down.
    place = brief.index - 1 + len(brief.notes) * max(brief.of, 1)
    headline, sub = pairs[place % len(pairs)]
    told = headline.covers | (sub.covers if sub else frozenset())
    kickers = (
        []
        if sparing
        else [line for line in _lines(bank["kickers"], facts, about, KICKER, brief) if not line.covers & told]
    )
    return Copy(
        headline=headline.text,
        sub=sub.text if sub else "",
        kicker=kickers[place % len(kickers)].text if kickers else "",
        call=_call(brief, bank, place // len(pairs)),
        brand=clipped(plain(brief.brand.name), 32),
        site=re.sub(r"^https?://(?:www\.)?|/+$", "", brief.brand.website.strip())[:40],
    )


def titled(brief: Brief, headline: str, words: Callable[[int], tuple[int, int]]) -> str:
    """The headline as a title that no other unit of the step has: "Shade you can fold (2)".

    `words` are the most characters of headline and sub line of a unit by its number.
    """
    plain_brief = _without_pictographs(replace(brief, notes=()))
    dealt = {lengths: _dealt(plain_brief, *lengths) for lengths in {words(i) for i in range(1, brief.of + 1)}}
    others = [number for number in range(1, brief.of + 1) if number != brief.index]
    same = [
        number
        for number in others
        if dealt[words(number)][(number - 1) % len(dealt[words(number)])][0].text == headline
    ]
    # With a note its words are others than it was dealt, and may be those of any unit.
    earlier = len(same) if brief.notes else sum(number < brief.index for number in same)
    return f"{headline} ({earlier + 1})" if earlier else headline


def _dealt(
    brief: Brief, longest: int, sub_longest: int, *, sparing: bool = False
) -> list[tuple[_Line, _Line | None]]:
    """The pairs of lines that the units of a step are dealt in turn."""
    about, facts = _facts(brief)
    bank, kind = _bank(), "clause_" if about.clause else ""
    headlines = _lines(bank[f"{kind}headlines"], facts, about, longest, brief)
    subs = [] if sparing else _lines(bank[f"{kind}subs"], facts, about, sub_longest, brief)
    return _pairs(headlines, subs) or [(_Line(capital(about.short), frozenset({"topic"})), None)]


def _without_pictographs(brief: Brief) -> Brief:
    """Emoji are no letters: no typeface for headlines has them, and no line needs them."""
    brand = replace(brief.brand, name=_lettered(brief.brand.name), tagline=_lettered(brief.brand.tagline))
    return replace(
        brief,
        name=_lettered(brief.name),
        topic=_lettered(brief.topic),
        messaging=_lettered(brief.messaging),
        audience=_lettered(brief.audience),
        products=tuple(map(_lettered, brief.products)),
        brand=brand,
    )


def _lettered(text: str) -> str:
    return _PICTOGRAPH.sub("", text)


def _facts(brief: Brief) -> tuple[Thing, dict[str, str]]:
    about = _about(brief)
    ours = about.bare if about.named else f"our {about.short}"
    goods = products(brief.products)
    facts = {
        "ours": "" if about.clause else ours,
        "short": "" if about.clause else about.short,
        "topic": "" if about.clause else about.bare,
        "a": _with_article(about),
        "is": "are" if about.plural else "is",
        "clause": about.bare if about.clause else "",
        "message": message(brief.messaging),
        "detail": about.detail or about.offer.removesuffix(" on"),
        "offer": f"{about.offer} {ours}" if about.offer and not about.clause else "",
        "people": people(brief.audience),
        "products": "" if about.bare.lower() in goods.lower() else goods,
        "event": about.event,
        "due": due(brief.deadline) if about.event else "",
        "brand": "" if (brand := plain(brief.brand.name)).lower() in about.bare.lower() else brand,
        "tagline": message(brief.brand.tagline),
    }
    return about, facts


def _about(brief: Brief) -> Thing:
    """The topic; what somebody does ("saving water at home") takes no "our", and so counts as a clause."""
    about = thing(brief.topic or brief.name)
    doing = about.bare.split()[0].endswith("ing") and not about.plural and not about.named
    owned = re.match(r"(?:our|my|the|an?)\b", plain(brief.topic), re.IGNORECASE)
    return replace(about, clause=True) if doing and not owned and not about.event else about


def _with_article(about: Thing) -> str:
    if about.clause or about.named:
        return ""
    if about.plural or about.short.split()[-1].endswith(
        ("ing", "ware", "ance", "ment", "care", "advice", "coffee")
    ):
        return about.short
    return f"{'an' if about.short[:1].lower() in 'aeio' else 'a'} {about.short}"


def _lines(
    bank: list[dict[str, Any]], facts: dict[str, str], about: Thing, longest: int, brief: Brief
) -> list[_Line]:
    """The bank's lines that the facts can fill, within `longest` characters and without a banned word."""
    banned = [
        re.compile(rf"\b{re.escape(word.strip())}\b", re.IGNORECASE)
        for word in brief.brand.banned_words
        if word.strip()
    ]
    filled = []
    for line in bank:
        if not _applies(line, about):
            continue
        text = _fill(line["text"], facts)
        if text and len(text) <= longest and not any(word.search(text) for word in banned):
            filled.append(_Line(text, frozenset(line["covers"])))
    return filled


def _applies(line: dict[str, Any], about: Thing) -> bool:
    """Whether the topic is what the line is made for: an event, a common noun, a question."""
    if line.get("event") and not about.event:
        return False
    if line.get("question") and not re.match(
        r"(?:how|why|what|when|where|whether|who)\b", about.bare, re.IGNORECASE
    ):
        return False
    return not (line.get("noun") and (about.clause or about.named))


def _fill(template: str, facts: dict[str, str]) -> str:
    """The template with its slots filled, those with a capital capitalised; "" when one of them is empty."""
    slots = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    if not all(facts[slot.lower()] for slot in slots):
        return ""
    values = {slot: capital(facts[slot.lower()]) if slot[0].isupper() else facts[slot] for slot in slots}
    return template.format(**values)


def _pairs(headlines: list[_Line], subs: list[_Line]) -> list[tuple[_Line, _Line | None]]:
    """Headlines and sub lines that together name the topic and tell nothing twice.

    Each headline comes once before any comes again.
    """
    rounds: list[tuple[_Line, _Line | None]] = []
    uses = dict.fromkeys(subs, 0)
    partners = {headline: [sub for sub in subs if _go_together(headline, sub)] for headline in headlines}
    while any(partners.values()):
        for headline, fitting in partners.items():
            if fitting:
                # The sub line seen least so far, so that neighbours in a feed read differently.
                sub = min(fitting, key=lambda each: uses[each])
                uses[sub] += 1
                fitting.remove(sub)
                rounds.append((headline, sub))
    alone = [(headline, None) for headline in headlines if "topic" in headline.covers]
    return [*rounds, *alone]


def _go_together(headline: _Line, sub: _Line) -> bool:
    return not headline.covers & sub.covers and "topic" in headline.covers | sub.covers


def _call(brief: Brief, bank: dict[str, Any], again: int) -> str:
    """What the objective asks for; another call each time that the pairs of lines begin again."""
    calls = dict.fromkeys((_first_call(brief, bank), *bank["softer"]))
    return str(list(calls)[again % len(calls)])


def _first_call(brief: Brief, bank: dict[str, Any]) -> str:
    stage = brief.awareness_stage or ""
    if stage in (AwarenessStage.UNAWARE, AwarenessStage.PROBLEM_AWARE):
        return str(bank["far_off"][stage])
    aim = f"{brief.objective} {brief.goals}".lower()
    for call in bank["calls"]:
        if re.search(rf"\b(?:{call['when']})", aim):
            return str(call["text"])
    return str(bank["near"].get(stage, bank["otherwise"]))


@cache
def _bank() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_BANK.read_text("utf-8"))
    return loaded
