"""Tokens for LiveKit rooms over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest
from livekit import api

from tests.serving import Server, serving

SECRET = "a-secret-of-the-tests-that-is-long-enough"


@pytest.fixture(scope="module")
def with_rooms() -> Iterator[Server]:
    with serving(
        DRUMBEAT_LIVEKIT_URL="ws://127.0.0.1:7880",
        DRUMBEAT_LIVEKIT_API_KEY="key",
        DRUMBEAT_LIVEKIT_API_SECRET=SECRET,
    ) as running:
        yield running


@pytest.fixture
def rooms(with_rooms: Server) -> Iterator[httpx2.Client]:
    with with_rooms.client() as connected:
        yield connected


def test_every_token_is_for_a_room_of_its_own_and_for_the_person_who_asked(rooms: httpx2.Client) -> None:
    first, second = (rooms.post("/voice/token", json={}).json() for _ in range(2))
    assert first["room"] != second["room"]
    claims = api.TokenVerifier("key", SECRET).verify(first["token"])
    assert claims.video is not None
    assert claims.video.room == first["room"]
    assert claims.identity in {member["id"] for member in rooms.get("/members").json()["items"]}
    lasts = datetime.fromisoformat(first["expires_at"]) - datetime.now(UTC)
    assert 540 < lasts.total_seconds() <= 600


def test_only_a_talk_that_can_be_gone_on_with_is_named(rooms: httpx2.Client) -> None:
    assert rooms.post("/voice/token", json={"conversation_id": "nobodys"}).status_code == 404
    talk = rooms.post("/conversations", json={}).json()["id"]
    assert rooms.post("/voice/token", json={"conversation_id": talk}).json()["conversation_id"] == talk
    rooms.post(f"/conversations/{talk}/turns", json={"text": "goodbye"})
    assert rooms.post("/voice/token", json={"conversation_id": talk}).status_code == 409


def test_strangers_get_none(with_rooms: Server) -> None:
    answer = httpx2.post(f"{with_rooms.url}/api/v1/voice/token", json={})
    assert answer.status_code == 401


def test_where_there_is_no_livekit_server_that_is_said(client: httpx2.Client) -> None:
    answer = client.post("/voice/token", json={})
    assert answer.status_code == 503
    assert "DRUMBEAT_LIVEKIT_URL" in answer.json()["detail"]
