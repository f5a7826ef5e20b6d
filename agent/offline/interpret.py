"""Walks a path's steps and takes from each what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.offline.amounts import is_amount, with_amount
from agent.offline.automaton import automaton
from agent.offline.captures import Captured, capture
from agent.offline.chart import Path, Step
from agent.offline.dates import resolve
from agent.offline.deadline import deadline_within
from agent.offline.items import spoken_of_before, take_item
from agent.offline.numbers import number
from agent.offline.reading import Act, Reading, Situation
from agent.offline.spelling import put_right, spelled_slot
from agent.offline.tokens import Token
from agent.offline.topics import PLACEHOLDERS, PROMOTING, named_in, split_audience, without_reason
from agent.offline.values import (
    as_name,
    cleaned,
    is_amount_of_something,
    is_spoken,
    spelled,
    unhedged,
    with_numbers_heard_right,
)

META = frozenset(
    {
        *("help", "repeat", "hold", "hold_on", "never_mind", "stop", "hello", "person", "abuse", "whoareyou"),
        *("thanks", "done", "unsure", "returned", "rephrase", "why_asked", "recorded", "skip", "small_talk"),
        *("suggest", "not_this", "wonder", "keep_me_told", "delegate", "new_name"),
    }
)
TOOLS = {
    **{act: f"{act}_campaign" for act in ("run", "pause", "resume", "restart", "cancel", "archive")},
    **{act: f"{act}_campaign" for act in ("unarchive", "duplicate", "delete")},
    "progress": "get_progress",
    "results": "get_results",
    "credits": "get_credits",
    "strategy": "get_strategy",
    "read_back": "read_back",
    "undo": "undo_change",
    "start_over": "start_over",
    "bye": "end_call",
    "summary": "read_back",
    "spent": "get_credits",
    "price": "get_credits",
    "so_far": "get_progress",
    "whom": "get_strategy",
}
"""The fragments that are a tool call of their own; "…_of" is the same with a campaign's name."""
SAME_AS = {"hold_on": "hold"}
_NO_NAME = frozenset({"something else", "something different", "another name", "differently", "it"})
_NO_TOPIC = frozenset(
    {"something", "something new", "anything", "stuff", "a thing", "things", "a new one", "one", "it"}
)
"""What stands for a topic that was not said."""
RATES = {"slower": "slower", "faster": "faster", "normal": "normal"}
FLAGS = frozenset({"yes", "no", "take", "but", "mend", "deliverables", "more_of", "bare_number"})
ITEM_FRAGMENTS = frozenset(
    {
        "item",
        "want",
        "only",
        "add",
        "less",
        "set",
        "swap",
        "remove",
        "replace",
        "bare_number",
        "item_range",
        "more_of",
        "scale",
        "counted_after",
    }
)


