"""Arguments as models write them: near misses are taken for what they mean, all else is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tools.arguments import CreateCampaign, ListCampaigns, UpdateCampaign


def taken(arguments: dict[str, Any], model: type = CreateCampaign) -> dict[str, Any]:
    found: dict[str, Any] = model.model_validate(arguments).model_dump(mode="json", exclude_unset=True)
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("image", "images"),
        ("Blog Posts", "blog_post"),
        ("social-media posts", "social_posts"),
        ("emails", "email_nurture"),
        ("Email Nurture", "email_nurture"),
        ("flyers", "flyer"),
        ("videos", "video"),
        ("research report", "research"),
        ("pictures", "images"),
    ],
)
def test_a_deliverable_in_another_number_or_spelling_is_known(written: str, meant: str) -> None:
    assert taken({"deliverables": [{"type": written}]}) == {"deliverables": [{"type": meant}]}


@pytest.mark.parametrize("five", [5, "5", "five", 5.0])
def test_a_number_may_be_written_in_several_ways(five: object) -> None:
    item = {"type": "images", "quantity": 5, "change": "add"}
    assert taken({"deliverables": [{**item, "quantity": five}]}, UpdateCampaign)["deliverables"] == [item]


def test_lists_may_be_written_short() -> None:
    assert taken({"deliverables": {"images": 5, "emails": 3}}) == {
        "deliverables": [{"type": "images", "quantity": 5}, {"type": "email_nurture", "quantity": 3}]
    }
    assert taken({"channels": "Social media and email"}) == {"channels": ["social", "email"]}
    assert taken({"products": "salt and pepper mills"}) == {"products": ["salt and pepper mills"]}


def test_null_is_as_good_as_left_out() -> None:
    assert taken({"name": "Tea", "topic": None, "deliverables": None, "evidence": None}) == {"name": "Tea"}


def test_a_status_in_capitals_is_known() -> None:
    assert taken({"status": "Running"}, ListCampaigns) == {"status": "running"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"deliverables": [{"type": "podcast"}]},
        {"deliverables": [{"type": "images", "quantity": "several"}]},
        {"deliverables": [{"type": "images", "quantity": 0}]},
        {"deliverables": [{"type": "images", "quantity": 2.5}]},
        {"channels": ["billboard"]},
        {"confirmed": True},
        {"name": ["Tea"]},
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CreateCampaign.model_validate(wrong)
