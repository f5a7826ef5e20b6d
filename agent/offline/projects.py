"""Wishes about projects: ideas, the choice of one, the script, rendering, retries, how it is coming."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from agent.offline.dialogue import Call, Dialogue, act_tool
from orchestrator.consent import is_yes
from studio.creative.script import wish_words, wishes_of

_KINDS = {
    "video": "video|film|commercial|clip|spot|reel|movie|video ad|ad film|ad",
    "banner": "banner|display ad|banner ad",
    "flyer": "flyer|flier|leaflet|poster|handout",
    "jingle": "jingle|tune|music|song",
    "image": "image|picture|visual|photo|graphic",
}
_KIND = "|".join(f"(?P<{kind}>(?:{words})s?)" for kind, words in _KINDS.items())
_POLITE = (
    r"(?:(?:please|can|could|would|will|you|i|i'd|i'll|we|we'd|like|want|need|to|just|and|okay|ok|so|then|yes|yeah|"
    r"let's|let us|now|actually|no|sorry|hm+|well|great|good|nice|right|um+|uh+|maybe|have|do|got|"
    r"is there|are there|go ahead)\s+)*"
)
_TAIL = (
    r"(?:\s+(?:please|thanks|thank you|then|okay|now|again|for (?:me|us|now)|will you|would you|instead|right away|"
    r"if you can|i think|today|yet|so far|at the moment))*"
)
_GIVE = (
    r"(?:give|show|get|find|make|write|think of|think up|come up with|suggest|propose|bring|try|offer|brainstorm|"
    r"any|some|hear|see|develop|pitch|what about|how about|what are|generate|create)"
)
_COUNT = (
    r"(?:three|3|a few|some|a couple of|the|your|any|two|more|new|fresh|other|others|different|another|creative|ad|"
    r"first|few|\s)+"
)
_IDEAS = r"(?:ideas?|concepts?|angles|directions|approaches|pitches)"
_ORDINALS = {
    1: "first|1st|number one|number 1|one|1|option one|option a|idea one",
    2: "second|2nd|number two|number 2|two|2|option two|option b|idea two|middle|middle one",
    3: "third|3rd|number three|number 3|three|3|option three|option c|idea three",
    -1: "last|final",
}
_ORDINAL = "|".join(f"(?P<n{abs(n) if n > 0 else 'last'}>{words})" for n, words in _ORDINALS.items())
_TAKE = (
    r"(?:take|choose|pick|use|go with|go for|i like|like|prefer|love|want|keep|do|make it|it's|that's|number|"
    r"the winner is|definitely|run with|we'll take|we take)"
)
_SCENES = {
    **{
        word: n
        for n, words in enumerate(("first", "second", "third", "fourth", "fifth"), 1)
        for word in (words,)
    },
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five"), 1)},
    **{str(n): n for n in range(1, 6)},
}
_AGAIN = r"(?:retry|redo|repeat|re-?render|re-?shoot|re-?film|re-?make|try|do|make|render|film|shoot|fix)"
_NUMBERS = "|".join(_SCENES)
_SCENE = rf"(?:the\s+)?(?:(?P<before>{_NUMBERS})\s+scene|scene\s+(?:number\s+)?(?P<after>{_NUMBERS}))"
_OF_KIND = (
    rf"(?:(?:for|of|about|on)\s+)?(?:(?:the|a|an|my|our|this|that|another|new)\s+)*(?:{_KIND})"
    r"(?:\s+(?:ad|project))?"
)


def _whole(body: str) -> re.Pattern[str]:
    return re.compile(rf"{_POLITE}(?:{body}){_TAIL}", re.IGNORECASE)


_WANT_IDEAS = _whole(
    # A word or two that the ear made of the beginning do not hide what is wanted.
    rf"(?:\w+\s+){{0,2}}?(?:{_GIVE}\s+)?(?:me\s+|us\s+)?(?:{_COUNT})?{_IDEAS}\s+{_OF_KIND}"
    rf"|(?:{_GIVE}\s+)?(?:me\s+|us\s+)?(?:{_COUNT})?{_OF_KIND.replace('?P<', '?P<x')}\s+{_IDEAS}"
    rf"|what\s+(?:could|can|should)\s+(?:the|our|a)\s+(?:{_KIND.replace('?P<', '?P<y')})\s+(?:be|look like|say|show)"
)
_MORE_IDEAS = _whole(
    rf"(?:{_GIVE}\s+)?(?:me\s+|us\s+)?(?:another|other|more|new|different|fresh|three)\s*"
    r"(?:three|3|ones|few|others|other|more|set of)?"
    rf"(?:\s+(?:new|different|other|more))?(?:\s+{_IDEAS})?"
    rf"|none\s+of\s+(?:those|them|these)|i\s+(?:don't|do not)\s+like\s+(?:any(?:\s+of)?\s+)?(?:those|them|these)|"
    rf"(?:re-?roll|try\s+again|something\s+else|start\s+over\s+with\s+the\s+ideas)(?:\s+(?:the\s+)?{_IDEAS})?"
)
_CHOICE = _whole(
    rf"(?:{_TAKE}\s+)?(?:for\s+)?(?:the\s+|with\s+)*(?:{_ORDINAL})(?:\s+(?:one|idea|concept|option|is\s+(?:good|best|it|great)))*"
)
_WRITE = _whole(
    r"(?:write|make|create|draft|do|get|give\s+(?:me|us)|show\s+(?:me|us))\s+(?:the|a|its|my|our)\s+script(?:\s+for\s+(?:it|the\s+\w+))?"
)
_AROUND = (
    "please can could would will you i i'd we we'd like want need to just and or but okay ok so then now actually no "
    "let's the a an it it's that that's this script text wording words voice-over voiceover tone film video ad is are "
    "be sound sounds make made bit little much slightly somewhat rather more less too very way far even still should "
    "write cut down up one version by half in keep get"
)
_OF_A_REWRITE = frozenset(_AROUND.split())
"""What may stand around a wish for a change of the script; with another word beside it is about something else."""
_RENDER = _whole(
    r"(?:render|produce|film|shoot|generate|make|finish|create|build|roll)\s+"
    rf"(?:it|that|this|the\s+(?:whole\s+)?(?:thing|scenes|lot)|(?:the|my|our)\s+(?:final\s+)?(?:{_KIND}))(?:\s+(?:in\s+full|completely))?"
)
_RETRY = _whole(rf"{_AGAIN}\s+(?:again\s+)?(?:with\s+)?{_SCENE}(?:\s+(?:once\s+more|over|again))*")
_RETRY_ALL = _whole(
    rf"(?:retry|redo|try)\s+(?:it(?:\s+again)?|that(?:\s+again)?|again|(?:the|my|our)\s+(?:{_KIND})|(?:the\s+)?(?:rest|failed\s+(?:scenes?|part)))(?:\s+again)?"
)
_HOW = _whole(
    rf"(?:how(?:'s|\s+is|\s+are|\s+far\s+is|\s+far\s+along\s+is|\s+about)|what(?:'s|\s+is)\s+(?:up|happening)\s+with|"
    rf"what\s+about|where\s+(?:are|is|do)\s+(?:we|you|i)?\s*(?:stand\s+)?(?:with|on)?|what(?:'s|\s+is)\s+the\s+(?:status|state)\s+of)"
    rf"\s+(?:the|my|our|that)\s+(?:{_KIND})(?:\s+project)?(?:\s+(?:coming|coming\s+along|going|doing|getting\s+on|along|looking))*"
    rf"|is\s+(?:the|my|our)\s+(?:{_KIND.replace('?P<', '?P<x')})\s+(?:done|ready|finished|there|made|rendered)"
)
_COMPARE = _whole(
    r"(?:compare|list|show(?:\s+me)?|what\s+are)\s+(?:the|my|our|all\s+the|all)?\s*(?:projects|videos|versions|films)"
    r"(?:\s+(?:side\s+by\s+side|we\s+have))?"
)


LONGEST = 16
"""Words of a wish about a project; more is talk about something else, and not worth the matching."""


def project_wish(dialogue: Dialogue) -> tuple[Call, ...] | None:
    """The calls for a wish about a project; None when that is not all that was said, or no campaign is talked of."""
    heard = " ".join(re.sub(r"[.,!?;:\"“”]+", " ", dialogue.heard.replace("’", "'")).split())
    pending = dialogue.pending
    if len(heard.split()) > LONGEST:
        return None
    if dialogue.campaign is None or (pending is not None and is_yes(dialogue.heard, str(pending["action"]))):
        return None
    if (found := _WANT_IDEAS.fullmatch(heard)) is not None:
        return (_call("ideas_project", found),)
    project = dialogue.state.get("project")
    if not project:
        return None
    for read in (_retry, _more, _choose, _script, _render, _asked):
        calls = read(heard, project, dialogue)
        if calls is not None:
            return calls
    return None


def _retry(heard: str, project: Mapping[str, Any], _: Dialogue) -> tuple[Call, ...] | None:
    if project["status"] != "failed":
        return None
    if (found := _RETRY.fullmatch(heard)) is not None:
        number = _SCENES[(found["before"] or found["after"]).lower()]
        return (Call("retry_project", {"scene": number}),)
    return (Call("retry_project", {}),) if _RETRY_ALL.fullmatch(heard) else None


def _more(heard: str, project: Mapping[str, Any], dialogue: Dialogue) -> tuple[Call, ...] | None:
    """Bare words ("another three") only mean ideas while ideas are on the table."""
    if project["status"] != "ideas_ready" or dialogue.question.get("kind") == "which":
        return None
    return (Call("ideas_project", {}),) if _MORE_IDEAS.fullmatch(heard) else None


def _choose(heard: str, project: Mapping[str, Any], dialogue: Dialogue) -> tuple[Call, ...] | None:
    if project["status"] != "ideas_ready" or dialogue.question.get("kind") == "which":
        return None
    number = _number(heard) or _titled(heard, project)
    if not number:
        return None
    after = "script_project" if project["kind"] == "video" else "render_project"
    return Call("choose_idea", {"number": number}), Call(after, {})


def _number(heard: str) -> int:
    found = _CHOICE.fullmatch(heard)
    if found is None:
        return 0
    said = found.groupdict()
    return next((n for n in _ORDINALS if said[f"n{n if n > 0 else 'last'}"]), 0)


def _titled(heard: str, project: Mapping[str, Any]) -> int:
    """The idea that is called by its title: "the open door", "take plainly said"."""
    plain = heard.casefold()
    named = [n for n, title in enumerate(project["ideas"], 1) if _bare(title) and _bare(title) in plain]
    return named[0] if len(named) == 1 and len(plain.split()) <= _MOST_WORDS else 0


_MOST_WORDS = 8
"""More is no choice but talk in which a title happens to stand."""


def _bare(title: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", title.casefold())


def _script(heard: str, project: Mapping[str, Any], _: Dialogue) -> tuple[Call, ...] | None:
    ready = project["status"] in ("script_ready", "scenes_ready")
    if ready and wishes_of(heard) and set(heard.casefold().split()) <= _OF_A_REWRITE | wish_words():
        return (Call("rewrite_script", {"note": heard}),)
    wanted = project["kind"] == "video" and project["chosen"] and _WRITE.fullmatch(heard)
    return (Call("script_project", {}),) if wanted else None


def _render(heard: str, project: Mapping[str, Any], _: Dialogue) -> tuple[Call, ...] | None:
    video = project["kind"] == "video"
    ready = ("script_ready", "scenes_ready") if video else ("ideas_ready",)
    if project["status"] not in ready or (found := _RENDER.fullmatch(heard)) is None:
        return None
    call = _call("render_project", found)
    named = call.arguments.get("kind")
    return (call,) if named in (None, project["kind"]) else None


def _asked(heard: str, project: Mapping[str, Any], dialogue: Dialogue) -> tuple[Call, ...] | None:
    """What is asked beside a read-back is answered, then it is read again."""
    again = (Call(act_tool(dialogue.pending), {}),) if dialogue.pending is not None else ()
    if (found := _HOW.fullmatch(heard)) is not None:
        call = _call("get_project", found)
        return (call, *again) if call.arguments.get("kind") in (None, project["kind"]) else None
    return (Call("list_projects", {}), *again) if _COMPARE.fullmatch(heard) else None


def _call(name: str, found: re.Match[str]) -> Call:
    said = {key.lstrip("xy"): value for key, value in found.groupdict().items() if value}
    kind = next((kind for kind in _KINDS if said.get(kind)), None)
    return Call(name, {"kind": kind} if kind else {})
