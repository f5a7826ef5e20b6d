"""Wishes about what was made: once more with a note, approved, rejected, shared; and runs with a limit."""

from __future__ import annotations

import re
from typing import Any

from agent.offline.dialogue import Call, Dialogue
from agent.offline.numbers import number

_KINDS = {
    "research": r"research(?: report)?s?|market analysis",
    "plan": r"(?:campaign |marketing |strategy )?plans?|strategy(?: document)?",
    "blog_post": r"(?:blog )?articles?|blog posts?|blogs?",
    "social_posts": r"(?:social )?(?:media )?posts?|tweets?|(?:instagram|facebook|linkedin) posts?",
    "email_nurture": r"e-?mails?|newsletters?|mails?",
    "images": r"images?|pictures?|photos?|visuals?|graphics?",
    "banner": r"banners?",
    "flyer": r"flyers?|fliers?|posters?|leaflets?",
    "jingle": r"jingles?|tunes?",
    "video": r"videos?|films?|clips?",
}
_KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WHICH = rf"(?P<which>{'|'.join(_ORDINALS)}|last|\d+(?:st|nd|rd|th))"
_AFTER = r"(?: (?:number )?(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|\d+))?"
_THING = rf"(?:(?:the|that|my|our|this|all|all the) )*(?:{_WHICH} )?(?:{_KIND}){_AFTER}"
_POLITE = (
    r"(?:(?:please|can you|could you|would you|i want you to|i'd like you to|i'd like to|let's|okay|ok|now|and|so|"
    r"then|well|just|go ahead and|yes) )*"
)
_TAIL = r"(?: (?:please|thanks|thank you|now|then|for me))*"

_NOTE = r"(?: (?:but )?(?:and )?(?:make it |make them |this time |with |a bit |a little )*(?P<note>.+?))??"
_REMAKE = "remake|redo|redraw|rewrite|re-?do|regenerate|repeat|make again|try again with|do again"
_AGAIN = (
    re.compile(rf"{_POLITE}(?:{_REMAKE}) {_THING}(?: (?:again|once more|over|over again))?{_NOTE}{_TAIL}"),
    re.compile(rf"{_POLITE}(?:make|do|write|draw|try) {_THING} (?:again|once more|over|anew){_NOTE}{_TAIL}"),
)
_DIFFERENT = re.compile(
    rf"{_POLITE}(?:make|i want|i'd like|write|turn) {_THING} (?P<note>(?:a bit |a little |much |far |way |somewhat )?"
    r"(?:less|more|shorter|longer|funnier|brighter|darker|bolder|simpler|warmer|calmer|louder|bigger|smaller|"
    r"friendlier|snappier|punchier|formal|informal|without|with) ?.*?)" + _TAIL
)
_APPROVE = re.compile(
    rf"{_POLITE}(?:approve|accept|sign off(?: on)?|i approve|i'm happy with|we approve)"
    rf" (?:(?P<all>everything|it all|all of (?:it|them|that)|them all|it|them|the lot|all)|{_THING})" + _TAIL
)
_REJECT = re.compile(
    rf"{_POLITE}(?:reject|turn down|i don't like|i do not like|discard|throw out) {_THING}"
    r"(?: (?:because |since |as |it's |it is |they're |they are )*(?P<note>.+?))?" + _TAIL
)
_SHARE = re.compile(
    rf"{_POLITE}(?:share (?:the results|it|everything|them|what you made|the campaign|what we have)|"
    r"(?:make|create|get|give|send) (?:me |us )?(?:a|the) (?:share |public )?link"
    r"(?: (?:to|for) (?:it|the results|the campaign|share))?)"
    r"(?: for (?P<days>.+?) (?P<unit>days?|weeks?|months?))?" + _TAIL
)
_SHARE_ONE = re.compile(
    rf"{_POLITE}(?:(?:share|publish)|(?:make|create|get|give|send) (?:me |us )?(?:a|the) (?:share |public )?link"
    rf" (?:to|for|of)) {_THING}(?: with (?!a )(?P<whom>.+?))?"
    r"(?: for (?P<days>.+?) (?P<unit>days?|weeks?|months?))?" + _TAIL
)
_MOST = r"(?:at most|no more than|not more than|up to|a maximum of)"
_LIMIT = re.compile(
    rf"(?:but |and |with )?(?:(?:only )?(?:spend|use|spending|using)(?: only)?(?: {_MOST})?|{_MOST}|"
    r"(?:don't|do not|never) (?:spend|use) (?:any )?more than|cap (?:it|the run|that) at|"
    r"(?:a |the )?(?:cap|limit|maximum|budget) of)"
    r" (?P<credits>[a-z0-9 -]+?) credits?(?: on (?:it|this|that))?"
)
_RUN_WORDS = frozenset(
    [
        *(
            "yes",
            "yeah",
            "okay",
            "ok",
            "sure",
            "run",
            "start",
            "launch",
            "it",
            "the",
            "campaign",
            "please",
            "go",
        ),
        *("ahead", "and", "but", "restart", "again", "now", "this", "that", "do", "for", "then"),
    ]
)
LONGEST = 24
"""Words of such a wish; what is longer tells something else too."""
_DAYS = {"day": 1, "week": 7, "month": 30}


def made_wish(dialogue: Dialogue) -> Call | None:
    """The call for a wish about what was made, or for a run with a limit; None when something else was said."""
    heard = " ".join(re.sub(r"[.,!?;:\"“”]+", " ", dialogue.heard.lower().replace("’", "'")).split())
    campaign = dialogue.campaign
    if campaign is None or len(heard.split()) > LONGEST:
        return None
    if (limited := _limited_run(heard)) is not None:
        return limited
    if found := _SHARE_ONE.fullmatch(heard):
        # Also of a draft: a project may have finished it before anything was run.
        return Call("share_results", _which(found) | _days(found))
    if campaign["status"] in ("draft", "ready"):
        return None
    for pattern in (*_AGAIN, _DIFFERENT):
        if found := pattern.fullmatch(heard):
            return Call("remake_asset", _which(found) | _noted(found, "note"))
    if found := _APPROVE.fullmatch(heard):
        return Call("approve_assets", {} if found["all"] else _which(found))
    if found := _REJECT.fullmatch(heard):
        return Call("reject_asset", _which(found) | {"reason": found["note"] or "not liked"})
    if found := _SHARE.fullmatch(heard):
        return Call("share_results", _days(found))
    return None


def _limited_run(heard: str) -> Call | None:
    found = _LIMIT.search(heard)
    if found is None:
        return None
    most = number(found["credits"].replace("-", " ").split())
    around = (heard[: found.start()] + heard[found.end() :]).split()
    return Call("run_campaign", {"cap": most}) if most and set(around) <= _RUN_WORDS else None


def _which(found: re.Match[str]) -> dict[str, Any]:
    kind = next(name for name in _KINDS if found[name])
    unit: dict[str, Any] = {}
    if found["which"]:
        digits = re.match(r"\d+", found["which"])
        last = -1 if found["which"] == "last" else None
        unit["unit"] = last or (int(digits[0]) if digits else _ORDINALS.index(found["which"]) + 1)
    elif found["count"]:
        unit["unit"] = number([found["count"]])
    return {"type": kind, **unit}


def _noted(found: re.Match[str], slot: str) -> dict[str, str]:
    return {slot: found["note"]} if found["note"] else {}


def _days(found: re.Match[str]) -> dict[str, int]:
    count = number(found["days"].split()) if found["days"] else None
    return {"days": count * _DAYS[found["unit"].rstrip("s")]} if count else {}
