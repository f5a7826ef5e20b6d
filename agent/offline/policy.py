"""What to do about an utterance: tool calls, or words. A pure function of the messages, like any model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.offline.agreement import postpones
from agent.offline.calling import beside_a_call, call_asked_before, call_back_wish, call_beside
from agent.offline.dialogue import Answer, Call, Dialogue, act_tool, parse_dialogue
from agent.offline.doubts import doubted
from agent.offline.edits import edit_of
from agent.offline.made import made_wish
from agent.offline.misheard import reread
from agent.offline.named import named_wish, switched
from agent.offline.projects import project_wish
from agent.offline.proposed import with_name
from agent.offline.questions import answer_to_question, delegated
from agent.offline.reading import Act, Reading
from agent.offline.remarks import asks_a_fact, remark
from agent.offline.replies import after_tools, question_line
from agent.offline.understand import understand
from orchestrator.consent import is_yes
from prompts import line

SPOKEN_OF = frozenset(
    (
        *("help", "person", "abuse", "whoareyou", "unsure", "hello", "thanks", "returned", "rephrase"),
        *("why_asked", "recorded", "skip", "small_talk", "suggest", "wonder", "keep_me_told", "delegate"),
        *("starting", "hears", "talking", "novice", "how_are_you", "pleasantry", "introduced", "told"),
        *("too_much",),
        *("listening", "ready", "cost", "chat", "wished", "language", "duration"),
    )
)
_FORBIDS = re.compile(
    r"\b(?:don't|don’t|do not|not|never)\s+(?:run|start|launch|do|resume|cancel|delete|restart|go)\b",
    re.IGNORECASE,
)
_INTERJECTIONS = frozenset(
    {"hm", "hmm", "ah", "oh", "eh", "uh", "um", "well", "huh", "so", "hey", "ugh", "mm"}
)
_PRICED = re.compile(
    r"\W*(?:(?:how much|what) (?:does|do|would|is|are|will|for)\b|why\b"
    r"|how many (?:\w+ ){1,3}(?:is|are|was|were|do|does|did|have|will|would)\b"
    r"|(?:is|would|will) (?:it|that|this) (?:be )?(?:any |much |a lot )?(?:cheaper|dearer|less|more expensive)\b)",
    re.IGNORECASE,
)
"""How a question about a price or a reason begins; it adds nothing to a draft."""
_HESITATING = re.compile(
    r"\W*(?:(?:u[hm]+|er+m*|ah+|h?m+|oh|well|so|and|but|like|now|just|then|let me (?:see|think)|let's see|you know|"
    r"i (?:think|guess|mean)|maybe|okay|the|a|i|we|it's|please)\b\W*)+",
    re.IGNORECASE,
)
"""Words that only gain time."""
_WAITING = re.compile(r"\b(?:wait|hold|hang)\b", re.IGNORECASE)
_OF_THE_DRAFT = re.compile(
    r"\W*(?:(?:and|so|but|oh|wait|hang on)\W+)*"
    r"(?:(?:does|did|do|will) (?:it|that|this|we|i|they|the (?:campaign|draft|mix|list))"
    r" (?:already |still |also |really )*(?:have|include|contain|come with|got|need)\b"
    r"|where(?:'s| is| are| did)\b|what (?:happened to|became of)\b"
    r"|(?:is|are|was|were) (?:the|my|our|that|those|these) .*"
    r"\b(?:in|included|there|on|on it|in it|missing|gone|out|right)\W*$)",
    re.IGNORECASE,
)
"""How a question begins about what a draft holds; it adds nothing to it."""
READS = frozenset(
    {"get_progress", "get_results", "get_credits", "get_strategy", "search_knowledge", "read_back"}
)


def answer(messages: Sequence[Mapping[str, Any]]) -> Answer:
    """The next move. Raises ValueError when there is no user message or the state is no JSON."""
    dialogue = parse_dialogue(messages)
    if dialogue.rounds:
        calls, text = after_tools(dialogue)
        return Answer(tuple(calls), text)
    return with_name(dialogue, _move(dialogue))


def _move(dialogue: Dialogue) -> Answer:
    if (rest := beside_a_call(dialogue)) and (both := _and_call(dialogue, rest)) is not None:
        return both
    if (wish := call_back_wish(dialogue)) is not None:
        return Answer((wish,))
    if (wishes := project_wish(dialogue)) is not None:
        return Answer(wishes)
    if (wanted := made_wish(dialogue)) is not None:
        return Answer((wanted,))
    reading = reread(dialogue, understand(dialogue.heard, dialogue.situation))
    for slot in [slot for slot, value in reading.slots.items() if str(value).casefold() in _INTERJECTIONS]:
        del reading.slots[slot]
    for decide in (_pending, _named, _switched, _asides, doubted, _answered, _changes, _acts, _meta):
        found = decide(dialogue, reading)
        if found is not None:
            return _with_read_back(dialogue, reading, found) if decide in (_acts, _meta) else found
    if dialogue.pending is not None and not _is_pause(reading):
        if asks_a_fact(dialogue.heard):
            return _with_read_back(dialogue, reading, _lost(dialogue, reading))
        return _read_back_again(dialogue.pending)
    return _lost(dialogue, reading)


def _and_call(dialogue: Dialogue, rest: str) -> Answer | None:
    """Two wishes in one breath, one of them to be called back: each has its own read-back and yes, one at a time.

    What needs a yes of its own comes first; the call is asked about after that yes (`call_asked_before`).
    """
    pending = dialogue.pending
    if pending is not None and is_yes(rest, str(pending["action"])):
        # Something was said beside the yes, so it is asked for again, alone.
        return Answer((Call(act_tool(pending), {}),), line("call_back_after", dialogue.seed))
    if pending is not None and pending["action"] == "call_back":
        return None
    other = _move(replace(dialogue, heard=rest))
    if not other.calls:
        return None
    if any(call.name in _ACTS_FIRST for call in other.calls):
        return Answer(other.calls, f"{line('call_back_after', dialogue.seed)} {other.text}".strip())
    wish = call_beside(dialogue)
    return Answer((*other.calls, wish), other.text) if wish is not None else other


_ACTS_FIRST = frozenset({"run_campaign", "resume_campaign", "restart_campaign"})


def _with_read_back(dialogue: Dialogue, reading: Reading, found: Answer) -> Answer:
    """What was asked beside a read-back is answered, then it is read again: only an answer to it is a yes."""
    silent = {act.name for act in reading.acts} & {"hold", "repeat", "stop"}
    looked = all(call.name in READS | {"list_campaigns", "set_voice"} for call in found.calls)
    if dialogue.pending is None or silent or not looked:
        return found
    text = found.text.removesuffix(question_line(dialogue)).strip()
    return Answer((*found.calls, Call(act_tool(dialogue.pending), {})), text)


def _named(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """A wish about a campaign that exists, by its name; it is never a slot's value."""
    if reading.create:
        return None
    wish = named_wish(dialogue.heard, dialogue.state.get("campaigns") or ())
    by_it = wish is not None and not wish.arguments
    if wish is not None and (reading.items or reading.clear) and not _exists(dialogue, wish):
        return None
    if wish is None or (by_it and (dialogue.pending or dialogue.question.get("kind") == "which")):
        return None
    return Answer((wish,))


