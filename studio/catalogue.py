"""Which maker makes what, by the settings in force."""

from __future__ import annotations

from collections.abc import Mapping

from settings import Settings
from store.words import DeliverableType
from studio import banner, flyer, images, jingle, text
from studio.creative.ports import Crew, Writer
from studio.creative.writer import EmbeddedWriter
from studio.openai.client import openai_client
from studio.openai.creative import OpenAiCreative
from studio.openai.images import OpenAiPainter
from studio.openai.research import OpenAiResearcher
from studio.openai.writing import OpenAiWriter
from studio.ports import Maker
from studio.render import RenderPool
from studio.video.filmer import EmbeddedFilmer
from studio.video.maker import VideoMaker
from studio.video.narration import Narrator
from studio.video.veo import VeoAccount, VeoFilmer

_WRITTEN = (
    DeliverableType.PLAN,
    DeliverableType.BLOG_POST,
    DeliverableType.SOCIAL_POSTS,
    DeliverableType.EMAIL_NURTURE,
)


def makers(
    settings: Settings, render: RenderPool, narrator: Narrator | None = None
) -> Mapping[DeliverableType, Maker]:
    """The embedded makers, or, with a key or base URL, those that ask OpenAI. A type that is left out is not made.

    Films need a `narrator`.
    """
    whole = {**_makers(settings, render)}
    if narrator is not None:
        team = crew(settings, render, narrator)
        if team.filmer is not None:
            whole[DeliverableType.VIDEO] = VideoMaker(team.writer, team.filmer)
    return whole


def crew(settings: Settings, render: RenderPool, narrator: Narrator) -> Crew:
    """Who writes and films projects: OpenAI and Veo where their keys are set, the embedded ones otherwise."""
    writer: Writer = EmbeddedWriter()
    if _keyed(settings):
        writer = OpenAiCreative(openai_client(settings), settings.text_model)
    filmer = EmbeddedFilmer(render, narrator)
    if settings.veo_api_key is None:
        return Crew(writer, filmer)
    key = settings.veo_api_key.get_secret_value()
    return Crew(writer, VeoFilmer(VeoAccount(key, settings.veo_model, settings.veo_falls_back), filmer))


def _makers(settings: Settings, render: RenderPool) -> Mapping[DeliverableType, Maker]:
    composer = jingle.maker(render)
    if not _keyed(settings):
        return {
            **text.makers(),
            DeliverableType.IMAGES: images.maker(render),
            DeliverableType.BANNER: banner.maker(render),
            DeliverableType.FLYER: flyer.maker(render),
            DeliverableType.JINGLE: composer,
        }
    client = openai_client(settings)
    writer = OpenAiWriter(client, settings.text_model)
    return {
        DeliverableType.RESEARCH: OpenAiResearcher(client, settings.text_model),
        **dict.fromkeys(_WRITTEN, writer),
        DeliverableType.IMAGES: OpenAiPainter(client, settings.image_model, render),
        DeliverableType.BANNER: banner.maker(render),
        DeliverableType.FLYER: flyer.maker(render),
        DeliverableType.JINGLE: composer,
    }


def read_by_a_model(settings: Settings) -> frozenset[DeliverableType]:
    """The types whose notes a model reads, whatever they say."""
    if not _keyed(settings):
        return frozenset()
    return frozenset({DeliverableType.RESEARCH, *_WRITTEN, DeliverableType.IMAGES})


def explain(settings: Settings) -> dict[str, str]:
    """Who makes what, and why, for `doctor`."""
    filmer = "embedded filmer: no Veo key is set"
    if settings.veo_api_key is not None:
        filmer = f"Google, {settings.veo_model}: a Veo key is set"
    return {**_explained(settings), "films": filmer}


def _explained(settings: Settings) -> dict[str, str]:
    if not _keyed(settings):
        why = "no key and no base URL is set"
        return {
            "copy": f"embedded writer: {why}",
            "images": f"embedded painter: {why}",
            "banners": "embedded banner maker: the only one there is",
            "flyers": "embedded flyer maker: the only one there is",
            "jingles": "embedded composer: the only one there is",
        }
    return {
        "banners": "embedded banner maker: the only one there is",
        "flyers": "embedded flyer maker: the only one there is",
        "jingles": "embedded composer: the only one there is",
        "copy": f"OpenAI, {settings.text_model}: a key or base URL is set",
        "images": f"OpenAI, {settings.image_model}: a key or base URL is set",
    }


def _keyed(settings: Settings) -> bool:
    return settings.openai_api_key is not None or bool(settings.openai_base_url)
