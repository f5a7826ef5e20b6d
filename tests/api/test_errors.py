"""What cannot be done is said clearly, as a problem document, and leaves nothing half done."""

from __future__ import annotations

import httpx2
import pytest

from tests.serving import Server, Talk

NOBODY = "01890000-0000-7000-8000-000000000000"


def refused(answer: httpx2.Response, status: int) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    return problem


@pytest.fixture
def draft(client: httpx2.Client) -> str:
    created: str = client.post("/campaigns", json={"name": "Draft"}).json()["id"]
    return created


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/campaigns/{NOBODY}"),
        ("GET", "/campaigns/not-an-id"),
        ("POST", f"/campaigns/{NOBODY}/run"),
        ("GET", f"/campaigns/{NOBODY}/events"),
        ("GET", f"/assets/{NOBODY}/content"),
        ("GET", f"/conversations/{NOBODY}"),
        ("DELETE", f"/knowledge/{NOBODY}"),
        ("GET", "/nothing/here"),
    ],
)
def test_what_does_not_exist_is_not_found(client: httpx2.Client, method: str, path: str) -> None:
    refused(client.request(method, path), 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": 7}, "name"),
        ({"deliverables": [{"type": "poems"}]}, "deliverables.0.type"),
        ({"deliverables": [{"type": "images", "quantity": 0}]}, "deliverables.0.quantity"),
        ({"deliverables": [{"type": "images", "quantity": "many"}]}, "deliverables.0.quantity"),
        ({"channels": ["smoke signals"]}, "channels.0"),
        ({"deadline": "soon"}, "deadline"),
        ({"colour": "red"}, "colour"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\u0000b"}, "name"),
        ({"strategy": {"audience": "a\u001bb"}}, "strategy.audience"),
        ({"products": ["a\u0000b"]}, "products.0"),
    ],
)
def test_a_bad_value_names_its_field(client: httpx2.Client, body: dict, field: str) -> None:
    before = client.get("/campaigns", params={"limit": 100}).json()["items"]
    problem = refused(client.post("/campaigns", json=body), 422)
    assert problem["errors"][0]["field"] == field
    assert client.get("/campaigns", params={"limit": 100}).json()["items"] == before


def test_a_body_that_is_no_json_is_said_to_be_none(client: httpx2.Client) -> None:
    answer = client.post("/campaigns", content=b"{", headers={"Content-Type": "application/json"})
    refused(answer, 422)


def test_a_huge_body_is_refused_unread(client: httpx2.Client) -> None:
    refused(client.post("/campaigns", content=b'{"name": "' + b"x" * 10_000_000 + b'"}'), 413)


def test_an_illegal_command_lists_the_legal_ones(client: httpx2.Client, draft: str) -> None:
    problem = refused(client.post(f"/campaigns/{draft}/pause"), 409)
    assert "pause" not in problem["legal"]
    assert "archive" in problem["legal"]


def test_an_incomplete_campaign_names_what_it_needs(client: httpx2.Client, draft: str) -> None:
    problem = refused(client.post(f"/campaigns/{draft}/run"), 409)
    assert problem["needed"] == ["topic", "objective", "deliverables"]
    assert client.get(f"/campaigns/{draft}").json()["status"] == "draft"


def test_without_a_key_nobody_is_let_in(server: Server) -> None:
    refused(httpx2.get(f"{server.url}/api/v1/campaigns"), 401)
    refused(httpx2.get(f"{server.url}/api/v1/campaigns", headers={"Authorization": "Bearer db_wrong"}), 401)


def test_an_ended_conversation_says_so(client: httpx2.Client) -> None:
    talk = Talk.begin(client)
    talk.say("goodbye")
    assert talk.ended
    refused(client.post(f"/conversations/{talk.id}/turns", json={"text": "hello?"}), 409)


def test_an_empty_turn_is_refused(client: httpx2.Client) -> None:
    talk = Talk.begin(client)
    refused(client.post(f"/conversations/{talk.id}/turns", json={"text": "  "}), 422)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/conversations", {"campaign_id": "a\u0000b"}, "campaign_id"),
        ("/knowledge", {"title": "a\u0000b", "text": "Shoes."}, "title"),
        ("/keys", {"name": "a\u0000b"}, "name"),
        ("/credits/grants", {"amount": 1, "key": "a\u0000b"}, "key"),
    ],
)
def test_a_control_character_names_its_field(
    client: httpx2.Client, path: str, body: dict, field: str
) -> None:
    assert refused(client.post(path, json=body), 422)["errors"][0]["field"] == field


def test_a_turn_may_have_lines_but_no_control_characters(client: httpx2.Client) -> None:
    talk = Talk.begin(client)
    problem = refused(client.post(f"/conversations/{talk.id}/turns", json={"text": "a\u0000b"}), 422)
    assert problem["errors"][0]["field"] == "text"
    assert talk.say("a new campaign\r\ncalled\tSummer Sale")


def test_a_cursor_that_was_not_given_out_is_refused(client: httpx2.Client) -> None:
    refused(client.get("/campaigns", params={"cursor": "???"}), 422)


def test_another_site_cannot_write_with_the_owners_cookie(server: Server) -> None:
    with httpx2.Client(base_url=server.url) as browser:
        browser.cookies.set("drumbeat", "anything")
        answer = browser.post("/api/v1/campaigns", json={}, headers={"Sec-Fetch-Site": "cross-site"})
        refused(answer, 403)
