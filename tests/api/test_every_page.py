"""Every list is paged: whoever walks it one by one sees what whoever asks for much sees."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator

import httpx2
import pytest
from PIL import Image

from api.accounts import create_user
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.models import CallBack
from tests.api.test_hub import BRIEF, assets, made, remade
from tests.serving import Server, serving

NOT_PAGED = {
    "/api/v1/knowledge/search",  # the best few, by rank
    "/api/v1/notifications/preferences",  # one for each kind of news
}
EMPTY_HERE = {"/api/v1/notifications/mail"}
"""Nothing is mailed without a mail server."""


@pytest.fixture(scope="module")
def house() -> Iterator[tuple[Server, dict[str, str]]]:
    """A workspace with more than one of everything, and the ids that its lists' paths name."""
    settings = {"DRUMBEAT_STARTING_CREDITS": "2000", "DRUMBEAT_PRIVATE_HOSTS": "localhost"}
    with serving(**settings) as server, server.client() as client:
        asyncio.run(_peopled(server))
        yield server, _furnished(server, client)


def _furnished(server: Server, client: httpx2.Client) -> dict[str, str]:
    made(client, social_posts=1)
    campaign = made(client, social_posts=2, email_nurture=1)
    later = client.post("/campaigns", json={**BRIEF, "name": "Autumn Trails"}).json()["id"]
    posts = assets(client, campaign, "social_posts")
    for post in posts:
        remade(client, post, "shorter")
    post = assets(client, campaign, "social_posts")[0]["id"]
    given = [item["id"] for item in assets(client, campaign)]
    assert client.put(f"/campaigns/{later}/inputs", json={"inputs": given}).status_code == 200
    for each in (campaign["id"], later):
        photo = {"file": ("shoe.png", a_photo(), "image/png")}
        assert client.put(f"/campaigns/{each}/photo", files=photo).status_code == 204
    for number in range(3):
        for path, body in {
            "/knowledge": {"title": f"Page {number}", "text": f"Shoes {number}."},
            "/keys": {"name": f"key {number}"},
            "/shares": {"campaign_id": campaign["id"]},
            "/conversations": {},
            "/projects": {"campaign_id": campaign["id"], "kind": "image"},
            "/webhooks": {"url": f"https://localhost/{number}", "events": ["share.revoked"]},
        }.items():
            answer = client.post(path, json=body)
            assert answer.status_code == 201, answer.text
    hook = client.get("/webhooks").json()["items"][0]["id"]
    for _ in range(2):
        assert client.post(f"/webhooks/{hook}/test").status_code == 200
    asyncio.run(_wished(server, campaign["id"]))
    return {"campaign_id": campaign["id"], "asset_id": post, "webhook_id": hook, "later": later}


def a_photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), "#b3261e").save(kept, "PNG")
    return kept.getvalue()


async def _peopled(server: Server) -> None:
    here = Settings(data_dir=server.data_dir, _env_file=None)
    for name in ("Bo", "Cleo"):
        await create_user(here, name, "member", "")


async def _wished(server: Server, campaign_id: str) -> None:
    """Two calls that were wished for: only a telephone and a confirmed read-back make them otherwise."""
    database = Database(
        Settings(data_dir=server.data_dir, _env_file=None).database, clock=utc_now, new_id=new_id
    )
    async with database.write() as uow:
        campaign = await uow.work.campaign(campaign_id)
        assert campaign is not None
        for _ in range(2):
            uow.callers.add(
                CallBack(
                    id=uow.new_id(),
                    workspace_id=campaign.workspace_id,
                    member_id=None,
                    campaign_id=campaign_id,
                    confirmation_id=uow.new_id(),
                    number="+15550100",
                    status="dropped",
                    not_before=uow.now,
                    created_at=uow.now,
                )
            )
    await database.close()


def lists(client: httpx2.Client) -> tuple[set[str], set[str]]:
    """The paths of all lists that are paged, and of all that say in the interface that they are lists."""
    described = client.get(str(client.base_url.join("/openapi.json"))).json()
    schemas = described["components"]["schemas"]
    paged, every = set(), set()
    for path, verbs in described["paths"].items():
        reading = verbs.get("get", {})
        if {"limit", "cursor"} <= {each["name"] for each in reading.get("parameters", ())}:
            paged.add(path)
        content = reading.get("responses", {}).get("200", {}).get("content", {})
        answer = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        if "items" in schemas.get(answer, {}).get("properties", {}):
            every.add(path)
    return paged, every


def walked(client: httpx2.Client, path: str) -> list[str]:
    ids, cursor = [], ""
    while True:
        page = client.get(path, params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        assert len(page["items"]) <= 1, path
        ids += [item["id"] for item in page["items"]]
        if not (cursor := page["next_cursor"]):
            return ids


def test_whatever_is_a_list_is_paged(house: tuple[Server, dict[str, str]]) -> None:
    server, _ = house
    with server.client() as client:
        paged, every = lists(client)
    assert every - paged == NOT_PAGED
    assert {"/api/v1/keys", "/api/v1/credits/ledger"} <= paged


def test_every_list_is_the_same_one_by_one(house: tuple[Server, dict[str, str]]) -> None:
    server, ids = house
    with server.client() as client:
        for pattern in lists(client)[0]:
            named = {**ids, "campaign_id": ids["later"]} if pattern.endswith("/inputs") else ids
            path = pattern.format(**named).removeprefix("/api/v1")
            whole = client.get(path, params={"limit": 100})
            assert whole.status_code == 200, whole.text
            seen = [item["id"] for item in whole.json()["items"]]
            assert whole.json()["next_cursor"] is None, pattern
            assert len(seen) > 1 or pattern in EMPTY_HERE, pattern
            assert walked(client, path) == seen, pattern
            assert client.get(path, params={"cursor": "nonsense"}).status_code == 422, pattern


def test_a_remake_between_two_pages_takes_no_asset_away(house: tuple[Server, dict[str, str]]) -> None:
    server, ids = house
    with server.client() as client:
        path = f"/campaigns/{ids['campaign_id']}/assets"
        first = client.get(path, params={"limit": 1}).json()
        others = [item["unit"] for item in client.get(path).json()["items"][1:]]
        remade(client, first["items"][0], "shorter")
        rest = client.get(path, params={"cursor": first["next_cursor"]}).json()["items"]
        assert [item["unit"] for item in rest][-len(others) :] == others
