"""Search by meaning beside search by words, and one order from both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

RANK_CONSTANT = 60
"""Of reciprocal rank fusion; the value of Cormack, Clarke and Büttcher (SIGIR 2009)."""
NEAR = 0.25
"""Cosine below which a passage is about something else; models differ, and the words decide where this is low."""


class Embedder(Protocol):
    @property
    def model(self) -> str: ...

    async def embed(self, texts: Sequence[str], timeout: float = ...) -> npt.NDArray[np.float32]:
        """One row of length one a text. Raises `studio.ports.MakerError`."""
        ...


def nearest(query: bytes, kept: Sequence[tuple[int, bytes]], limit: int) -> list[int]:
    """The ids of the passages that are nearest by cosine, nearest first. Vectors have length one."""
    wanted = np.frombuffer(query, dtype="<f4")
    fitting = [(chunk_id, vector) for chunk_id, vector in kept if len(vector) == len(query)]
    if not fitting:
        return []
    matrix = np.frombuffer(b"".join(vector for _, vector in fitting), dtype="<f4").reshape(len(fitting), -1)
    cosines = matrix @ wanted
    order = np.argsort(-cosines, kind="stable")[:limit]
    return [fitting[int(index)][0] for index in order if cosines[index] >= NEAR]


def blended(rankings: Sequence[Sequence[int]]) -> list[int]:
    """One ranking by reciprocal rank fusion: what stands high in several stands highest."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, chunk_id in enumerate(ranking, 1):
            scores[chunk_id] = scores.get(chunk_id, 0.0) + 1 / (RANK_CONSTANT + place)
    return sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id))
