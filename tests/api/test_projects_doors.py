"""Projects over HTTP, stage by stage, with the embedded writers and makers."""

from __future__ import annotations

import io
import json
import time
import zipfile
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
    assert changed.json()["to_film"] == [scene["number"] for scene in changed.json()["scenes"]]
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


def rendered(client: httpx2.Client, project: str, **body: int) -> dict[str, Any]:
    asked = client.post(f"/projects/{project}/render", json=body)
    assert asked.status_code == 202, asked.text
    return settled(client, project)


def test_what_is_finished_is_listed_packed_shared_and_counted_with_the_campaign(
    client: httpx2.Client, campaign: str
) -> None:
    project = client.post("/projects", json={"campaign_id": campaign, "kind": "image"}).json()["id"]
    client.post(f"/projects/{project}/ideas")
    settled(client, project)
    first = rendered(client, project, concept=1)
    assert (first["verdict"]["passed"], first["verdict"]["score"]) == (True, 1.0)
    second = rendered(client, project, concept=2)
    listed = client.get(f"/campaigns/{campaign}/assets").json()["items"]
    assert [asset["id"] for asset in listed] == second["assets"] != first["assets"]
    head = listed[0]
    assert (head["project_id"], head["version"], head["verdict"]) == (project, 2, second["verdict"])
    assert len(client.get(f"/assets/{head['id']}/versions").json()["items"]) == 2 * len(listed)
    packed = client.get(f"/campaigns/{campaign}/download")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert [entry["file"] for entry in manifest] == [
            f"projects/images/01-{asset['name']}" for asset in listed
        ]
        assert len(archive.read(manifest[0]["file"])) == head["size"]
    share = client.post("/shares", json={"asset_id": head["id"]}).json()
    path = share["url"].split("/s/")[1]
    outside = str(client.base_url).removesuffix("/").removesuffix("/api/v1")
    assert httpx2.get(f"{outside}/s/{path}").status_code == 200
    client.delete(f"/shares/{share['id']}")
    assert httpx2.get(f"{outside}/s/{path}").status_code == 410
    progress = client.get(f"/campaigns/{campaign}/progress").json()
    assert (progress["spent"], progress["spent_besides"]) == (8, 8)
    charged = client.get("/credits/ledger", params={"campaign_id": campaign}).json()["items"]
    assert [entry["amount"] for entry in charged] == [-4, -4]
    assert client.delete(f"/campaigns/{campaign}").status_code == 409


def test_what_a_project_will_cost_is_told_before_there_is_one(client: httpx2.Client) -> None:
    told = {one["kind"]: one for one in client.get("/projects/kinds").json()["kinds"]}
    assert list(told) == ["video", "banner", "flyer", "jingle", "image"]
    assert told["image"]["prices"] == {"ideas": 0, "reroll": 2, "render": 4}
    video = told["video"]
    assert (video["scene"], video["scenes"]) == ({"720p": 15, "1080p": 40}, [3, 5])
    assert sum(video["prices"][stage] for stage in ("script", "voice", "stitch")) == 12
