"""`kill -9` of the whole server at random moments of runs: each run completes, nothing is made or paid twice."""

from __future__ import annotations

import os
import random
import time

import httpx2

from tests.serving import Server, serving, wait_for

KILLS = int(os.environ.get("DRUMBEAT_TEST_KILLS", "4"))
OWED = {"research": 1, "plan": 1, "blog_post": 1, "social_posts": 4, "email_nurture": 2, "images": 3}
PRICE = 5 + 5 + 5 + 4 * 1 + 2 * 2 + 3 * 4
GRACE = 6.0
"""Seconds within which a kill falls: a run of this size takes about that long here."""


def new_campaign(client: httpx2.Client, number: int) -> str:
    body = {
        "name": f"Campaign {number}",
        "topic": "our new trail shoes",
        "objective": "a thousand new leads",
        "deliverables": [{"type": kind, "quantity": count} for kind, count in OWED.items()],
    }
    created = client.post("/campaigns", json=body).json()
    assert client.post(f"/campaigns/{created['id']}/run").status_code == 200
    campaign_id: str = created["id"]
    return campaign_id


def test_runs_survive_kills_at_random_moments() -> None:
    chance = random.Random(20261121)
    with serving(DRUMBEAT_STARTING_CREDITS="100000") as server:
        campaigns: list[str] = []
        for number in range(KILLS):
            with server.client() as client:
                still = [c for c in campaigns if client.get(f"/campaigns/{c}").json()["status"] == "running"]
                if not still:
                    campaigns.append(new_campaign(client, number))
            time.sleep(chance.uniform(0.0, GRACE))
            server.kill()
            server.start()
        with server.client() as client:
            for campaign_id in campaigns:
                wait_for(client, campaign_id, "completed")
                made_once(client, campaign_id)
            paid_once(client, campaigns)
        server.stop()
        no_orphans(server, campaigns)


def made_once(client: httpx2.Client, campaign_id: str) -> None:
    assets = client.get(f"/campaigns/{campaign_id}/assets").json()["items"]
    made = [(asset["type"], asset["unit"], asset["name"]) for asset in assets]
    assert len(made) == len(set(made))
    assert {(kind, unit) for kind, unit, _ in made} == {
        (kind, unit) for kind, count in OWED.items() for unit in range(1, count + 1)
    }
    for asset in assets:
        assert len(client.get(asset["content"].removeprefix("/api/v1")).content) == asset["size"]


def paid_once(client: httpx2.Client, campaigns: list[str]) -> None:
    entries: list[dict] = []
    cursor = None
    while True:
        page = client.get("/credits/ledger", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        entries += page.json()["items"]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert sum(entry["amount"] for entry in entries) == client.get("/credits").json()["balance"]
    for campaign_id in campaigns:
        charges = [entry for entry in entries if entry["cause"].get("campaign_id") == campaign_id]
        assert sum(entry["amount"] for entry in charges) == -PRICE
        assert len({entry["cause"]["unit_id"] for entry in charges}) == len(charges) == sum(OWED.values())


def no_orphans(server: Server, campaigns: list[str]) -> None:
    """After the sweep of a clean start, every file in the store belongs to an asset, and every asset has its file."""
    server.start()
    with server.client() as client:
        known = {
            asset["sha256"]
            for campaign_id in campaigns
            for asset in client.get(f"/campaigns/{campaign_id}/assets").json()["items"]
        }
    files = {path.name for path in (server.data_dir / "files").rglob("*") if path.is_file()}
    assert files == known
