"""What an edit makes of a campaign's content, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.catalogue import DEFAULT_QUANTITY
from orchestrator.editing import Content, apply, changed
from orchestrator.errors import InvalidField
from orchestrator.views import CampaignEdit, DeliverableChange
from store.words import DeliverableType as D

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def edited(content: Content | None = None, made: dict | None = None, **edit) -> Content:
    return apply(content or Content(), CampaignEdit(**edit), made or {}, NOW)


def owing(**quantities: int) -> Content:
    return Content(deliverables=quantities)


class TestQuantities:
    @pytest.mark.parametrize(
        ("before", "change", "after"),
        [
            ({}, DeliverableChange(D.IMAGES), {"images": DEFAULT_QUANTITY[D.IMAGES]}),
            ({"images": 5}, DeliverableChange(D.IMAGES, "set", 8), {"images": 8}),
            ({"images": 5}, DeliverableChange(D.IMAGES, "add", 2), {"images": 7}),
            ({}, DeliverableChange(D.IMAGES, "add", 2), {"images": 2}),
            ({"images": 5}, DeliverableChange(D.IMAGES, "remove", 2), {"images": 3}),
            ({"images": 5}, DeliverableChange(D.IMAGES, "remove"), {}),
            ({"images": 2}, DeliverableChange(D.IMAGES, "remove", 9), {}),
        ],
    )
    def test_set_add_and_remove(self, before: dict, change: DeliverableChange, after: dict) -> None:
        assert edited(owing(**before), deliverables=[change]).deliverables == after

    @pytest.mark.parametrize("quantity", [0, -1, 501])
    def test_a_quantity_out_of_range_is_refused(self, quantity: int) -> None:
        with pytest.raises(InvalidField) as refused:
            edited(deliverables=[DeliverableChange(D.IMAGES, "set", quantity)])
        assert refused.value.field == "deliverables"

    def test_adding_beyond_the_most_is_refused(self) -> None:
        with pytest.raises(InvalidField):
            edited(owing(images=499), deliverables=[DeliverableChange(D.IMAGES, "add", 2)])

    def test_removing_what_is_not_there_says_so(self) -> None:
        with pytest.raises(InvalidField) as refused:
            edited(deliverables=[DeliverableChange(D.BLOG_POST, "remove")])
        assert "blog post" in refused.value.detail

    def test_no_fewer_than_are_already_made(self) -> None:
        with pytest.raises(InvalidField) as refused:
            edited(owing(images=5), {"images": 3}, deliverables=[DeliverableChange(D.IMAGES, "set", 2)])
        assert refused.value.detail.startswith("Three images are already made")
        assert edited(
            owing(images=5), {"images": 3}, deliverables=[DeliverableChange(D.IMAGES, "set", 3)]
        ).deliverables == {"images": 3}

    def test_a_whole_list_replaces_the_list(self) -> None:
        wanted = [DeliverableChange(D.PLAN, "set", 1), DeliverableChange(D.IMAGES, "set", 5)]
        after = edited(owing(images=5, flyer=1), deliverables=wanted, replace_deliverables=True)
        assert after.deliverables == {"images": 5, "plan": 1}

    @given(st.lists(st.tuples(st.sampled_from(["set", "add", "remove"]), st.integers(1, 200)), max_size=8))
    def test_whatever_is_asked_a_quantity_stays_in_range(self, changes: list) -> None:
        content = Content()
        for change, quantity in changes:
            try:
                content = edited(content, deliverables=[DeliverableChange(D.IMAGES, change, quantity)])
            except InvalidField:
                continue
        assert all(1 <= quantity <= 500 for quantity in content.deliverables.values())


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "field", "mend"),
        [
            ({"name": "x" * 121}, "name", "120"),
            ({"topic": "x" * 2001}, "topic", "2000"),
            ({"name": 7}, "name", "text"),
            ({"channels": ["smoke signals"]}, "channels", "email"),
            ({"channels": "email"}, "channels", "list"),
            ({"awareness_stage": "asleep"}, "awareness_stage", "problem_aware"),
            ({"deadline": "soon"}, "deadline", "2026-07-31"),
            ({"deadline": "2026-02-30"}, "deadline", "year-month-day"),
            ({"colour": "red"}, "colour", "topic"),
            ({"products": [1]}, "products", "text"),
            ({"status": "completed"}, "status", "no field"),
        ],
    )
    def test_a_bad_value_names_its_field_and_the_mend(self, fields: dict, field: str, mend: str) -> None:
        with pytest.raises(InvalidField) as refused:
            edited(fields=fields)
        assert refused.value.field == field
        assert mend in refused.value.detail

    def test_values_are_tidied(self) -> None:
        after = edited(
            fields={
                "name": "  Summer \n Sale ",
                "channels": ["Email", "social", "email"],
                "awareness_stage": "problem aware",
                "deadline": "2026-07-31",
                "products": ["Trail One", "", "Trail One"],
            }
        )
        assert after.fields["name"] == "Summer Sale"
        assert after.fields["channels"] == ["email", "social"]
        assert after.fields["awareness_stage"] == "problem_aware"
        assert after.fields["products"] == ["Trail One"]

    def test_missing_lists_the_empty_required_slots(self) -> None:
        assert Content().missing == ("name", "topic", "objective", "deliverables")
        assert edited(fields={"topic": "shoes"}).missing == ("name", "objective", "deliverables")


class TestEvidence:
    def test_a_slot_keeps_the_words_that_filled_it(self) -> None:
        after = edited(fields={"topic": "shoes"}, evidence={"topic": "it's about shoes"}, turn_id="t1")
        assert after.slots["topic"]["status"] == "heard"
        assert after.slots["topic"]["evidence"][-1]["words"] == "it's about shoes"
        assert after.slots["topic"]["evidence"][-1]["turn_id"] == "t1"

    def test_a_correction_reopens_a_confirmed_slot_and_keeps_both_sayings(self) -> None:
        before = Content(
            {**Content().fields, "topic": "shoes"},
            {},
            {"topic": {"status": "confirmed", "evidence": [{"words": "shoes", "turn_id": None, "at": ""}]}},
        )
        after = edited(before, fields={"topic": "boots"}, evidence={"topic": "no, boots"})
        assert after.slots["topic"]["status"] == "heard"
        assert [e["words"] for e in after.slots["topic"]["evidence"]] == ["shoes", "no, boots"]

    def test_saying_the_same_again_leaves_it_confirmed(self) -> None:
        before = Content(
            {**Content().fields, "topic": "shoes"}, {}, {"topic": {"status": "confirmed", "evidence": []}}
        )
        after = edited(before, fields={"topic": "shoes"})
        assert changed(before, after) == []
        assert after.slots["topic"]["status"] == "confirmed"

    def test_a_cleared_slot_is_empty(self) -> None:
        before = edited(fields={"topic": "shoes"}, evidence={"topic": "shoes"})
        after = edited(before, clear=["topic"])
        assert after.fields["topic"] == ""
        assert "topic" not in after.slots


def test_content_survives_being_stored() -> None:
    content = edited(
        fields={"name": "Summer Sale", "channels": ["email"]},
        deliverables=[DeliverableChange(D.VIDEO), DeliverableChange(D.IMAGES)],
        evidence={"name": "called Summer Sale"},
    )
    again = Content.from_json(content.as_json())
    assert again.as_json() == content.as_json()
    assert list(again.deliverables) == ["video", "images"]
