"""Scenarios made from the grammar's bank of texts and from patterns."""

from __future__ import annotations

from agent.evaluation.scenario import Scenario


def generated(_count: int, _seed: int) -> list[Scenario]:
    return []
