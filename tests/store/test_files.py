"""A file is there whole or not at all, once for its content, and goes when nothing refers to it."""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from store.files import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def everything(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_what_is_put_is_read_back_under_its_digest(files: FileStore) -> None:
    sha256, size = files.put(b"a poster")
    assert sha256 == hashlib.sha256(b"a poster").hexdigest()
    assert size == 8
    assert files.read(sha256) == b"a poster"
    assert files.path(sha256).parts[-3:] == (sha256[:2], sha256[2:4], sha256)


def test_the_same_content_is_kept_once_even_by_many_at_once(files: FileStore, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(files.put, [b"same"] * 32))
    assert len(kept) == 1
    assert len(everything(tmp_path)) == 1


def test_a_sweep_drops_what_nothing_refers_to_and_what_a_crash_left(files: FileStore, tmp_path: Path) -> None:
    kept, _ = files.put(b"kept")
    orphan, _ = files.put(b"orphan")
    (files.path(orphan).parent / "tmpabc.part").write_bytes(b"half wri")
    assert files.sweep({kept}) == 2
    assert everything(tmp_path) == [kept]


def test_a_sweep_spares_what_is_young(files: FileStore, tmp_path: Path) -> None:
    young, _ = files.put(b"young")
    old, _ = files.put(b"old")
    long_ago = time.time() - 7200
    os.utime(files.path(old), (long_ago, long_ago))
    assert files.sweep(set(), timedelta(hours=1)) == 1
    assert everything(tmp_path) == [young]


def test_putting_an_old_orphan_again_saves_it_from_the_sweep(files: FileStore, tmp_path: Path) -> None:
    again, _ = files.put(b"again")
    long_ago = time.time() - 7200
    os.utime(files.path(again), (long_ago, long_ago))
    files.put(b"again")
    assert files.sweep(set(), timedelta(hours=1)) == 0


def test_an_empty_store_can_be_swept(files: FileStore) -> None:
    assert files.sweep(set()) == 0
