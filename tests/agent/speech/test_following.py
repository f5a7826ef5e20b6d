"""Words while they are being said, over a telephone line, and readings that leave the event loop its turn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from agent.speech.espeak import Espeak, Tone, trimmed
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import MOST_FOLLOWED, PHONE_RATE, PocketsphinxEars
from agent.speech.ports import ANYTHING, Expectation, Follower, Follows
from agent.speech.wideband import carried_by_telephone

PACKET = PHONE_RATE // 50 * 2
"""Bytes of 20 ms."""


@pytest.fixture(scope="module")
def ears(language_models: Path) -> Iterator[PocketsphinxEars]:
    made = PocketsphinxEars(domain_lexicon(language_models))
    made.warm_up()
    yield made
    made.close()


def spoken(words: str) -> bytes:
    engine = Espeak.shared()
    said = trimmed(engine.synthesise(words, Tone("en-us+klatt3", 150, 55, 50)), engine.sample_rate)
    around = np.zeros(engine.sample_rate // 4, np.int16)
    return carried_by_telephone(np.concatenate([around, said, around]), engine.sample_rate).tobytes()


async def hear(follower: Follower, pcm: bytes) -> None:
    """The audio in packets, as fast as the decoder takes them."""
    for start in range(0, len(pcm), PACKET):
        follower.feed(pcm[start : start + PACKET])
        await asyncio.sleep(0)


class Shown:
    """What was told of the words as they came."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._changed = asyncio.Event()

    def __call__(self, words: str) -> None:
        self.words.append(words)
        self._changed.set()

    async def until(self, beginning: str) -> None:
        """Returns once the words begin like this."""
        while not self.words or not self.words[-1].startswith(beginning):
            self._changed.clear()
            await self._changed.wait()


async def test_words_come_while_the_sentence_is_still_being_said(ears: PocketsphinxEars) -> None:
    assert isinstance(ears, Follows)
    follower, shown = ears.follow(rate=PHONE_RATE), Shown()
    pcm = spoken("create a campaign called summer sale with five images")
    half = len(pcm) // PACKET // 2 * PACKET
    async with asyncio.timeout(60):
        follower.begin(ANYTHING, shown)
        await hear(follower, pcm[:half])
        await shown.until("create a campaign")
        assert "images" not in follower.words
        await hear(follower, pcm[half:])
        await shown.until("create a campaign called summer sale with")
    assert shown.words[-1] == follower.words
    assert len(shown.words) > 4
    follower.end()
    assert (follower.words, follower.following) == ("", False)


async def test_what_the_question_is_about_is_what_is_listened_for(ears: PocketsphinxEars) -> None:
    follower, shown = ears.follow(rate=PHONE_RATE), Shown()
    async with asyncio.timeout(60):
        follower.begin(Expectation("list", about="deliverables"), shown)
        await hear(follower, spoken("five images and ten posts"))
        await shown.until("five images and ten posts")
    follower.end()


async def test_a_turn_beyond_those_that_can_be_followed_has_no_words_and_the_next_one_has(
    ears: PocketsphinxEars,
) -> None:
    others = [ears.follow(rate=PHONE_RATE) for _ in range(MOST_FOLLOWED)]
    late = ears.follow(rate=PHONE_RATE)
    for follower in others:
        follower.begin(ANYTHING, lambda _words: None)
    late.begin(ANYTHING, lambda _words: None)
    assert not late.following
    late.feed(spoken("five images"))
    assert late.words == ""
    for follower in others:
        follower.end()
    async with asyncio.timeout(60):
        while not late.following:
            await asyncio.sleep(0.001)
            late.begin(ANYTHING, lambda _words: None)
    late.end()


async def test_a_long_turn_that_is_read_does_not_hold_up_the_loop(ears: PocketsphinxEars) -> None:
    pcm = np.frombuffer(
        spoken("create a campaign called summer sale with five images and ten posts") * 3, np.int16
    )
    clock = asyncio.get_running_loop().time
    begun = last = clock()
    longest = 0.0
    reading = asyncio.create_task(ears.decode(pcm, PHONE_RATE))
    while not reading.done():
        await asyncio.sleep(0.001)
        longest, last = max(longest, clock() - last), clock()
    assert (await reading).text.startswith("create a campaign")
    # In one piece the decoder held Python's lock for nine tenths of the time.
    assert longest < (last - begun) / 2
