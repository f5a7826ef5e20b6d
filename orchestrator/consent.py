"""Is it a yes? A fixed grammar on the owner's own words: in doubt it is none (docs/decisions/051)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_YES = (
    "yes|yeah|yep|yup|yea|aye|ya|sure|sure thing|okay|ok|okey|absolutely|definitely|certainly|"
    "of course|totally|"
    "correct|by all means|perfect|fine|alright|all right|agreed|affirmative|"
    "(?:that is|that's|it's|this is|it is|looks|sounds|seems|all|that sounds|that looks|it sounds|"
    "it all sounds|"
    "that all sounds|it looks|it all looks|everything looks|everything sounds) "
    "(?:(?:very|all|really|just|quite|pretty|totally) )?"
    "(?:fine|good|great|right|correct|perfect|okay|ok|excellent|lovely|wonderful|brilliant|alright|all right)"
    "(?: (?:to|for|by|with) me)?|that's it|that is it|"
    "(?:that|it|this) works(?: for (?:me|us))?|works for (?:me|us)|suits me|fine (?:by|with) me|"
    "good (?:by|with|for) me|"
    "okay (?:by|with) me|ok (?:by|with) me|very well|"
    "i agree|i confirm|confirmed|confirm|i do|i approve|approved|"
    "go ahead|go right ahead|go for it|do it|do that|do so|do it now|proceed|make it so|please do|"
    "you can|you may|"
    "(?:let's|let us) (?:do it|do that|do this|go for it|proceed)|i want that|why not|make it happen"
)
_START = (
    "let's go|let us go|let's roll|go|get going|get started|let's start|let's launch|"
    "let's get going|start|start it|start it now|start the campaign|launch|launch it|kick it off|fire away|"
    "off you go|off we go|full steam ahead|let's ship it|press the button|give it a go|get it going|roll it out"
)
_GO_ON = "continue|carry on|go on"

_OF_ACTION: Mapping[str, str] = MappingProxyType(
    {
        "run": f"{_START}|run|run it|run it now|run that|run the campaign|let's run it|ship it",
        "resume": f"{_START}|{_GO_ON}|resume|resume it|run it",
        "restart": f"{_START}|{_GO_ON}|restart|restart it|run it|run it again|start it again",
        "cancel": "cancel|cancel it|cancel it now|stop it|cancel the run|cancel the campaign",
        "remake_asset": "remake it|remake that|make it again|redo it|do it again|do it over|try again|change it",
        "share_results": "share|share it|share them|share that|share it now|make the link|publish it",
        "script_project": "write it|write it now|write the script",
        "render_project": "render|render it|render it now|film it|make it|produce it|render the video",
        "retry_project": "retry|retry it|try again|try it again|try that again",
        "delete": "delete|delete it|delete it now|delete the draft|delete the campaign|get rid of it",
    }
)
"""Naming the act is a yes to that act only: "cancel it" after "shall I run it?" is the opposite of one."""

_BESIDE = (
    "please|thanks|thank you|thank you very much|then|now|well|oh|um|uh|ah|hm|and|just|so|good|great|right|"
    "excellent|brilliant|lovely|wonderful|splendid|super|very good|exactly|indeed|very much|a lot|"
    "hm|mhm|mm hm|uh huh|oh|ah|cool|nice|at once|right away|immediately|already|finally|"
    "for (?:god's|heaven's|goodness'?|pete's) sake|drumbeat|my friend|dear|mate|with pleasure|gladly|so yes"
)
"""Words that may stand around a yes, and are none by themselves."""

MOST_WORDS = 12
"""A yes is short; a longer answer says something besides."""


def is_yes(words: str, action: str = "run") -> bool:
    """True only for a plain yes to the action, in any politeness.

    A question, a condition, a number, a negation, a correction or anything else beside the yes makes it none.
    """
    if "?" in words:
        return False
    plain = re.sub(r"[.,!;:\-–—…\"“”]+", " ", words.casefold().replace("’", "'"))
    plain = " ".join(plain.split())
    return 0 < len(plain.split()) <= MOST_WORDS and _grammar(action).match(plain) is not None


@cache
def _grammar(action: str) -> re.Pattern[str]:
    yes = f"{_YES}|{_OF_ACTION[action]}" if action in _OF_ACTION else _YES
    return re.compile(rf"^(?:(?:{_BESIDE})\s+)*(?:{yes})(?:\s+(?:{yes}|{_BESIDE}))*$")
