"""Files by their content: the name of a file is the SHA-256 of what is in it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256 as digest_of
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

_TEMPORARY = ".part"


class Files(Protocol):
    """Where the made files lie, each under the SHA-256 of what is in it. Calls block: make them in a thread."""

    def put(self, data: bytes) -> tuple[str, int]:
        """Keep the bytes, whole or not at all; returns their SHA-256 in hex and their size."""
        ...

    def local(self, sha256: str) -> Path | None:
        """The file on this machine; None where files lie elsewhere."""
        ...

    def has(self, sha256: str) -> bool: ...

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError."""
        ...

    def chunks(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to but not with `end`, piece by piece. Raises FileNotFoundError."""
        ...

    def sweep(self, referenced: set[str], older_than: timedelta = timedelta(0)) -> int:
        """Remove what nothing refers to when it is older than that; how many files went."""
        ...


CHUNK = 256 * 1024
"""Bytes given on at once: a video is never in memory as a whole."""


class FileStore:
    """`Files` in a folder: `ab/cd/<sha256>`. Processes may share it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, data: bytes) -> tuple[str, int]:
        """Keep the bytes, whole or not at all; returns their SHA-256 in hex and their size."""
        sha256 = digest_of(data).hexdigest()
        target = self.path(sha256)
        if target.exists():
            # Young again, so that a sweep that does not know the new row yet leaves it alone.
            os.utime(target)
            return sha256, len(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, suffix=_TEMPORARY, delete=False) as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(target)
        _sync_folder(target.parent)
        return sha256, len(data)

    def path(self, sha256: str) -> Path:
        """Where the file lies, or would lie."""
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def local(self, sha256: str) -> Path | None:
        return self.path(sha256)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def chunks(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        with self.path(sha256).open("rb") as file:
            file.seek(start)
            left = end - start
            while left > 0 and (piece := file.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError."""
        return self.path(sha256).read_bytes()

    def sweep(self, referenced: set[str], older_than: timedelta = timedelta(0)) -> int:
        """Remove what nothing refers to, and what a crash left half written, when it is older than that.

        Returns how many files went.
        """
        before = time.time() - older_than.total_seconds()
        gone = 0
        for file in self._files():
            if file.name not in referenced and file.stat().st_mtime <= before:
                file.unlink(missing_ok=True)
                gone += 1
        return gone

    def _files(self) -> Iterator[Path]:
        if self._root.exists():
            yield from (path for path in self._root.glob("*/*/*") if path.is_file())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
