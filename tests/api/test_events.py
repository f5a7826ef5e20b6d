"""Server-sent events: live, resumable, and no reason for a server not to stop."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx2

from tests.serving import KEY, Server, serving

BODY = {
    "name": "Told",
    "topic": "our new tea",
    "objective": "100 orders",
    "deliverables": [{"type": "research"}, {"type": "social_posts", "quantity": 2}],
}


def events(answer: httpx2.Response) -> Iterator[dict]:
    event: dict = {}
    for line in answer.iter_lines():
        if not line and event:
            yield event
            event = {}
        elif line.startswith(("id:", "event:", "data:")):
            name, _, value = line.partition(":")
            event[name] = json.loads(value) if name == "data" else value.strip()


def test_a_run_is_told_as_it_happens_and_again_from_where_a_reader_was_cut_off(
    client: httpx2.Client,
) -> None:
    campaign_id = client.post("/campaigns", json=BODY).json()["id"]
    told = []
    with client.stream("GET", f"/campaigns/{campaign_id}/events", headers={"Last-Event-ID": "0"}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        client_two = client.post(f"/campaigns/{campaign_id}/run")
        assert client_two.status_code == 200
        for event in events(answer):
            told.append(event)
            if event["event"] == "campaign.completed":
                break
    kinds = [event["event"] for event in told]
    assert kinds[0] == "campaign.created"
    assert kinds.count("unit.completed") == 3
    assert kinds.index("step.completed") < kinds.index("campaign.completed")
    middle = told[len(told) // 2]["id"]
    with client.stream(
        "GET", f"/campaigns/{campaign_id}/events", headers={"Last-Event-ID": middle}
    ) as answer:
        again = []
        for event in events(answer):
            again.append(event)
            if event["event"] == "campaign.completed":
                break
    assert again == told[len(told) // 2 + 1 :]


def test_progress_and_spoken_words_are_true_at_every_event(client: httpx2.Client) -> None:
    campaign_id = client.post("/campaigns", json=BODY).json()["id"]
    client.post(f"/campaigns/{campaign_id}/run")
    percents = []
    with client.stream("GET", f"/campaigns/{campaign_id}/events", headers={"Last-Event-ID": "0"}) as answer:
        for event in events(answer):
            progress = client.get(f"/campaigns/{campaign_id}/progress").json()
            percents.append(progress["percent"])
            made = sum(item["quantity"] for item in progress["done"])
            left = sum(item["quantity"] for item in progress["pending"]) + len(progress["active"])
            assert made + left == 3
            assert progress["spoken"].strip()
            assert ("done" in progress["spoken"]) == bool(made)
            if event["event"] == "campaign.completed":
                break
    assert percents == sorted(percents)
    assert percents[-1] == 100


def test_an_open_stream_does_not_hold_up_a_server_that_is_told_to_stop() -> None:
    with serving() as server, httpx2.Client(headers={"Authorization": f"Bearer {KEY}"}) as client:
        with client.stream("GET", f"{server.url}/api/v1/events") as answer:
            begun = time.monotonic()
            stop(server)
            assert not list(answer.iter_lines())
        assert time.monotonic() - begun < 4
        assert "Traceback" not in "".join(server.lines)


def stop(server: Server) -> None:
    assert server.process is not None
    server.process.terminate()


def test_an_event_id_too_large_for_any_database_is_refused_by_name(client: httpx2.Client) -> None:
    refused = client.get("/events", headers={"Last-Event-ID": "9" * 30})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Last-Event-ID"
