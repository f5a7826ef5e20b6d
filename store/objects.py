"""Files in object storage: S3 and what speaks like it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256 as digest_of
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.store import S3Store

from settings import Settings
from store.files import CHUNK, Files, FileStore

if TYPE_CHECKING:
    from obstore.store import S3Config

YOUNG = timedelta(hours=1)
"""Objects younger than this are never swept: another process may have put one whose row is not written yet."""
_TIMEOUT = "20 s"
"""Of one request; retries come on top."""


class BadStorageUrl(ValueError):  # noqa: N818
    """The URL of the object storage cannot be used; the message says why."""


class ObjectStore:
    """`Files` in a bucket, as `ab/cd/<sha256>` under the prefix, which belongs to one database alone: the sweep
    removes whatever that database does not name. A put is whole or not at all, as S3 promises.
    """

    def __init__(self, url: str) -> None:
        self._store = _s3(url)

    def put(self, data: bytes) -> tuple[str, int]:
        """Also when it is there already: that makes it young again, so that a sweep leaves it alone."""
        sha256 = digest_of(data).hexdigest()
        obstore.put(self._store, _key(sha256), data)
        return sha256, len(data)

    def local(self, sha256: str) -> Path | None:  # noqa: ARG002
        return None

    def has(self, sha256: str) -> bool:
        try:
            obstore.head(self._store, _key(sha256))
        except FileNotFoundError:
            return False
        return True

    def read(self, sha256: str) -> bytes:
        return obstore.get(self._store, _key(sha256)).bytes().to_bytes()

    def chunks(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        if start >= end:
            return
        found = obstore.get(self._store, _key(sha256), options={"range": (start, end)})
        for piece in found.stream(min_chunk_size=CHUNK):
            yield bytes(piece)

    def sweep(self, referenced: set[str], older_than: timedelta = timedelta(0)) -> int:
        """Never younger ones than `YOUNG`, whatever `older_than` says."""
        before = datetime.now(UTC) - max(older_than, YOUNG)
        gone = 0
        for batch in obstore.list(self._store):
            keys = [
                item["path"]
                for item in batch
                if item["path"].rpartition("/")[2] not in referenced and item["last_modified"] <= before
            ]
            if keys:
                obstore.delete(self._store, keys)
                gone += len(keys)
        return gone


def files_of(settings: Settings) -> Files:
    """Where the settings say that files lie: the bucket, else the folder. Raises `BadStorageUrl`."""
    if settings.s3_url is None:
        return FileStore(settings.files_dir)
    return ObjectStore(settings.s3_url.get_secret_value())


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _s3(url: str) -> S3Store:
    """From `s3://bucket/prefix?endpoint=...&region=...&access_key_id=...&secret_access_key=...`.

    What is left out of the query comes from AWS's own variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, ...).
    """
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise BadStorageUrl("DRUMBEAT_S3_URL must look like s3://bucket/prefix")
    given = dict(parse_qsl(parts.query))
    unknown = given.keys() - {"endpoint", "region", "access_key_id", "secret_access_key", "session_token"}
    if unknown:
        raise BadStorageUrl(f"{', '.join(sorted(unknown))} in DRUMBEAT_S3_URL means nothing")
    endpoint = given.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL", "")
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=cast("S3Config", given),
        client_options={"allow_http": endpoint.startswith("http://"), "timeout": _TIMEOUT},
    )
