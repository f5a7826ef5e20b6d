"""Spoken lines and how values are said in them."""

from __future__ import annotations

from datetime import date

import jinja2
import pytest

import prompts
from store.words import DeliverableType, SlotName


@pytest.mark.parametrize(
    ("kind", "quantity", "said"),
    [
        ("images", 5, "five images"),
        ("blog_post", 1, "one blog post"),
        ("email_nurture", 4, "four emails"),
        ("social_posts", 10, "ten social posts"),
        ("social_posts", 25, "25 social posts"),
        ("plan", 1, "a strategy plan"),
        ("research", 1, "research"),
    ],
)
def test_deliverables_are_said_as_people_say_them(kind: str, quantity: int, said: str) -> None:
    assert prompts.deliverable_phrase(kind, quantity) == said


def test_every_deliverable_and_slot_has_words() -> None:
    assert all(prompts.deliverable_phrase(kind, 2) for kind in DeliverableType)
    assert {f"ask_{slot}" for slot in SlotName} <= prompts.keys()


def test_lists_end_with_and() -> None:
    assert prompts.join(["research"]) == "research"
    assert prompts.join(["research", "five images", "a plan"]) == "research, five images and a plan"
    assert prompts.join(["a, x", "b, y", "c"], separator=";", word="or") == "a, x; b, y or c"


def test_dates_are_spoken_with_the_year_only_when_it_is_another() -> None:
    assert prompts.spoken_date(date(2026, 7, 31), date(2026, 1, 1)) == "the thirty-first of July"
    assert prompts.spoken_date("2027-07-02", date(2026, 1, 1)) == "the second of July 2027"


def test_a_seed_chooses_the_wording_and_repeats_it() -> None:
    said = [prompts.line("ask_topic", seed) for seed in range(12)]
    assert len(set(said)) > 1
    assert said == [prompts.line("ask_topic", seed) for seed in range(12)]


def test_a_missing_value_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(jinja2.UndefinedError):
        prompts.line("announce_run_done", 0)


def test_every_greeting_says_that_it_is_an_ai() -> None:
    for seed in range(6):
        assert "AI" in prompts.line("greeting", seed, workspace="Acme")
        assert "AI" in prompts.line("greeting_resume", seed, campaign="Summer Sale")


def test_the_instructions_for_a_model_hold_the_rule_of_the_yes() -> None:
    assert "confirm only when" in prompts.text("agent")
