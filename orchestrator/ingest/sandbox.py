"""Parses files outside this process, with little memory and time and none of its secrets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

from orchestrator.ingest.kinds import Document, Kind, Section, Unreadable

MOST_SECONDS = 60.0
"""Of waiting for one file; its processor time is capped lower, in `child`."""
AT_ONCE = 2
"""Files that are parsed side by side; a call's audio must not wait for them."""

_ROOT = str(Path(__file__).resolve().parents[2])


class Sandbox:
    """A fresh process a file: what a parser breaks, leaks or is made to do ends with it."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def read(self, kind: Kind, data: bytes, charset: str = "") -> Document:
        """Raises `Unreadable`, also when the parser died or took too long."""
        async with self._turn:
            output = await _run(kind, data, charset)
        if not output:
            raise Unreadable("It takes too long to read. Save it again, or split it.")
        answer = json.loads(output)
        if "unreadable" in answer:
            raise Unreadable(answer["unreadable"])
        found = answer["document"]
        passages = tuple(Section(**each) for each in found.pop("passages"))
        return Document(passages=passages, **found)


async def _run(kind: Kind, data: bytes, charset: str) -> bytes:
    """What the child wrote; nothing when it was ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "orchestrator.ingest.child",
        kind.value,
        charset,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": _ROOT, "LANG": "C.UTF-8"},
    )
    try:
        async with asyncio.timeout(MOST_SECONDS):
            output, _ = await process.communicate(data)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return output if process.returncode == 0 else b""
