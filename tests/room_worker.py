"""A real `drumbeat room` beside a real server, with LiveKit's own server between them and the callers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.livekit_server import LiveKit
from tests.serving import KEY, ROOT, Server

READY_WITHIN = 300.0
"""Seconds within which a worker on a busy two-core machine has its first process ready; about 12 on an idle one."""


@dataclass
class Worker:
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line)
                if "Waiting for calls" in line:
                    self.ready.set()
        self.ready.set()

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def drain(self) -> None:
        """SIGTERM, as an orchestrator of containers sends it."""
        self.process.send_signal(signal.SIGTERM)


@contextmanager
def rooms_worker(server: Server, livekit: LiveKit, **settings: str) -> Iterator[Worker]:
    """Up and registered until the block ends."""
    environment = {
        **os.environ,
        "DRUMBEAT_DATA_DIR": str(server.data_dir),
        "DRUMBEAT_ADMIN_TOKEN": KEY,
        "HF_HUB_OFFLINE": "1",
        "PYTHONUNBUFFERED": "1",
        **server.settings,
        **livekit.settings,
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "room", "--port", "0", "--drain", "60"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    worker = Worker(process)
    reader = threading.Thread(target=worker.read, daemon=True)
    reader.start()
    try:
        assert worker.ready.wait(READY_WITHIN), worker.said
        assert process.poll() is None, worker.said
        yield worker
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        reader.join(10)
