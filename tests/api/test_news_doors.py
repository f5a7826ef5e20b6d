"""Uploads, notifications, mail and webhooks over HTTP, from a server that is killed in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from aiosmtpd.controller import Controller

from tests.orchestrator import files
from tests.receiver import Receiver, Reply, receiver
from tests.serving import PATIENCE, Server, free_port, serving, wait_for

__all__ = ["receiver"]


class Sink:
    """Takes every letter."""

    def __init__(self) -> None:
        self.to: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.to += envelope.rcpt_tos
        return "250 kept"


@pytest.fixture(scope="module")
def sink() -> Iterator[tuple[Sink, int]]:
    taking = Sink()
    controller = Controller(taking, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield taking, controller.port
    controller.stop()


@pytest.fixture(scope="module")
def newsroom(sink: tuple[Sink, int]) -> Iterator[Server]:
    with serving(
        DRUMBEAT_PRIVATE_HOSTS="localhost", DRUMBEAT_SMTP_URL=f"smtp://127.0.0.1:{sink[1]}?starttls=no"
    ) as running:
        yield running


@pytest.fixture
def news(newsroom: Server) -> Iterator[httpx2.Client]:
    with newsroom.client() as connected:
        yield connected


def until(true: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come true")


def run(client: httpx2.Client, name: str) -> str:
    body = {
        "name": name,
        "topic": "our new trail shoes",
        "objective": "a thousand new leads",
        "deliverables": [{"type": "plan", "quantity": 1}],
    }
    campaign_id: str = client.post("/campaigns", json=body).json()["id"]
    assert client.post(f"/campaigns/{campaign_id}/run").status_code == 200
    wait_for(client, campaign_id, "completed")
    return campaign_id


class TestUploads:
    def test_a_file_is_uploaded_found_and_cited(self, news: httpx2.Client) -> None:
        upload = {
            "file": ("handbook.pdf", files.pdf("Welcome.", "The lounge opens at six."), "application/pdf")
        }
        kept = news.post("/knowledge/files", files=upload, data={"title": "Handbook"})
        assert kept.status_code == 201, kept.text
        assert (kept.json()["kind"], kept.json()["pages"], kept.json()["title"]) == ("pdf", 2, "Handbook")
        found = news.get("/knowledge/search", params={"q": "lounge"}).json()["items"]
        assert found[0]["source"] == "handbook.pdf, page 2"
        assert news.delete(f"/knowledge/{kept.json()['id']}").status_code == 204
        assert news.get("/knowledge/search", params={"q": "lounge"}).json()["items"] == []

    def test_a_file_larger_than_other_bodies_is_taken(self, news: httpx2.Client) -> None:
        kept = news.post("/knowledge/files", files={"file": ("long.txt", b"Pelican. " * 250_000)})
        assert kept.status_code == 201, kept.text
        assert news.delete(f"/knowledge/{kept.json()['id']}").status_code == 204

    def test_what_cannot_be_taken_is_named(self, news: httpx2.Client) -> None:
        for upload, field in (
            ({"file": ("locked.pdf", files.locked(files.pdf("secret")))}, "file"),
            ({"other": ("a.txt", b"a")}, "file"),
        ):
            refused = news.post("/knowledge/files", files=upload)
            assert refused.status_code == 422, refused.text
            assert refused.json()["errors"][0]["field"] == field
        huge = news.post("/knowledge/files", files={"file": ("huge.txt", b"a" * 22_000_000)})
        assert huge.status_code == 413

        def endless() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            for _ in range(25):
                yield b"a" * 1_000_000

        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        undeclared = news.post("/knowledge/files", content=endless(), headers=headers)
        assert undeclared.status_code == 413
        assert undeclared.json()["detail"] == "The body may have at most 21,000,000 bytes."
        for body in ({}, {"title": "A", "text": "a", "url": "https://a.example"}):
            assert news.post("/knowledge", json=body).status_code == 422
        inside = news.post("/knowledge", json={"url": "http://127.0.0.1:1/"})
        assert inside.status_code == 422
        assert inside.json()["errors"][0]["field"] == "url"

    def test_a_page_is_fetched(self, news: httpx2.Client, receiver: Receiver) -> None:
        receiver.answers(Reply(200, b"# Menu\n\nLentil soup.", {"Content-Type": "text/markdown"}))
        kept = news.post("/knowledge", json={"url": receiver.url("/menu")})
        assert kept.status_code == 201, kept.text
        assert (kept.json()["title"], kept.json()["source"]) == ("Menu", receiver.url("/menu"))


class TestNews:
    def test_a_finished_run_is_told_in_the_app_and_by_mail(
        self, news: httpx2.Client, sink: tuple[Sink, int]
    ) -> None:
        assert news.put("/notifications/address", json={"email": "no address"}).status_code == 422
        assert news.put("/notifications/address", json={"email": "ada@shop.example"}).status_code == 200
        campaign_id = run(news, "Harvest")

        def told() -> list[dict[str, Any]]:
            items = news.get("/notifications", params={"unread": True}).json()["items"]
            return [item for item in items if item["campaign_id"] == campaign_id]

        [item] = until(told)
        assert (item["kind"], item["title"]) == ("run_completed", "Harvest is done")
        assert news.post(f"/notifications/{item['id']}/read").json()["read_at"]
        assert told() == []
        until(lambda: news.get("/notifications/mail").json()["items"][0]["status"] == "sent")
        assert sink[0].to == ["ada@shop.example"]
        assert news.put("/notifications/address", json={"email": None}).status_code == 200

    def test_preferences_are_kept(self, news: httpx2.Client) -> None:
        quiet = news.put("/notifications/preferences/credits_low", json={"in_app": False, "mail": False})
        assert {"kind": "credits_low", "in_app": False, "mail": False} in quiet.json()["items"]
        assert quiet.json()["mail_server"] is True
        assert (
            news.put("/notifications/preferences/rain", json={"in_app": True, "mail": True}).status_code
            == 422
        )


class TestWebhooks:
    def test_a_delivery_outlives_a_kill(
        self, news: httpx2.Client, newsroom: Server, receiver: Receiver
    ) -> None:
        receiver.answers(Reply(500))
        body = {"url": receiver.url("/hook"), "events": ["campaign.completed"]}
        made = news.post("/webhooks", json=body).json()
        assert made["secret"].startswith("whsec_")
        hook = f"/webhooks/{made['id']}"
        assert "secret" not in news.get(hook).json()
        campaign_id = run(news, "Autumn")
        until(lambda: [each for each in news.get(f"{hook}/deliveries").json()["items"] if each["attempts"]])
        newsroom.kill()
        newsroom.start()
        until(lambda: len(receiver.requests) == 2)
        first, second = receiver.requests
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        [delivery] = until(
            lambda: [
                each
                for each in news.get(f"{hook}/deliveries").json()["items"]
                if each["status"] == "delivered"
            ]
        )
        assert [each["code"] for each in delivery["attempts"]] == [500, 200]
        items = news.get("/notifications").json()["items"]
        assert sum(item["campaign_id"] == campaign_id for item in items) == 1
        tried = news.post(f"{hook}/test").json()
        assert (tried["type"], tried["attempts"][0]["code"]) == ("webhook.test", 200)
        again = news.post(f"{hook}/deliveries/{delivery['id']}/redeliver").json()
        assert again["id"] == delivery["id"]
        assert news.patch(hook, json={"enabled": False}).json()["enabled"] is False
        assert news.delete(hook).status_code == 204
        assert news.get(hook).status_code == 404

    def test_a_private_address_is_refused(self, news: httpx2.Client) -> None:
        for url in (
            "https://169.254.169.254/latest",
            "http://shop.example/hook",
            "https://user:a@b.example/",
        ):
            refused = news.post("/webhooks", json={"url": url, "events": ["*"]})
            assert refused.status_code == 422, url
            assert refused.json()["errors"][0]["field"] == "url"
