"""Projects over HTTP, stage by stage, with the embedded writers and makers."""

from __future__ import annotations

import time
from typing import Any

import httpx2
import pytest

from tests.serving import PATIENCE

WORKING = (
    "generating_ideas",
    "generating_script",
    "generating_scenes",
    "generating",
    "rendering",
    "stitching",
)


@pytest.fixture
def campaign(client: httpx2.Client) -> str:
    brief = {
        "name": "Hat Weather",
        "topic": "our sun hats",
        "objective": "a thousand visits to the shop",
        "strategy": {"messaging": "shade you can fold"},
    }
    made: str = client.post("/campaigns", json=brief).json()["id"]
    return made


def settled(client: httpx2.Client, project: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found: dict[str, Any] = client.get(f"/projects/{project}").json()
        if found["status"] not in WORKING:
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found['status']}")


def test_a_video_is_developed_edited_and_kept_as_a_draft(client: httpx2.Client, campaign: str) -> None:
    body = {"campaign_id": campaign, "kind": "video", "direction": {"creative_style": "paper cut"}}
    created = client.post("/projects", json=body)
    assert created.status_code == 201, created.text
    project = created.json()["id"]
    assert client.post(f"/projects/{project}/render").json()["legal"] == ["ideas", "edit"]
    assert client.post(f"/projects/{project}/ideas").status_code == 202
    ideas = settled(client, project)
    assert [idea["number"] for idea in ideas["concepts"]] == [1, 2, 3]
    assert ideas["prices"] == {"ideas": 2, "script": 2}
    client.post(f"/projects/{project}/script", json={"concept": 2})
    script = settled(client, project)
    assert (script["status"], script["spent"], script["chosen"]) == ("script_ready", 2, 2)
    client.post(f"/projects/{project}/script", json={"note": "shorter"})
    shorter = settled(client, project)
    assert len(str(shorter["script"]["scenes"])) < len(str(script["script"]["scenes"]))
    client.post(f"/projects/{project}/scenes")
    client.patch(f"/projects/{project}", json={"title": "too early"})
    kept = settled(client, project)
    assert (kept["status"], kept["spent"]) == ("scenes_ready", 2)
    changed = client.patch(f"/projects/{project}", json={"scenes": [{"number": 1, "says": "Look up."}]})
    assert changed.json()["scenes"][0]["says"] == "Look up."
    wrong = client.patch(f"/projects/{project}", json={"scenes": [{"number": 9, "says": "No."}]})
    assert wrong.status_code == 422
    listed = client.get(f"/campaigns/{campaign}/projects").json()["items"]
    assert listed == client.get("/projects", params={"campaign_id": campaign}).json()["items"]
    assert listed[0]["version"] == changed.json()["version"]


def test_an_image_is_made_from_the_chosen_idea_and_served(client: httpx2.Client, campaign: str) -> None:
    before = client.get("/credits").json()["balance"]
    project = client.post("/projects", json={"campaign_id": campaign, "kind": "image"}).json()["id"]
    client.post(f"/projects/{project}/ideas")
    settled(client, project)
    client.post(f"/projects/{project}/render", json={"concept": 1})
    done = settled(client, project)
    assert done["status"] == "completed", done["error"]
    picture = client.get(done["output"][0]["content"].removeprefix("/api/v1"))
    assert picture.status_code == 200
    assert len(picture.content) == done["output"][0]["size"]
    assert client.get("/credits").json()["balance"] == before - 4
    assert client.get(f"/projects/{project}/files/{project}/content").status_code == 404
