"""What becomes of a campaign's results, over HTTP: versions, edits, decisions, downloads and shared links."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import httpx2
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from tests.serving import PATIENCE, Server, serving, wait_for

BRIEF = {
    "name": "Trail Season",
    "topic": "our new trail running shoes",
    "objective": "a thousand new leads",
    "channels": ["social", "email"],
}
HOSTILE = "<script>fetch('https://evil.example')</script>"


@pytest.fixture(scope="module")
def finished(server: Server) -> dict[str, Any]:
    """A campaign that has made two posts, an e-mail and an image."""
    with server.client() as client:
        return made(client, social_posts=2, email_nurture=1, images=1)


def made(client: httpx2.Client, **quantities: int) -> dict[str, Any]:
    owed = [{"type": kind, "quantity": count} for kind, count in quantities.items()]
    draft = client.post("/campaigns", json={**BRIEF, "deliverables": owed}).json()
    assert client.post(f"/campaigns/{draft['id']}/run").status_code == 200
    return wait_for(client, draft["id"], "completed")


def assets(
    client: httpx2.Client, campaign: dict[str, Any], kind: str = "", **query: Any
) -> list[dict[str, Any]]:
    items = client.get(f"/campaigns/{campaign['id']}/assets", params=query).json()["items"]
    return [item for item in items if kind in ("", item["type"])]


def remade(client: httpx2.Client, asset: dict[str, Any], note: str) -> dict[str, Any]:
    answer = client.post(f"/assets/{asset['id']}/remake", json={"note": note})
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        remake: dict[str, Any] = client.get(f"/remakes/{answer.json()['id']}").json()
        if remake["status"] in ("completed", "failed"):
            return remake
        time.sleep(0.05)
    raise AssertionError(f"not remade within {PATIENCE} s: {remake}")


class TestVersions:
    def test_a_remake_costs_the_unit_and_stands_beside_the_old_version(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        before = client.get("/credits").json()["balance"]
        post = assets(client, finished, "social_posts")[0]
        remake = remade(client, post, "less formal")
        assert (remake["status"], remake["version"], remake["credits"]) == ("completed", 2, 1)
        assert client.get("/credits").json()["balance"] == before - 1
        versions = client.get(f"/assets/{post['id']}/versions").json()["items"]
        assert [
            (item["version"], item["origin"], item["note"]) for item in versions if item["kind"] == "text"
        ] == [
            (1, "run", ""),
            (2, "remake", "less formal"),
        ]
        newest = assets(client, finished, "social_posts")[0]
        texts = [client.get(item["content"].removeprefix("/api/v1")).text for item in (post, newest)]
        assert texts[0] != texts[1]

    def test_what_a_version_cost_and_another_would_cost_is_told(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        picture = assets(client, finished, "images")[0]
        balance = client.get("/credits").json()["balance"]
        assert client.get(f"/assets/{picture['id']}/remake").json() == {"credits": 4, "balance": balance}
        assert client.get(f"/assets/{picture['id']}").json()["credits"] == 4
        remade(client, picture, "")
        newest = assets(client, finished, "images")[0]
        assert client.get(f"/assets/{newest['id']}").json()["credits"] == 4
        restored = client.post(f"/assets/{picture['id']}/restore").json()
        assert client.get(f"/assets/{restored['id']}").json()["credits"] == 0

    def test_a_text_edited_by_hand_is_free_reviewed_and_rendered_anew(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        before = client.get("/credits").json()["balance"]
        mail = assets(client, finished, "email_nurture")[0]
        text = (
            f"Subject: Doors open Friday\n\nCome and run\n\nOur trail running shoes are here: TODO. {HOSTILE}"
        )
        edited = client.patch(f"/assets/{mail['id']}", json={"text": text}).json()
        assert (edited["version"], edited["origin"]) == (mail["version"] + 1, "edit")
        assert edited["verdict"]["passed"] is False
        assert edited["verdict"]["reasons"]
        assert client.get("/credits").json()["balance"] == before
        page = client.get(f"/assets/{edited['id']}/content").text
        assert "Come and run" in page
        assert "<script>" not in page
        assert "{{ unsubscribe_url }}" in page
        assert client.patch(f"/assets/{mail['id']}", json={"text": "Again"}).status_code == 409
        restored = client.post(f"/assets/{mail['id']}/restore").json()
        assert (restored["origin"], restored["sha256"]) == ("restore", mail["sha256"])

    def test_a_picture_has_no_text_to_edit(self, client: httpx2.Client, finished: dict[str, Any]) -> None:
        picture = assets(client, finished, "images")[0]
        answer = client.patch(f"/assets/{picture['id']}", json={"text": "Hello"})
        assert answer.status_code == 422
        assert "remake it with a note" in answer.json()["detail"]


class TestDecisions:
    def test_what_is_rejected_is_left_out_of_the_download_unless_asked_for(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        post = assets(client, finished, "social_posts")[-1]
        assert client.post(f"/assets/{post['id']}/reject", json={"reason": ""}).status_code == 422
        rejected = client.post(f"/assets/{post['id']}/reject", json={"reason": "too loud"}).json()
        assert (rejected["decision"], rejected["reason"]) == ("rejected", "too loud")
        kept, every = (downloaded(client, finished, rejected=asked) for asked in (False, True))
        assert len(every) > len(kept)
        approved = client.post(f"/assets/{post['id']}/approve").json()
        assert (approved["decision"], approved["reason"]) == ("approved", "")
        assert downloaded(client, finished) == every

    def test_everything_undecided_is_approved_at_once(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        client.post(f"/campaigns/{finished['id']}/approve")
        assert client.post(f"/campaigns/{finished['id']}/approve").json() == {"approved": 0}
        assert all(item["decision"] for item in assets(client, finished))


def downloaded(client: httpx2.Client, campaign: dict[str, Any], **query: Any) -> set[str]:
    data = client.get(f"/campaigns/{campaign['id']}/download", params=query).content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        listed = {item["file"] for item in json.loads(archive.read("manifest.json"))}
        assert listed == set(archive.namelist()) - {"manifest.json"}
    return listed


class TestInputs:
    def test_a_later_campaign_works_from_what_an_earlier_one_made(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        later = client.post("/campaigns", json={**BRIEF, "name": "Autumn Trails"}).json()
        post = assets(client, finished, "social_posts")[0]
        given = client.put(f"/campaigns/{later['id']}/inputs", json={"inputs": [post["id"]]}).json()
        assert [item["id"] for item in given["items"]] == [post["id"]]
        refused = client.put(f"/campaigns/{later['id']}/inputs", json={"inputs": ["nonsense"]})
        assert refused.status_code == 422
        assert client.put(f"/campaigns/{later['id']}/inputs", json={"inputs": []}).json()["items"] == []

    def test_inputs_can_be_given_with_the_campaign_itself(
        self, client: httpx2.Client, finished: dict[str, Any]
    ) -> None:
        post = assets(client, finished, "social_posts")[0]["id"]
        later = client.post("/campaigns", json={**BRIEF, "name": "Winter Trails", "inputs": [post]}).json()
        path = f"/campaigns/{later['id']}"
        assert [item["id"] for item in client.get(f"{path}/inputs").json()["items"]] == [post]
        assert client.patch(path, json={"inputs": []}).status_code == 200
        assert client.get(f"{path}/inputs").json()["items"] == []
        before = len(client.get("/campaigns", params={"q": "Winter"}).json()["items"])
        assert client.post("/campaigns", json={**BRIEF, "inputs": ["nonsense"]}).status_code == 422
        assert len(client.get("/campaigns", params={"q": "Winter"}).json()["items"]) == before


class TestShares:
    def test_a_link_shows_the_results_to_anybody_until_it_is_revoked(
        self, client: httpx2.Client, server: Server, finished: dict[str, Any]
    ) -> None:
        share = client.post("/shares", json={"campaign_id": finished["id"], "expires_in": 3600}).json()
        path = share["url"].partition("/s/")[2]
        page = httpx2.get(f"{server.url}/s/{path}")
        assert page.status_code == 200
        assert "Trail Season" in page.text
        assert "<script" not in page.text
        assert "script-src" not in page.headers["content-security-policy"]
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["referrer-policy"] == "no-referrer"
        for item in assets(client, finished):
            file = httpx2.get(f"{server.url}/s/{path}/{item['id']}")
            assert file.status_code == 200
            assert len(file.content) == item["size"]
            assert file.headers["content-security-policy"].startswith("sandbox;")
        listed = client.get("/shares", params={"campaign_id": finished["id"]}).json()["items"][0]
        assert (listed["views"], listed["active"]) == (1, True)
        assert "url" not in listed
        assert client.delete(f"/shares/{share['id']}").status_code == 204
        gone = httpx2.get(f"{server.url}/s/{path}")
        assert gone.status_code == 410
        assert "revoked" in gone.text
        assert httpx2.get(f"{server.url}/s/{path}/{item['id']}").status_code == 410

    def test_a_new_link_takes_the_place_of_the_old_one(
        self, client: httpx2.Client, server: Server, finished: dict[str, Any]
    ) -> None:
        post, other = assets(client, finished, "social_posts")[0], assets(client, finished, "images")[0]
        share = client.post("/shares", json={"asset_id": post["id"]}).json()
        renewed = client.post(f"/shares/{share['id']}/link").json()
        old, new = (made["url"].partition("/s/")[2] for made in (share, renewed))
        assert httpx2.get(f"{server.url}/s/{old}").status_code == 404
        assert httpx2.get(f"{server.url}/s/{new}/{post['id']}").status_code == 200
        assert httpx2.get(f"{server.url}/s/{new}/{other['id']}").status_code == 404

    @pytest.mark.parametrize("body", [{}, {"campaign_id": "x", "asset_id": "y"}, {"expires_in": 5}])
    def test_a_share_of_nothing_certain_is_refused(self, client: httpx2.Client, body: dict[str, Any]) -> None:
        assert client.post("/shares", json=body).status_code == 422


class TestCaps:
    def test_a_run_stops_at_its_cap_and_names_it(self, client: httpx2.Client) -> None:
        draft = client.post(
            "/campaigns", json={**BRIEF, "deliverables": [{"type": "social_posts", "quantity": 3}]}
        ).json()
        client.post(f"/campaigns/{draft['id']}/run", json={"cap": 2})
        failed = wait_for(client, draft["id"], "failed")
        assert failed["error"]["cause"] == "the cap of 2 credits for this run is reached"
        assert failed["error"]["mend"] == "restart with a higher cap"
        client.post(f"/campaigns/{draft['id']}/restart", json={"cap": 1})
        assert wait_for(client, draft["id"], "completed")["error"] is None

    def test_a_monthly_cap_holds_for_the_whole_workspace(self, client: httpx2.Client) -> None:
        spent = client.get("/credits/cap").json()["spent"]
        assert client.put("/credits/cap", json={"monthly": spent}).json() == {
            "monthly": spent,
            "spent": spent,
        }
        draft = client.post(
            "/campaigns", json={**BRIEF, "deliverables": [{"type": "social_posts", "quantity": 1}]}
        ).json()
        client.post(f"/campaigns/{draft['id']}/run")
        failed = wait_for(client, draft["id"], "failed")
        assert failed["error"]["cause"] == f"the monthly cap of {spent} credits is reached"
        assert client.put("/credits/cap", json={"monthly": None}).json()["monthly"] is None
        client.post(f"/campaigns/{draft['id']}/restart")
        wait_for(client, draft["id"], "completed")


@pytest.fixture(scope="module")
def stored() -> Iterator[Server]:
    """A server that keeps its files in a bucket of a real S3 endpoint on this machine."""
    moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    urlopen(Request(f"http://{host}:{port}/made", method="PUT")).close()
    keys = "region=us-east-1&access_key_id=test&secret_access_key=test"
    with serving(DRUMBEAT_S3_URL=f"s3://made/here?endpoint=http://{host}:{port}&{keys}") as running:
        yield running
    moto.stop()


def test_files_are_made_into_the_bucket_and_served_from_it(stored: Server) -> None:
    with stored.client() as client:
        campaign = made(client, jingle=1, social_posts=1)
        jingle = assets(client, campaign, "jingle")[0]
        path = f"/assets/{jingle['id']}/content"
        whole = client.get(path)
        assert len(whole.content) == jingle["size"]
        assert whole.headers["content-type"] == jingle["mime"]
        part = client.get(path, headers={"Range": "bytes=100-299"})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes 100-299/{jingle['size']}"
        assert part.content == whole.content[100:300]
        tail = client.get(path, headers={"Range": "bytes=-50"})
        assert tail.content == whole.content[-50:]
        beyond = client.get(path, headers={"Range": f"bytes={jingle['size']}-"})
        assert beyond.status_code == 416
        assert len(downloaded(client, campaign)) == len(assets(client, campaign))
    assert not list((stored.data_dir / "files").rglob("*"))


def test_a_product_photo_larger_than_other_bodies_is_uploaded_shown_and_taken_away(
    client: httpx2.Client,
) -> None:
    draft = client.post("/campaigns", json=BRIEF).json()
    written = io.BytesIO()
    Image.effect_noise((1400, 1400), 90).save(written, "PNG")
    assert len(written.getvalue()) > 1_000_000
    address = f"/campaigns/{draft['id']}/photo"
    put = client.put(address, files={"file": ("shoe.png", written.getvalue(), "image/png")})
    assert put.status_code == 204, put.text
    shown = client.get(address)
    assert (shown.headers["content-type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    wrong = client.put(address, files={"file": ("shoe.svg", b"<svg/>", "image/svg+xml")})
    assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
