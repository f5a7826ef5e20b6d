"""The campaign's state machine, as data: which action leads from which status to which (product.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from orchestrator.errors import IllegalTransition
from prompts import join
from store.words import CampaignStatus as S

TRANSITIONS: Mapping[str, Mapping[S, S]] = MappingProxyType(
    {
        "update": {S.DRAFT: S.DRAFT, S.READY: S.READY, S.COMPLETED: S.COMPLETED, S.FAILED: S.FAILED},
        "ready": {S.DRAFT: S.READY},
        "run": {S.DRAFT: S.RUNNING, S.READY: S.RUNNING},
        "pause": {S.RUNNING: S.PAUSED},
        "resume": {S.PAUSED: S.RUNNING},
        "restart": {S.FAILED: S.RUNNING},
        "cancel": {S.RUNNING: S.READY, S.PAUSED: S.READY},
        "archive": {status: S.ARCHIVED for status in S if status not in (S.RUNNING, S.ARCHIVED)},
        "unarchive": {S.ARCHIVED: S.DRAFT},
        "delete": {S.DRAFT: S.DRAFT},
    }
)
"""What the owner may ask for. `unarchive` goes back to the status before; draft stands for it here."""

_OF_THE_RUN: Mapping[str, Mapping[S, S]] = MappingProxyType(
    {
        "complete": {S.RUNNING: S.COMPLETED},
        "fail": {S.RUNNING: S.FAILED},
    }
)

_DONE: Mapping[str, str] = MappingProxyType(
    {
        "update": "changed",
        "ready": "made ready",
        "run": "run",
        "pause": "paused",
        "resume": "resumed",
        "restart": "restarted",
        "cancel": "cancelled",
        "archive": "archived",
        "unarchive": "brought back",
        "delete": "deleted",
        "complete": "completed",
        "fail": "failed",
    }
)


def transition(status: S, action: str, *, before: S | None = None) -> S:
    """The status that the action leads to. `before` is the status at the time of archiving.

    Raises `IllegalTransition` with the list of what is legal, and KeyError for an action that does not exist.
    """
    moves = TRANSITIONS.get(action) or _OF_THE_RUN[action]
    if status not in moves:
        raise IllegalTransition(_refusal(status, action), legal(status))
    return before if action == "unarchive" and before is not None else moves[status]


def legal(status: S) -> list[str]:
    """The actions that the owner may ask for in this status."""
    return [action for action, moves in TRANSITIONS.items() if status in moves]


def _refusal(status: S, action: str) -> str:
    possible = join([_DONE[name] for name in legal(status)], word="or")
    article = "An" if status is S.ARCHIVED else "A"
    return f"{article} {status} campaign cannot be {_DONE[action]}; it can be {possible}."


def after_edit(status: S, *, complete: bool, owes: bool, made: bool) -> S:
    """The status once an edit is in. `complete`: no required slot is empty; `owes`: something is to be made;
    `made`: something is made already.

    A ready campaign that lost a required slot is a draft again; a completed one that owes more is reopened.
    """
    if status is S.READY and not complete:
        return S.DRAFT
    if status is S.COMPLETED and owes:
        return S.READY
    if status in (S.READY, S.FAILED) and made and not owes:
        return S.COMPLETED
    return status
