"""The agent's voice back through the caller's microphone: late, quieter, and with or without a caller over it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.channels.ear import CUT_IN_WINDOWS, VOICE, opens_the_mouth
from agent.channels.echo import EchoGuard
from agent.channels.models import RATE, VoiceDetector
from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice

PACKET = RATE // 50
NETWORK = 0.08
"""Seconds that jitter buffers and the network add on the way out and back."""
Samples = NDArray[np.float64]


def spoken(voice: EspeakVoice, words: str) -> Samples:
    return np.frombuffer(voice.say_now(words), np.int16).astype(np.float64)


@pytest.fixture(scope="module")
def agent() -> Samples:
    voice = EspeakVoice()
    said = [
        spoken(voice, "Hello, this is Drumbeat, an AI assistant. What would you like to promote, and where?"),
        np.zeros(RATE // 2),
        spoken(voice, "I have put down five images and ten social posts for the summer sale. Shall I go on?"),
        np.zeros(RATE),
    ]
    voice.close()
    return np.concatenate(said)


@pytest.fixture(scope="module")
def caller() -> Samples:
    voice = EspeakVoice(CALLER_TONE)
    words = spoken(voice, "no wait make that four emails")
    voice.close()
    return words


def echo_of(agent: Samples, seconds: float, decibels: float, room: bool) -> Samples:
    late = np.concatenate([np.zeros(round((seconds + NETWORK) * RATE)), agent])[: agent.size]
    if room:
        rng = np.random.default_rng(3)
        tail = rng.standard_normal(RATE // 5) * np.exp(-np.arange(RATE // 5) / (RATE / 20))
        tail /= np.sqrt((tail**2).sum())
        tail[0] += 1.0
        late = np.convolve(late, tail)[: agent.size] / np.sqrt(2)
    return late * 10 ** (-decibels / 20) + np.random.default_rng(1).normal(0, 3, agent.size)


def first_cut_in(agent: Samples, microphone: Samples) -> float | None:
    """Seconds at which what is left of the microphone would stop the agent, by the ear's own measure."""
    now = 1000.0
    guard, detector = EchoGuard(lambda: now), VoiceDetector()
    open_windows = 0
    for at in range(0, agent.size - PACKET, PACKET):
        now += PACKET / RATE
        guard.played(agent[at : at + PACKET].astype(np.int16).tobytes())
        heard = np.clip(microphone[at : at + PACKET], -32768, 32767).astype(np.int16).tobytes()
        for voice, window in detector.feed(guard.clean(heard)):
            open_windows = open_windows + opens_the_mouth(window) if voice >= VOICE else 0
            if open_windows >= CUT_IN_WINDOWS:
                return at / RATE
    return None


@pytest.mark.parametrize(
    ("milliseconds", "decibels", "room"),
    [(80, 6, False), (80, 20, True), (160, 12, True), (160, 6, True), (250, 6, False), (250, 20, True)],
)
def test_the_agent_does_not_take_its_own_voice_for_a_caller(
    agent: Samples, milliseconds: int, decibels: int, room: bool
) -> None:
    assert first_cut_in(agent, echo_of(agent, milliseconds / 1000, decibels, room)) is None


@pytest.mark.parametrize(("decibels", "seconds"), [(6, 2.0), (6, 4.0), (12, 2.0), (20, 4.0), (90, 2.0)])
def test_a_caller_over_the_echo_or_without_any_still_cuts_in(
    agent: Samples, caller: Samples, decibels: int, seconds: float
) -> None:
    microphone = echo_of(agent, 0.16, decibels, room=False)
    begins = round(seconds * RATE)
    microphone[begins : begins + caller.size] += caller
    stopped = first_cut_in(agent, microphone)
    assert stopped is not None
    assert seconds < stopped < seconds + 0.5


def test_what_comes_while_the_agent_is_silent_is_left_as_it_is(caller: Samples) -> None:
    guard = EchoGuard(lambda: 0.0)
    pcm = caller.astype(np.int16).tobytes()
    cleaned = np.frombuffer(guard.clean(pcm), np.int16).astype(np.float64)
    assert np.abs(cleaned[80:] - caller.astype(np.int16)[: cleaned.size - 80]).max() <= 1
