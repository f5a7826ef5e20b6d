"""The knowledge base is found by words, whatever their form, and whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.database import Database
from store.models import KnowledgeDocument, Workspace
from store.repositories.knowledge import Chunk


async def found_workspace(db: Database) -> str:
    async with db.write() as uow:
        row = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
        uow.workspaces.add(row)
    return row.id


async def learn(db: Database, workspace_id: str, title: str, *chunks: str) -> str:
    async with db.write() as uow:
        document = KnowledgeDocument(
            id=uow.new_id(),
            workspace_id=workspace_id,
            title=title,
            source=title,
            text=" ".join(chunks),
            created_at=uow.now,
        )
        await uow.knowledge.add(document, [Chunk(text) for text in chunks])
    return document.id


async def search(db: Database, workspace_id: str, query: str) -> list[str]:
    async with db.read() as uow:
        return [hit.text for hit in await uow.knowledge.search(workspace_id, query, 5)]


@pytest.fixture
async def workspace_id(either_database: Database) -> str:
    return await found_workspace(either_database)


async def test_the_best_passage_comes_first(either_database: Database, workspace_id: str) -> None:
    await learn(
        either_database,
        workspace_id,
        "Shoes",
        "Our trail shoes are made of recycled rubber.",
        "Returns are free within thirty days.",
        "We also sell socks for the trail.",
    )
    assert (await search(either_database, workspace_id, "what are the trail shoes made of?"))[0].startswith(
        "Our trail shoes"
    )


async def test_another_form_of_the_word_is_found(either_database: Database, workspace_id: str) -> None:
    await learn(either_database, workspace_id, "Returns", "Customers return a shoe for free.")
    assert await search(either_database, workspace_id, "returning shoes")


async def test_another_workspaces_knowledge_is_not_found(
    either_database: Database, workspace_id: str
) -> None:
    other = await found_workspace(either_database)
    await learn(either_database, other, "Secret", "The launch is in May.")
    assert await search(either_database, workspace_id, "launch May") == []


async def test_what_is_deleted_is_no_longer_found(either_database: Database, workspace_id: str) -> None:
    document_id = await learn(either_database, workspace_id, "Old", "The old price was ten.")
    async with either_database.write() as uow:
        assert not await uow.knowledge.delete("somebody-else", document_id)
        assert await uow.knowledge.delete(workspace_id, document_id)
    assert await search(either_database, workspace_id, "price") == []


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "AND", "a OR", "NEAR(", "*", "shoe*", "text:x", "it's & |", "'--"]
)
async def test_any_text_may_be_searched_for(either_database: Database, workspace_id: str, query: str) -> None:
    await search(either_database, workspace_id, query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
async def test_no_text_breaks_the_search(database: Database, query: str) -> None:
    await search(database, "nobody", query)
