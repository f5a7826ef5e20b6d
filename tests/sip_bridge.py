"""A telephone call into a LiveKit room: LiveKit's own SIP bridge with Redis, and baresip for a telephone.

The bridge's binary is looked for in `DRUMBEAT_LIVEKIT_SIP`, then on the PATH as `livekit-sip`. Nothing here installs
it: docs/decisions/045 says why. Redis and baresip are Debian's.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.livekit_server import KEY, SECRET, LiveKit
from tests.serving import free_port

RATE = 8000
STARTS_WITHIN = 30.0

_BRIDGE = """
api_key: {key}
api_secret: {secret}
ws_url: {url}
redis: {{address: "127.0.0.1:{redis}"}}
sip_port: {sip}
listen_ip: 127.0.0.1
local_net: 127.0.0.0/8
nat_1_to_1_ip: 127.0.0.1
use_external_ip: false
rtp_port: {rtp}-{rtp_end}
logging: {{level: debug}}
"""
_TELEPHONE = """
sip_listen 127.0.0.1:{sip}
module_path {modules}
module g711.so
module aufile.so
module sndfile.so
module_app account.so
module_app menu.so
audio_source aufile,{says}
audio_player aufile,{hears}
audio_alert aufile,{hears}
snd_path {folder}
rtp_ports {rtp}-{rtp_end}
"""


@dataclass(frozen=True, slots=True)
class Bridge:
    livekit: LiveKit
    port: int


def needed() -> Path:
    """The bridge's binary; skips by name where it or what belongs to it is not there."""
    found = os.environ.get("DRUMBEAT_LIVEKIT_SIP") or shutil.which("livekit-sip")
    if not found or not Path(found).is_file():
        pytest.skip("LiveKit SIP: no livekit-sip on the PATH or in DRUMBEAT_LIVEKIT_SIP")
    for program in ("redis-server", "baresip"):
        if shutil.which(program) is None:
            pytest.skip(f"LiveKit SIP: {program} is not installed")
    return Path(found)


@contextmanager
def redis() -> Iterator[int]:
    """The port of a Redis of the test's own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="drumbeat-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with _running(["redis-server", *options], Path(folder)):
            _wait_for(port)
            yield port


@contextmanager
def sip_bridge(livekit: LiveKit, redis_port: int) -> Iterator[Bridge]:
    program, port, rtp = needed(), free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="drumbeat-sip-") as folder:
        config = Path(folder) / "sip.yaml"
        values = {"key": KEY, "secret": SECRET, "url": livekit.url, "redis": redis_port, "sip": port}
        config.write_text(_BRIDGE.format(rtp=rtp, rtp_end=rtp + 20, **values), encoding="utf-8")
        with _running([str(program), "--config", str(config)], Path(folder)):
            _wait_for(port)
            yield Bridge(livekit, port)


@contextmanager
def telephone(bridge: Bridge, number: str, called: str, says: bytes) -> Iterator[Path]:
    """A call from `number`, up until the block ends, playing `says` (16-bit, 8 kHz); gives `heard_by`'s folder."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-baresip-") as name:
        folder = Path(name)
        with wave.open(str(folder / "says.wav"), "wb") as recording:
            recording.setnchannels(1)
            recording.setsampwidth(2)
            recording.setframerate(RATE)
            recording.writeframes(says)
        port, rtp = free_port(), free_port()
        modules = next(Path("/usr/lib").glob("**/baresip/modules"))
        values = {"says": folder / "says.wav", "hears": folder / "hears.wav", "folder": folder}
        config = _TELEPHONE.format(sip=port, rtp=rtp, rtp_end=rtp + 20, modules=modules, **values)
        (folder / "config").write_text(config, encoding="utf-8")
        account = f"<sip:{number}@127.0.0.1:{port}>;regint=0;audio_codecs=PCMU/8000/1\n"
        (folder / "accounts").write_text(account, encoding="utf-8")
        dial = f"/dial sip:{called}@127.0.0.1:{bridge.port}"
        with _running(["baresip", "-f", str(folder), "-e", dial], folder):
            yield folder


def heard_by(folder: Path) -> bytes:
    """What the telephone has heard so far: 16-bit at 8 kHz."""
    found = sorted(folder.glob("dump-*-dec.wav"))
    if not found:
        return b""
    data = found[0].read_bytes()
    return data[44:]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield
        assert process.poll() is None, log.read_text(errors="replace")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdin is not None
        process.stdin.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")
