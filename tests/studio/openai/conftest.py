"""One provider on loopback for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import openai
import pytest

from studio.openai.client import openai_client
from tests.studio.openai.provider import Provider, providing


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider
    assert not provider.refused, "a request was not what OpenAI takes"


@pytest.fixture
async def client(provider: Provider) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai_client(provider.settings()) as client:
        yield client
