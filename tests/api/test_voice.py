"""The browser's microphone: a real peer connection, real Opus, real speech both ways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from tests.api.browser import BrowserCall, calling
from tests.serving import KEY, Server, serving


@pytest.fixture
async def browser(server: Server) -> AsyncIterator[httpx2.AsyncClient]:
    async with signed_in(server) as client:
        yield client


def signed_in(server: Server) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {KEY}"}
    return httpx2.AsyncClient(base_url=f"{server.url}/api/v1", headers=headers, timeout=60)


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    made = EspeakVoice(CALLER_TONE)
    yield made
    made.close()


async def say(call: BrowserCall, voice: EspeakVoice, words: str) -> str:
    """Speaks, and gives what was heard once it has been answered."""
    turns = len([m for m in call.messages if m["type"] == "turn"])
    call.microphone.say(await voice.say(words))
    await call.until("turn", turns + 1)
    return str([m for m in call.messages if m["type"] == "heard"][-1]["text"])


async def test_a_spoken_draft_is_shown_as_it_is_heard_and_kept(
    browser: httpx2.AsyncClient, voice: EspeakVoice
) -> None:
    async with calling(browser) as call:
        greeting = await call.until("said")
        assert "AI" in greeting[0]["text"]
        await call.silence()
        assert call.loud > 20
        heard = await say(call, voice, "create a campaign called summer sale with five images")
        assert "summer sale" in heard
        shown = (await browser.get(f"/conversations/{call.conversation_id}")).json()
    assert shown["channel"] == "browser"
    assert {turn["engine"] for turn in shown["turns"] if turn["speaker"] == "user"} == {"pocketsphinx"}
    assert shown["draft"]["name"] == "Summer Sale"
    assert [(d["type"], d["quantity"]) for d in shown["draft"]["deliverables"]] == [("images", 5)]


async def test_words_typed_in_the_call_are_answered_aloud(browser: httpx2.AsyncClient) -> None:
    async with calling(browser) as call:
        await call.until("said")
        call.type("Create a campaign called Sprig & Sprout")
        await call.until("turn")
        loud = call.loud
        await call.silence()
        assert call.loud > loud
        shown = (await browser.get(f"/conversations/{call.conversation_id}")).json()
        assert shown["draft"]["name"] == "Sprig & Sprout"
        assert "typed" in {turn["engine"] for turn in shown["turns"]}
        call.type("goodbye")
        assert (await call.until("turn", 2))[-1]["ended"] is True


async def test_a_line_that_broke_goes_on_where_it_was(browser: httpx2.AsyncClient) -> None:
    async with calling(browser) as call:
        await call.until("said")
        call.type("Create a campaign called Second Wind")
        await call.until("turn")
    async with calling(browser, call.conversation_id) as again:
        assert again.conversation_id == call.conversation_id
        back = await again.until("said", 2)
        assert "?" in " ".join(message["text"] for message in back)
        again.type("it's about our cargo bikes")
        await again.until("turn")
        draft = (await browser.get(f"/conversations/{call.conversation_id}")).json()["draft"]
    assert (draft["name"], draft["topic"]) == ("Second Wind", "our cargo bikes")


async def test_a_talk_is_on_one_line_at_a_time(browser: httpx2.AsyncClient) -> None:
    async with calling(browser) as first:
        await first.until("said")
        async with calling(browser, first.conversation_id) as second:
            await second.until("said")
            async with asyncio.timeout(10):
                while first.peer.connectionState != "closed":
                    await asyncio.sleep(0.05)


async def test_what_is_no_offer_or_nobodys_call_is_refused_by_name(browser: httpx2.AsyncClient) -> None:
    for nothing in ("v=0 hello", "x", " ", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"):
        wrong = await browser.post("/voice/offer", json={"sdp": nothing, "type": "offer"})
        assert wrong.status_code == 422, nothing
        assert wrong.json()["errors"][0]["field"] == "sdp"
    candidate = {"candidate": "", "sdp_mid": "0", "sdp_mline_index": 0}
    lost = await browser.patch("/voice/offer", json={"pc_id": "nobody", "candidates": [candidate]})
    assert lost.status_code == 404
    stranger = await browser.post(
        "/voice/offer", json={"sdp": "x"}, headers={"Authorization": "Bearer db_no"}
    )
    assert stranger.status_code == 401


async def test_a_full_house_says_so() -> None:
    with serving(DRUMBEAT_MAX_CALLS="1") as small:
        async with signed_in(small) as client, calling(client) as call:
            await call.until("said")
            refused = await client.post("/voice/offer", json={"sdp": "x"})
            assert refused.status_code == 503
            assert "busy" in refused.json()["detail"]
