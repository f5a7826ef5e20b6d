"""Who guesses tokens, and who comes at the same moment as another, holds nobody up."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.callers import Callers, CallNews
from orchestrator.errors import NotFound, Unauthenticated
from orchestrator.orchestrator import Orchestrator
from store.database import Database


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