class Interpreter:
    """One utterance's walk. `reading` may be called once."""

    def __init__(self, source: str, tokens: Sequence[Token], path: Path, situation: Situation) -> None:
        self._source = source
        self._tokens = tokens
        self._path = path
        self._situation = situation
        self._symbols = [token.symbol for token in tokens]
        self._out = Reading()
        self._pending_of: str | None = None
        self._keep: int | None = None
        self._cue: Step | None = None

    def reading(self) -> Reading:
        for step in self._path.steps:
            if step.kind == "text":
                self._text(step)
            elif step.kind == "fragment":
                self._fragment(step)
        return self._out

    def _words(self, start: int, end: int) -> list[str]:
        """What the grammar saw as classes comes back as written: "0" is "1.5k" again."""
        return [token.text.lower().replace("’", "'") for token in self._tokens[start:end]]

    def _span(self, start: int, end: int) -> str:
        return self._source[self._tokens[start].start : self._tokens[end - 1].end]

    def _fragment(self, step: Step) -> None:
        assert step.rule is not None
        name = step.name
        captured = capture(step.rule, self._symbols, step.start, step.end)
        if name in FLAGS:
            self._out.flags.add(name)
        if name in META:
            self._out.acts.append(Act(SAME_AS.get(name, name)))
        elif name in TOOLS:
            if Act(TOOLS[name]) not in self._out.acts:
                self._out.acts.append(Act(TOOLS[name]))
        elif name in RATES:
            self._out.acts.append(Act("set_voice", {"rate": RATES[name]}))
        elif name in ("set", "swap") and self._other_amount(captured):
            return
        elif name in ITEM_FRAGMENTS:
            take_item(
                self._out, self._situation, name, captured, self._words, self._span(step.start, step.end)
            )
        elif handler := self._handlers.get(name):
            handler(self, step, captured)
        if step.rule.opens:
            self._cue = step
            keep = captured.spans.get("keep")
            self._keep = keep[0] if keep else None
            if name.endswith("_of"):
                self._pending_of = TOOLS[name.removesuffix("_of")]
            elif name == "find":
                self._pending_of = "find_campaign"

    def _create(self, _step: Step, _captured: Captured) -> None:
        self._out.create = True

    def _channels(self, step: Step, captured: Captured) -> None:
        named = [tag for _, tag in captured.tags]
        self._out.slots["channels"] = list(dict.fromkeys([*self._out.slots.get("channels", []), *named]))
        self._out.evidence["channels"] = self._span(step.start, step.end)
        first = self._symbols[step.start]
        asked = self._situation.question.get("slot") == "channels"
        if first in ("just", "only"):
            self._out.slots["channels"] = list(dict.fromkeys(named))
        if first in ("the", "change", "set", "just", "only") or asked:
            self._out.channels_change = "set"

    def _channel_campaign(self, step: Step, captured: Captured) -> None:
        self._out.create = True
        self._channels(step, captured)

    def _channel_drop(self, step: Step, captured: Captured) -> None:
        self._channels(step, captured)
        self._out.channels_change = "remove"

    def _deadline(self, step: Step, captured: Captured) -> None:
        start, end = captured.spans["date"]
        day = resolve(self._words(start, end), self._situation.today)
        if day is not None:
            self._out.slots["deadline"] = day.isoformat()
            self._out.evidence["deadline"] = self._span(step.start, step.end)

    def _stage(self, step: Step, captured: Captured) -> None:
        self._out.slots["awareness_stage"] = captured.tags[0][1]
        self._out.evidence["awareness_stage"] = self._span(step.start, step.end)

    def _clear(self, _step: Step, captured: Captured) -> None:
        self._out.clear += [tag for _, tag in captured.tags]

    def _list(self, _step: Step, captured: Captured) -> None:
        status = {"status": captured.tags[0][1]} if captured.tags else {}
        self._out.acts.append(Act("list_campaigns", status))

    def _drafts(self, _step: Step, _captured: Captured) -> None:
        self._out.acts.append(Act("list_campaigns", {"status": "draft"}))

    def _knowledge(self, _step: Step, _captured: Captured) -> None:
        self._out.acts.append(Act("search_knowledge", {"query": self._source.strip()}))

    _handlers: dict[str, Callable[[Interpreter, Step, Captured], None]] = {  # noqa: RUF012
        "create": _create,
        "create_named": _create,
        "create_titled": _create,
        "another": _create,
        "another_named": _create,
        "another_about": _create,
        "channels": _channels,
        "channel_list": _channels,
        "channel_campaign": _channel_campaign,
        "channel_add": _channels,
        "channel_drop": _channel_drop,
        "deadline": _deadline,
        "stage": _stage,
        "clear": _clear,
        "list": _list,
        "drafts": _drafts,
        "knowledge": _knowledge,
    }

    def _text(self, step: Step) -> None:
        slot = step.name
        start = step.start
        if self._keep is not None and self._cue is not None and self._cue.end == start:
            start = self._keep
        words = self._tokens[start : step.end]
        if slot in ("objective", "topic", "audience", "goals"):
            words = unhedged(words)
        value = cleaned(self._source, words)
        if slot == "spelled":
            if letters := spelled(words):
                slot = spelled_slot(self._source, self._situation)
                self._out.slots[slot] = put_right(slot, letters, self._situation)
                self._out.evidence[slot] = self._evidence(start, step.end)
            return
        if not value or slot in ("query", "aside"):
            return
        if slot == "ref":
            self._reference(value)
            return
        if slot == "about_for" and self._channels_are(start, step.end):
            return
        slot = self._slot_of(slot, value)
        if not slot or (slot == "topic" and value.lower() in PLACEHOLDERS):
            return
        if self._cue is not None and self._cue.name == "bare_amount" and not is_amount_of_something(value):
            return
        if slot == "objective":
            value = with_numbers_heard_right(value)
        if slot == "topic" and value.lower() in _NO_TOPIC:
            return
        if slot == "copy_name" and not any(act.name == "duplicate_campaign" for act in self._out.acts):
            slot = "name"
        if slot == "copy_name":
            self._copy_name(as_name(value, words, spoken=is_spoken(self._source)))
            return
        if slot == "topic" and value.lower().startswith("it's "):
            value = value[5:]
        if slot == "topic":
            value = self._told_topic(value)
        if slot == "objective" and (self._channels_are(start, step.end) or self._amended(value)):
            return
        if slot == "name":
            value = as_name(value, words, spoken=is_spoken(self._source))
        if slot == "name" and value.lower() in _NO_NAME:
            self._out.flags.add("rename")
            return
        self._out.slots[slot] = _listed(value) if slot == "products" else value
        self._out.evidence[slot] = self._evidence(start, step.end)
        if slot in ("objective", "goals"):
            self._deadline_within(slot, start, step.end)
            self._channels_within(start, step.end)

    def _evidence(self, start: int, end: int) -> str:
        first = self._cue.start if self._cue is not None and self._cue.end == start else start
        return self._span(first, end)

    def _slot_of(self, slot: str, value: str) -> str:
        """What "for …" is: a campaign that exists, what a new one is about, or whom it is for."""
        if slot in ("audience", "about_for") and self._counted(value):
            return "objective"
        if slot == "topic" and self._says_for():
            slot = "about_for"
        if slot != "about_for":
            return self._pitched(slot)
        known = {name.casefold() for name in self._situation.names}
        bare = value.casefold().removeprefix("the ").removesuffix(" campaign")
        if bare in known:
            self._out.campaign = value
            return ""
        campaign = self._situation.campaign
        filled = "topic" in self._out.slots or (not self._out.create and campaign and campaign.get("topic"))
        return "audience" if filled else "topic"

    def _says_for(self) -> bool:
        """Whether "it's for …" was said when something other than the topic was asked."""
        cue = self._cue
        for_whom = cue is not None and cue.name == "about" and self._symbols[cue.end - 1] == "for"
        return for_whom and (self._situation.question.get("slot") != "topic" or "topic" in self._out.slots)

    def _told_topic(self, topic: str) -> str:
        """What it is about, without the name, the people and the reason that were said with it."""
        if (named := named_in(topic)) is not None:
            self._out.slots["name"], topic = named
            self._out.evidence["name"] = named[0]
        topic = without_reason(topic)
        cue = self._cue
        promotes = cue is not None and (cue.name == "pitch" or self._symbols[cue.end - 1] in PROMOTING)
        parted = split_audience(topic) if promotes else None
        if parted is None:
            return topic
        self._out.slots["audience"] = parted[1]
        self._out.evidence["audience"] = f"to {parted[1]}"
        return parted[0]

    def _counted(self, value: str) -> bool:
        """Whether "target: 300 customers", "for forty haircuts" counts what is to be won, not those it is for."""
        words = value.lower().split()
        first = words[0]
        return first not in ("a", "an") and (first[0].isdigit() or number(words[:1]) is not None)

    def _channels_are(self, start: int, end: int) -> bool:
        """Takes words that are channels and no more as channels: "four images for Instagram"."""
        for rule, stop in automaton().matches(self._symbols, start):
            if rule.name == "channel_list" and stop == end:
                step = Step("fragment", rule.name, start, end, rule)
                self._channels(step, capture(rule, self._symbols, start, end))
                return True
        return False

    def _other_amount(self, captured: Captured) -> bool:
        """Takes "actually 600" for the objective's number where the objective was just told and nothing to make was."""
        span = captured.spans.get("n")
        if captured.tags or span is None or self._out.items:
            return False
        told = str(self._out.slots.get("objective") or "")
        if not told and spoken_of_before(self._situation):
            return False
        return self._amended(self._span(*span), of=told)

    def _amended(self, amount: str, of: str = "") -> bool:
        """Puts a bare number into the objective of this utterance, or else of the draft."""
        told = of or str((self._situation.campaign or {}).get("objective") or "")
        anew = with_amount(told, amount) if told and is_amount(amount) else None
        if anew is None or (not of and self._situation.campaign is not None and self._owes()):
            return False
        self._out.slots["objective"] = anew
        self._out.evidence["objective"] = amount
        return True

    def _owes(self) -> bool:
        """Whether a bare number may count something to make; not where the objective's own cue stands before it."""
        cued = self._cue is not None and self._cue.name in ("objective", "amount")
        return not cued and bool((self._situation.campaign or {}).get("deliverables"))

    def _pitched(self, slot: str) -> str:
        """Names the slot: "we want to sell our shoes" is a topic, "we want to sell 500 pairs" an objective."""
        cue = self._cue
        if slot != "topic" or cue is None or cue.name != "pitch" or cue.end >= len(self._symbols):
            return slot
        counted = self._symbols[cue.end] == "0" or number(self._symbols[cue.end : cue.end + 1]) is not None
        return "objective" if counted and self._symbols[cue.end] not in ("a", "an") else slot

    def _reference(self, value: str) -> None:
        for tail in (" please", " campaign", " doing", " going", " coming along", " campaign"):
            value = value.removesuffix(tail)
        if value.lower().startswith("the "):
            value = value[4:]
        if value.lower() in PLACEHOLDERS and self._pending_of == "run_campaign":
            self._out.create, self._pending_of = True, None
            return
        if self._pending_of == "find_campaign":
            self._out.acts.append(Act("find_campaign", {"name": value}))
        elif self._pending_of:
            self._out.acts.append(Act(self._pending_of, {"campaign": value}))
        elif self._cue is not None:
            tool = TOOLS[self._cue.name.removesuffix("_of")]
            self._out.acts.append(Act(tool, {"campaign": value}))
        else:
            self._out.campaign = value
        self._pending_of = None

    def _copy_name(self, name: str) -> None:
        for at, act in enumerate(self._out.acts):
            if act.name == "duplicate_campaign":
                self._out.acts[at] = Act(act.name, {**act.arguments, "name": name})

    def _channels_within(self, start: int, end: int) -> None:
        for at in range(start + 1, end):
            for rule, stop in automaton().matches(self._symbols, at):
                if rule.name == "channels" and stop <= end and (stop == end or self._symbols[stop] != "and"):
                    step = Step("fragment", rule.name, at, stop, rule)
                    found = capture(rule, self._symbols, at, stop)
                    self._channels(step, found)

    def _deadline_within(self, slot: str, start: int, end: int) -> None:
        found = deadline_within(self._symbols, self._words, start, end, self._situation.today)
        if found is not None:
            day, first, last = found
            self._out.slots["deadline"] = day.isoformat()
            self._out.evidence["deadline"] = self._span(first, last)
            if last == end and first > start and self._symbols[first] in _CLAUSES:
                # "… by July" belongs to what is to be won, "…, and it should be done by July" does not.
                self._out.slots[slot] = cleaned(self._source, self._tokens[start:first])


_CLAUSES = frozenset({"it", "the", "deadline", "with", "due", "everything", "all"})
"""How a deadline begins that is a clause of its own."""


def _listed(value: str) -> list[str]:
    parts = value.replace(", and ", ", ").replace(" and ", ", ").split(",")
    return [part.strip() for part in parts if part.strip()]
