"""A Drumbeat server of the rehearsal's own: another process, another data directory, gone afterwards."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2

from settings import Settings

READY_WITHIN = 90.0
"""Seconds; the first start on a busy machine migrates and builds the speech model."""
STOPS_WITHIN = 15.0


@asynccontextmanager
async def own_server(data_dir: Path, key: str, **settings: str) -> AsyncIterator[str]:
    """The address of a server that runs until the block ends. Raises RuntimeError when it does not start."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = data_dir / "server.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            "serve",
            "--port",
            str(port),
            cwd=Path(__file__).parents[2],
            env=own_environment(data_dir, key, {"DRUMBEAT_PUBLIC_URL": url, **settings}),
            stdout=output,
            stderr=output,
        )
    try:
        await _until_ready(url, process, log)
        yield url
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOPS_WITHIN)
            except TimeoutError:
                process.kill()
                await process.wait()


def own_environment(data_dir: Path, key: str, settings: dict[str, str]) -> dict[str, str]:
    """The environment of this process, every setting at its default but `_CARRIED` and the given ones.

    Said outright and not left out: the server reads `.env` too, where the environment wins, and an empty value is
    none.
    """
    plain = {f"DRUMBEAT_{name.upper()}": "" for name in Settings.model_fields if name not in _CARRIED}
    own = {"DRUMBEAT_DATA_DIR": str(data_dir.absolute()), "DRUMBEAT_ADMIN_TOKEN": key}
    return {**os.environ, **plain, **own, **settings}


_CARRIED = frozenset(
    {
        *("openai_api_key", "openai_base_url", "brain_model", "brain_timeout", "text_model", "image_model"),
        *("stt", "whisper_model", "whisper_beam", "transcribe_model"),
        *("tts", "piper_voice", "speech_model", "speech_voice", "speech_timeout"),
        *(
            "cache_dir",
            "units_at_once",
            "render_processes",
            "reading_processes",
            "otlp_url",
            "log_level",
            "log_json",
        ),
    }
)
"""Settings of who hears, thinks, makes and speaks: a rehearsal is of the house as it is set up, not of its owner's
data, callers, telephone or mail."""


async def _until_ready(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    async with httpx2.AsyncClient(timeout=2) as client, asyncio.timeout(READY_WITHIN):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            try:
                if (await client.get(f"{url}/readyz")).status_code == 200:
                    return
            except httpx2.TransportError:
                pass
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
