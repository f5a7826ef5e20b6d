"""Whisper at the likely end of a turn: the ear begins to read at a pause, and drops it when the caller goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agent.channels.ear import Ear, Turn
from agent.channels.models import RATE, warm_up
from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from agent.speech.ports import Expectation, Heard
from agent.speech.whisper import WhisperEars
from tests.agent.speech.tiny_whisper import make_whisper


@pytest.fixture
def ears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[WhisperEars, list[str]]:
    """The ears, and what became of each of their readings."""
    made, fates = WhisperEars(make_whisper(tmp_path / "whisper")), []
    real = made.decode

    async def noted(samples, expectation: Expectation) -> Heard:
        fates.append("begun")
        try:
            heard = await real(samples, expectation)
        except asyncio.CancelledError:
            fates.append("dropped")
            raise
        fates.append("read")
        return heard

    monkeypatch.setattr(made, "decode", noted)
    return made, fates


async def test_a_pause_within_a_turn_costs_a_reading_and_no_second_turn(
    ears: tuple[WhisperEars, list[str]],
) -> None:
    whisper, fates = ears
    warm_up()
    turns: list[Turn] = []
    ended = asyncio.Event()

    def on_turn(turn: Turn) -> None:
        turns.append(turn)
        ended.set()

    ear = Ear(
        whisper,
        expectation=lambda: Expectation("name"),
        agent_speaks=lambda: False,
        on_cut_in=lambda: None,
        on_turn=on_turn,
    )
    voice = EspeakVoice(CALLER_TONE)
    said = voice.say_now("create a campaign called summer sale")
    pause = bytes(RATE // 5 * 2)
    ear.feed(said + pause)
    while not fates:
        await asyncio.sleep(0)
    ear.feed(said + pause)
    await asyncio.wait_for(ended.wait(), 10)
    assert len(turns) == 1
    assert fates == ["begun", "dropped", "begun", "read"]
    assert turns[0].heard.engine == "whisper"
    ear.close()
    voice.close()
    whisper.close()
