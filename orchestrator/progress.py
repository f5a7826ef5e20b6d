"""How far a campaign is, from the rows of its units, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any

from orchestrator import spoken
from orchestrator.catalogue import PRICE, TIER
from orchestrator.views import ActiveUnit, CampaignView, Progress, Quantity
from prompts import deliverable_phrase, join, line
from store.models import Unit
from store.words import CampaignStatus, WorkStatus
from store.words import DeliverableType as D

SECONDS = MappingProxyType(
    {
        D.RESEARCH: 3.0,
        D.PLAN: 3.0,
        D.BLOG_POST: 3.0,
        D.SOCIAL_POSTS: 1.0,
        D.EMAIL_NURTURE: 1.5,
        D.IMAGES: 3.0,
        D.BANNER: 3.0,
        D.FLYER: 4.0,
        D.JINGLE: 10.0,
        D.VIDEO: 120.0,
    }
)
"""Seconds that a unit takes while none of its type was measured in the campaign: the embedded makers' order
of magnitude on two cores, queueing included."""


@dataclass(frozen=True, slots=True)
class Work:
    """What progress is made of. `error` is that of the run which is on its way to failing, if it is."""

    campaign: CampaignView
    units: Sequence[Unit]
    error: Mapping[str, Any] | None
    now: datetime
    at_once: int
    """Units made side by side."""
    besides: int = 0
    """Credits that the campaign's remakes and projects have cost."""


def progress_of(work: Work) -> Progress:
    campaign = work.campaign
    of = {item.type: item.quantity for item in campaign.deliverables}
    made = {item.type: item.completed for item in campaign.deliverables}
    running = campaign.status in (CampaignStatus.RUNNING, CampaignStatus.PAUSED)
    active = tuple(
        ActiveUnit(D(unit.type), unit.index, max(unit.index, of.get(D(unit.type), 1)), unit.started_at)
        for unit in work.units
        if running and unit.status == WorkStatus.ACTIVE
    )
    in_hand = {kind: sum(unit.type == kind for unit in active) for kind in of}
    done = tuple(Quantity(kind, count) for kind, count in made.items() if count)
    pending = tuple(
        Quantity(kind, left)
        for kind, quantity in of.items()
        if (left := quantity - made[kind] - in_hand[kind]) > 0
    )
    made_by_runs = sum(unit.price for unit in work.units if unit.status == WorkStatus.COMPLETED)
    eta = _eta(work, active, pending) if campaign.status is CampaignStatus.RUNNING else None
    facts = Progress(
        status=campaign.status,
        percent=_percent(of, made),
        done=done,
        active=active,
        pending=pending,
        eta_seconds=eta,
        spent=made_by_runs + work.besides,
        besides=work.besides,
        error=campaign.error or work.error,
        spoken="",
    )
    return _with_words(facts, campaign)


def _percent(of: Mapping[D, int], made: Mapping[D, int]) -> int:
    """By price, the nearest thing to effort that is known of every type; 100 only when all is made."""
    total = sum(PRICE[kind] * quantity for kind, quantity in of.items())
    done = sum(PRICE[kind] * min(count, of[kind]) for kind, count in made.items())
    return 100 * done // total if total else 0


def _eta(work: Work, active: Sequence[ActiveUnit], pending: Sequence[Quantity]) -> int:
    """Seconds: tier after tier, each as its units side by side."""
    each = _durations(work.units)
    left: list[tuple[int, float]] = [
        (TIER[item.type], each[item.type]) for item in pending for _ in range(item.quantity)
    ]
    for unit in active:
        gone = (work.now - unit.started_at).total_seconds() if unit.started_at else 0.0
        left.append((TIER[unit.type], max(0.5, each[unit.type] - gone)))
    left.sort()
    seconds = 0.0
    for _, tier in groupby(left, key=lambda item: item[0]):
        times = [duration for _, duration in tier]
        seconds += max(sum(times) / work.at_once, *times)
    return max(1, round(seconds))


