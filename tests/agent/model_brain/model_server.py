"""A scripted model behind a real OpenAI-compatible HTTP server: what it streams, byte by byte, is the test's word."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from agent.brain import ToolRequest
from tests.serving import free_port

STALL = "stall"
HANG_UP = "hang up"


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer that is no completion."""

    status: int
    retry_after: str | None = None


@dataclass
class Raw:
    """Events as they go over the line."""

    events: Sequence[str]


Script = Refusal | Raw | list[str | ToolRequest]


def event(finish: str | None = None, **delta: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


def fragment(index: int = 0, id: str | None = None, **function: Any) -> str:  # noqa: A002
    call = {"index": index, "id": id, "type": "function", "function": function}
    return event(tool_calls=[call])


def events_of(pieces: Sequence[str | ToolRequest]) -> list[str]:
    """The pieces as a model streams them: words in twos, arguments in fragments of seven characters."""
    found, calls = [event(role="assistant", content="")], 0
    for piece in pieces:
        if isinstance(piece, str):
            words = piece.split(" ")
            found += [event(content=" ".join(words[at : at + 2]) + " ") for at in range(0, len(words), 2)]
            continue
        found.append(fragment(calls, piece.id, name=piece.name, arguments=""))
        cuts = range(0, len(piece.arguments), 7)
        found += [fragment(calls, arguments=piece.arguments[at : at + 7]) for at in cuts]
        calls += 1
    return [*found, event("tool_calls" if calls else "stop"), "data: [DONE]\n\n"]


@dataclass
class ModelServer:
    """Answers each request with the next script, and with `after` once they are used up."""

    url: str
    scripts: list[Script] = field(default_factory=list)
    after: Script = field(default_factory=lambda: ["All done, it is running now."])
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> Response:
        self.asked.append(body)
        script = self.scripts.pop(0) if self.scripts else self.after
        if isinstance(script, Refusal):
            headers = {"Retry-After": script.retry_after} if script.retry_after else {}
            error = {"error": {"message": "no", "type": "scripted"}}
            return JSONResponse(error, status_code=script.status, headers=headers)
        events = script.events if isinstance(script, Raw) else events_of(script)
        return StreamingResponse(_sent(events), media_type="text/event-stream")

    @property
    def results(self) -> list[dict[str, Any]]:
        """The tool results that the last request showed the model."""
        messages = self.asked[-1]["messages"]
        return [json.loads(m["content"]) for m in messages if m["role"] == "tool"]


async def _sent(events: Sequence[str]) -> AsyncIterator[str]:
    for piece in events:
        if piece == STALL:
            await asyncio.Event().wait()
        if piece == HANG_UP:
            raise ConnectionError("the scripted model hangs up")
        yield piece


@contextmanager
def model_server() -> Iterator[ModelServer]:
    port = free_port()
    model = ModelServer(f"http://127.0.0.1:{port}/v1")
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def completions(request: Request) -> Response:
        return model.answer(await request.json())

    config = uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield model
    finally:
        server.should_exit = True
        thread.join()
