"""A provider on loopback that reads requests as strictly as OpenAI does and answers in its shapes."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Literal

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from settings import Settings
from tests.serving import free_port

KEY = "sk-only-for-this-test"
USAGE = {
    "input_tokens": 812,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 344,
    "output_tokens_details": {"reasoning_tokens": 64},
    "total_tokens": 1156,
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Format(Strict):
    type: Literal["json_schema"]
    name: str
    strict: Literal[True]
    shape: dict[str, Any] = Field(alias="schema")


class ResponsesRequest(Strict):
    model: str
    input: str
    store: Literal[False]
    text: dict[str, Any] | None = None
    tools: list[dict[str, Any]] = []
    include: list[str] = []
    max_tool_calls: int | None = None


class ImagesRequest(Strict):
    model: str
    prompt: str
    size: str
    n: Literal[1]
    output_format: Literal["png", "webp", "jpeg"]


@dataclass
class Provider:
    """`answer` is the text that the model gives; `status`, `raw` and `output` bend the reply."""

    answer: str = ""
    status: int = 200
    error: dict[str, Any] = field(default_factory=dict)
    raw: str | None = None
    output: list[dict[str, Any]] | None = None
    incomplete: bool = False
    image: str | None = None
    url: str = ""
    responses: list[ResponsesRequest] = field(default_factory=list)
    images: list[ImagesRequest] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def settings(self, **more: Any) -> Settings:
        return Settings(
            _env_file=None,
            openai_api_key=KEY,
            openai_base_url=self.url,
            text_model="a-text-model",
            image_model="an-image-model",
            **more,
        )

    @property
    def prompt(self) -> str:
        return self.responses[-1].input

    def bent(self) -> Response | None:
        if self.status != 200:
            error = {"message": "no", "type": "error", "param": None, "code": None, **self.error}
            return JSONResponse({"error": error}, self.status)
        return Response(self.raw, media_type="application/json") if self.raw is not None else None


def answers(text: str, *citations: tuple[str, str]) -> list[dict[str, Any]]:
    """What a web search and the message after it look like."""
    notes = [
        {"type": "url_citation", "start_index": 0, "end_index": 5, "url": url, "title": title}
        for url, title in citations
    ]
    found = [{"type": "url", "url": url} for url, _ in citations]
    search = {
        "id": "ws_1",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": "q", "queries": ["q"], "sources": found},
    }
    return [
        *([search] if citations else []),
        message({"type": "output_text", "text": text, "annotations": notes}),
    ]


def message(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [content],
    }


def painted(width: int, height: int) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#1f6feb").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def check_schema(schema: dict[str, Any]) -> None:
    """Strict structured outputs want every object closed and every property required."""
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            raise HTTPException(400, "additionalProperties must be false")
        if sorted(schema.get("required", [])) != sorted(schema["properties"]):
            raise HTTPException(400, "every property must be required")
    for nested in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()):
        check_schema(nested)
    if "items" in schema:
        check_schema(schema["items"])


def application(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.exception_handler(ValidationError)
    @app.exception_handler(HTTPException)
    async def refuse(_: Request, error: Exception) -> JSONResponse:
        provider.refused.append(str(error))
        return JSONResponse({"error": {"message": str(error)}}, 400)

    async def read(request: Request) -> dict[str, Any]:
        if request.headers["authorization"] != f"Bearer {KEY}":
            raise HTTPException(401)
        body: dict[str, Any] = await request.json()
        return body

    @app.post("/v1/responses")
    async def responses(request: Request) -> Any:
        asked = ResponsesRequest(**await read(request))
        if asked.text is not None:
            check_schema(Format(**asked.text["format"]).shape)
        provider.responses.append(asked)
        return provider.bent() or {
            "id": "resp_1",
            "object": "response",
            "created_at": 1_780_000_000,
            "model": asked.model,
            "status": "incomplete" if provider.incomplete else "completed",
            "incomplete_details": {"reason": "max_output_tokens"} if provider.incomplete else None,
            "output": answers(provider.answer) if provider.output is None else provider.output,
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": asked.tools,
            "usage": USAGE,
        }

    @app.post("/v1/images/generations")
    async def images(request: Request) -> Any:
        asked = ImagesRequest(**await read(request))
        width, height = (int(side) for side in asked.size.split("x"))
        if width % 16 or height % 16:
            raise HTTPException(400, "sides must be divisible by 16")
        provider.images.append(asked)
        encoded = painted(width, height) if provider.image is None else provider.image
        return provider.bent() or {"created": 1_780_000_000, "data": [{"b64_json": encoded}], "usage": USAGE}

    return app


@contextmanager
def providing() -> Iterator[Provider]:
    port = free_port()
    provider = Provider(url=f"http://127.0.0.1:{port}/v1")
    config = uvicorn.Config(
        application(provider), port=port, log_level="critical", timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()


def as_json(**fields: Any) -> str:
    return json.dumps(fields)
