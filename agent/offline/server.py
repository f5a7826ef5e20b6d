"""The embedded brain behind an OpenAI-compatible endpoint: chat completions, streamed or whole, and the model list."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.offline.completion import chunks, completion
from agent.offline.policy import answer

MODEL = "drumbeat-embedded"
MOST_BYTES = 2_000_000
"""A request larger than this is no conversation."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="allow")
    role: str
    content: str | list[dict[str, Any]] | None = None


class _StreamOptions(BaseModel):
    model_config = ConfigDict(extra="allow")
    include_usage: bool = False


class _Request(BaseModel):
    """The parts of a chat completion request that matter here; others are accepted and ignored."""

    model_config = ConfigDict(extra="allow")
    model: str
    messages: list[_Message] = Field(min_length=1)
    tools: list[dict[str, Any]] | None = None
    stream: bool = False
    stream_options: _StreamOptions | None = None


def create_app(
    *,
    clock: Callable[[], float] = time.time,
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
) -> FastAPI:
    """The endpoint as an ASGI app. `clock` gives Unix seconds, `new_id` the tail of completion and call ids."""
    app = FastAPI(title="Drumbeat's embedded brain", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/v1/models")
    async def models() -> dict[str, Any]:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "drumbeat"}
        return {"object": "list", "data": [model]}

    @app.post("/v1/chat/completions")
    async def chat_completions(request: Request) -> Response:
        body = await request.body()
        if len(body) > MOST_BYTES:
            return _error(413, "The request is too large.", "messages")
        try:
            wanted = _Request.model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            return _error(400, str(first["msg"]), ".".join(str(part) for part in first["loc"]))
        try:
            reply = answer([message.model_dump() for message in wanted.messages])
        except (ValueError, KeyError, TypeError) as error:
            return _error(400, f"The messages cannot be read: {error}", "messages")
        head = {"id": f"chatcmpl-{new_id()}", "created": int(clock()), "model": wanted.model}
        prompt = sum(len(str(message.content or "")) for message in wanted.messages) // 4
        calls = _permitted(reply.calls, wanted.tools, new_id)
        if not wanted.stream:
            return JSONResponse(completion(head, reply.text, calls, prompt))
        usage = wanted.stream_options is not None and wanted.stream_options.include_usage
        events = chunks(head, reply.text, calls, prompt if usage else None)
        return StreamingResponse(_events(events), media_type="text/event-stream")

    return app


def _permitted(
    calls: Any, tools: list[dict[str, Any]] | None, new_id: Callable[[], str]
) -> list[dict[str, Any]]:
    """The calls in OpenAI's shape; only tools that the request offers, when it names any."""
    offered = {tool.get("function", {}).get("name") for tool in tools or ()}
    return [
        {
            "id": f"call_{new_id()}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments, ensure_ascii=False)},
        }
        for call in calls
        if not offered or call.name in offered
    ]


async def _events(parts: list[dict[str, Any]]) -> AsyncIterator[str]:
    for part in parts:
        yield f"data: {json.dumps(part, ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"


def _error(status: int, message: str, parameter: str) -> JSONResponse:
    error = {"message": message, "type": "invalid_request_error", "param": parameter, "code": None}
    return JSONResponse({"error": error}, status_code=status)
