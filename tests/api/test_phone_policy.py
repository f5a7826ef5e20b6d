"""Whom the telephone talks to, by policy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.lines import member, pin_trouble
from orchestrator.orchestrator import Orchestrator
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import Role

KIM, STRANGER = "+491511234567", "+12025550100"


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> Any:
    """A house in which Kim has a number."""
    settings = Settings(data_dir=tmp_path, _env_file=None)
    door = Orchestrator(database, FileStore(tmp_path / "files"), settings, None)
    await door.access.bootstrap(settings)
    await door.access.create_member(await door.access.owner(), "Kim", Role.MEMBER, KIM)
    return SimpleNamespace(orchestrator=door, settings=settings)


async def test_a_stranger_is_let_in_only_where_anybody_may_call_and_then_as_a_guest(house: Any) -> None:
    for policy in ("known", "pin"):
        house.settings.phone_callers = policy
        assert await member(house, STRANGER, local=False) is None
        assert await member(house, "", local=False) is None
    house.settings.phone_callers = "open"
    guest = await member(house, STRANGER, local=False)
    assert guest is not None
    assert (guest.member_id, guest.role) == (None, Role.MEMBER)


async def test_a_member_is_known_by_number_however_it_is_written(house: Any) -> None:
    known = await member(house, "0049 (0)151 1234567", local=False)
    assert known is not None
    assert known.name == "Kim"


async def test_where_a_pin_is_asked_a_member_without_one_is_told_so(house: Any) -> None:
    kim = await member(house, KIM, local=False)
    assert kim is not None
    assert await pin_trouble(house, kim) is None
    house.settings.phone_callers = "pin"
    assert "no PIN" in str(await pin_trouble(house, kim))
    await house.orchestrator.callers.set_phone(kim, kim.member_id, pin="4711")
    assert await pin_trouble(house, kim) is None
