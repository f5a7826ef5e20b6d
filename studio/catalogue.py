"""Which maker makes what, by the settings in force."""

from __future__ import annotations

from collections.abc import Mapping

from settings import Settings
from store.words import DeliverableType
from studio import images, jingle, text
from studio.openai.client import openai_client
from studio.openai.images import OpenAiPainter
from studio.openai.research import OpenAiResearcher
from studio.openai.writing import OpenAiWriter
from studio.ports import Maker
from studio.render import RenderPool

_WRITTEN = (
    DeliverableType.PLAN,
    DeliverableType.BLOG_POST,
    DeliverableType.SOCIAL_POSTS,
    DeliverableType.EMAIL_NURTURE,
)


def makers(settings: Settings, render: RenderPool) -> Mapping[DeliverableType, Maker]:
    """The embedded makers, or, with a key or base URL, those that ask OpenAI. A type that is left out is not made."""
    composer = jingle.maker(render)
    if not _keyed(settings):
        return {
            **text.makers(),
            DeliverableType.IMAGES: images.maker(render),
            DeliverableType.JINGLE: composer,
        }
    client = openai_client(settings)
    writer = OpenAiWriter(client, settings.text_model)
    return {
        DeliverableType.RESEARCH: OpenAiResearcher(client, settings.text_model),
        **dict.fromkeys(_WRITTEN, writer),
        DeliverableType.IMAGES: OpenAiPainter(client, settings.image_model, render),
        DeliverableType.JINGLE: composer,
    }


def explain(settings: Settings) -> dict[str, str]:
    """Who makes what, and why, for `doctor`."""
    if not _keyed(settings):
        why = "no key and no base URL is set"
        return {
            "copy": f"embedded writer: {why}",
            "images": f"embedded painter: {why}",
            "jingles": "embedded composer: the only one there is",
        }
    return {
        "jingles": "embedded composer: the only one there is",
        "copy": f"OpenAI, {settings.text_model}: a key or base URL is set",
        "images": f"OpenAI, {settings.image_model}: a key or base URL is set",
    }


def _keyed(settings: Settings) -> bool:
    return settings.openai_api_key is not None or bool(settings.openai_base_url)
