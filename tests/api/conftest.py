from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from tests.serving import Server, serving


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with serving(DRUMBEAT_STARTING_CREDITS="2000") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx2.Client]:
    with server.client() as connected:
        yield connected
