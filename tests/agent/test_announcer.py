"""News of a run, as it is told on the line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from agent import announcer
from agent.announcer import sentences_of
from agent.channels.news import tell
from orchestrator.views import EventView

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def step(kind: str, quantity: int, campaign: str = "c") -> EventView:
    return EventView(7, "w", campaign, "step.completed", {"type": kind, "quantity": quantity}, NOW)


def ended(type_: str, **payload: object) -> EventView:
    return EventView(9, "w", "c", type_, {"name": "Summer Sale", **payload}, NOW)


def test_steps_that_end_together_are_told_in_one_sentence() -> None:
    (said,) = sentences_of([step("research", 1), step("images", 5)])
    assert "esearch and five images" in said


def test_the_end_of_the_run_makes_its_last_steps_old_news() -> None:
    (said,) = sentences_of([step("images", 5), ended("campaign.completed")])
    assert "Summer Sale" in said
    assert "images" not in said


def test_the_steps_of_another_campaign_are_still_told() -> None:
    assert len(sentences_of([step("images", 5, "other"), ended("campaign.completed")])) == 2


def test_a_failure_is_told_with_its_cause_and_its_mend() -> None:
    error = {"step": "images", "cause": "12 credits short", "mend": "add credits, then restart"}
    (said,) = sentences_of([ended("campaign.failed", error=error)])
    assert "12 credits short" in said
    assert "dd credits, then restart" in said


def test_a_remake_is_told_by_its_place_and_a_failed_one_with_its_cause() -> None:
    second = {"type": "images", "unit": 2, "of": 3}
    (ready,) = sentences_of([ended("asset.remade", **second)])
    assert "mage two" in ready
    (failed,) = sentences_of(
        [ended("asset.remake_failed", type="blog_post", unit=1, of=1, error={"cause": "the pen broke"})]
    )
    assert "the blog post" in failed
    assert "the pen broke. It cost nothing" in failed


class Lost:
    """Events of a store that does not answer at first, then tells of a campaign."""

    def __init__(self, *events: EventView) -> None:
        self.asked = 0
        self._events = events

    async def latest(self, actor: object) -> int:
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError("the store was lost")
        return 0

    async def follow(self, actor: object, after: int) -> AsyncIterator[EventView]:
        for event in self._events:
            yield event


async def test_news_go_on_after_the_store_was_lost_and_past_an_event_that_cannot_be_worded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(announcer, "AGAIN_AFTER", 0.0)
    conversation = SimpleNamespace(id="k", watching={"c"})
    nonsense = EventView(8, "w", "c", "step.completed", {}, NOW)
    door = SimpleNamespace(events=Lost(nonsense, ended("campaign.completed")))
    news = announcer.announcements(door, None, conversation, gather=0.0)
    assert "Summer Sale" in await asyncio.wait_for(anext(news), 2)
    await news.aclose()


async def test_news_that_break_off_are_in_the_log_and_end_nothing() -> None:
    async def breaking() -> AsyncIterator[str]:
        yield "One image is done."
        raise ValueError("no more")

    said: list[str] = []
    with capture_logs() as logged:
        await tell(breaking(), said.append)
    assert said == ["One image is done."]
    assert [entry["log_level"] for entry in logged] == ["error"]