def _durations(units: Sequence[Unit]) -> dict[D, float]:
    """Seconds a unit by type: the campaign's own mean where there is one."""
    each = dict(SECONDS)
    for kind in D:
        taken = [
            (unit.finished_at - unit.started_at).total_seconds()
            for unit in units
            if unit.type == kind
            and unit.status == WorkStatus.COMPLETED
            and unit.started_at is not None
            and unit.finished_at is not None
        ]
        if taken:
            each[kind] = sum(taken) / len(taken)
    return each


def _with_words(facts: Progress, campaign: CampaignView) -> Progress:
    said = spoken.sentence(" ".join(_words(facts, campaign).split()))
    return Progress(
        facts.status,
        facts.percent,
        facts.done,
        facts.active,
        facts.pending,
        facts.eta_seconds,
        facts.spent,
        facts.error,
        said,
        facts.besides,
    )


def _words(facts: Progress, campaign: CampaignView) -> str:
    name, made = spoken.called(campaign), spoken.phrase(facts.done)
    if facts.status is CampaignStatus.RUNNING:
        return _running(facts, campaign)
    if facts.status is CampaignStatus.FAILED:
        error = facts.error or {"step": "run", "cause": "the cause is not known", "mend": "restart it"}
        return line(
            "progress_failed",
            0,
            step=_step(error),
            cause=str(error["cause"]).rstrip("."),
            mend=spoken.sentence(str(error["mend"]).rstrip(".")),
        )
    return line(
        f"progress_{facts.status}",
        0,
        name=name,
        made=made,
        left=spoken.phrase(facts.pending),
        finishing=bool(facts.active),
        missing=list(campaign.missing),
        spent=facts.spent,
        besides=facts.besides,
    )


def _running(facts: Progress, campaign: CampaignView) -> str:
    seconds = facts.eta_seconds or 1
    if facts.error is not None:
        cause = str(facts.error["cause"]).rstrip(".")
        name = spoken.called(campaign)
        return line("progress_stopping", 0, name=name, step=_step(facts.error), cause=cause)
    if not facts.done:
        first = _first(facts)
        return line(
            "progress_begun",
            0,
            first=spoken.sentence(join([spoken.the_piece(item.type, item.quantity) for item in first])),
            many=len(first) > 1 or any(item.quantity > 1 for item in first),
            time=line("time_in_all", 0, seconds=seconds),
        )
    return line(
        "progress_running",
        0,
        fraction=line("fraction", 0, percent=facts.percent),
        clauses=spoken.sentence(", ".join(_clauses(facts, campaign))),
        time=line("time_left", 0, seconds=seconds),
    )


def _first(facts: Progress) -> list[Quantity]:
    """What the first tier makes."""
    owed: dict[D, int] = {}
    for unit in facts.active:
        owed[unit.type] = owed.get(unit.type, 0) + 1
    for item in facts.pending:
        owed[item.type] = owed.get(item.type, 0) + item.quantity
    tier = min((TIER[kind] for kind in owed), default=1)
    return [Quantity(kind, quantity) for kind, quantity in owed.items() if TIER[kind] == tier]


def _clauses(facts: Progress, campaign: CampaignView) -> list[str]:
    """What is wholly done, what is in hand, what comes then; what is half done is told by "three of five"."""
    clauses = []
    whole = [item for item in campaign.deliverables if item.completed >= item.quantity]
    if whole:
        things = join([spoken.the_piece(item.type, item.quantity) for item in whole])
        many = len(whole) > 1 or whole[0].quantity > 1
        clauses.append(line("done_clause", 0, things=things, many=many))
    if facts.active:
        clauses.append(line("on_clause", 0, things=spoken.in_hand(facts.active)))
    in_hand = {unit.type for unit in facts.active}
    later = sorted((item for item in facts.pending if item.type not in in_hand), key=lambda i: TIER[i.type])
    if later:
        things = join([deliverable_phrase(item.type, item.quantity) for item in later])
        clauses.append(line("then_clause", 0, things=things))
    return clauses


def _step(error: Mapping[str, Any]) -> str:
    step = str(error["step"])
    return spoken.piece(D(step), 1 if step == D.RESEARCH else 2) if step in set(D) else step
