"""A real LiveKit server of the tests' own: loopback only, no STUN, on free ports, gone at the end.

Its binary is looked for in `DRUMBEAT_LIVEKIT_SERVER`, then on the PATH as `livekit-server`, then where `go install`
puts `github.com/livekit/livekit-server/cmd/server` under this repository's `.venv/go` (`.ci/run` does that).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.postgres import absent
from tests.serving import ROOT, free_port

KEY = "tests"
SECRET = "a-secret-of-the-tests-that-is-long-enough"
STARTS_WITHIN = 20.0

_CONFIG = """
port: {port}
bind_addresses: ["127.0.0.1"]
rtc:
  tcp_port: {tcp}
  udp_port: {udp}
  use_external_ip: false
  node_ip: 127.0.0.1
  interfaces: {{includes: [lo]}}
  ips: {{includes: [127.0.0.1/32]}}
  enable_loopback_candidate: true
  stun_servers: []
keys: {{{key}: "{secret}"}}
logging: {{level: warn}}
{more}
"""


@dataclass(frozen=True, slots=True)
class LiveKit:
    port: int

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What Drumbeat is told of it."""
        return {
            "DRUMBEAT_LIVEKIT_URL": self.url,
            "DRUMBEAT_LIVEKIT_API_KEY": KEY,
            "DRUMBEAT_LIVEKIT_API_SECRET": SECRET,
        }


def binary() -> Path | None:
    named = os.environ.get("DRUMBEAT_LIVEKIT_SERVER")
    places = [Path(named)] if named else []
    if on_path := shutil.which("livekit-server"):
        places.append(Path(on_path))
    places.append(ROOT / ".venv" / "go" / "bin" / "server")
    return next((place for place in places if place.is_file()), None)


@contextmanager
def livekit_server(more: str = "") -> Iterator[LiveKit]:
    """`more` is further configuration, as YAML."""
    program = binary()
    if program is None:
        absent(
            "LiveKit: no server is installed (go install github.com/livekit/livekit-server/cmd/server@v1.13.5)"
        )
    assert program is not None
    running = LiveKit(free_port())
    with tempfile.TemporaryDirectory(prefix="drumbeat-livekit-") as folder:
        config, log = Path(folder) / "livekit.yaml", Path(folder) / "log"
        udp = _free_udp_port()
        config.write_text(
            _CONFIG.format(port=running.port, tcp=free_port(), udp=udp, key=KEY, secret=SECRET, more=more),
            encoding="utf-8",
        )
        with log.open("wb") as output:
            process = subprocess.Popen(
                [program, "--config", config], stdout=output, stderr=subprocess.STDOUT, cwd=folder
            )
        try:
            _wait(process, f"http://127.0.0.1:{running.port}/", log)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            if httpx2.get(url, timeout=2).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("LiveKit's server did not start:\n" + log.read_text(errors="replace"))


def _free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
