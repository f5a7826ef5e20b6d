"""The process in which a stranger's file is parsed: `python -m orchestrator.ingest.child KIND CHARSET < file`."""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict

from orchestrator.ingest.kinds import Kind, Unreadable
from orchestrator.ingest.readers import read

MOST_MEMORY = 1_000_000_000
"""Bytes of address space: many times what the largest file that is taken needs."""
MOST_CPU = 30
"""Seconds; measured, 600 dense pages take three."""
NICENESS = 10


def main() -> None:
    """Writes `{"document": …}` or `{"unreadable": "why"}` as JSON."""
    # A live call is worth more than a file that is read sooner.
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kind, charset = Kind(sys.argv[1]), sys.argv[2]
    answer: dict[str, object]
    try:
        answer = {"document": asdict(read(kind, sys.stdin.buffer.read(), charset))}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        answer = {"unreadable": "It takes too much memory to read. Save it again, or split it."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
