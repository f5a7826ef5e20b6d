from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agent.model_brain.model_server import ModelServer, model_server


@pytest.fixture(scope="module")
def _server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def model(_server: ModelServer) -> ModelServer:
    _server.scripts, _server.asked = [], []
    return _server
