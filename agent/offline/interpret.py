"""Walks a path's steps and takes from each what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from agent.offline.captures import Captured, capture
from agent.offline.channels import take_channels
from agent.offline.chart import STRUCTURAL, Path, Step
from agent.offline.dates import resolve
from agent.offline.items import take_item
from agent.offline.reading import Act, Reading, Situation
from agent.offline.references import take_reference
from agent.offline.surroundings import CREATING
from agent.offline.texts import take_text, take_told, took_as_amount
from agent.offline.tokens import Token
from agent.offline.walk import Walk
from agent.offline.wishes import CHANGES, Wish

META = frozenset(
    (
        *("help", "repeat", "hold", "hold_on", "never_mind", "stop", "hello", "person", "abuse"),
        *("whoareyou", "thanks", "done", "unsure", "returned", "rephrase", "why_asked", "recorded"),
        *("skip", "small_talk", "suggest", "not_this", "wonder", "keep_me_told", "delegate"),
        *("new_name", "too_much"),
    )
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
RATES = {"slower": "slower", "faster": "faster", "normal": "normal"}
FLAGS = frozenset({"yes", "no", "take", "but", "mend", "deliverables", "more_of", "bare_number"})
ITEM_FRAGMENTS = frozenset(
    (
        *("item", "want", "only", "add", "less", "set", "swap", "remove", "replace", "bare_number"),
        *("item_range", "more_of", "scale", "counted_after", "order", "counted_so", "put_at", "cut_by"),
        *("one_more", "anew", "struck", "and_one", "counted_of", "noun_first", "roughly_so"),
        *("range_between", "mended_number", "suffices", "added_so", "asked_for", "none_of", "spared"),
        *("anew_so", "counted_late", "put_instead", "seconded", "docked", "called_even"),
    )
)


def interpret(source: str, tokens: Sequence[Token], path: Path, situation: Situation) -> Reading:
    """What the utterance says, read along the path."""
    walk = Walk(source, tokens, situation, [token.symbol for token in tokens])
    for group in _told_of(path.steps):
        *before, last = group
        if before and not any(step.name in ITEM_FRAGMENTS for step in before):
            take_told(walk, last.name.removeprefix(AFTER), before[0].start, last.start)
            continue
        for step in group:
            if step.kind == "text":
                _text(walk, step)
            elif step.kind == "fragment":
                _fragment(walk, step)
    return walk.out


AFTER = "after_"
"""Before the slot in the name of a fragment that says what the words before it were: "… is its name"."""


_CLOSED = (
    STRUCTURAL
    | CREATING
    | {"pitch", "pitched_so", "wish", "about_for", "yes", "no", "hello", "thanks", "introduces"}
)
"""Fragments whose words are never those that a cue behind them tells of; others may be: "open days … is its name"."""


def _told_of(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Each step alone, or the words that say nothing else with the fragment behind them that tells what they are."""
    waiting: list[Step] = []
    for step in steps:
        goes_on = step.name == "about_for" and any(one.kind != "fragment" for one in waiting)
        waiting.append(step)
        if goes_on:
            continue
        if step.kind == "fragment" and step.name.startswith(AFTER):
            yield waiting
            waiting = []
        elif step.kind == "fragment" and step.name in _CLOSED:
            yield from ([one] for one in waiting)
            waiting = []
    yield from ([one] for one in waiting)


def _text(walk: Walk, step: Step) -> None:
    if step.name == "ref":
        cued = walk.cue.name.removesuffix("_of") if walk.cue is not None else ""
        take_reference(walk, step, TOOLS.get(cued))
    else:
        take_text(walk, step)


def _fragment(walk: Walk, step: Step) -> None:
    assert step.rule is not None
    name = step.name
    captured = capture(step.rule, walk.symbols, step.start, step.end)
    if name in FLAGS:
        walk.out.flags.add(name)
    if name in META:
        walk.out.acts.append(Act(SAME_AS.get(name, name)))
    elif name in TOOLS:
        if Act(TOOLS[name]) not in walk.out.acts:
            walk.out.acts.append(Act(TOOLS[name]))
    elif name in RATES:
        walk.out.acts.append(Act("set_voice", {"rate": RATES[name]}))
    elif name in ("set", "swap", "anew", "anew_so", "put_instead") and _other_amount(walk, captured):
        return
    elif name in ITEM_FRAGMENTS:
        evidence = walk.span(step.start, step.end)
        take_item(walk.out, walk.situation, name, captured, walk.words, evidence)
    elif change := CHANGES.get(name):
        change(Wish(walk.out, walk.situation, captured, walk.words, walk.span(step.start, step.end)))
    elif handler := _HANDLERS.get(name):
        handler(walk, step, captured)
    if step.rule.opens:
        walk.open(step, captured)
        if name.endswith("_of"):
            walk.pending_of = "run_campaign" if name == "do_of" else TOOLS[name.removesuffix("_of")]
        elif name == "find":
            walk.pending_of = "find_campaign"


def _other_amount(walk: Walk, captured: Captured) -> bool:
    span = captured.spans.get("n")
    return span is not None and not captured.tags and took_as_amount(walk, walk.span(*span))


def _create(walk: Walk, _step: Step, _captured: Captured) -> None:
    walk.out.create = True


def _channel_campaign(walk: Walk, step: Step, captured: Captured) -> None:
    walk.out.create = True
    take_channels(walk, step, captured)


def _channel_drop(walk: Walk, step: Step, captured: Captured) -> None:
    told = list(walk.out.slots.get("channels") or ())
    take_channels(walk, step, captured)
    if told and walk.out.channels_change != "remove":
        # "sms only, no radio": what was told stays, less what is dropped.
        dropped = {tag for _, tag in captured.tags}
        walk.out.slots["channels"] = [channel for channel in told if channel not in dropped]
        return
    walk.out.channels_change = "remove"


def _deadline(walk: Walk, step: Step, captured: Captured) -> None:
    start, end = captured.spans["date"]
    day = resolve(walk.words(start, end), walk.situation.today)
    if day is not None:
        walk.put("deadline", day.isoformat(), walk.span(step.start, step.end))


def _stage(walk: Walk, step: Step, captured: Captured) -> None:
    walk.put("awareness_stage", captured.tags[0][1], walk.span(step.start, step.end))


def _clear(walk: Walk, _step: Step, captured: Captured) -> None:
    walk.out.clear += [tag for _, tag in captured.tags]


def _list(walk: Walk, _step: Step, captured: Captured) -> None:
    status = {"status": captured.tags[0][1]} if captured.tags else {}
    walk.out.acts.append(Act("list_campaigns", status))


def _drafts(walk: Walk, _step: Step, _captured: Captured) -> None:
    walk.out.acts.append(Act("list_campaigns", {"status": "draft"}))


def _knowledge(walk: Walk, _step: Step, _captured: Captured) -> None:
    walk.out.acts.append(Act("search_knowledge", {"query": walk.source.strip()}))


_HANDLERS: Mapping[str, Callable[[Walk, Step, Captured], None]] = {
    "create": _create,
    "create_named": _create,
    "create_titled": _create,
    "wanted": _create,
    "another": _create,
    "another_named": _create,
    "another_about": _create,
    "channels": take_channels,
    "channel_list": take_channels,
    "channel_campaign": _channel_campaign,
    "channel_add": take_channels,
    "channel_drop": _channel_drop,
    "deadline": _deadline,
    "stage": _stage,
    "clear": _clear,
    "list": _list,
    "drafts": _drafts,
    "knowledge": _knowledge,
}
