"""Channels, said for themselves or within a text."""

from __future__ import annotations

from agent.offline.automaton import automaton
from agent.offline.captures import Captured, capture
from agent.offline.chart import Step
from agent.offline.walk import Walk


def take_channels(walk: Walk, step: Step, captured: Captured) -> None:
    """Adds them to those of the utterance; "just …", "change the channels to …" leave no others."""
    named = [tag for _, tag in captured.tags]
    first = walk.symbols[step.start]
    only = first in ("just", "only") or walk.symbols[step.end - 1] == "only"
    before = [] if only else walk.out.slots.get("channels", [])
    walk.put("channels", list(dict.fromkeys([*before, *named])), walk.span(step.start, step.end))
    if only or first in ("the", "change", "set") or walk.situation.asks("channels"):
        walk.out.channels_change = "set"


def took_all_as_channels(walk: Walk, start: int, end: int) -> bool:
    """Takes words that are channels and no more as channels: "four images for Instagram"."""
    for rule, stop in automaton().matches(walk.symbols, start):
        if rule.name == "channel_list" and stop == end:
            step = Step("fragment", rule.name, start, end, rule)
            take_channels(walk, step, capture(rule, walk.symbols, start, end))
            return True
    return False


def take_channels_within(walk: Walk, start: int, end: int) -> None:
    """Of an objective: "a thousand leads through LinkedIn"."""
    for at in range(start + 1, end):
        for rule, stop in automaton().matches(walk.symbols, at):
            if rule.name == "channels" and stop <= end and (stop == end or walk.symbols[stop] != "and"):
                step = Step("fragment", rule.name, at, stop, rule)
                take_channels(walk, step, capture(rule, walk.symbols, at, stop))
