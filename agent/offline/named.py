"""Wishes about a campaign that exists, by its name or as "it": "put Summer Sale on hold", "bring it back"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from agent.offline.dialogue import Call

_AROUND = (
    r"(?:(?:please|kindly|now|right now|right away|again|for me|for us|thanks|thank you|will you|"
    r"would you|could you|"
    r"can you|can we|can i|could we|let's|let us|i want to|i'd like to|i would like to|we want to|"
    r"we'd like to|i need to|"
    r"i want you to|i'd like you to|you should|go ahead and|just|then|okay|ok|so|well|oh|actually|and|hey|hm|"
    r"no|yes|for now|for the moment|for the time being|for a (?:bit|while)|first|today|"
    r"immediately|also|instead|but|now let's)\b ?)*"
)
_X = r"(?:the |that |this |our |my )?X(?: campaign| one| thing| draft| run)?"

_WISHES: Mapping[str, str] = {
    "unarchive_campaign": f"(?:un-?archive|un archive|restore|reactivate|retrieve) {_X}|"
    f"(?:bring|get|take|pull|fetch) {_X} (?:back(?: (?:out of|from) the archives?)?|(?:out of|"
    f"from) the archives?)|"
    f"bring back {_X}",
    "delete_campaign": f"(?:delete|get rid of|bin|trash|erase|discard|remove|throw away|throw out) {_X}(?: for good)?|"
    f""
    f"throw {_X} (?:away|out)",
    "cancel_campaign": f"(?:cancel|abort|call off|kill|end|terminate) {_X}(?: for good)?|"
    f"(?:stop {_X} (?:for good|completely|altogether|entirely)|call {_X} off)",
    "pause_campaign": f"(?:put {_X} on (?:hold|pause|ice)|(?:pause|halt|suspend|freeze|hold|stop|"
    f"put on hold) {_X}"
    "(?: for (?:now|the moment|a while|a bit))?)",
    "archive_campaign": f"(?:archive|shelve|put away) {_X}|"
    f"(?:put|move|send) {_X} (?:away|(?:in|into|to) the archives?)|"
    f""
    f"put {_X} on the shelf",
    "restart_campaign": f"(?:restart|rerun|retry|relaunch) {_X}|(?:try|run|start|launch) {_X} again",
    "resume_campaign": f"(?:resume|unpause|un pause|continue|un-pause) {_X}|let {_X} (?:go on|continue|carry on|"
    f"resume)",
    "run_campaign": f"(?:run|launch|start|kick off|execute|fire up|fire off|ship) {_X}|"
    f"(?:take {_X} live|get {_X} going|set {_X} off|let {_X} run|make {_X} go live|kick {_X} off)",
    "duplicate_campaign": f"(?:copy|duplicate|clone|make a copy of) {_X}",
    "get_progress": f"how far (?:are (?:you|we) with|along is|has) {_X}(?: got)?|how far is {_X}|"
    f"(?:is|are) {_X} (?:done|finished|ready|running|over|through|complete)(?: yet)?|"
    f"(?:how is|how's) {_X}(?: (?:going|doing|coming along|getting on))?|"
    f"(?:what's|what is) (?:the (?:status|state|progress) of|happening with|up with|going on with) {_X}|"
    f"(?:status|progress|news|update)(?: of| on)? {_X}|when (?:is|will) {_X} (?:be )?(?:done|ready|finished)|"
    f"(?:what|how) about the progress of {_X}",
    "read_back": f"(?:what's|what is) {_X} (?:about|like)|(?:what's|what is) in {_X}(?: (?:now|so far))?|"
    f"how many [a-z ]+ (?:are|does|has|did) (?:there )?(?:in )?{_X}(?: (?:have|get))?|(?:summarise|"
    f"summarize) {_X}|"
    f"tell me (?:more )?about {_X}|what does {_X} (?:have|contain|say)|read (?:me )?{_X}(?: (?:back|"
    f"out)(?: to me)?)?|"
    f"read (?:back|out) {_X}|give me (?:a|the) (?:summary|details) of {_X}|what did we (?:say|plan) for {_X}",
    "find_campaign": f"(?:open|find|select|load|edit|show(?: me)?|go(?: back)? to|switch(?: back)? to|back to|"
    f"return to|"
    f"work on|get back to|pick up|take up|(?:go on|carry on|continue|keep going|proceed|"
    f"move on)(?: working)? with|"
    f"look at|pull up|bring up|take me to|i mean|i meant|change|finish|continue working on|back with) {_X}|"
    f"(?:pick|take|bring|pull) {_X} up(?: again)?|(?:what|how) about {_X}|{_X} i mean",
}
_IT = re.compile(
    r"\b(?:it|this one|that one|the campaign|this campaign|that campaign|the draft|this draft|the run)\b"
)
_ONE = re.compile(
    r"\b(?:the|that|this|my|our) "
    r"(?P<name>(?:(?!new|whole|last|next|other|same|first|second|right|only|wrong)[^\W\d_]+ ){1,4})"
    r"(?:one|campaign|thing|draft)\b"
)
"""A campaign by a word of its name: "the summer one"."""
_SPOKEN = re.compile(
    rf"{_AROUND}(?P<verb>un-?archive|archive|delete|pause|resume|cancel|restart|duplicate|restore|open|find|"
    r"back to|switch to|go to|put on hold) (?:the )?(?P<name>.+?)(?: (?:campaign|please|now|for me))*"
)
_NO_AIM = frozenset({"archive", "unarchive", "un-archive", "delete", "pause", "resume", "duplicate"})
"""No campaign's aim begins with these verbs, so that even a bad likeness is a name."""
FAR = 50.0
NEAR = 80.0
"""rapidfuzz WRatio from which the words after an act are taken for a slip in a campaign's name; the tool asks back."""
_ONLY_BY_NAME = frozenset({"find_campaign", "get_progress", "read_back", "run_campaign", "restart_campaign"})
"""With "it" these are the grammar's own."""


