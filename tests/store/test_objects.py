"""Object storage keeps what the folder keeps, against a real S3 endpoint on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from store import objects
from store.objects import BadStorageUrl, ObjectStore

KEYS = "region=us-east-1&access_key_id=test&secret_access_key=test"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def url(endpoint: str, request: pytest.FixtureRequest) -> str:
    """A bucket of the test's own."""
    bucket = hashlib.sha256(request.node.name.encode()).hexdigest()[:20]
    urlopen(Request(f"{endpoint}/{bucket}", method="PUT")).close()
    return f"s3://{bucket}/drumbeat/files?endpoint={endpoint}&{KEYS}"


def test_what_is_put_is_read_back_whole_and_in_parts(url: str) -> None:
    store = ObjectStore(url)
    data = bytes(range(256)) * 4000
    sha256, size = store.put(data)
    assert (sha256, size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert store.has(sha256)
    assert store.read(sha256) == data
    assert b"".join(store.chunks(sha256, 0, size)) == data
    assert b"".join(store.chunks(sha256, 1000, 900_000)) == data[1000:900_000]
    assert list(store.chunks(sha256, 5, 5)) == []


def test_what_is_not_there_is_told_as_a_folder_tells_it(url: str) -> None:
    store = ObjectStore(url)
    assert not store.has("0" * 64)
    with pytest.raises(FileNotFoundError):
        store.read("0" * 64)


def test_a_sweep_drops_what_nothing_refers_to_and_spares_what_is_young(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ObjectStore(url)
    kept, _ = store.put(b"kept")
    orphan, _ = store.put(b"orphan")
    assert store.sweep({kept}) == 0
    monkeypatch.setattr(objects, "datetime", InTwoHours)
    assert store.sweep({kept}) == 1
    assert (store.has(kept), store.has(orphan)) == (True, False)


def test_a_sweep_never_leaves_its_prefix(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = ObjectStore(url.replace("drumbeat/files", "drumbeat/filesystem"))
    sha256, _ = neighbour.put(b"somebody else's")
    monkeypatch.setattr(objects, "datetime", InTwoHours)
    assert ObjectStore(url).sweep(set()) == 0
    assert neighbour.has(sha256)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://bucket/prefix", "look like s3://bucket/prefix"),
        ("s3://", "look like s3://bucket/prefix"),
        ("s3://bucket?colour=red", "colour in DRUMBEAT_S3_URL means nothing"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(BadStorageUrl, match=why):
        ObjectStore(url)


class InTwoHours(datetime):
    """A clock that is ahead: objects put now are old by it."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + timedelta(hours=2)
