"""The microphone embedded on another site's page, and every trouble that a call can have, in a real Chromium."""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soxr
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from tests.serving import KEY, ROOT, Server, serving
from tests.web.browsing import CHROMIUM, QUIET, absent, nameless
from tests.web.hosting import Site, hosting

RATE = 48_000
GREETING = 9.0
"""Seconds of silence first: the greeting is said in that time."""
SPEAKERS = ("--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    if CHROMIUM is None:
        absent("Chromium is not on this machine")
    if not (ROOT / "api/static/mic.js").is_file():
        absent("the widget is not built (./dev setup)")
    with hosting() as found, serving(DRUMBEAT_WIDGET_ORIGINS=found.origin, DRUMBEAT_MAX_CALLS="1") as server:
        found.server, found.key = server, KEY
        load_ears(server)
        yield found


def load_ears(server: Server) -> None:
    """A server loads its speech engines at the first call, here one that is none, and builds what they need."""
    with server.client() as client:
        client.timeout = 200
        assert client.post("/voice/offer", json={"sdp": "v=0 hello"}).status_code == 422


@pytest.fixture(scope="module")
def marketer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the microphone picks up: silence, one sentence, silence."""
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
def context(*arguments: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *arguments])
        try:
            yield chromium.new_context(viewport={"width": 640, "height": 800})
        finally:
            chromium.close()


def visit(site: Site, browser: BrowserContext) -> Page:
    page = browser.new_page()
    page.goto(site.origin)
    expect(page.get_by_role("button", name="Talk", exact=True)).to_be_visible()
    return page


def call(page: Page) -> None:
    page.get_by_role("button", name="Talk", exact=True).click()


def state(page: Page) -> Locator:
    return page.get_by_role("status")


def type_(page: Page, words: str) -> None:
    page.get_by_label("Type instead").fill(words)
    page.get_by_role("button", name="Send").click()


def fake_microphone(speech: Path | None = None) -> tuple[str, ...]:
    played = (f"--use-file-for-fake-audio-capture={speech}%noloop",) if speech else ()
    return (*SPEAKERS, "--use-fake-device-for-media-stream", *played)


@pytest.mark.timeout(280)
def test_a_page_of_another_origin_talks_a_campaign_into_being(site: Site, marketer: Path) -> None:
    with context(*fake_microphone(marketer)) as browser:
        complaints: list[str] = []
        page = browser.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.add_init_script(WATCH)
        page.goto(site.origin)
        call(page)
        expect(state(page)).to_have_text("You are on the line. Just talk.")
        log, draft = page.get_by_role("log"), page.locator(".draft")
        expect(log).to_contain_text("AI")
        expect(log).to_contain_text(re.compile("create a campaign called summer sale", re.IGNORECASE))
        expect(draft).to_contain_text("Summer Sale")
        expect(draft).to_contain_text("5 × Images")
        assert page.evaluate("window.partials.length") > 0
        type_(page, "it's about our beach towels")
        expect(draft).to_contain_text("our beach towels")
        page.get_by_label("Microphone").select_option(index=1)
        page.get_by_role("button", name="Mute").click()
        expect(state(page)).to_have_text("You are muted.")
        assert nameless(page) == []
        page.get_by_role("button", name="Hang up").click()
        expect(state(page)).to_have_text("The call has ended. The draft is kept.")
        # The talk goes on where it was, though the page was loaded anew.
        page.reload()
        type_(page, "a thousand new leads by the end of July")
        expect(page.locator(".draft")).to_contain_text("our beach towels")
        expect(page.locator(".draft")).to_contain_text("thousand new leads")
        assert complaints == []


WATCH = """
window.partials = [];
addEventListener("drumbeat-told", (event) => {
  if (event.detail.type === "partial") window.partials.push(event.detail.text);
}, true);
"""


def test_a_microphone_that_is_not_allowed_leaves_typing(site: Site) -> None:
    with context("--deny-permission-prompts", "--use-fake-device-for-media-stream") as browser:
        page = visit(site, browser)
        call(page)
        expect(state(page)).to_contain_text("Allow it in the browser's address bar")
        type_(page, "Create a campaign called Quiet Words")
        expect(page.get_by_role("log")).to_contain_text("Quiet Words")
        expect(page.locator(".draft")).to_contain_text("Quiet Words")


def test_a_machine_without_a_microphone_is_told_so(site: Site) -> None:
    with context() as browser:
        page = visit(site, browser)
        call(page)
        expect(state(page)).to_contain_text("No microphone was found")
        expect(page.get_by_role("button", name="Talk", exact=True)).to_be_enabled()


def test_all_lines_busy_is_said_and_typing_still_works(site: Site) -> None:
    with context(*fake_microphone()) as browser:
        first = visit(site, browser)
        call(first)
        expect(state(first)).to_contain_text("You are on the line")
        second = visit(site, browser)
        call(second)
        expect(state(second)).to_contain_text("All lines are busy")
        type_(second, "Create a campaign called Second In Line")
        expect(second.locator(".draft")).to_contain_text("Second In Line")
        first.get_by_role("button", name="Hang up").click()


@pytest.mark.timeout(120)
def test_a_network_that_is_gone_is_told_apart_and_its_return_noticed(site: Site) -> None:
    with context(*fake_microphone()) as browser:
        page = visit(site, browser)
        browser.set_offline(True)
        call(page)
        expect(state(page)).to_contain_text("You are offline")
        type_(page, "are you there")
        expect(state(page)).to_contain_text("Your words are still in the box")
        expect(page.get_by_label("Type instead")).to_have_value("are you there")
        browser.set_offline(False)
        call(page)
        expect(state(page)).to_contain_text("You are on the line")
        page.get_by_role("button", name="Hang up").click()


@pytest.mark.timeout(280)
def test_a_server_that_dies_in_mid_call_is_called_again_with_the_same_talk(site: Site) -> None:
    assert site.server is not None
    with context(*fake_microphone()) as browser:
        page = visit(site, browser)
        call(page)
        expect(state(page)).to_contain_text("You are on the line")
        type_(page, "Create a campaign called Phoenix")
        expect(page.locator(".draft")).to_contain_text("Phoenix")
        site.server.kill()
        expect(state(page)).to_contain_text(re.compile("The line broke|cannot be reached"))
        site.server.start()
        expect(state(page)).to_contain_text(re.compile("You are on the line|Call again"), timeout=60_000)
        if page.get_by_role("button", name="Talk", exact=True).is_visible():
            call(page)
        expect(state(page)).to_contain_text("You are on the line")
        type_(page, "it's about firewood")
        expect(page.locator(".draft")).to_contain_text("firewood")
        expect(page.locator(".draft")).to_contain_text("Phoenix")


def test_a_page_without_leave_to_call_says_how_to_get_it(site: Site) -> None:
    key, site.key = site.key, "db_revoked"
    try:
        with context(*fake_microphone()) as browser:
            page = visit(site, browser)
            call(page)
            expect(state(page)).to_contain_text("Reload the page")
    finally:
        site.key = key
