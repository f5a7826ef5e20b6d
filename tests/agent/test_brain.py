"""A remote model is spoken to over real HTTP: fragments, stalls, refusals and nonsense, as they come in the field."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

from agent.brain import Brain, BrainFailed, ToolRequest, remote_brain
from settings import Settings
from tests.serving import free_port

MESSAGES = [{"role": "user", "content": "hello"}]
TOOLS = [{"type": "function", "function": {"name": "get_credits", "parameters": {"type": "object"}}}]


def chunk(**delta: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


def fragment(**function: Any) -> str:
    return chunk(tool_calls=[{"index": 0, "id": "call_1", "type": "function", "function": function}])


SCRIPTS = {
    "words": [chunk(content="Let me "), chunk(content="look.")],
    "interleaved": [
        chunk(content="One moment. "),
        fragment(name="get_cre", arguments=""),
        fragment(name="dits", arguments='{"a'),
        chunk(content="Still looking."),
        fragment(arguments='": 1}'),
    ],
    "broken": ['data: {"id": "x", "choi\n\n'],
}


@contextmanager
def model_server(script: str) -> Iterator[str]:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def completions(request: Request) -> Any:
        body = await request.json()
        assert body["stream"] is True
        assert body["messages"] == MESSAGES
        assert body["tools"] == TOOLS
        if script.isdigit():
            return JSONResponse({"error": {"message": "no", "type": "x"}}, status_code=int(script))

        async def stream() -> AsyncIterator[str]:
            if script == "stalls":
                yield chunk(content="I was just about to")
                await asyncio.Event().wait()
            for piece in SCRIPTS[script]:
                yield piece
            yield "data: [DONE]\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=0))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.should_exit = True
        thread.join()


async def asked(script: str) -> list[str | ToolRequest]:
    with model_server(script) as url:
        brain = remote_brain(Settings(openai_base_url=url, brain_timeout=0.5, _env_file=None))
        assert isinstance(brain, Brain)
        try:
            return [piece async for piece in brain.answer(MESSAGES, TOOLS)]
        finally:
            await brain.close()


async def test_words_come_as_they_are_streamed() -> None:
    assert await asked("words") == ["Let me ", "look."]


async def test_a_tool_call_in_fragments_between_words_arrives_whole() -> None:
    pieces = await asked("interleaved")
    assert pieces == ["One moment. ", "Still looking.", ToolRequest("call_1", "get_credits", '{"a": 1}')]


@pytest.mark.parametrize("script", ["broken", "stalls", "401", "500"])
async def test_a_model_that_fails_is_said_to_have_failed(script: str) -> None:
    with pytest.raises(BrainFailed):
        await asked(script)


def test_without_key_and_address_there_is_no_remote_brain() -> None:
    assert remote_brain(Settings(openai_base_url="", openai_api_key=None, _env_file=None)) is None
