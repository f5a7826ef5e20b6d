"""A real server process for tests of the outer interface."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[1]
KEY = "db_test-key-for-the-owner"
PATIENCE = 120.0
"""Seconds within which a server on a busy two-core machine has started, or a small run has ended."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A `drumbeat serve` on a data directory of its own; killed and started again at will."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    lines: list[str] = field(default_factory=list)
    _reader: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "DRUMBEAT_DATA_DIR": str(self.data_dir),
            "DRUMBEAT_ADMIN_TOKEN": KEY,
            "HF_HUB_OFFLINE": "1",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()
        self.wait_until_ready()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as output:
            self.lines.extend(output)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, "".join(self.lines)
            try:
                if httpx2.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError("the server did not become ready:\n" + "".join(self.lines))

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        assert self.process is not None
        self.process.kill()
        self._ended()

    def _ended(self, seconds: float | None = None) -> None:
        assert self.process is not None
        self.process.wait(seconds)
        if self._reader is not None:
            self._reader.join()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self._ended(20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def sign_in_link(self) -> str:
        found = re.search(r"http://\S+/signin/\S+", "".join(self.lines))
        assert found, "".join(self.lines)
        return found.group(0)

    def client(self, key: str = KEY) -> httpx2.Client:
        return httpx2.Client(
            base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30
        )


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="drumbeat-") as folder:
        server = Server(Path(folder), settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@dataclass
class Talk:
    """A typed conversation over HTTP."""

    client: httpx2.Client
    id: str = ""
    campaign_id: str | None = None
    replies: list[str] = field(default_factory=list)
    ended: bool = False

    @classmethod
    def begin(cls, client: httpx2.Client, **body: Any) -> Talk:
        answer = client.post("/conversations", json=body)
        assert answer.status_code == 201, answer.text
        opened = answer.json()
        return cls(client, opened["id"], replies=[opened["reply"]], ended=opened["ended"])

    def say(self, text: str) -> str:
        answer = self.client.post(f"/conversations/{self.id}/turns", json={"text": text})
        assert answer.status_code == 200, answer.text
        turn = answer.json()
        self.campaign_id, self.ended = turn["campaign_id"], turn["ended"]
        self.replies.append(turn["reply"])
        reply: str = turn["reply"]
        return reply

    @property
    def campaign(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/campaigns/{self.campaign_id}").json()
        return found


def wait_for(client: httpx2.Client, campaign_id: str, *statuses: str) -> dict[str, Any]:
    """The campaign, once it has one of the statuses; follows its events rather than the clock."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        campaign: dict[str, Any] = client.get(f"/campaigns/{campaign_id}").json()
        if campaign["status"] in statuses:
            return campaign
        time.sleep(0.1)
    progress = client.get(f"/campaigns/{campaign_id}/progress").json()
    raise AssertionError(f"not {statuses} within {PATIENCE:.0f} s: {progress}")
