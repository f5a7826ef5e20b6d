"""Two servers on one PostgreSQL share the work; one is killed, the other finishes its run."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.serving import Server, wait_for

BODY = {
    "name": "Shared",
    "topic": "our new trail shoes",
    "objective": "a thousand new leads",
    "deliverables": [
        {"type": "research"},
        {"type": "social_posts", "quantity": 6},
        {"type": "images", "quantity": 6},
    ],
}
PRICE = 5 + 6 + 24


def test_the_run_of_a_killed_server_is_finished_by_the_other(postgres_url: str) -> None:
    settings = {
        "DRUMBEAT_DATABASE_URL": postgres_url,
        "DRUMBEAT_HEARTBEAT_SECONDS": "0.5",
        "DRUMBEAT_REAP_AFTER_SECONDS": "3",
    }
    with tempfile.TemporaryDirectory(prefix="drumbeat-") as folder:
        first, second = Server(Path(folder), settings), Server(Path(folder), settings)
        try:
            first.start()
            second.start()
            with first.client() as client:
                campaign_id = client.post("/campaigns", json=BODY).json()["id"]
                assert client.post(f"/campaigns/{campaign_id}/run").status_code == 200
                while not client.get(f"/campaigns/{campaign_id}/progress").json()["done"]:
                    time.sleep(0.05)
            first.kill()
            with second.client() as client:
                campaign = wait_for(client, campaign_id, "completed", "failed")
                assert campaign["status"] == "completed", campaign["error"]
                entries = client.get("/credits/ledger", params={"limit": 200}).json()["items"]
                charges = [e for e in entries if e["cause"].get("campaign_id") == campaign_id]
                assert (len(charges), sum(e["amount"] for e in charges)) == (13, -PRICE)
                assert sum(e["amount"] for e in entries) == client.get("/credits").json()["balance"]
        finally:
            first.stop()
            second.stop()
