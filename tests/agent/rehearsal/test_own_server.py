"""The server that the demo and the spoken evaluation call: its own, wherever another one may listen."""

from __future__ import annotations

from pathlib import Path

from agent.rehearsal.command import dial
from agent.rehearsal.server import own_server


async def test_a_call_to_it_is_sent_to_its_own_media_socket(tmp_path: Path) -> None:
    async with own_server(tmp_path, "db_a-key-of-its-own", DRUMBEAT_LOG_LEVEL="error") as url:
        address = await dial(url, call_sid="CA1")
    assert address.startswith(url.replace("http:", "ws:"))
