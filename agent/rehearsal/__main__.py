"""`python -m agent.rehearsal URL LINE…`: phones the server at URL, says the lines and prints what was measured."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from agent.rehearsal.caller import Line, call
from agent.rehearsal.command import dial


async def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m agent.rehearsal", description=__doc__)
    parser.add_argument("url", help="a running Drumbeat (http://…) or its media socket (ws://…)")
    parser.add_argument("lines", nargs="+", help="what to say, one turn each; [500] is a pause of 500 ms")
    parser.add_argument("--recording", type=Path, help="WAV file for both sides")
    given = parser.parse_args()
    call_sid = f"CA{uuid4().hex}"
    socket = given.url if given.url.startswith("ws") else await dial(given.url, call_sid=call_sid)
    script = [Line(words) for words in given.lines]
    record = await call(socket, script, recording=given.recording, call_sid=call_sid)
    print(json.dumps(asdict(record), default=str, indent=2))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(_main())
