"""A talk on the telephone: what is settled before the brain hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agent.rehearsal.scripted import ScriptedTalk
from agent.speech.ports import ANYTHING, Expectation, Heard
from agent.telephone.talk import House, PhoneTalk, Recorded


class Front:
    """The house of one call, and what was done in it."""

    def __init__(self, pin: str | None = None, *, reachable: bool | None = None) -> None:
        self.consents: list[str] = []
        self.written: list[str] = []
        self.notes = 0
        self.wrong = 0
        self.put_through = 0
        self._pin = pin
        self._reachable = reachable

    def house(self, recording: Recorded = "off", opening: str = "") -> House:
        house = House(
            consent=self._consent,
            heard=self._heard,
            leave_note=self._note,
            question=lambda: "What is it about?",
            recording=recording,
            opening=opening,
        )
        if self._pin is not None:
            house = replace(house, check_pin=self._check)
        if self._reachable is not None:
            house = replace(house, transfer=self._transfer)
        return house

    async def _consent(self, said: str) -> None:
        self.consents.append(said)

    async def _heard(self, words: str) -> None:
        self.written.append(words)

    async def _note(self) -> None:
        self.notes += 1

    async def _check(self, digits: str) -> str:
        if digits == self._pin:
            return "right"
        self.wrong += 1
        return "locked" if self.wrong >= 5 else "wrong"

    async def _transfer(self) -> bool:
        self.put_through += 1
        return bool(self._reachable)


def scripted(*replies: str, expects: Expectation = ANYTHING) -> ScriptedTalk:
    talk = ScriptedTalk([[reply] for reply in replies], greeting=("What shall we launch?",), expects=expects)
    talk.id = "0a1b2c3d"
    return talk


async def all_of(sentences: AsyncIterator[str]) -> str:
    return " ".join([sentence async for sentence in sentences])


async def keyed(call: PhoneTalk, keys: str) -> str:
    return await played(call, Heard(keys, 1.0, engine="keypad"))


async def told(call: PhoneTalk, words: str) -> str:
    return await played(call, Heard(words, 0.9, engine="pocketsphinx"))


async def played(call: PhoneTalk, heard: Heard) -> str:
    """The reply, when the channel has played all of it."""
    sentences = [sentence async for sentence in call.hear(heard)]
    for sentence in sentences:
        await call.spoken(sentence)
    return " ".join(sentences)


class TestPin:
    async def test_nothing_of_the_house_is_told_before_it(self) -> None:
        talk, front = scripted(), Front("4711")
        call = PhoneTalk(talk, front.house())
        assert "PIN" in await all_of(call.open())
        assert "PIN" in await told(call, "what campaigns do you have")
        assert not talk.turns
        assert "launch" in await told(call, "it's four seven double one")
        assert not talk.turns
        assert not front.written

    async def test_a_wrong_one_may_be_tried_again_until_the_house_locks_it(self) -> None:
        front = Front("4711")
        call = PhoneTalk(scripted(), front.house())
        await all_of(call.open())
        for _ in range(4):
            assert not call.ended
            await keyed(call, "0000")
        assert "locked" in await keyed(call, "0000")
        assert call.ended


class TestRecording:
    async def test_going_on_after_the_notice_agrees(self) -> None:
        front = Front()
        call = PhoneTalk(scripted("Fine.", "Fine."), front.house("notice"))
        assert "recorded" in await all_of(call.open())
        await told(call, "a campaign for shoes")
        await told(call, "no images")
        assert front.consents == ["asked", "given"]

    @pytest.mark.parametrize("words", ["no", "please don't record this", "I'd rather not, thanks"])
    async def test_declining_stops_it_and_is_no_answer_to_anything_else(self, words: str) -> None:
        front, talk = Front(), scripted("Fine.")
        call = PhoneTalk(talk, front.house("notice"))
        await all_of(call.open())
        declined = await told(call, words)
        assert "nothing of this call is recorded" in declined
        assert declined.endswith("What is it about?")
        assert front.consents == ["asked", "declined"]
        assert not talk.turns
        assert "recorded" not in await told(call, "a campaign for shoes")

    async def test_nine_declines_at_the_notice_and_is_a_number_later(self) -> None:
        front, talk = Front(), scripted("Fine.", "Nine it is.")
        call = PhoneTalk(talk, front.house("notice"))
        await all_of(call.open())
        await keyed(call, "9")
        assert front.consents == ["asked", "declined"]
        await keyed(call, "9")
        assert [heard.text for heard in talk.turns] == ["9"]

    async def test_a_notice_that_was_cut_into_is_given_again(self) -> None:
        front = Front()
        call = PhoneTalk(scripted("Fine.", "Fine."), front.house("notice"))
        await all_of(call.open())
        await call.interrupted()
        assert "recorded" in await told(call, "a campaign for shoes")
        assert front.consents == ["asked"]
        await told(call, "five images")
        assert front.consents == ["asked", "given"]

    async def test_it_can_be_stopped_in_the_middle(self) -> None:
        front = Front()
        call = PhoneTalk(scripted("Fine."), front.house("notice"))
        await all_of(call.open())
        await told(call, "a campaign for shoes")
        await told(call, "could you stop recording me")
        assert front.consents == ["asked", "given", "declined"]

    async def test_when_it_asks_only_a_yes_agrees(self) -> None:
        for answer, outcome in (("1", "given"), ("2", "declined")):
            front = Front()
            call = PhoneTalk(scripted(), front.house("ask"))
            assert "May I record" in await all_of(call.open())
            assert "launch" in await keyed(call, answer)
            assert front.consents == ["asked", outcome]

    async def test_what_is_no_answer_is_asked_once_more_and_then_is_a_no(self) -> None:
        front = Front()
        call = PhoneTalk(scripted(), front.house("ask"))
        await all_of(call.open())
        assert "May I record" in await told(call, "what for")
        await told(call, "hm what")
        assert front.consents == ["asked", "declined"]


class TestKeys:
    async def test_one_and_two_are_yes_and_no(self) -> None:
        talk = scripted("Fine.", "Fine.", expects=Expectation("yes_no"))
        call = PhoneTalk(talk, Front().house())
        await keyed(call, "1")
        await keyed(call, "2")
        assert [heard.text for heard in talk.turns] == ["yes", "no"]

    async def test_the_names_that_were_offered_are_numbered(self) -> None:
        expects = Expectation("name", ("Summer Sale", "Winter Sale"))
        talk = scripted("Fine.", expects=expects)
        call = PhoneTalk(talk, Front().house())
        assert "2 for Winter Sale" in await all_of(call.nudge())
        await keyed(call, "2")
        assert talk.turns[0].text == "Winter Sale"

    async def test_digits_are_a_number_where_one_is_asked(self) -> None:
        talk = scripted("Fine.", expects=Expectation("number"))
        await keyed(PhoneTalk(talk, Front().house()), "1500")
        assert talk.turns[0].text == "1500"

    async def test_the_star_repeats(self) -> None:
        talk = scripted("Fine.")
        await keyed(PhoneTalk(talk, Front().house()), "*")
        assert talk.turns[0].text == "say that again"


class TestPerson:
    async def test_zero_puts_through_once_it_was_said(self) -> None:
        front = Front(reachable=True)
        call = PhoneTalk(scripted(), front.house())
        sentences = [sentence async for sentence in call.hear(Heard("0", 1.0, engine="keypad"))]
        assert not front.put_through
        assert not call.ended
        for sentence in sentences:
            await call.spoken(sentence)
        assert front.put_through == 1
        assert call.ended
        assert call.transferred

    async def test_a_spoken_wish_needs_a_yes(self) -> None:
        front = Front(reachable=True)
        call = PhoneTalk(scripted("Five it is."), front.house())
        assert "Shall I?" in await told(call, "can I talk to a real person please")
        await told(call, "no, five images")
        assert not front.put_through
        await told(call, "get me a human")
        await told(call, "yes please")
        assert front.put_through == 1

    async def test_who_speaks_into_it_stays_on_the_line(self) -> None:
        front = Front(reachable=True)
        call = PhoneTalk(scripted(), front.house())
        [_ async for _ in call.hear(Heard("0", 1.0, engine="keypad"))]
        await call.interrupted()
        assert not front.put_through
        assert not call.ended

    async def test_where_nobody_can_be_reached_a_note_is_offered(self) -> None:
        front = Front()
        call = PhoneTalk(scripted(), front.house())
        assert "note" in await keyed(call, "0")
        assert (await told(call, "yes")).endswith("What is it about?")
        assert front.notes == 1

    async def test_a_transfer_that_fails_is_said_and_a_note_offered(self) -> None:
        front = Front(reachable=False)
        call = PhoneTalk(scripted(), front.house())
        later: list[str] = []
        call.announce_later = later.append
        await keyed(call, "0")
        assert not call.ended
        assert "couldn't put you through" in later[0]
        await keyed(call, "1")
        assert front.notes == 1

    async def test_what_was_said_meanwhile_is_written_down_so_that_no_later_yes_counts_for_an_earlier_question(
        self,
    ) -> None:
        front = Front()
        call = PhoneTalk(scripted(), front.house())
        await keyed(call, "0")
        await told(call, "no thanks")
        assert front.written == ["0", "no thanks"]


async def test_on_a_call_that_we_placed_the_news_is_the_greeting() -> None:
    talk = scripted()
    call = PhoneTalk(talk, Front().house(opening="Summer Sale is done. Anything else?"))
    assert await all_of(call.open()) == "Summer Sale is done. Anything else?"
    assert talk.announced == ["Summer Sale is done. Anything else?"]
