"""The main job over HTTP: a sentence becomes a draft, the draft a run, the run assets that were paid for once."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator

import httpx2
import pytest
from PIL import Image

from tests.serving import Server, Talk, serving, wait_for

SEED = (
    "Create a campaign called Summer Sale focusing on email and social media, with deliverables: "
    "research, email_nurture, 5 images, and 10 social posts"
)
EXPECTED = {"research": 1, "email_nurture": 3, "images": 5, "social_posts": 10}
PRICE = 5 + 3 * 2 + 5 * 4 + 10 * 1


def owed(campaign: dict) -> dict[str, int]:
    return {item["type"]: item["quantity"] for item in campaign["deliverables"]}


@pytest.fixture(scope="module")
def interviewed(server: Server) -> Iterator[Talk]:
    with server.client() as client:
        talk = Talk.begin(client)
        talk.say(SEED)
        talk.say("our running shoes, uh, the new trail line")
        talk.say("a thousand new leads by the end of July")
        yield talk


@pytest.fixture(scope="module")
def finished(interviewed: Talk) -> dict:
    spoken = []
    assert interviewed.say("yes").strip()
    assert interviewed.campaign["status"] == "running"
    spoken.append(interviewed.client.get(f"/campaigns/{interviewed.campaign_id}/progress").json())
    campaign = wait_for(interviewed.client, interviewed.campaign_id or "", "completed", "failed")
    return {"campaign": campaign, "early": spoken[0]}


class TestDraft:
    def test_the_first_words_say_that_this_is_an_ai(self, interviewed: Talk) -> None:
        assert "AI" in interviewed.replies[0]

    def test_the_seed_sentence_fills_exactly_its_slots(self, client: httpx2.Client) -> None:
        talk = Talk.begin(client)
        reply = talk.say(SEED)
        campaign = talk.campaign
        assert campaign["name"] == "Summer Sale"
        assert sorted(campaign["channels"]) == ["email", "social"]
        assert owed(campaign) == EXPECTED
        assert (campaign["topic"], campaign["objective"]) == ("", "")
        assert campaign["missing"] == ["topic", "objective"]
        assert campaign["status"] == "draft"
        assert reply.count("?") == 1

    def test_every_filled_slot_keeps_the_words_that_filled_it(self, interviewed: Talk) -> None:
        slots = interviewed.campaign["slots"]
        assert "Summer Sale" in slots["name"]["evidence"]
        assert "trail line" in slots["topic"]["evidence"]

    def test_fillers_are_no_part_of_a_slot(self, interviewed: Talk) -> None:
        assert interviewed.campaign["topic"] == "our running shoes, the new trail line"

    def test_the_read_back_names_the_deliverables_and_the_price(self, interviewed: Talk) -> None:
        read_back = interviewed.replies[3]
        assert "Summer Sale" in read_back
        assert "five images" in read_back
        assert str(PRICE) in read_back
        assert read_back.endswith("?")

    def test_nothing_runs_before_the_yes(self, interviewed: Talk) -> None:
        assert interviewed.campaign["status"] in ("draft", "ready")


class TestRun:
    def test_it_completes(self, finished: dict) -> None:
        assert finished["campaign"]["status"] == "completed", finished["campaign"]["error"]

    def test_progress_while_running_is_of_this_run(self, finished: dict) -> None:
        early = finished["early"]
        assert early["status"] in ("running", "completed")
        assert early["spoken"].strip()
        made = {item["type"]: item["quantity"] for item in early["done"]}
        assert all(made[kind] <= EXPECTED[kind] for kind in made)

    def test_progress_at_the_end_says_that_it_is_done(
        self, finished: dict, interviewed: Talk, client: httpx2.Client
    ) -> None:
        progress = client.get(f"/campaigns/{interviewed.campaign_id}/progress").json()
        assert progress["percent"] == 100
        assert {item["type"]: item["quantity"] for item in progress["done"]} == EXPECTED
        assert progress["spent"] == PRICE
        assert not progress["active"]
        assert not progress["pending"]

    def test_every_asset_is_there_and_is_what_it_says(
        self, finished: dict, interviewed: Talk, client: httpx2.Client
    ) -> None:
        assets = client.get(f"/campaigns/{interviewed.campaign_id}/assets").json()["items"]
        units = {(asset["type"], asset["unit"]) for asset in assets}
        assert units == {(kind, n) for kind, count in EXPECTED.items() for n in range(1, count + 1)}
        for asset in assets:
            content = client.get(f"/assets/{asset['id']}/content")
            assert hashlib.sha256(content.content).hexdigest() == asset["sha256"]
            assert len(content.content) == asset["size"]
            assert asset["provenance"]["maker"]
            if asset["mime"].startswith("image/"):
                Image.open(io.BytesIO(content.content)).verify()

    def test_the_download_holds_every_asset_and_a_manifest(
        self, finished: dict, interviewed: Talk, client: httpx2.Client
    ) -> None:
        assets = client.get(f"/campaigns/{interviewed.campaign_id}/assets").json()["items"]
        archive = zipfile.ZipFile(
            io.BytesIO(client.get(f"/campaigns/{interviewed.campaign_id}/download").content)
        )
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(assets) + 1
        assert {row["sha256"] for row in json.loads(archive.read("manifest.json"))} == {
            asset["sha256"] for asset in assets
        }

    def test_each_unit_was_charged_once(
        self, finished: dict, interviewed: Talk, client: httpx2.Client
    ) -> None:
        entries = client.get("/credits/ledger", params={"limit": 200}).json()["items"]
        charges = [e for e in entries if e["cause"].get("campaign_id") == interviewed.campaign_id]
        assert sum(entry["amount"] for entry in charges) == -PRICE
        assert len(charges) == sum(EXPECTED.values())
        assert sum(e["amount"] for e in entries) == client.get("/credits").json()["balance"]

    def test_asked_how_it_goes_the_agent_says_that_it_is_done(
        self, finished: dict, interviewed: Talk
    ) -> None:
        assert "done" in interviewed.say("how far are we?").lower()


class TestShortOfCredits:
    def test_it_fails_naming_the_shortfall_and_goes_on_after_a_grant(self) -> None:
        with serving(DRUMBEAT_STARTING_CREDITS="12") as server, server.client() as client:
            body = {
                "name": "Short",
                "topic": "our new tea",
                "objective": "100 orders",
                "deliverables": [{"type": "research", "quantity": 1}, {"type": "images", "quantity": 3}],
            }
            campaign_id = client.post("/campaigns", json=body).json()["id"]
            assert client.get(f"/campaigns/{campaign_id}/estimate").json()["short"] == 5
            client.post(f"/campaigns/{campaign_id}/run")
            failed = wait_for(client, campaign_id, "failed", "completed")
            assert failed["status"] == "failed"
            assert failed["error"]["step"] == "images"
            assert "5 credits" in failed["error"]["cause"]
            assert "add credits" in failed["error"]["mend"]
            before = {a["id"] for a in client.get(f"/campaigns/{campaign_id}/assets").json()["items"]}
            client.post("/credits/grants", json={"amount": 5, "reason": "top up"})
            assert client.post(f"/campaigns/{campaign_id}/restart").status_code == 200
            assert wait_for(client, campaign_id, "failed", "completed")["status"] == "completed"
            after = {a["id"] for a in client.get(f"/campaigns/{campaign_id}/assets").json()["items"]}
            assert before < after
            assert client.get("/credits").json()["balance"] == 0
