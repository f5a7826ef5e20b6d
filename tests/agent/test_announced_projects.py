"""News of a project, as it is told on the line."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.announcer import sentences_of
from orchestrator.views import EventView

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ERROR = {"step": "scene 2", "cause": "12 credits short", "mend": "add credits, then retry"}


def told(type_: str, status: str, **payload: object) -> list[str]:
    event = EventView(9, "w", "c", type_, {"kind": "video", "status": status, **payload}, NOW)
    return sentences_of([event])


def test_a_finished_video_is_told() -> None:
    assert "video is finished" in told("project.completed", "completed")[0]


def test_a_failed_scene_is_told_with_its_cause_and_its_mend() -> None:
    (said,) = told("project.failed", "failed", error=ERROR)
    assert "scene 2: 12 credits short. Add credits, then retry." in said


def test_a_rewrite_that_failed_was_told_when_it_was_asked_for() -> None:
    assert told("project.failed", "script_ready", error=ERROR) == []