def named_wish(heard: str, campaigns: Sequence[Mapping[str, Any]]) -> Call | None:
    """The call that the words ask for, when they are nothing but a wish about one existing campaign, or about "it"."""
    plain = " ".join(re.sub(r"[.,!?;:\"“”…–—]+", " ", heard.casefold().replace("’", "'")).split())
    names = sorted({str(c["name"]) for c in campaigns if c.get("name")}, key=len, reverse=True)
    for name in names:
        found = re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", plain)
        if found is None:
            continue
        tool = _wish(f"{plain[: found.start()]}X{plain[found.end() :]}")
        if tool is not None:
            return Call(tool, {"name" if tool == "find_campaign" else "campaign": name})
    described = _described(plain, names)
    if described is not None:
        return described
    tool = _wish(_IT.sub("X", plain, count=1)) if _IT.search(plain) else None
    return Call(tool) if tool is not None and tool not in _ONLY_BY_NAME else None


def _described(plain: str, names: Sequence[str]) -> Call | None:
    """An act on a campaign by a word of its name ("archive the winter one"), or an act by nearly its name."""
    if not names:
        return None
    found = _ONE.search(plain)
    tool = _wish(f"{plain[: found.start()]}X{plain[found.end() :]}") if found is not None else None
    if found is not None and tool is not None:
        return Call(tool, {"name" if tool == "find_campaign" else "campaign": found["name"].strip()})
    spoken = _SPOKEN.fullmatch(plain)
    tool = _wish(f"{spoken['verb']} X") if spoken is not None else None
    if spoken is None or tool is None or re.search(r"\b(?:call|name|as|to|and)\b", spoken["name"]):
        return None
    near = max(fuzz.WRatio(spoken["name"], _plain(name)) for name in names)
    return (
        Call(tool, {"name" if tool == "find_campaign" else "campaign": spoken["name"]})
        if near >= (FAR if spoken["verb"] in _NO_AIM else NEAR)
        else None
    )


_SWITCH = re.compile(
    r"(?:(?:no|and|okay|ok|oh|now|wait|please|actually)[, ]+)*(?:in|for|on|with|to|back to) (?:the )?"
    r"(?P<which>other(?: one| campaign| draft)?|X)(?: campaign| one| draft)?[,:]? (?P<rest>.+)",
    re.IGNORECASE,
)
_ADDED_TO = re.compile(
    r"(?P<rest>(?:please |can you |could you |let's |i want to |i'd like to )?"
    r"(?:add|put|include|remove|drop|take|make|set|give me|we need|i need|i want) .+?)"
    r" (?:to|in|into|from|for|on|of) (?:the )?X(?: campaign| one| draft)?"
    r"(?:,? (?:please|too|as well))?[.!]*",
    re.IGNORECASE,
)
"""A change that names its campaign last: "add five posts to Loyalty Club"."""
_OTHER = re.compile(
    r"(?:(?:okay|ok|now|and|no|please|let's|can we|i want to)[, ]+)*(?:go |switch |back |return |work |get |open |"
    r"continue |carry on |go on |to |on |with )*(?:the other (?:one|campaign|draft))(?:,? (?:please|again|now))*[.!?]*",
    re.IGNORECASE,
)


def switched(
    heard: str, campaigns: Sequence[Mapping[str, Any]], focus: Mapping[str, Any] | None
) -> tuple[str, str] | None:
    """The id of another campaign that is spoken of first, and what is said of it: "in the other one, six images"."""
    current = str((focus or {}).get("id") or "")
    open_ones = [
        str(c["id"]) for c in campaigns if str(c["id"]) != current and c["status"] in ("draft", "ready")
    ]
    if _OTHER.fullmatch(heard.strip()):
        return (open_ones[0], "") if open_ones else None
    for campaign in sorted(campaigns, key=lambda c: -len(str(c.get("name") or ""))):
        name = str(campaign.get("name") or "")
        text = (
            re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "X", heard, count=1, flags=re.IGNORECASE)
            if name
            else heard
        )
        if text == heard:
            continue
        found = _SWITCH.fullmatch(text.strip())
        if found is not None and found["which"] == "X":
            return str(campaign["id"]), found["rest"]
        added = _ADDED_TO.fullmatch(text.strip())
        if added is not None:
            return str(campaign["id"]), added["rest"]
    found = _SWITCH.fullmatch(heard.strip())
    if found is not None and found["which"].lower().startswith("other") and open_ones:
        return open_ones[0], found["rest"]
    return None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[.,!?;:\"“”…–—]+", " ", name.casefold().replace("’", "'")).split())


def _wish(sentence: str) -> str | None:
    return next((tool for tool, pattern in _patterns().items() if pattern.fullmatch(sentence)), None)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {tool: re.compile(rf"{_AROUND}(?:{wish})(?: {_AROUND})?") for tool, wish in _WISHES.items()}
