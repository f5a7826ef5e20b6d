"""The same door on PostgreSQL: the main job once through, and commands that meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from orchestrator.errors import IllegalTransition, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, ConfirmationView, DeliverableChange
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.words import CampaignStatus, ConversationChannel, DeliverableType
from tests.orchestrator.conftest import BRIEF, Engine, owing
from tests.orchestrator.world import World


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url, clock=utc_now, new_id=new_id)
    yield opened
    await opened.close()


@pytest.fixture
async def door(postgres: Database, tmp_path: Path) -> Orchestrator:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    made = Orchestrator(postgres, FileStore(tmp_path / "files"), settings, None)
    await made.access.bootstrap(settings)
    return made


@pytest.fixture
async def owner(door: Orchestrator) -> Actor:
    return await door.access.owner()


async def test_the_main_job(door: Orchestrator, owner: Actor, postgres: Database, tmp_path: Path) -> None:
    edit = CampaignEdit(fields=BRIEF, deliverables=owing(research=1, images=2))
    draft = await door.campaigns.create(owner, edit)
    edit = CampaignEdit(deliverables=[DeliverableChange(DeliverableType.IMAGES, "add", 1)])
    await door.campaigns.update(owner, draft.id, edit)
    talk = await door.conversations.start(owner, ConversationChannel.TYPED)
    asked = await door.conversations.add_turn(owner, talk.id, "user", "run it")
    await door.confirmations.mint(owner, talk.id, "run", draft.id, asked.position)
    said = await door.conversations.add_turn(owner, talk.id, "user", "yes")
    assert await door.confirmations.spend(owner, talk.id, "yes", said.position)
    await door.campaigns.run(owner, draft.id)
    engine = Engine(World(postgres, FileStore(tmp_path / "files"), owner.workspace_id))
    await engine.finish(draft.id)
    progress = await door.progress(owner, draft.id)
    assert progress.spoken == "Summer Sale is done: research and three images. It cost 17 credits."
    assert (await door.campaigns.find(owner, "summer sail"))[0].campaign.id == draft.id
    assert (await door.campaigns.list(owner, status=CampaignStatus.COMPLETED)).items[0].id == draft.id
    assert len((await door.credits.ledger(owner)).items) == 5


async def test_two_processes_that_start_at_once_make_one_workspace(
    postgres: Database, postgres_url: str, tmp_path: Path
) -> None:
    settings = Settings(
        data_dir=tmp_path, admin_token=SecretStr("db_the-token-of-both"), starting_credits=200, _env_file=None
    )
    other = Database(postgres_url, clock=utc_now, new_id=new_id)
    try:
        doors = [
            Orchestrator(db, FileStore(tmp_path), settings, None) for db in (postgres, other) for _ in "ab"
        ]
        await asyncio.gather(*(one.access.bootstrap(settings) for one in doors))
    finally:
        await other.close()
    owner = await doors[0].access.owner()
    assert await doors[0].credits.balance(owner) == 200
    assert len((await doors[0].access.list_keys(owner)).items) == 1
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM workspace").fetchone() == (1,)


async def test_what_cannot_be_an_id_is_not_found(door: Orchestrator, owner: Actor) -> None:
    for wrong in ("a\x00b", "not-an-id"):
        for attempt in (
            door.campaigns.get(owner, wrong),
            door.campaigns.run(owner, wrong),
            door.conversations.get(owner, wrong),
            door.asset(owner, wrong),
            door.knowledge.delete(owner, wrong),
            door.access.revoke_key(owner, wrong),
        ):
            with pytest.raises(NotFound):
                await attempt
    assert (await door.campaigns.list(owner, q="a\x00b")).total == 0


async def test_commands_that_meet_take_turns(door: Orchestrator, owner: Actor) -> None:
    draft = await door.campaigns.create(
        owner, CampaignEdit(fields=BRIEF, deliverables=owing(research=1, images=1))
    )
    talk = await door.conversations.start(owner, ConversationChannel.TYPED)
    asked = await door.conversations.add_turn(owner, talk.id, "user", "run it")
    more = CampaignEdit(deliverables=[DeliverableChange(DeliverableType.IMAGES, "add", 1)])

    async def mint() -> ConfirmationView:
        return await door.confirmations.mint(owner, talk.id, "run", draft.id, asked.position)

    await asyncio.gather(
        *(door.campaigns.update(owner, draft.id, more) for _ in range(8)), *(mint() for _ in range(8))
    )
    assert (await door.campaigns.get(owner, draft.id)).deliverables[1].quantity == 9
    outcomes = await asyncio.gather(
        *(door.campaigns.run(owner, draft.id) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(outcome, IllegalTransition) for outcome in outcomes) == 3
