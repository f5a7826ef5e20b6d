"""What the interview asks next, as a function of the draft alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.interview import next_step, propose_deliverables, propose_name
from orchestrator.views import CampaignView, DeliverableView, Estimate
from store.words import REQUIRED_SLOTS, CampaignStatus, DeliverableType, SlotName, WorkStatus

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FILLED = {"name": "Summer Sale", "topic": "our trail shoes", "objective": "a thousand new leads"}


def draft(*filled: str, status: CampaignStatus = CampaignStatus.DRAFT) -> CampaignView:
    values = {slot: FILLED[slot] if slot in filled else "" for slot in FILLED}
    owed = (DeliverableView(DeliverableType.RESEARCH, 1, WorkStatus.PENDING, 0, 0),)
    return CampaignView(
        id="c",
        **values,
        channels=(),
        audience="",
        messaging="",
        goals="",
        awareness_stage=None,
        products=(),
        deadline="",
        deliverables=owed if "deliverables" in filled else (),
        status=status,
        missing=tuple(slot for slot in REQUIRED_SLOTS if slot not in filled),
        estimate=Estimate(5, 200),
        error=None,
        slots={},
        version=1,
        source="typed",
        created_at=NOW,
        updated_at=NOW,
    )


def test_an_empty_draft_is_asked_what_it_is_about() -> None:
    assert next_step(draft(), ()).slot == SlotName.TOPIC


def test_a_name_is_proposed_from_the_topic_when_none_was_given() -> None:
    step = next_step(draft("topic", "objective", "deliverables"), ())
    assert (step.kind, step.slot, step.suggestion) == ("offer", SlotName.NAME, "Trail Shoes Launch")


def test_an_offer_is_made_once_and_then_asked_for() -> None:
    assert next_step(draft("name", "topic", "objective"), ()).kind == "offer"
    assert next_step(draft("name", "topic", "objective"), {"deliverables"}).kind == "ask"


def test_a_complete_draft_is_read_back() -> None:
    assert next_step(draft(*FILLED, "deliverables"), ()).kind == "read_back"


def test_a_running_campaign_is_not_interviewed() -> None:
    assert next_step(draft(status=CampaignStatus.RUNNING), ()).kind == "none"


@given(st.sets(st.sampled_from([*FILLED, "deliverables"])), st.sets(st.sampled_from(list(SlotName))))
def test_only_what_is_missing_is_ever_asked(filled: set[str], offered: set[str]) -> None:
    step = next_step(draft(*filled), offered)
    assert step.slot is None or step.slot not in filled
    assert (step.kind == "read_back") == (len(filled) == 4)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("our running shoes, the new trail line", "Running Shoes Launch"),
        ("the summer sale", "Summer Sale"),
        ("Black Friday discount on coffee", "Black Friday Sale"),
        ("the opening of our farm shop", "Farm Shop Launch"),
        ("our garden centre's open day", "Open Day Launch"),
        ("the children's museum", "Children's Museum Launch"),
        ("home visits by our vet practice", "Home Visits Launch"),
        ("the bakery I work at", "Bakery Launch"),
        ("it", ""),
    ],
)
def test_names_are_made_of_the_words_that_carry_the_topic(topic: str, name: str) -> None:
    assert propose_name(topic) == name


def test_a_campaign_for_leads_by_email_is_offered_emails() -> None:
    types = [kind for kind, _ in propose_deliverables("500 new leads", ["email"])]
    assert types.count(DeliverableType.EMAIL_NURTURE) == 1
