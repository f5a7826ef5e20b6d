"""The bench's figures: what is counted as what, and that a run measures everything."""

from __future__ import annotations

import pytest

from agent.rehearsal.bench import Plan, rows, voice_bench
from agent.rehearsal.caller import CallRecord, Exchange
from agent.rehearsal.capacity import Load, Step, heaviest
from agent.rehearsal.measured import Held
from agent.rehearsal.noted import Note


def _held(*exchanges: Exchange, notes: tuple[Note, ...] = ()) -> Held:
    return Held([CallRecord("CA1", list(exchanges))], notes)


def test_a_turn_is_a_tools_when_a_tool_ran_for_its_answer_on_the_same_line() -> None:
    with_tool = Exchange("how far are we", latency=400, spoken=(10.0, 11.0))
    without = Exchange("thank you", latency=300, spoken=(20.0, 21.0))
    notes = (
        Note("CA1", 11.2, "how far are we", ("get_progress",)),
        Note("CA1", 21.2, "thank you"),
        Note("CA2", 21.2, "how far are we", ("get_progress",)),
    )
    assert _held(with_tool, without, notes=notes).tool_latencies() == [400]


def test_a_turn_that_ended_while_the_caller_went_on_is_split_even_if_nothing_was_said_into_it() -> None:
    line = Exchange("five images [500] and ten posts", latency=400, spoken=(10.0, 13.0))
    notes = (Note("CA1", 11.5, "five images"), Note("CA1", 13.3, "and ten posts"))
    held = _held(line, notes=notes)
    assert str(held.split()) == "100% (1 of 1)"
    assert str(held.false_starts()) == "0% (0 of 1)"


def test_an_end_is_missed_when_no_answer_comes_or_it_comes_late_but_not_when_it_came_too_early() -> None:
    held = _held(
        Exchange("a"),
        Exchange("b", latency=2500),
        Exchange("c", latency=900),
        Exchange("d", false_start=True),
    )
    assert str(held.missed()) == "67% (2 of 3)"


def test_a_murmur_counts_only_when_it_met_the_agents_voice() -> None:
    held = _held(Exchange("", murmured=True), Exchange("", murmured=True, silenced=True), Exchange(""))
    assert held.silenced().value == 0.5


def test_a_process_is_broken_by_late_answers_and_by_missing_ones() -> None:
    well, late, silent = (
        Step(10, [400.0] * 20, 1.0, 0.5),
        Step(20, [1000.0] * 20, 1.0, 1.0),
        Step(20, [400.0], 0.5, 1.0),
    )
    assert heaviest([well, late]) == heaviest([well, silent]) == "10 (broke at 20)"
    assert heaviest([well]) == "10 or more"
    assert heaviest([late]) == "none"


SMALLEST = Plan(
    interviews=(("create a campaign called summer sale",),),
    hesitant=(),
    cut_ins=("stop",),
    hummed=(),
    murmured=(),
    calls_for_memory=2,
    load=Load(steps=(1,), lines=("create a campaign called summer sale",), come_within=0.0),
)


@pytest.mark.timeout(600)
async def test_a_run_measures_both_sides_over_real_calls_and_says_what_it_is_at() -> None:
    told: list[str] = []
    ours, plain = await voice_bench(SMALLEST, told.append)
    assert told == [
        "turns",
        "pauses",
        "cutting in and murmurs",
        "memory",
        "calls at once, ours",
        "calls at once, plain",
    ]
    for side in (ours, plain):
        assert side.fluent.notes, "what was said reached the talk"
        assert any(note.tools for note in side.fluent.notes), "and a tool ran for it"
        assert len(side.cut_in.calls[0].exchanges) == 2
        assert side.cores_per_call > 0
        assert [step.calls for step in side.steps] == [1]
    table = rows(ours, plain)
    assert len({what for what, *_ in table}) == len(table) >= 14
