"""A streamed chat completion with tools, the same for every model (architecture rule 4)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk

from agent.offline.server import create_app
from settings import Settings


class BrainFailed(Exception):  # noqa: N818
    """The model did not answer: it timed out, refused or sent what is no chat completion. The cause is chained."""


@dataclass(slots=True)
class ToolRequest:
    """A tool call as it was streamed; `arguments` is JSON text, complete once the stream has ended."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Brain:
    """One model. `timeout` is the seconds until the first piece of the answer, and between two pieces."""

    name: str
    model: str
    client: openai.AsyncOpenAI
    timeout: float

    async def answer(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[str | ToolRequest]:
        """Yields text as it comes, and each tool request once it is whole. Raises BrainFailed."""
        requests: dict[int, ToolRequest] = {}
        try:
            stream = await asyncio.wait_for(self._open(messages, tools), self.timeout)
            async with stream:
                chunks = aiter(stream)
                while True:
                    try:
                        chunk = await asyncio.wait_for(anext(chunks), self.timeout)
                    except StopAsyncIteration:
                        break
                    for text in _take(chunk, requests):
                        yield text
        except (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError) as error:
            raise BrainFailed(f"{self.name}: {type(error).__name__}") from error
        for index in sorted(requests):
            yield requests[index]

    async def _open(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> openai.AsyncStream[ChatCompletionChunk]:
        return await self.client.chat.completions.create(
            model=self.model,
            messages=cast("Any", list(messages)),
            tools=cast("Any", list(tools)),
            stream=True,
        )

    async def close(self) -> None:
        await self.client.close()


def _take(chunk: ChatCompletionChunk, requests: dict[int, ToolRequest]) -> list[str]:
    """Collects the fragments of tool calls; returns the text of the chunk."""
    texts: list[str] = []
    for choice in chunk.choices[:1]:
        if choice.delta.content:
            texts.append(choice.delta.content)
        for fragment in choice.delta.tool_calls or ():
            request = requests.setdefault(fragment.index, ToolRequest(fragment.id or "", "", ""))
            if fragment.function is not None:
                request.name += fragment.function.name or ""
                request.arguments += fragment.function.arguments or ""
    return texts


def embedded_brain() -> Brain:
    """The rule-based brain, spoken to over its own endpoint in this process."""
    transport = httpx2.ASGITransport(app=create_app())
    client = openai.AsyncOpenAI(
        api_key="embedded",
        base_url="http://embedded/v1",
        max_retries=0,
        http_client=openai.DefaultAsyncHttpxClient(transport=transport),
    )
    return Brain("embedded", "drumbeat-embedded", client, timeout=10.0)


def remote_brain(settings: Settings) -> Brain | None:
    """The configured model, or None when neither a key nor a base URL is set."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not settings.openai_base_url:
        return None
    client = openai.AsyncOpenAI(
        api_key=key or "none", base_url=settings.openai_base_url or None, max_retries=1
    )
    return Brain("openai", settings.brain_model, client, timeout=settings.brain_timeout)
