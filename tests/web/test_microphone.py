"""The microphone on the page, in a real Chromium whose microphone plays a synthesised marketer."""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soxr
from playwright.sync_api import Page, expect, sync_playwright

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from tests.serving import KEY, Server, serving
from tests.web.browsing import CHROMIUM, QUIET, absent

RATE = 48_000
GREETING = 9.0
"""Seconds of silence first: the greeting is said in that time."""


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory, language_models: Path) -> Path:
    """What the microphone picks up: silence, one sentence, silence.

    It plays but once: the ears' models are built first, for a server that still builds them would miss it.
    """
    domain_lexicon(language_models)
    voice = EspeakVoice(CALLER_TONE)
    pcm = np.frombuffer(voice.say_now("create a campaign called summer sale with five images"), np.int16)
    voice.close()
    spoken = soxr.resample(pcm, 8000, RATE).astype(np.int16)
    silence = np.zeros(int(GREETING * RATE), np.int16)
    path = tmp_path_factory.mktemp("speech") / "marketer.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.concatenate([silence, spoken, np.tile(silence, 8)]).tobytes())
    return path


@contextmanager
def page_with(server: Server, *arguments: str, path: str = "/") -> Iterator[Page]:
    if CHROMIUM is None:
        absent("Chromium is not on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *arguments])
        try:
            headers = {"Authorization": f"Bearer {KEY}"}
            page = chromium.new_context(base_url=server.url, extra_http_headers=headers).new_page()
            page.goto(path)
            yield page
        finally:
            chromium.close()


def fake_microphone(speech: Path) -> tuple[str, ...]:
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    )


@pytest.mark.timeout(120)
def test_what_is_said_into_the_microphone_fills_the_draft_before_ones_eyes(
    server: Server, speech: Path
) -> None:
    with page_with(server, *fake_microphone(speech)) as page:
        page.get_by_role("button", name="Talk", exact=True).click()
        expect(page.get_by_text("You are on the line")).to_be_visible()
        log = page.get_by_role("log").first
        expect(log).to_contain_text(re.compile("create a campaign called summer sale", re.IGNORECASE))
        expect(page.get_by_role("heading", name="Summer Sale")).to_be_visible()
        page.get_by_role("textbox", name="Say something to Drumbeat").fill("it's about our beach towels")
        page.get_by_role("button", name="Send").click()
        expect(log).to_contain_text("it's about our beach towels")
        expect(page.locator("main")).to_contain_text("our beach towels")
        page.get_by_role("button", name="Mute").click()
        expect(page.get_by_role("button", name="Unmute")).to_be_visible()
        page.get_by_role("button", name="Hang up").click()
        expect(page.get_by_text("The call has ended. The draft is kept.")).to_be_visible()


def test_a_microphone_that_is_not_allowed_is_said_with_the_mend(server: Server) -> None:
    with page_with(server, "--deny-permission-prompts", "--use-fake-device-for-media-stream") as page:
        page.get_by_role("button", name="Talk", exact=True).click()
        expect(page.get_by_text("Allow it in the browser's address bar")).to_be_visible()
        expect(page.get_by_role("button", name="Talk", exact=True)).to_be_enabled()


def test_a_machine_without_a_microphone_is_told_so(server: Server) -> None:
    with page_with(server) as page:
        page.get_by_role("button", name="Talk", exact=True).click()
        expect(page.get_by_text("No microphone was found")).to_be_visible()


def test_busy_lines_are_said_and_typing_still_works(speech: Path) -> None:
    with serving(DRUMBEAT_MAX_CALLS="1") as small, page_with(small, *fake_microphone(speech)) as first:
        first.get_by_role("button", name="Talk", exact=True).click()
        expect(first.get_by_text("You are on the line")).to_be_visible()
        second = first.context.new_page()
        second.goto("/")
        second.get_by_role("button", name="Talk", exact=True).click()
        expect(second.get_by_text("All lines are busy")).to_be_visible()
        second.get_by_role("textbox", name="Say something to Drumbeat").fill("hello")
        second.get_by_role("button", name="Send").click()
        expect(second.get_by_role("log").locator(".bubble-caller")).to_have_text("You: hello")
