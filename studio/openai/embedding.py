"""Texts as vectors, by any server with OpenAI's `/embeddings`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import openai

from settings import Settings
from studio.openai.client import openai_client, provider_errors
from studio.ports import MakerError

AT_ONCE = 128
"""Texts of one request; a passage has some 200 tokens, and OpenAI takes 300,000 in all."""


class OpenAIEmbedder:
    """`client` may be given for tests."""

    def __init__(self, settings: Settings, client: openai.AsyncOpenAI | None = None) -> None:
        self.model = settings.embedding_model
        self._client = client or openai_client(settings)

    async def embed(self, texts: Sequence[str], timeout: float = 60.0) -> npt.NDArray[np.float32]:
        """One row of length one a text. Raises MakerError."""
        rows: list[Sequence[float]] = []
        for start in range(0, len(texts), AT_ONCE):
            batch = list(texts[start : start + AT_ONCE])
            with provider_errors():
                answer = await self._client.embeddings.create(
                    model=self.model, input=batch, encoding_format="float", timeout=timeout
                )
                rows += [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        if len(rows) != len(texts) or len({len(row) for row in rows}) > 1:
            raise MakerError("the embedding server answered too few vectors", "try again", transient=True)
        found = np.asarray(rows, dtype="<f4")
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        if not np.isfinite(found).all() or not lengths.all():
            raise MakerError("the embedding server answered what is no vector", "try again", transient=True)
        unit: npt.NDArray[np.float32] = (found / lengths).astype("<f4")
        return unit

    async def close(self) -> None:
        await self._client.close()


def embedder(settings: Settings) -> OpenAIEmbedder | None:
    """None where no model is set: the search is then by words alone."""
    return OpenAIEmbedder(settings) if settings.embedding_model else None
