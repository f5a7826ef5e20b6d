"""What is said about what was made, as calls of the tools."""

from __future__ import annotations

from typing import Any

import pytest

from agent.offline.dialogue import Dialogue
from agent.offline.made import made_wish

ABOUT_THE_MADE = [
    (
        "remake the second image, less busy",
        "remake_asset",
        {"type": "images", "unit": 2, "note": "less busy"},
    ),
    ("redo the last e-mail please", "remake_asset", {"type": "email_nurture", "unit": -1}),
    (
        "could you make the blog post less formal",
        "remake_asset",
        {"type": "blog_post", "note": "less formal"},
    ),
    ("make the first flyer again", "remake_asset", {"type": "flyer", "unit": 1}),
    (
        "rewrite post number three and make it shorter",
        "remake_asset",
        {"type": "social_posts", "unit": 3, "note": "shorter"},
    ),
    ("approve everything", "approve_assets", {}),
    ("I approve the images", "approve_assets", {"type": "images"}),
    (
        "reject the third post, it's too dark",
        "reject_asset",
        {"type": "social_posts", "unit": 3, "reason": "too dark"},
    ),
    ("share the results for two weeks", "share_results", {"days": 14}),
    ("make me a link please", "share_results", {}),
    ("share the flyer", "share_results", {"type": "flyer"}),
    (
        "could you share the second image with my partner for two days",
        "share_results",
        {"type": "images", "unit": 2, "days": 2},
    ),
    ("give me a link to the video please", "share_results", {"type": "video"}),
]
LIMITS = [
    ("run it, but spend at most thirty credits", 30),
    ("yes, but don't spend more than 25 credits", 25),
    ("launch it with a limit of a hundred credits", 100),
]
SOMETHING_ELSE = [
    "make it six images",
    "I don't like it",
    "how many credits do I have",
    "the goal is to win 30 credits customers at most",
    "make a campaign about approving loans",
]


def said(words: str, status: str = "completed") -> Dialogue:
    campaign = {"id": "c", "name": "Summer Sale", "status": status, "missing": []}
    return Dialogue(heard=words, state={"campaign": campaign}, before=(), last_said="", rounds=())


@pytest.mark.parametrize(("words", "tool", "arguments"), ABOUT_THE_MADE)
def test_what_was_made_is_remade_approved_rejected_and_shared(
    words: str, tool: str, arguments: dict[str, Any]
) -> None:
    call = made_wish(said(words))
    assert call is not None
    assert (call.name, call.arguments) == (tool, arguments)


def test_what_a_project_finished_is_shared_before_anything_is_run() -> None:
    call = made_wish(said("share the film", "draft"))
    assert call is not None
    assert call.arguments == {"type": "video"}


@pytest.mark.parametrize(("words", "most"), LIMITS)
def test_a_run_may_be_given_a_limit(words: str, most: int) -> None:
    call = made_wish(said(words, "ready"))
    assert call is not None
    assert (call.name, call.arguments) == ("run_campaign", {"cap": most})


@pytest.mark.parametrize("words", SOMETHING_ELSE)
def test_other_talk_is_left_alone(words: str) -> None:
    assert made_wish(said(words)) is None


def test_a_draft_has_nothing_to_be_remade() -> None:
    assert made_wish(said("make the blog post less formal", "draft")) is None
