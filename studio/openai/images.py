"""Images through the Images API: asked for in a size that the model takes, then fitted to the network's."""

from __future__ import annotations

import base64
import binascii
import io

import openai
from PIL import Image, ImageOps

from studio.images import headline_of, size_of
from studio.openai.client import provenance, provider_errors
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts, stamp
from studio.render import RenderPool
from studio.templates import render

MULTIPLE = 16
"""The model takes sides that are multiples of 16 only (openai 3.52 docstring of images.generate)."""


class OpenAiPainter:
    name = "openai-painter"

    def __init__(self, client: openai.AsyncOpenAI, model: str, pool: RenderPool) -> None:
        self._client = client
        self._model = model
        self._pool = pool

    async def make(self, brief: Brief) -> Output:
        network, width, height = size_of(brief)
        headline = headline_of(brief)
        prompt = render(
            "openai/image.md.j2",
            brief=brief,
            network=network,
            width=width,
            height=height,
            headline=headline,
        )
        asked = f"{_up(width)}x{_up(height)}"
        with provider_errors():
            response = await self._client.images.generate(
                model=self._model, prompt=prompt, size=asked, output_format="png", n=1
            )
        encoded = response.data[0].b64_json if response.data else None
        if not encoded:
            raise MakerError("OpenAI answered without an image", "restart", transient=True)
        facts = Facts(
            f"Drumbeat {self.name}, {self._model}",
            DigitalSource.MODEL,
            headline,
            brief.brand.name,
            "Campaign image",
        )
        png, webp = await self._pool.run(_fit, encoded, width, height, facts)
        files = (
            File(f"image-{brief.index}.png", "image", "image/png", png),
            File(f"image-{brief.index}.webp", "image", "image/webp", webp),
        )
        made_by = provenance(
            self.name, self._model, prompt, brief, size=[width, height], network=network, headline=headline
        )
        return Output(f"{network} image {brief.index}", headline, files, made_by)


def _up(side: int) -> int:
    return -(-side // MULTIPLE) * MULTIPLE


def _fit(encoded: str, width: int, height: int, facts: Facts) -> tuple[bytes, bytes]:
    """PNG and WebP in the network's exact size, marked as a model's. Raises MakerError for what is no image."""
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(encoded, validate=True))).convert("RGB")
    except (binascii.Error, OSError) as error:
        raise MakerError("OpenAI answered with what is no image", "restart", transient=True) from error
    fitted = ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)
    png, webp = _saved(fitted, "PNG"), _saved(fitted, "WEBP", quality=88)
    return stamp(png, "image/png", facts), stamp(webp, "image/webp", facts)


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
