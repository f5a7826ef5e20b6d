"""The owner's own photo of the product reaches what makes pictures, without what it tells of its owner."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from orchestrator.errors import InvalidField, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.database import Database
from store.files import FileStore
from tests.orchestrator.conftest import Drafting, Engine
from tests.orchestrator.makers import Scribe

TAKEN_BY = "Ada Lovelace"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = TAKEN_BY
    Image.new("RGB", size, "teal").save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_an_uploaded_photo_is_what_the_makers_are_shown(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine, kind: str
) -> None:
    campaign = await drafted("Summer", social_posts=1)
    data = picture(kind)
    assert TAKEN_BY.encode() in data
    await orchestrator.photos.put(owner, campaign.id, data)
    await orchestrator.campaigns.run(owner, campaign.id)
    scribe = Scribe()
    await engine.finish(campaign.id, scribe)
    shown = scribe.briefs[0].photo
    assert shown == await orchestrator.photos.get(owner, campaign.id)
    assert shown is not None
    assert TAKEN_BY.encode() not in shown
    with Image.open(io.BytesIO(shown)) as opened:
        assert opened.size == (60, 40)
        assert not opened.getexif()


async def test_a_photo_is_kept_by_the_sweep_comes_along_to_a_copy_and_can_be_taken_away(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, database: Database, settings: Settings
) -> None:
    campaign = await drafted()
    await orchestrator.photos.put(owner, campaign.id, picture())
    async with database.read() as uow:
        named = set(await uow.work.file_hashes())
    FileStore(settings.files_dir).sweep(named, timedelta(0))
    copy = await orchestrator.campaigns.duplicate(owner, campaign.id)
    assert await orchestrator.photos.get(owner, copy.id)
    await orchestrator.photos.remove(owner, campaign.id)
    with pytest.raises(NotFound):
        await orchestrator.photos.get(owner, campaign.id)


async def test_what_is_no_photo_is_refused_and_changes_nothing(
    orchestrator: Orchestrator,
    owner: Actor,
    stranger: Actor,
    drafted: Drafting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    campaign = await drafted()
    for wrong in (b"", b"<svg/>", picture("GIF"), picture("PNG", (8, 8)), bytes(15_000_001)):
        with pytest.raises(InvalidField):
            await orchestrator.photos.put(owner, campaign.id, wrong)
    monkeypatch.setattr("studio.images.photo.MOST_PIXELS", 1000)
    with pytest.raises(InvalidField, match="pixels"):
        await orchestrator.photos.put(owner, campaign.id, picture())
    with pytest.raises(NotFound):
        await orchestrator.photos.get(owner, campaign.id)
    with pytest.raises(NotFound):
        await orchestrator.photos.put(stranger, campaign.id, picture())
