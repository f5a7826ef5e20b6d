"""Who guesses tokens, and who comes at the same moment as another, holds nobody up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from orchestrator.callers import Callers, CallNews
from orchestrator.errors import InvalidField, NotFound, Unauthenticated
from orchestrator.orchestrator import Orchestrator
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import Role


@pytest.fixture
def unwritable(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the write lock fails the test."""

    def refuse() -> None:
        raise AssertionError("a stranger's guess took the write lock")

    monkeypatch.setattr(database, "write", refuse)


async def test_a_made_up_token_never_takes_the_write_lock(
    orchestrator: Orchestrator, unwritable: None
) -> None:
    with pytest.raises(NotFound):
        await orchestrator.shares.page("guess")
    with pytest.raises(Unauthenticated):
        await orchestrator.access.redeem_login_link("guess")
    await orchestrator.access.sign_out("guess")


async def test_the_first_two_words_on_a_call_may_come_at_once(either_database: Database) -> None:
    callers = Callers(either_database)
    news = [CallNews(f"CA{n % 10}", "inbound", word) for n in range(20) for word in ("ringing", "completed")]
    await asyncio.gather(*(callers.carrier_says(each) for each in news))
    calls = [await callers.call(f"CA{n}") for n in range(10)]
    assert [call and call["status"] for call in calls] == ["completed"] * 10


async def test_one_number_asked_for_by_many_at_once_is_ones_and_refused_to_the_others_by_name(
    either_database: Database, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    door = Orchestrator(either_database, FileStore(settings.files_dir), settings, None)
    await door.access.bootstrap(settings)
    owner = await door.access.owner()
    people = [await door.access.create_member(owner, name, Role.MEMBER) for name in ("Kim", "Bob", "Eve")]
    asked = [door.callers.set_phone(owner, person, number="+49 151 1234567") for person in people]
    made = door.access.create_member(owner, "Dan", Role.MEMBER, "0049 151 1234567")
    told = await asyncio.gather(*asked, made, return_exceptions=True)
    refused = [each for each in told if isinstance(each, BaseException)]
    assert len(refused) == 3
    assert {type(each) for each in refused} == {InvalidField}
    assert {each.field for each in refused if isinstance(each, InvalidField)} <= {"number", "phone"}
    phones = [view.phone for view in (await door.callers.members(owner)).items]
    assert phones.count("491511234567") == 1
