"""Texts become vectors through any server with OpenAI's `/embeddings`; what it does wrong is said."""

from __future__ import annotations

import json

import numpy as np
import pytest

from settings import Settings
from studio.openai.embedding import AT_ONCE, OpenAIEmbedder, embedder
from studio.ports import MakerError
from tests.receiver import Receiver, Reply, receiver

__all__ = ["receiver"]


def made(receiver: Receiver) -> OpenAIEmbedder:
    settings = Settings(openai_base_url=receiver.url("/v1"), embedding_model="nomic-embed", _env_file=None)
    found = embedder(settings)
    assert found is not None
    return found


def answer(*vectors: list[float]) -> Reply:
    """In reverse order, as a server may."""
    data = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)][::-1]
    told = {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return Reply(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


async def test_vectors_come_in_order_and_of_length_one(receiver: Receiver) -> None:
    receiver.answers(answer([3.0, 4.0], [0.0, 2.0]))
    found = await made(receiver).embed(["a", "b"])
    assert found.dtype == np.dtype("<f4")
    assert np.allclose(found, [[0.6, 0.8], [0.0, 1.0]])
    sent = json.loads(receiver.requests[0].body)
    assert (receiver.requests[0].path, sent["model"], sent["input"]) == (
        "/v1/embeddings",
        "nomic-embed",
        ["a", "b"],
    )


async def test_many_texts_are_asked_for_in_turns(receiver: Receiver) -> None:
    receiver.answers(answer(*[[1.0, 0.0]] * AT_ONCE), answer([0.0, 1.0]))
    found = await made(receiver).embed(["text"] * (AT_ONCE + 1))
    assert found.shape == (AT_ONCE + 1, 2)
    assert len(receiver.requests) == 2


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (answer([1.0, 0.0]), "too few"),
        (answer([1.0, 0.0], [1.0]), "too few"),
        (answer([0.0, 0.0], [1.0, 0.0]), "no vector"),
        (answer([float("nan"), 0.0], [1.0, 0.0]), "no vector"),
        (Reply(404, b"{}"), "model"),
        (Reply(500, b"{}"), "did not answer"),
        (Reply(200, b"[]", {"Content-Type": "application/json"}), "cannot be used"),
        (Reply(stalls=True), "did not answer"),
    ],
)
async def test_what_a_server_does_wrong_is_said(receiver: Receiver, reply: Reply, cause: str) -> None:
    receiver.answers(reply)
    with pytest.raises(MakerError) as failed:
        await made(receiver).embed(["a", "b"], timeout=0.5)
    assert cause in failed.value.cause


def test_without_a_model_there_is_none() -> None:
    assert embedder(Settings(_env_file=None)) is None
