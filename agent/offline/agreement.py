"""Whether an utterance only agrees or only refuses: such words are never a slot's value."""

from __future__ import annotations

import re

from orchestrator.assent import AGREEING, BESIDE, OF_ACTION, PRAISE
from orchestrator.consent import is_praise, is_yes

_NONE = "none"
"""An act that no grammar names, so that only general agreement is a yes to it."""
_NO = (
    "no+|nope|na+h|naw|no way|no chance|not at all|no fear|never|not really|not quite|not exactly|not so much|god no|"
    "heavens no|no (?:thanks|thank you)|(?:absolutely|definitely|certainly|of course|probably|please|maybe|better) not"
)
_IT = "(?:it|that|this|those|them|that one|any of (?:it|that|them))"
_TOO = "(?:(?:a bit|too|so|really|rather|pretty|very|kind of|that) )?"
_REFUSED = (
    f"{_NO}|(?:i|we) (?:don't|do not|didn't) (?:really |quite |much )?"
    f"(?:like|love|want|fancy|need|care for|think so)(?: {_IT})?|"
    f"(?:i'm |i am |we're )?not {_TOO}(?:keen|sold|convinced|happy|a fan|fussed|mad)(?: (?:on|about|with|of) {_IT})?|"
    "(?:i )?hate (?:it|that)|not (?:that|this|those|that one|for me|for us|(?:my|our) (?:thing|style|cup of tea))|"
    "(?:i'd|we'd) (?:rather|prefer) not|rather not|(?:something|anything) (?:else|different|better)|"
    f"(?:that's|it's|that is|that sounds|it sounds|sounds) {_TOO}(?:boring|dull|bad|rubbish|awful|terrible|silly|wrong|"
    "naff|bland|meh|cheesy|ugly|not right|not it|not good|not great|no good|not (?:for )?(?:me|us))|"
    "(?:that's |it's )?not (?:really |quite |exactly )?what (?:i|we) (?:want|wanted|need|had in mind)|"
    "(?:that's |it's )?not (?:really |quite )?what (?:i'm|we're) (?:after|looking for|thinking of)|"
    "(?:that's |it's |that is )?(?:a bit|too|way too|far too) (?:much|many)(?: for (?:me|us))?|"
    "(?:can|could) (?:we|you) do better|thumbs down|no deal|no go|forget that|meh|ew|yuck|"
    "(?:that )?(?:doesn't|does not|won't) (?:work|do)(?: for (?:me|us))?"
)
_BESIDE = (
    "oh|ooh|um|uh|er|erm|hm|hmm|mm|ah|well|so|actually|honestly|sorry|thanks|thank you|please|though|really|just|then|"
    "mate|love|dear|i think|i'm afraid|if i'm honest|to be honest|but thanks|thanks though"
)
_ALL_OF_IT = (
    "(?:it|that|this|everything|things|the (?:campaign|draft|lot|whole thing)|(?:this|that) (?:one|campaign))"
)
_LATER = (
    "(?:for )?(?:now|later|another (?:day|time)|a (?:bit|while)|the (?:moment|time being)|tomorrow|today)|on hold|"
    "until (?:later|tomorrow)|there|as a draft|in (?:the )?drafts?|right there|where it is"
)
_PUT_OFF = (
    f"(?:(?:let's|let us|we'll|i'll|we can|you can|can you|could you|just|only|please|i want to|i'd like to|"
    f"i'd rather|better|maybe|best) )*"
    f"(?:(?:leave|keep|save|store|hold|park|shelve) {_ALL_OF_IT}(?: (?:{_LATER}))+|"
    f"(?:park|shelve|postpone) {_ALL_OF_IT}|"
    f"(?:save|keep|leave) (?:it |this )?(?:as )?(?:a |the |my |in )?drafts?|"
    f"hold (?:off|fire)(?: (?:on )?{_ALL_OF_IT})?(?: (?:{_LATER}))*|"
    f"(?:run|start|launch|do) {_ALL_OF_IT} (?:myself )?(?:later|tomorrow|another (?:day|time)|some other time)|"
    f"let's not(?: (?:do|run|start) {_ALL_OF_IT})?)|"
    "i'll (?:be back|(?:come|get) back to (?:it|you|this)|think about it|think it over|decide later|let you know)|"
    "(?:there's )?(?:no rush|no hurry|not (?:yet|now|today|just yet|right now))"
)
_POSTPONED = re.compile(
    rf"(?:(?:{_BESIDE}|{_NO}|but|and) )*(?:{_PUT_OFF})(?: (?:{_PUT_OFF}|{_BESIDE}|{_LATER}|and|but|for))*"
)
_REFUSAL = re.compile(rf"(?:(?:{_BESIDE}) )*(?:{_REFUSED})(?: (?:{_REFUSED}|{_BESIDE}))*")
MOST_WORDS = 12
_OFFERED = "(?:name|title|mix|list|idea|plan|choice|suggestion|selection)"
_TAKEN = (
    "(?:mais oui|oui|ja|not (?:too |so )?bad|(?:that|it|this)(?:'ll| will) do|good enough|"
    "could be worse|can't complain|"
    "i (?:suppose|guess|think|reckon)(?: so)?|(?:i )?can't think of (?:anything|one|a) (?:better|else|better one)|"
    f"(?:(?:that|it|this|everything) )?(?:sounds|looks|seems|feels) (?:{PRAISE})(?: (?:to|for) (?:me|us))?|"
    "(?:i don't mind|(?:it )?doesn't matter|whatever|you know best|(?:that )?(?:sounds|looks) like a plan)|"
    f"(?:that|this) one(?:'s| is) (?:{PRAISE}|fine|perfect|okay|ok)|"
    "if you (?:like|say so|think so|want)|fair enough|as (?:you )?(?:say|suggest|like|propose|recommend)|(?:the )?same|"
    "(?:(?:just|exactly) )?(?:as|what|like) (?:you(?:'ve)? )?(?:suggested|proposed|offered|advised|recommended|said)|"
    f"(?:all (?:two|three|four|five|of (?:them|those|that))|both|they(?: all)?|(?:those|these)(?: all)?) "
    f"(?:sound|look|seem|are) (?:{PRAISE}|fine|perfect|right|okay|ok)|"
    f"(?:(?:that's|it's|what) )?(?:a |an |the )?(?:(?:{PRAISE}|fine|perfect|right) )?{_OFFERED}|"
    f"(?:that|this|the|your) {_OFFERED}(?:'s| is| works| sounds| will do)(?: (?:{PRAISE}|fine|perfect|okay|ok))?|"
    f"(?:i'm |we're )?(?:happy|fine|okay|ok|good) with (?:that|the|this|your) {_OFFERED}|"
    f"(?:i )?(?:really )?(?:like|love) (?:that|the|this|your) {_OFFERED}|"
    f"(?:let's |i'll |we'll )?(?:keep|use|take|have|go with|stick with|go for) (?:it|that|this|yours|those|them|"
    f"(?:that|the|this|your) {_OFFERED}|that one))"
)
"""How a proposal is taken; it would be too lukewarm, or too much about a name, for an act."""
_AGREED = f"{PRAISE}|{BESIDE}|{AGREEING}|{OF_ACTION['run']}"
_TAKES = re.compile(rf"(?:(?:{_AGREED}|and|so|just) )*{_TAKEN}(?: (?:{_AGREED}|{_TAKEN}))*")


def agrees(heard: str) -> bool:
    """Whether it welcomes what was proposed and says nothing else: "oh yes", "super", "sounds good, let's go"."""
    return is_yes(heard, "run") or is_praise(heard) or _is_whole(_TAKES, heard)


def _is_whole(pattern: re.Pattern[str], heard: str) -> bool:
    plain = " ".join(re.sub(r"[.,!;:\-–—…]+", " ", heard.casefold().replace("’", "'")).split())
    return "?" not in plain and len(plain.split()) <= MOST_WORDS and pattern.fullmatch(plain) is not None


def starts(heard: str) -> bool:
    """Whether it agrees by asking for the run: "that's right, start it please"."""
    return is_yes(heard, "run") and not is_yes(heard, _NONE)


def refuses(heard: str) -> bool:
    """Whether it turns down what was proposed and says nothing else: "nah, not keen on that"."""
    return _is_whole(_REFUSAL, heard)


def postpones(heard: str) -> bool:
    """Whether it leaves the thing for another time and says nothing else: "keep it as a draft for now"."""
    return _is_whole(_POSTPONED, heard)
