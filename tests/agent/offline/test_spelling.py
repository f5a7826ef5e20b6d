"""Texts that were misheard are put right by their letters: whichever text it was, and in its place."""

from __future__ import annotations

import pytest

from agent.conversation import Conversation
from tests.agent.offline.phone_talk import Campaign, hear


async def read_back(talk: Conversation, topic: str) -> None:
    await hear(
        talk,
        f"create a campaign called spring days for {topic} to get three hundred bookings with two images",
    )


async def test_a_corrected_topic_is_said_back_and_the_second_time_spelling_is_offered(
    talk: Conversation, campaign: Campaign
) -> None:
    await read_back(talk, "our chairs")
    first = await hear(talk, "the topic is my ride")
    assert "your ride" in first
    assert "spell" not in first.lower()
    second = await hear(talk, "it's about my ride")
    assert "spell" in second.lower()
    assert second.endswith("?")


@pytest.mark.parametrize(
    ("misheard", "letters", "meant"),
    [
        ("ride", "romeo uniform golf sierra", "rugs"),
        ("my so curtains", "sierra lima oscar whiskey", "my slow curtains"),
        ("my coding zulu", "spell it sierra charlie hotel oscar oscar lima", "my coding school"),
        ("my do them", "g l o v e s", "my gloves"),
        ("the rye", "romeo echo delta space romeo uniform golf sierra", "red rugs"),
    ],
)
async def test_letters_after_a_correction_are_of_the_text_that_was_corrected(
    talk: Conversation, campaign: Campaign, misheard: str, letters: str, meant: str
) -> None:
    await read_back(talk, "our chairs")
    await hear(talk, f"the topic is {misheard}")
    reply = await hear(talk, letters)
    draft = await campaign()
    assert (draft.topic, draft.name) == (meant, "Spring Days")
    assert meant.replace("my", "your") in reply


async def test_letters_that_answer_a_question_are_its_answer(talk: Conversation, campaign: Campaign) -> None:
    await hear(talk, "i want a campaign")
    await hear(talk, "romeo uniform golf sierra")
    assert (await campaign()).topic == "rugs"


async def test_a_topic_taken_for_another_is_spelled_while_the_next_question_is_open(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, "i want a campaign")
    await hear(talk, "ride")
    await hear(talk, "no it's romeo uniform golf sierra")
    draft = await campaign()
    assert (draft.topic, draft.objective) == ("rugs", "")


async def test_a_name_that_is_asked_for_may_be_spelled_at_once(
    talk: Conversation, campaign: Campaign
) -> None:
    await hear(talk, "a campaign about our chairs to get ten orders with two images")
    await hear(talk, "no")
    await hear(talk, "golf romeo echo echo november space delta alpha yankee sierra")
    assert (await campaign()).name == "Green Days"


async def test_letters_find_a_topic_that_was_taken_as_nearly_heard(
    talk: Conversation, campaign: Campaign
) -> None:
    await read_back(talk, "our chairs")
    await hear(talk, "the topic is my to")
    await hear(talk, "it's about my to", "it's about my done")
    assert (await campaign()).topic == "my done"
    await hear(talk, "spell it golf lima oscar victor echo sierra")
    draft = await campaign()
    assert (draft.topic, draft.name) == ("my gloves", "Spring Days")


async def test_a_name_may_be_spelled_at_any_time(talk: Conversation, campaign: Campaign) -> None:
    await read_back(talk, "our ski school")
    await hear(talk, "spell it golf romeo echo echo november space delta alpha yankee sierra")
    assert (await campaign()).name == "Green Days"


@pytest.mark.parametrize(
    "words", ["no, it's B-R-O-O-T", "it's spelled B R O O T", "bravo romeo oscar oscar tango"]
)
async def test_a_name_is_put_right_by_its_letters(talk: Conversation, campaign: Campaign, words: str) -> None:
    await hear(talk, "create a campaign called Brood for our bakery")
    await hear(talk, words)
    assert (await campaign()).name == "Broot"
    assert (await campaign()).objective == ""
