"""Credits, knowledge, brand and the news of a workspace."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.ingest.passages import PASSAGE, passages
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit
from store.words import Role


class TestCredits:
    async def test_a_grant_adds_and_is_told(self, orchestrator: Orchestrator, owner: Actor) -> None:
        assert await orchestrator.credits.grant(owner, 50, "top up") == 250
        assert await orchestrator.credits.balance(owner) == 250
        event = (await orchestrator.events.recent(owner))[0]
        assert (event.type, event.payload) == ("credits.granted", {"amount": 50, "balance": 250})

    async def test_a_grant_with_a_key_counts_once(self, orchestrator: Orchestrator, owner: Actor) -> None:
        for _ in range(3):
            assert await orchestrator.credits.grant(owner, 50, "invoice", key="inv-1") == 250
        assert len(await orchestrator.events.recent(owner)) == 1

    async def test_the_ledger_sums_to_the_balance_page_by_page(
        self, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        for amount in (1, 2, 3):
            await orchestrator.credits.grant(owner, amount, "")
        first = await orchestrator.credits.ledger(owner, limit=3)
        rest = await orchestrator.credits.ledger(owner, limit=3, cursor=first.next_cursor)
        lines = [*first.items, *rest.items]
        assert [line.amount for line in lines] == [3, 2, 1, 200]
        assert lines[0].balance_after == sum(line.amount for line in lines) == 206
        assert rest.next_cursor is None

    @pytest.mark.parametrize("amount", [0, -5, 1_000_001])
    async def test_a_senseless_amount_is_refused(
        self, orchestrator: Orchestrator, owner: Actor, amount: int
    ) -> None:
        with pytest.raises(InvalidField):
            await orchestrator.credits.grant(owner, amount, "")

    async def test_a_plain_member_grants_nothing(self, orchestrator: Orchestrator, owner: Actor) -> None:
        with pytest.raises(Forbidden):
            await orchestrator.credits.grant(Actor(owner.workspace_id, None, Role.MEMBER), 5, "")


class TestKnowledge:
    async def test_what_was_added_is_found_listed_and_deleted(
        self, orchestrator: Orchestrator, owner: Actor, stranger: Actor
    ) -> None:
        knowledge = orchestrator.knowledge
        added = await knowledge.add(owner, "Returns", "Shoes may be returned within thirty days.", "faq.md")
        assert [d.title for d in (await knowledge.list(owner)).items] == ["Returns"]
        hit = (await knowledge.search(owner, "Can I return a shoe?"))[0]
        assert (hit.document_id, hit.source) == (added.id, "faq.md")
        assert await knowledge.search(stranger, "return shoe") == []
        with pytest.raises(NotFound):
            await knowledge.delete(stranger, added.id)
        await knowledge.delete(owner, added.id)
        assert await knowledge.search(owner, "return shoe") == []
        with pytest.raises(NotFound):
            await knowledge.delete(owner, added.id)

    @pytest.mark.parametrize(("title", "text"), [("", "x"), ("x", " "), ("x", "y" * 500_001)])
    async def test_an_empty_or_huge_document_is_refused(
        self, orchestrator: Orchestrator, owner: Actor, title: str, text: str
    ) -> None:
        with pytest.raises(InvalidField):
            await orchestrator.knowledge.add(owner, title, text)

    @pytest.mark.parametrize(
        "text",
        [
            "One. Two. Three.",
            "A sentence. " * 500,
            "word " * 2000,
            "x" * 5000,
            "Heading\n\nA paragraph.\n\nAnother one.",
        ],
    )
    def test_passages_are_short_and_lose_no_word(self, text: str) -> None:
        cut = passages(text)
        assert all(0 < len(passage) <= PASSAGE for passage in cut)
        assert "".join("".join(cut).split()) == "".join(text.split())


class TestBrand:
    async def test_what_is_not_set_has_a_default(self, orchestrator: Orchestrator, owner: Actor) -> None:
        kit = await orchestrator.brand.put(
            owner, {"name": "Acme", "primary_colour": "#FF0000", "banned_words": ["cheap", "cheap", ""]}
        )
        assert kit == await orchestrator.brand.get(owner)
        assert (kit["name"], kit["primary_colour"], kit["banned_words"]) == ("Acme", "#ff0000", ["cheap"])
        assert kit["background_colour"] == "#ffffff"

    @pytest.mark.parametrize(
        ("brand", "field"),
        [
            ({"primary_colour": "red"}, "primary_colour"),
            ({"primary_colour": "#12345"}, "primary_colour"),
            ({"name": 5}, "name"),
            ({"voice": "x" * 501}, "voice"),
            ({"banned_words": "cheap"}, "banned_words"),
            ({"font": "Comic Sans"}, "font"),
        ],
    )
    async def test_a_bad_value_names_its_field_and_changes_nothing(
        self, orchestrator: Orchestrator, owner: Actor, brand: dict, field: str
    ) -> None:
        before = await orchestrator.brand.get(owner)
        with pytest.raises(InvalidField) as refused:
            await orchestrator.brand.put(owner, brand)
        assert refused.value.field == field
        assert await orchestrator.brand.get(owner) == before


class TestEvents:
    async def test_following_from_the_latest_hears_what_comes(
        self, orchestrator: Orchestrator, owner: Actor, stranger: Actor
    ) -> None:
        await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": "Old"}))
        latest = await orchestrator.events.latest(owner)
        stream = orchestrator.events.follow(owner, latest)
        waiting = asyncio.ensure_future(anext(stream))
        await orchestrator.campaigns.create(stranger, CampaignEdit(fields={"name": "Not ours"}))
        await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": "New"}))
        async with asyncio.timeout(10):
            event = await waiting
        assert (event.type, event.payload["name"]) == ("campaign.created", "New")
        assert event.payload["changed"] == ["name"]
        await stream.aclose()
