"""A streamed chat completion with tools, the same for every model (architecture rule 4)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, cast

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk

from agent.brain.mending import mended
from agent.brain.resting import Rest
from agent.offline.server import create_app
from settings import Settings

TRIES = 2
"""Requests for one answer, as long as nothing of it has come."""
SHORT_WAIT = 0.2
"""Seconds before the second request when the server names none."""
LONGEST_WAIT = 1.5
"""Seconds that a caller may wait for a server that said Retry-After; asked for more, the next brain answers."""


class BrainFailed(Exception):  # noqa: N818
    """The model did not answer: it timed out, refused or sent what is no chat completion. The cause is chained."""


class BrainResting(BrainFailed):
    """It failed a moment ago and is left alone; nobody waited for it."""


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
    rest: Rest = field(default_factory=Rest)
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def answer(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[str | ToolRequest]:
        """Yields text as it comes, and each tool request once the stream has ended. Raises BrainFailed.

        Asked again once when the server refused, hung up or said nothing before any text was out; a time-out is not
        tried again, for the caller has waited already.
        """
        if self.rest.resting:
            raise BrainResting(f"{self.name}: resting")
        tries = 0
        while True:
            tries += 1
            said = False
            try:
                async for piece in self._stream(messages, tools):
                    said = True
                    yield piece
                _require(said)
                self.rest.answered()
                return  # noqa: TRY300
            except (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError) as error:
                pause = _pause(error)
                if said or tries >= TRIES or pause is None or pause > LONGEST_WAIT:
                    self.rest.failed(pause if pause and pause > LONGEST_WAIT else 0.0)
                    raise BrainFailed(f"{self.name}: {type(error).__name__}") from error
            await self.wait(pause)

    async def _stream(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[str | ToolRequest]:
        requests: dict[int, ToolRequest] = {}
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
        for index in sorted(requests):
            request = requests[index]
            if request.name:
                yield ToolRequest(request.id or f"call_{index}", request.name, mended(request.arguments))

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
            request = requests.setdefault(fragment.index, ToolRequest("", "", ""))
            request.id = request.id or fragment.id or ""
            if fragment.function is not None:
                request.name += fragment.function.name or ""
                request.arguments += fragment.function.arguments or ""
    return texts


def _require(said: bool) -> None:
    if not said:
        raise ValueError("an empty answer")


def _pause(error: Exception) -> float | None:
    """Seconds until asking again makes sense; None when it does not."""
    if isinstance(error, (TimeoutError, openai.APITimeoutError, httpx2.TimeoutException)):
        return None
    if isinstance(error, openai.APIStatusError):
        if error.status_code != 429 and error.status_code < 500:
            return None
        named = error.response.headers.get("retry-after", "")
        return float(named) if named.replace(".", "", 1).isdigit() else SHORT_WAIT
    return SHORT_WAIT


def embedded_brain() -> Brain:
    """The rule-based brain, spoken to over its own endpoint in this process."""
    transport = httpx2.ASGITransport(app=create_app())
    client = openai.AsyncOpenAI(
        api_key="embedded",
        base_url="http://embedded/v1",
        max_retries=0,
        http_client=openai.DefaultAsyncHttpxClient(transport=transport),
    )
    # The last resort is asked whatever happened before: on this clock no rest is ever begun.
    return Brain("embedded", "drumbeat-embedded", client, timeout=10.0, rest=Rest(clock=lambda: inf))


def remote_brain(settings: Settings) -> Brain | None:
    """The configured model, or None when neither a key nor a base URL is set."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not settings.openai_base_url:
        return None
    client = openai.AsyncOpenAI(
        api_key=key or "none", base_url=settings.openai_base_url or None, max_retries=0
    )
    return Brain("openai", settings.brain_model, client, timeout=settings.brain_timeout)
