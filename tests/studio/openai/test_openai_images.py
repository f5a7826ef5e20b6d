from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import openai
import pytest
from PIL import Image

from store.words import DeliverableType
from studio.openai.images import OpenAiPainter
from studio.ports import MakerError
from studio.render import RenderPool
from tests.studio.briefs import COFFEE, RUNNING, step
from tests.studio.openai.provider import Provider


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    pool.close()


async def test_every_image_comes_in_its_networks_exact_size(
    provider: Provider, client: openai.AsyncOpenAI, pool: RenderPool
) -> None:
    for brief in step(COFFEE, DeliverableType.IMAGES, 3):
        output = await OpenAiPainter(client, "an-image-model", pool).make(brief)
        for file, kind in zip(output.files, ("PNG", "WEBP"), strict=True):
            picture = Image.open(io.BytesIO(file.data))
            picture.load()
            assert picture.format == kind
            assert list(picture.size) == output.provenance["size"]
            assert b"/trainedAlgorithmicMedia" in picture.info["xmp"]
        assert output.provenance["headline"] in provider.images[-1].prompt


async def test_the_painter_is_told_brand_and_place_in_the_step(
    provider: Provider, client: openai.AsyncOpenAI, pool: RenderPool
) -> None:
    await OpenAiPainter(client, "an-image-model", pool).make(step(RUNNING, DeliverableType.IMAGES, 4)[2])
    for told in ("#0f5132", "#ffb703", "image 3 of 4", RUNNING.topic):
        assert told in provider.images[-1].prompt
    assert provider.images[-1].model == "an-image-model"


@pytest.mark.parametrize("image", ["", "%%%", base64.b64encode(b"no picture").decode()])
async def test_what_is_no_image_is_asked_for_again(
    provider: Provider, client: openai.AsyncOpenAI, pool: RenderPool, image: str
) -> None:
    provider.image = image
    with pytest.raises(MakerError) as raised:
        await OpenAiPainter(client, "an-image-model", pool).make(step(RUNNING, DeliverableType.IMAGES, 1)[0])
    assert raised.value.transient


@pytest.mark.parametrize(("status", "transient"), [(429, True), (502, True), (400, False)])
async def test_a_painters_refusal_says_what_to_do(
    provider: Provider, client: openai.AsyncOpenAI, pool: RenderPool, status: int, transient: bool
) -> None:
    provider.status = status
    with pytest.raises(MakerError) as raised:
        await OpenAiPainter(client, "an-image-model", pool).make(step(RUNNING, DeliverableType.IMAGES, 1)[0])
    assert raised.value.transient is transient
    assert raised.value.mend
