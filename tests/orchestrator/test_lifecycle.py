"""The state machine of product.md §3: every transition, every refusal."""

from __future__ import annotations

import itertools

import pytest

from orchestrator.errors import IllegalTransition
from orchestrator.lifecycle import TRANSITIONS, after_edit, legal, transition
from store.words import CampaignStatus as S

SPECIFIED = {
    S.DRAFT: {
        "update": S.DRAFT,
        "ready": S.READY,
        "run": S.RUNNING,
        "archive": S.ARCHIVED,
        "delete": S.DRAFT,
    },
    S.READY: {"update": S.READY, "run": S.RUNNING, "archive": S.ARCHIVED},
    S.RUNNING: {"pause": S.PAUSED, "cancel": S.READY},
    S.PAUSED: {"resume": S.RUNNING, "cancel": S.READY, "archive": S.ARCHIVED},
    S.COMPLETED: {"update": S.COMPLETED, "archive": S.ARCHIVED},
    S.FAILED: {"update": S.FAILED, "restart": S.RUNNING, "archive": S.ARCHIVED},
    S.ARCHIVED: {"unarchive": S.DRAFT},
}


@pytest.mark.parametrize(("status", "action"), list(itertools.product(S, TRANSITIONS)))
def test_each_action_in_each_status_does_what_is_specified(status: S, action: str) -> None:
    if action in SPECIFIED[status]:
        assert transition(status, action) is SPECIFIED[status][action]
        return
    with pytest.raises(IllegalTransition) as refused:
        transition(status, action)
    assert set(refused.value.legal) == set(SPECIFIED[status])
    assert status in refused.value.detail


def test_a_refusal_is_a_sentence_that_says_what_is_possible() -> None:
    with pytest.raises(IllegalTransition) as refused:
        transition(S.RUNNING, "archive")
    assert refused.value.detail == "A running campaign cannot be archived; it can be paused or cancelled."


@pytest.mark.parametrize("before", [status for status in S if status is not S.ARCHIVED])
def test_unarchiving_goes_back_to_the_status_before(before: S) -> None:
    assert transition(S.ARCHIVED, "unarchive", before=before) is before


@pytest.mark.parametrize("status", S)
def test_only_a_running_campaign_completes_or_fails(status: S) -> None:
    for action, result in (("complete", S.COMPLETED), ("fail", S.FAILED)):
        if status is S.RUNNING:
            assert transition(status, action) is result
        else:
            with pytest.raises(IllegalTransition):
                transition(status, action)


def test_what_the_engine_does_is_not_offered_to_the_owner() -> None:
    assert all("complete" not in legal(status) and "fail" not in legal(status) for status in S)


@pytest.mark.parametrize(
    ("status", "complete", "owes", "made", "then"),
    [
        (S.DRAFT, True, True, False, S.DRAFT),
        (S.READY, False, True, False, S.DRAFT),
        (S.READY, True, True, True, S.READY),
        (S.READY, True, False, True, S.COMPLETED),
        (S.COMPLETED, True, True, True, S.READY),
        (S.COMPLETED, True, False, True, S.COMPLETED),
        (S.FAILED, True, True, True, S.FAILED),
        (S.FAILED, True, False, True, S.COMPLETED),
    ],
)
def test_an_edit_moves_a_campaign_only_where_it_must(
    status: S, complete: bool, owes: bool, made: bool, then: S
) -> None:
    assert after_edit(status, complete=complete, owes=owes, made=made) is then
