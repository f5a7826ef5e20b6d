"""What the ear got wrong: repeated guesses, repeated corrections, and words that sound alike."""

from __future__ import annotations

import pytest

from agent.conversation import Conversation
from store.words import CampaignStatus
from tests.agent.offline.phone_talk import Campaign, hear

WHOLE = (
    "create a campaign called spring days for our ski school to get three hundred bookings with two images"
)


async def test_a_correction_that_changes_nothing_is_read_the_other_way(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, WHOLE)
    reply = await hear(
        talk, "call it spring days", "call it the", "call it green days", "call it string ways"
    )
    assert (await campaign()).name == "Green Days"
    assert "Green Days" in reply


async def test_a_number_that_changes_nothing_is_read_the_other_way(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, WHOLE)
    reply = await hear(talk, "make that two images", "make that to images", "make that ten images")
    assert [item.quantity for item in (await campaign()).deliverables] == [10]
    assert "ten images" in reply


async def test_words_that_mean_nothing_are_taken_as_they_were_nearly_heard(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, "create a campaign called spring days for our ski school to get three hundred bookings")
    reply = await hear(talk, "farm images", "form images", "four images")
    assert [(item.type, item.quantity) for item in (await campaign()).deliverables] == [("images", 4)]
    assert "our images" in reply


async def test_said_once_more_it_was_not_that_either(talk: Conversation, campaign: Campaign) -> None:
    await hear(talk, WHOLE)
    for _ in range(2):
        await hear(talk, "call it spring days", "call it green days", "call it clean plays")
    assert (await campaign()).name == "Clean Plays"


async def test_what_is_new_is_taken_at_its_word(talk: Conversation, campaign: Campaign) -> None:
    await hear(talk, WHOLE)
    await hear(talk, "call it winter fair", "call it spring days", "call it winter chair")
    assert (await campaign()).name == "Winter Fair"


async def test_the_same_unsure_guess_twice_is_what_was_said(talk: Conversation, campaign: Campaign) -> None:
    await hear(talk, "create a campaign for our ski school")
    assert "?" in await hear(talk, "three hundred bookings", sure=0.05)
    assert (await campaign()).objective == ""
    await hear(talk, "three hundred bookings", sure=0.05)
    assert (await campaign()).objective == "three hundred bookings"


async def test_a_guess_that_comes_again_after_another_is_what_was_said(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, "create a campaign for our ski school")
    for guess in ("three hundred bookings", "free hundred bookings", "three hundred bookings"):
        await hear(talk, guess, sure=0.05)
    assert (await campaign()).objective == "three hundred bookings"


async def test_a_yes_that_is_asked_for_again_is_the_answer_to_the_read_back(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, WHOLE)
    for mumbled in ("guess", "", "yes"):
        assert (await hear(talk, mumbled, sure=0.05)).endswith("Shall I run it?")
    assert (await campaign()).status == CampaignStatus.DRAFT
    await hear(talk, "yes")
    assert (await campaign()).status == CampaignStatus.RUNNING


async def test_an_unsure_yes_starts_nothing_however_often_it_is_heard(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, WHOLE)
    for _ in range(3):
        await hear(talk, "yes", sure=0.05)
    assert (await campaign()).status == CampaignStatus.DRAFT


@pytest.mark.parametrize(
    ("heard", "objective"),
    [
        ("far hundred orders", "four hundred orders"),
        ("sale two hundred tickets", "sell two hundred tickets"),
        ("the goal to fifty bookings", "fifty bookings"),
    ],
)
async def test_words_that_sound_alike_are_heard_as_meant(
    talk: Conversation, campaign: Campaign, heard: str, objective: str
) -> None:
    await hear(talk, "create a campaign for our ski school")
    await hear(talk, heard)
    assert (await campaign()).objective == objective


@pytest.mark.parametrize(
    "words", ["make that eighty orders", "sorry make it eighty orders", "i meant eighty orders"]
)
async def test_what_counts_no_deliverable_puts_the_objective_right(
    talk: Conversation, campaign: Campaign, words: str
) -> None:
    await hear(talk, "a campaign called spring days about our sofas")
    await hear(talk, "sixty orders")
    await hear(talk, words)
    assert (await campaign()).objective == "eighty orders"


async def test_a_false_start_begun_anew_is_said_once(talk: Conversation, campaign: Campaign) -> None:
    await hear(talk, "a campaign called spring days about our sofas")
    await hear(talk, "the goal is the goal is sixty orders")
    await hear(talk, "it's for it's for wine lovers")
    draft = await campaign()
    assert (draft.objective, draft.audience) == ("sixty orders", "wine lovers")


@pytest.mark.parametrize(
    ("words", "objective"),
    [
        ("sixty orders, and it should be done by the thirty first of march", "sixty orders"),
        ("sixty orders with a deadline of march thirty first", "sixty orders"),
        ("sixty orders by march thirty first", "sixty orders by march thirty first"),
    ],
)
async def test_a_deadline_of_its_own_is_not_what_is_to_be_won(
    talk: Conversation, campaign: Campaign, words: str, objective: str
) -> None:
    await hear(talk, "a campaign called spring days about our sofas")
    await hear(talk, words)
    draft = await campaign()
    assert draft.objective == objective
    assert draft.deadline.endswith("-03-31")
