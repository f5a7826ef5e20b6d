"""Keys and words on the telephone: digits, numbers, wishes about the call."""

from __future__ import annotations

import asyncio

import pytest

from agent.speech.ports import Expectation
from agent.telephone import keypad
from agent.telephone.digits import digits_in
from agent.telephone.keypad import Keypad, is_menu
from agent.telephone.wishes import declines_recording, is_no, wants_person


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("1234", "1234"),
        ("one two three four", "1234"),
        ("my pin is one two double three", "1233"),
        ("twenty two forty", "2240"),
        ("five five five oh one double zero", "5550100"),
        ("nineteen eighty four", "1984"),
        ("it's on the table", ""),
        ("to me", ""),
    ],
)
def test_digits_are_taken_as_people_say_them(said: str, digits: str) -> None:
    assert digits_in(said) == digits


@pytest.mark.parametrize(
    "said",
    [
        "can I speak to a person",
        "Put me through to your manager, please.",
        "is there a human I can talk to",
        "I'd like to talk with somebody real",
        "operator",
    ],
)
def test_a_plea_for_a_person_is_heard(said: str) -> None:
    assert wants_person(said)


@pytest.mark.parametrize(
    "said",
    ["a campaign for people who run", "put it through the email channel", "the manager likes it", "somebody"],
)
def test_people_in_a_brief_are_no_plea(said: str) -> None:
    assert not wants_person(said)


def test_a_record_number_is_no_recording() -> None:
    assert declines_recording("I do not want this recorded")
    assert declines_recording("no recording please")
    assert not declines_recording("no more than a record number of sales")
    assert is_no("no thanks, that's fine")
    assert not is_no("no, make it four")


class Pressed:
    def __init__(self, expected: Expectation) -> None:
        self.turns: list[str] = []
        self.begun = 0
        self.pad = Keypad(is_menu=lambda: is_menu(expected), take=self.turns.append, on_first=self._begin)

    def _begin(self) -> None:
        self.begun += 1


async def test_a_menu_is_answered_by_one_key() -> None:
    pressed = Pressed(Expectation("yes_no"))
    pressed.pad.press("1")
    assert pressed.turns == ["1"]


async def test_a_number_ends_with_the_hash_or_with_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keypad, "PAUSE", 0.01)
    pressed = Pressed(Expectation("number"))
    for key in "42#7":
        pressed.pad.press(key)
    assert pressed.turns == ["42"]
    await asyncio.sleep(0.05)
    assert pressed.turns == ["42", "7"]
    assert pressed.begun == 2


async def test_a_key_that_is_held_for_ever_makes_no_endless_number() -> None:
    pressed = Pressed(Expectation("number"))
    for _ in range(1000):
        pressed.pad.press("5")
    pressed.pad.press("#")
    assert len(pressed.turns[0]) == keypad.MOST_KEYS
