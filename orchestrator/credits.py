"""The workspace's credits."""

from __future__ import annotations

from orchestrator.caps import month_of
from orchestrator.errors import Forbidden, InvalidField
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, LedgerLine, Page
from store.database import Database
from store.words import Role

MOST_GRANTED = 1_000_000
"""Credits that one grant may be."""


class Credits:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def balance(self, actor: Actor) -> int:
        async with self._db.read() as uow:
            return (await uow.workspaces.get(actor.workspace_id)).balance

    async def ledger(
        self, actor: Actor, limit: int = 50, cursor: str | None = None, campaign_id: str | None = None
    ) -> Page:
        """`LedgerLine`s, newest first; with a campaign what its runs, remakes and projects were charged."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.ledger.page(actor.workspace_id, limit + 1, before, campaign_id)
        lines = [
            LedgerLine(row.id, row.amount, row.balance_after, row.kind, row.cause, row.created_at)
            for row in rows[:limit]
        ]
        return page_of(rows, limit, lambda row: row.id, lines)

    async def month(self, actor: Actor) -> tuple[int | None, int]:
        """The workspace's monthly cap, None for none, and what was spent this month, in credits."""
        async with self._db.read() as uow:
            cap, timezone = await uow.hub.monthly_cap(actor.workspace_id)
            return cap, await uow.hub.charged_since(actor.workspace_id, month_of(uow.now, timezone))

    async def set_monthly_cap(self, actor: Actor, cap: int | None) -> None:
        """Let at most `cap` credits be spent in a month; None takes the cap away.

        Raises `Forbidden` for plain members and `InvalidField`.
        """
        if actor.role not in (Role.OWNER, Role.ADMIN):
            raise Forbidden("Only an owner or admin may cap the credits.")
        if cap is not None and not 0 <= cap <= MOST_GRANTED:
            raise InvalidField("monthly_cap", f"The cap is between 0 and {MOST_GRANTED} credits.")
        async with self._db.write() as uow:
            await uow.hub.set_monthly_cap(actor.workspace_id, cap)
            await uow.emit("credits.capped", actor.workspace_id, None, {"cap": cap, "by": actor.name})

    async def grant(self, actor: Actor, amount: int, reason: str, *, key: str | None = None) -> int:
        """Add credits; once for each `key`, however often it is asked. Returns the balance afterwards.

        Raises `Forbidden` for plain members and `InvalidField`.
        """
        if actor.role not in (Role.OWNER, Role.ADMIN):
            raise Forbidden("Only an owner or admin may grant credits.")
        if not 1 <= amount <= MOST_GRANTED:
            raise InvalidField("amount", f"A grant is between 1 and {MOST_GRANTED} credits.")
        async with self._db.write() as uow:
            unique = f"grant:{key or uow.new_id()}"
            if await uow.ledger.entry(actor.workspace_id, unique) is None:
                cause = {"reason": reason, "by": actor.member_id}
                entry = await uow.ledger.change(
                    actor.workspace_id, amount, kind="grant", key=unique, cause=cause
                )
                payload = {"amount": amount, "balance": entry.balance_after}
                await uow.emit("credits.granted", actor.workspace_id, None, payload)
            return (await uow.workspaces.get(actor.workspace_id)).balance
