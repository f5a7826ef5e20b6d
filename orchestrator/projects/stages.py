"""The project's state machine and prices, as data (product.md §4 and §5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from orchestrator.catalogue import PRICE
from orchestrator.errors import IllegalTransition
from prompts import join
from store.words import DeliverableType, ProjectKind
from store.words import ProjectStatus as S
from studio.creative.types import Resolution

TRANSITIONS: Mapping[str, Mapping[S, S]] = MappingProxyType(
    {
        "ideas": {S.DRAFT: S.GENERATING_IDEAS, S.IDEAS_READY: S.GENERATING_IDEAS},
        "script": {
            S.IDEAS_READY: S.GENERATING_SCRIPT,
            S.SCRIPT_READY: S.GENERATING_SCRIPT,
            S.SCENES_READY: S.GENERATING_SCRIPT,
            S.COMPLETED: S.GENERATING_SCRIPT,
        },
        "scenes": {S.SCRIPT_READY: S.GENERATING_SCENES, S.SCENES_READY: S.GENERATING_SCENES},
        "render": {S.SCENES_READY: S.GENERATING, S.COMPLETED: S.GENERATING},
        "edit": {
            status: status
            for status in (S.DRAFT, S.IDEAS_READY, S.SCRIPT_READY, S.SCENES_READY, S.COMPLETED, S.FAILED)
        },
        "retry": {S.FAILED: S.FAILED},
    }
)
"""What may be asked of a video; rendering a finished one again makes its next version.

`retry` goes back to the stage that failed; failed stands for it here."""

_PLAIN: Mapping[str, Mapping[S, S]] = MappingProxyType(
    {
        "ideas": TRANSITIONS["ideas"],
        "render": {S.IDEAS_READY: S.GENERATING, S.COMPLETED: S.GENERATING},
        "edit": {status: status for status in (S.DRAFT, S.IDEAS_READY, S.COMPLETED, S.FAILED)},
        "retry": TRANSITIONS["retry"],
    }
)
"""What may be asked of the kinds that have neither script nor scenes."""

_DONE: Mapping[S, S] = MappingProxyType(
    {
        S.GENERATING_IDEAS: S.IDEAS_READY,
        S.GENERATING_SCRIPT: S.SCRIPT_READY,
        S.GENERATING_SCENES: S.SCENES_READY,
        S.GENERATING: S.RENDERING,
        S.RENDERING: S.STITCHING,
        S.STITCHING: S.COMPLETED,
    }
)

_SAID = MappingProxyType(
    {
        "ideas": "given ideas",
        "script": "scripted",
        "scenes": "broken down into scenes",
        "render": "rendered",
        "edit": "edited",
        "retry": "retried",
    }
)

REROLL, SCRIPT, VOICE, STITCH = 2, 2, 5, 5
"""Credits (product.md §4)."""
SCENE = MappingProxyType({Resolution.HD: 15, Resolution.FULL_HD: 40})
"""Credits a scene."""

DELIVERABLE = MappingProxyType(
    {
        ProjectKind.VIDEO: DeliverableType.VIDEO,
        ProjectKind.BANNER: DeliverableType.BANNER,
        ProjectKind.FLYER: DeliverableType.FLYER,
        ProjectKind.JINGLE: DeliverableType.JINGLE,
        ProjectKind.IMAGE: DeliverableType.IMAGES,
    }
)
"""The type whose maker and price a kind has."""


def transition(kind: ProjectKind, status: S, action: str, *, failed_in: S | None = None) -> S:
    """The status that the action leads to; `failed_in` is the stage in which a failed project stopped.

    Raises `IllegalTransition` with the list of what is legal.
    """
    moves = _moves(kind).get(action, {})
    if status not in moves:
        raise IllegalTransition(_refusal(kind, status, action), legal(kind, status))
    return failed_in if action == "retry" and failed_in is not None else moves[status]


def after(kind: ProjectKind, stage: S) -> S:
    """Where a stage leads whose work is all done."""
    if stage is S.GENERATING and kind is not ProjectKind.VIDEO:
        return S.COMPLETED
    return _DONE[stage]


def final_stage(kind: ProjectKind) -> S:
    """The stage whose files are the finished asset."""
    return S.STITCHING if kind is ProjectKind.VIDEO else S.GENERATING


def legal(kind: ProjectKind, status: S) -> list[str]:
    """What may be asked for in this status."""
    return [action for action, moves in _moves(kind).items() if status in moves]


def unit_price(kind: ProjectKind) -> int:
    """Credits of one piece of a kind without stages."""
    return PRICE[DELIVERABLE[kind]]


def _moves(kind: ProjectKind) -> Mapping[str, Mapping[S, S]]:
    return TRANSITIONS if kind is ProjectKind.VIDEO else _PLAIN


def _refusal(kind: ProjectKind, status: S, action: str) -> str:
    possible = join([_SAID[name] for name in legal(kind, status)], word="or")
    state = status.replace("_", " ")
    wanted = _SAID.get(action, action)
    if not possible:
        return f"The {kind} project is {state} and cannot be {wanted} now."
    return f"The {kind} project is {state} and cannot be {wanted}; it can be {possible}."
