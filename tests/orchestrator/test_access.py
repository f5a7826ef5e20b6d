"""Only those who hold a key, a link, a session or a known number come in."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from orchestrator.errors import Forbidden, InvalidField, NotFound, Unauthenticated
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.words import Role


@pytest.fixture
async def member(orchestrator: Orchestrator, owner: Actor) -> Actor:
    await orchestrator.access.create_member(owner, "Mia", Role.MEMBER, "+49 (0)30 123-45")
    found = await orchestrator.access.member_by_phone("004930123 45")
    assert found is not None
    return found


async def test_starting_again_makes_nothing_new(
    orchestrator: Orchestrator, owner: Actor, settings: Settings
) -> None:
    await orchestrator.access.bootstrap(settings)
    assert await orchestrator.access.owner() == owner
    assert await orchestrator.credits.balance(owner) == 200
    assert (await orchestrator.workspace(owner)).name == "My workspace"


class TestAdminToken:
    async def start_with(self, orchestrator: Orchestrator, settings: Settings, token: str) -> None:
        await orchestrator.access.bootstrap(settings.model_copy(update={"admin_token": SecretStr(token)}))

    async def test_a_changed_one_lets_the_owner_in_and_the_old_one_no_more(
        self, orchestrator: Orchestrator, owner: Actor, settings: Settings
    ) -> None:
        access = orchestrator.access
        _, other = await access.create_key(owner, "my script")
        await self.start_with(orchestrator, settings, "db_first-of-the-tokens")
        assert (await access.authenticate("db_first-of-the-tokens")).member_id == owner.member_id
        for _ in range(2):
            await self.start_with(orchestrator, settings, "db_second-of-the-tokens")
        assert (await access.authenticate("db_second-of-the-tokens")).role is Role.OWNER
        with pytest.raises(Unauthenticated):
            await access.authenticate("db_first-of-the-tokens")
        assert await access.authenticate(other), "a key that the owner made stays"

    async def test_a_replaced_one_is_not_let_in_again_and_locks_nobody_out(
        self, orchestrator: Orchestrator, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        for token in ("db_first-of-the-tokens", "db_second-of-the-tokens", "db_first-of-the-tokens"):
            await self.start_with(orchestrator, settings, token)
        assert "DRUMBEAT_ADMIN_TOKEN was revoked or replaced" in caplog.text
        assert await orchestrator.access.authenticate("db_second-of-the-tokens")
        with pytest.raises(Unauthenticated):
            await orchestrator.access.authenticate("db_first-of-the-tokens")

    async def test_a_short_one_is_refused_by_name(
        self, orchestrator: Orchestrator, settings: Settings
    ) -> None:
        with pytest.raises(InvalidField, match="DRUMBEAT_ADMIN_TOKEN has 6 characters"):
            await self.start_with(orchestrator, settings, "secret")

    async def test_an_empty_one_is_none(
        self, orchestrator: Orchestrator, owner: Actor, settings: Settings
    ) -> None:
        await self.start_with(orchestrator, settings, "")
        assert (await orchestrator.access.list_keys(owner)).items == []


class TestKeys:
    async def test_a_key_works_until_it_is_revoked(self, orchestrator: Orchestrator, owner: Actor) -> None:
        key_id, secret = await orchestrator.access.create_key(owner, "my script")
        assert secret.startswith("db_")
        assert (await orchestrator.access.authenticate(secret)).workspace_id == owner.workspace_id
        await orchestrator.access.revoke_key(owner, key_id)
        with pytest.raises(Unauthenticated):
            await orchestrator.access.authenticate(secret)

    async def test_a_list_shows_how_keys_begin_and_no_more(
        self, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        _, secret = await orchestrator.access.create_key(owner, "my script")
        listed = (await orchestrator.access.list_keys(owner)).items[0]
        assert listed.name == "my script"
        assert secret.startswith(listed.prefix)
        assert len(listed.prefix) < len(secret) / 4

    @pytest.mark.parametrize("key", ["", "db_wrong", "x" * 10_000])
    async def test_another_key_is_refused(self, orchestrator: Orchestrator, key: str) -> None:
        with pytest.raises(Unauthenticated):
            await orchestrator.access.authenticate(key)

    async def test_keys_are_the_owners_business(
        self, orchestrator: Orchestrator, owner: Actor, member: Actor, stranger: Actor
    ) -> None:
        with pytest.raises(Forbidden):
            await orchestrator.access.create_key(member, "mine")
        key_id, _ = await orchestrator.access.create_key(owner, "ours")
        with pytest.raises(NotFound):
            await orchestrator.access.revoke_key(stranger, key_id)


class TestSigningIn:
    async def test_a_link_signs_in_once(self, orchestrator: Orchestrator, owner: Actor) -> None:
        link = await orchestrator.access.mint_login_link()
        session = await orchestrator.access.redeem_login_link(link)
        actor = await orchestrator.access.session_actor(session)
        assert (actor.member_id, actor.source) == (owner.member_id, "dashboard")
        with pytest.raises(Unauthenticated):
            await orchestrator.access.redeem_login_link(link)

    async def test_a_link_is_good_for_a_quarter_of_an_hour(self, orchestrator: Orchestrator, clock) -> None:
        link = await orchestrator.access.mint_login_link()
        clock.advance(minutes=15)
        with pytest.raises(Unauthenticated):
            await orchestrator.access.redeem_login_link(link)

    async def test_a_link_for_a_member_signs_in_that_member(
        self, orchestrator: Orchestrator, member: Actor
    ) -> None:
        link = await orchestrator.access.mint_login_link(member.member_id)
        session = await orchestrator.access.redeem_login_link(link)
        assert (await orchestrator.access.session_actor(session)).role is Role.MEMBER

    async def test_a_session_ends_with_signing_out_or_after_a_month(
        self, orchestrator: Orchestrator, clock
    ) -> None:
        access = orchestrator.access
        one = await access.redeem_login_link(await access.mint_login_link())
        two = await access.redeem_login_link(await access.mint_login_link())
        await access.sign_out(one)
        with pytest.raises(Unauthenticated):
            await access.session_actor(one)
        assert await access.session_actor(two)
        clock.advance(days=30)
        with pytest.raises(Unauthenticated):
            await access.session_actor(two)


class TestNumbers:
    @pytest.mark.parametrize("number", ["+493012345", "0049 30 12345", "+49 (30) 123-45", "493012345"])
    async def test_a_member_is_known_by_their_number_however_it_is_written(
        self, orchestrator: Orchestrator, member: Actor, number: str
    ) -> None:
        assert await orchestrator.access.member_by_phone(number) == member

    @pytest.mark.parametrize("number", ["", "anonymous", "+4930999", "'; --"])
    async def test_nobody_else_is(self, orchestrator: Orchestrator, member: Actor, number: str) -> None:
        assert await orchestrator.access.member_by_phone(number) is None

    async def test_a_number_belongs_to_one(
        self, orchestrator: Orchestrator, owner: Actor, member: Actor
    ) -> None:
        with pytest.raises(InvalidField):
            await orchestrator.access.create_member(owner, "Max", Role.MEMBER, "+493012345")