def _exists(dialogue: Dialogue, wish: Call) -> bool:
    said = {str(value).casefold() for value in wish.arguments.values()}
    return any(str(name).casefold() in said for name in dialogue.situation.names)


def _switched(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """A change to another campaign than the one in focus: that is opened first."""
    found = None
    if not reading.create:
        found = switched(dialogue.heard, dialogue.state.get("campaigns") or (), dialogue.campaign)
    if found is None:
        return None
    wanted, rest = found
    opened = Call("find_campaign", {"name": wanted})
    if not rest:
        return Answer((opened,))
    state = {**dialogue.state, "campaign": {"id": wanted, "missing": []}, "open_question": None}
    there = replace(dialogue, heard=rest, state=state)
    said = understand(rest, there.situation)
    calls = edit_of(there, said) if said.fills and not said.create and said.rest < 0.3 else []
    return Answer((opened, *calls)) if calls else None


def _asides(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """What is said to the agent and about the talk; a free text that it leaves over is no answer to the question."""
    names = {act.name for act in reading.acts}
    counted = reading.items or any(any(c.isdigit() for c in str(v)) for v in reading.slots.values())
    if "hold" in names and not counted and not reading.create and len(reading.slots) <= 1:
        asked = dialogue.question.get("slot")
        if not reading.slots or set(reading.slots) == {asked} or dialogue.campaign is None:
            return Answer(text=line("hold", dialogue.seed))
    waits = "mend" in reading.flags and _WAITING.search(dialogue.heard) is not None
    if waits and not (reading.fills or reading.create or names):
        return Answer(text=line("hold", dialogue.seed))
    if "new_name" in names and not reading.fills:
        return Answer(text=line("ask_name", dialogue.seed))
    chosen = delegated(dialogue, reading)
    if chosen is not None:
        return Answer((chosen,))
    if reading.fills or reading.create:
        return None
    if "not_this" in names:
        return _given_up(dialogue)
    return None


def _given_up(dialogue: Dialogue) -> Answer:
    """A draft that is not wanted any more: it may be deleted, which is read back."""
    if dialogue.pending is not None:
        return _call("decline")
    if dialogue.campaign is not None and dialogue.campaign["status"] == "draft":
        return _call("delete_campaign")
    return Answer(text=line("never_mind", dialogue.seed, question=question_line(dialogue)))


def _read_back_again(pending: Mapping[str, Any]) -> Answer:
    """A yes counts only right after the read-back, so whatever was no clear answer needs a new one."""
    return _call(act_tool(pending))


def _is_pause(reading: Reading) -> bool:
    """Nothing but "hmm"."""
    return not (reading.flags or reading.acts or reading.fills or reading.create or reading.rest)


def _call(name: str, arguments: Mapping[str, Any] | None = None) -> Answer:
    return Answer((Call(name, dict(arguments or {})),))


def _pending(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """A yes or a no to the read-back; what is a yes is the registry's own rule, so that it need not refuse."""
    if dialogue.pending is None or (
        not reading.fills and any(act.name == "new_name" for act in reading.acts)
    ):
        return None
    if is_yes(dialogue.heard, str(dialogue.pending["action"])):
        wish = call_asked_before(dialogue) if act_tool(dialogue.pending) in _ACTS_FIRST else None
        return Answer((Call("confirm", {}), *((wish,) if wish is not None else ())))
    if postpones(dialogue.heard):
        return _call("decline")
    if reading.plain_yes:
        return _read_back_again(dialogue.pending)
    drops = {act.name for act in reading.acts} in ({"never_mind"}, {"stop"}, {"not_this"}) or (
        {act.name for act in reading.acts} == {"cancel_campaign"} and dialogue.pending["action"] != "cancel"
    )
    forbids = _FORBIDS.search(dialogue.heard) is not None
    if reading.plain_no or ((drops or forbids) and not reading.fills and not reading.create):
        return _call("decline")
    return None


def _answered(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """Answers to offers, to "which one?" and to "shall we go on?"."""
    found = answer_to_question(dialogue, reading)
    if found is None:
        return None
    calls, text = found
    return Answer(tuple(calls), text)


def _changes(dialogue: Dialogue, reading: Reading) -> Answer | None:
    if not (reading.fills or reading.create) or _is_chatter(reading):
        return None
    if _PRICED.match(dialogue.heard) and not reading.slots:
        return None
    asks = len(reading.items) <= 1 and not reading.slots and _OF_THE_DRAFT.match(dialogue.heard) is not None
    if dialogue.campaign is not None and asks:
        return _read_back_again(dialogue.pending) if dialogue.pending else _call("read_back")
    status = str((dialogue.campaign or {}).get("status") or "draft")
    if (
        status not in ("draft", "ready")
        and not reading.campaign
        and reading.slots.keys() & {"topic", "objective"}
    ):
        # What has run is not described anew: this is about another one.
        reading.create = True
    calls = edit_of(dialogue, reading)
    if not calls:
        return None
    # Whatever is complete is read back anyway; asking for it to be run comes after the change.
    brief = len(reading.slots) >= WHOLE_BRIEF
    later = [
        act
        for act in reading.acts
        if act.name not in SPOKEN_OF
        and act.name not in ("run_campaign", "done")
        and not (brief and act.name == "end_call")
    ]
    return Answer((*calls, *(Call(act.name, dict(act.arguments)) for act in later if _is_tool(act))))


WHOLE_BRIEF = 3
"""Texts of a brief: who dictates as many does not hang up in the same breath."""


def _is_chatter(reading: Reading) -> bool:
    """Mostly unexplained words with a stray thing among them: "do you like my new video game?"."""
    only_items = bool(reading.items) and not (reading.slots or reading.create or reading.clear)
    return only_items and reading.rest >= 0.5 and all(item.quantity in (None, 1) for item in reading.items)


def _is_tool(act: Act) -> bool:
    return act.name.endswith("_campaign") or act.name in _TOOLS


_TOOLS = READS | {"undo_change", "start_over", "end_call", "set_voice", "list_campaigns", "find_campaign"}


def _acts(dialogue: Dialogue, reading: Reading) -> Answer | None:
    calls = [Call(act.name, dict(act.arguments)) for act in reading.acts if _is_tool(act)]
    if not calls or reading.rest >= 0.7:
        return None
    if dialogue.campaign is None:
        calls = [call for call in calls if call.name not in ("undo_change", "start_over")]
        if not calls:
            return Answer(text=question_line(dialogue))
    return Answer(tuple(calls))


_COURTESY = frozenset({"hello", "thanks"})
"""Remarks that come after any other: "hey, what can you do" asks something."""


def _meta(dialogue: Dialogue, reading: Reading) -> Answer | None:
    names = [act.name for act in reading.acts]
    question = question_line(dialogue)
    if "repeat" in names:
        asked_only = "question" in dialogue.heard.lower()
        return Answer(text=question if asked_only else dialogue.repeatable or question)
    if "hold" in names:
        return Answer(text=line("hold", dialogue.seed))
    if "stop" in names:
        return Answer(text=line("stopped", dialogue.seed))
    if "done" in names:
        return _call("run_campaign") if dialogue.complete_draft else Answer(text=question)
    if "never_mind" in names:
        return Answer(text=line("never_mind", dialogue.seed, question=question))
    for name in sorted(names, key=_COURTESY.__contains__):
        if name in SPOKEN_OF:
            return Answer(text=remark(name, dialogue, question))
    return None


def _lost(dialogue: Dialogue, reading: Reading) -> Answer:
    """Nothing was understood, or only a yes or no that answers nothing."""
    question = question_line(dialogue)
    if _is_pause(reading):
        thinks = _HESITATING.fullmatch(dialogue.heard) is not None
        return Answer(
            text=line("hold", dialogue.seed) if thinks else remark("yes_or_no_to_nothing", dialogue, question)
        )
    if reading.flags & {"yes", "no"} and not reading.rest:
        return _idle_yes_or_no(dialogue, reading, question)
    if asks_a_fact(dialogue.heard):
        return _call("search_knowledge", {"query": dialogue.heard.strip()})
    return Answer(text=line("off_topic", dialogue.seed, question=question))


def _idle_yes_or_no(dialogue: Dialogue, reading: Reading, question: str) -> Answer:
    if "yes" in reading.flags and dialogue.complete_draft:
        return _call("run_campaign")
    running = dialogue.campaign is not None and dialogue.campaign["status"] == "running"
    if running and "yes" in reading.flags:
        return Answer(text=line("running_on", dialogue.seed))
    before = understand(dialogue.before[-1], dialogue.situation) if dialogue.before else None
    if before is not None and before.flags & {"yes", "no"} and not before.fills:
        return Answer(text=remark("rephrase", dialogue, question))
    return Answer(text=line("yes_or_no_to_nothing", dialogue.seed, question=question))
