"""The embedded brain through the real client, and raw."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import openai
import pytest

from agent.offline.server import create_app
from tests.agent.offline.imagined import Imagined, client

TOOLS: Any = [{"type": "function", "function": {"name": "create_campaign", "parameters": {"type": "object"}}}]


def messages(words: str) -> Any:
    state = json.dumps(Imagined().state())
    return [{"role": "system", "content": "STATE\n" + state}, {"role": "user", "content": words}]


async def test_a_streamed_tool_call_is_whole_when_its_pieces_are_joined() -> None:
    async with client() as brain:
        stream = await brain.chat.completions.create(
            model="drumbeat-embedded",
            messages=messages("create a campaign called Summer Sale with five images"),
            tools=TOOLS,
            stream=True,
            stream_options={"include_usage": True},
        )
        name, arguments, reasons, usage = "", "", [], None
        async for chunk in stream:
            usage = chunk.usage or usage
            for choice in chunk.choices:
                reasons.append(choice.finish_reason)
                for call in choice.delta.tool_calls or ():
                    assert call.function is not None
                    name += call.function.name or ""
                    arguments += call.function.arguments or ""
    assert name == "create_campaign"
    assert json.loads(arguments)["name"] == "Summer Sale"
    assert json.loads(arguments)["deliverables"] == [{"type": "images", "quantity": 5}]
    assert [reason for reason in reasons if reason] == ["tool_calls"]
    assert usage is not None
    assert usage.total_tokens > 0


async def test_words_are_streamed_in_small_pieces() -> None:
    async with client() as brain:
        stream = await brain.chat.completions.create(
            model="drumbeat-embedded", messages=messages("what can you make?"), tools=TOOLS, stream=True
        )
        pieces = [
            c.choices[0].delta.content async for c in stream if c.choices and c.choices[0].delta.content
        ]
    assert len(pieces) > 3
    assert "".join(pieces).endswith("?")


async def test_the_same_answer_comes_whole() -> None:
    async with client() as brain:
        whole = await brain.chat.completions.create(model="any", messages=messages("hello"))
        assert whole.choices[0].finish_reason == "stop"
        assert whole.choices[0].message.content
        assert [model.id async for model in brain.models.list()] == ["drumbeat-embedded"]


async def test_a_tool_that_was_not_offered_is_not_called() -> None:
    async with client() as brain:
        answer = await brain.chat.completions.create(model="any", messages=messages("goodbye"), tools=TOOLS)
    assert not answer.choices[0].message.tool_calls


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"model": "any"}, "messages"),
        ({"model": "any", "messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": "hi"}]}, "model"),
        ({"model": "any", "messages": [{"role": "system", "content": "hi"}]}, "messages"),
        (
            {"model": "any", "messages": [{"role": "system", "content": "STATE\n{"}, {"role": "user"}]},
            "messages",
        ),
    ],
)
async def test_bad_requests_are_refused_in_openais_shape(body: dict[str, Any], parameter: str) -> None:
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=create_app()), base_url="http://e"
    ) as raw:
        answer = await raw.post("/v1/chat/completions", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.json()["error"]["param"] == parameter


async def test_the_client_raises_its_own_error_for_a_bad_request() -> None:
    async with client() as brain:
        with pytest.raises(openai.BadRequestError):
            await brain.chat.completions.create(
                model="any", messages=[{"role": "system", "content": "no user"}]
            )
