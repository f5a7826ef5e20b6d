"""The microphone on other sites' pages: tokens, and what a page of another origin may call."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from tests.serving import Server, serving

SHOP = "https://shop.example"
OTHER = "https://other.example"


@pytest.fixture(scope="module")
def house() -> Iterator[Server]:
    with serving(DRUMBEAT_WIDGET_ORIGINS=f"{SHOP}, {OTHER}/") as running:
        yield running


def token(server: Server, **body: object) -> str:
    with server.client() as client:
        made = client.post("/voice/widget", json={"origin": SHOP, **body})
        assert made.status_code == 201, made.text
        words: str = made.json()["token"]
        return words


def page(server: Server, token: str, origin: str = SHOP) -> httpx2.Client:
    """What a script on a page of that origin sends."""
    headers = {"Authorization": f"Bearer {token}", "Origin": origin, "Sec-Fetch-Site": "cross-site"}
    return httpx2.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=30)


def test_a_visitor_talks_with_a_token_and_goes_on_with_their_own_talk_only(house: Server) -> None:
    with page(house, token(house, visitor="ann")) as ann, page(house, token(house, visitor="bob")) as bob:
        begun = ann.post("/voice/typed", json={"text": "Create a campaign called Harbour Lights"})
        assert begun.status_code == 200, begun.text
        assert begun.headers["access-control-allow-origin"] == SHOP
        talk = begun.json()
        assert talk["draft"]["name"] == "Harbour Lights"
        more = {"conversation_id": talk["conversation_id"], "text": "it's about lamps"}
        assert bob.post("/voice/typed", json=more).status_code == 404
        assert ann.post("/voice/typed", json=more).json()["draft"]["topic"] == "lamps"


def test_a_token_opens_the_widgets_doors_and_no_other(house: Server) -> None:
    with page(house, token(house)) as visitor:
        for path in ("/campaigns", "/conversations", "/credits", "/me", "/keys"):
            assert visitor.get(path).status_code == 401
        assert visitor.post("/voice/widget", json={"origin": SHOP}).status_code == 401


def test_a_token_is_good_on_its_own_origins_pages_only(house: Server) -> None:
    made = token(house)
    with page(house, made, OTHER) as elsewhere:
        refused = elsewhere.post("/voice/typed", json={})
        assert refused.status_code == 401
        assert "another origin" in refused.json()["detail"]
    head, _, signature = made.rpartition(".")
    for forged in (f"{head}.{signature[::-1]}", f"{head[:-2]}AA.{signature}", "dbw_", "dbw_e30.x", "dbw_%"):
        with page(house, forged) as stranger:
            assert stranger.post("/voice/typed", json={}).status_code == 401


def test_a_revoked_key_takes_its_tokens_along(house: Server) -> None:
    with house.client() as owner:
        key = owner.post("/keys", json={"name": "shop"}).json()
        with house.client(key["key"]) as shop:
            made = shop.post("/voice/widget", json={"origin": SHOP}).json()["token"]
        with page(house, made) as visitor:
            assert visitor.post("/voice/typed", json={}).status_code == 200
            assert owner.delete(f"/keys/{key['id']}").status_code == 204
            assert visitor.post("/voice/typed", json={}).status_code == 401


def test_browsers_are_told_that_only_listed_origins_may_call(house: Server, server: Server) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}

    def preflight(at: Server, path: str, origin: str) -> httpx2.Response:
        return httpx2.options(f"{at.url}/api/v1{path}", headers={**asked, "Origin": origin})

    yes = preflight(house, "/voice/offer", SHOP)
    assert yes.status_code == 204
    assert yes.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in yes.headers
    for at, path, origin in (
        (house, "/voice/offer", "https://evil.example"),
        (house, "/campaigns", SHOP),
        (server, "/voice/offer", SHOP),
    ):
        assert "access-control-allow-origin" not in preflight(at, path, origin).headers
    with server.client() as owner:
        assert owner.post("/voice/widget", json={"origin": SHOP}).status_code == 403
