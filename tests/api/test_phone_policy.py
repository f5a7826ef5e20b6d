"""Whom the telephone talks to, by policy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.lines import member, pin_trouble
from orchestrator.errors import InvalidField, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import CampaignEdit
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import ConversationChannel, Role
from tools.registry import FOR_GUESTS, Desk
from tools.toolbox import toolbox

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
    assert (guest.member_id, guest.role, guest.name) == (None, Role.GUEST, "")


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


async def calls(house: Any, number: str) -> Desk:
    """A stranger's call, as far as the tools know of it."""
    guest = await member(house, number, local=False)
    assert guest is not None
    door = house.orchestrator
    talk = await door.conversations.start(guest, ConversationChannel.PHONE, caller=number)
    return Desk(door, guest.within(talk.id), talk.id)


@pytest.fixture
def open_house(house: Any) -> Any:
    house.settings.phone_callers = "open"
    return house


async def test_a_guest_gets_at_campaigns_of_their_own_number_and_no_others(open_house: Any) -> None:
    door, tools = open_house.orchestrator, toolbox()
    owner = await door.access.owner()
    ours = await door.campaigns.create(owner, CampaignEdit(fields={"name": "Secret Launch"}))
    theirs = await calls(open_house, STRANGER)
    made = await tools.call(theirs, "create_campaign", {"name": "Harbour Lights"})
    assert made["ok"], made
    again, other = await calls(open_house, "0012025550100"), await calls(open_house, "+12025550199")
    listed = (await tools.call(again, "list_campaigns", {}))["campaigns"]
    assert [each["name"] for each in listed] == ["Harbour Lights"]
    assert (await tools.call(again, "find_campaign", {"name": "Harbour Lights"}))["ok"]
    assert (await tools.call(other, "list_campaigns", {}))["campaigns"] == []
    for name in ("Harbour Lights", theirs.campaign_id):
        assert not (await tools.call(other, "find_campaign", {"name": name}))["ok"]
    for tool in ("find_campaign", "get_progress", "get_results", "archive_campaign", "run_campaign"):
        for name in ("Secret Launch", ours.id):
            key = "name" if tool == "find_campaign" else "campaign"
            told = await tools.call(again, tool, {key: name})
            assert not told["ok"], (tool, told)
    with pytest.raises(NotFound):
        await door.conversations.start(again.actor, ConversationChannel.PHONE, campaign_id=ours.id)
    assert (await door.campaigns.get(owner, theirs.campaign_id)).name == "Harbour Lights"


async def test_a_guest_without_a_number_is_known_in_that_call_alone(open_house: Any) -> None:
    tools = toolbox()
    first, second = await calls(open_house, "anonymous"), await calls(open_house, "anonymous")
    assert (await tools.call(first, "create_campaign", {"name": "Night Market"}))["ok"]
    assert len((await tools.call(first, "list_campaigns", {}))["campaigns"]) == 1
    assert (await tools.call(second, "list_campaigns", {}))["campaigns"] == []


async def test_what_the_workspace_knows_owns_and_shares_is_not_a_guests(open_house: Any) -> None:
    tools = toolbox()
    desk = await calls(open_house, STRANGER)
    assert tools.names > FOR_GUESTS
    for name in tools.names - FOR_GUESTS:
        told = await tools.call(desk, name, {})
        assert not told["ok"]
        assert "member" in told["error"], name


async def test_nobody_is_made_a_member_as_a_guest(house: Any) -> None:
    with pytest.raises(InvalidField):
        await house.orchestrator.access.create_member(
            await house.orchestrator.access.owner(), "X", Role.GUEST
        )
