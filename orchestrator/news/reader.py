"""Reads the outbox once and keeps, in one transaction, what follows: notifications, letters, deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from jinja2 import TemplateError

from orchestrator.news.kinds import DEFAULT_WAYS, NewsKind, Ways, concerns
from orchestrator.news.signing import body_of, wanted
from orchestrator.news.wording import Story, story_of
from settings import Settings
from store.database import Database
from store.models import Event, Letter, Member, Notification, Webhook, WebhookDelivery
from store.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 100
"""Events of one transaction: short, since a live call's writes wait for it on SQLite."""

KEPT = timedelta(days=90)
"""For which read notifications, letters, deliveries and events can be looked at, and sign-ins be traced."""

CAMPAIGN_PAGE = "/#/campaigns/"
"""Before a campaign's id: where the dashboard shows it (`PREFIX` of the dashboard's selection)."""

_OWN = ("notification.", "webhook.")
"""Events of what this makes: webhooks that told of webhooks would never end."""


class NewsReader:
    """Every event is read once by all processes together: whoever moves the workspace's cursor keeps what follows."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._settings = settings

    async def take(self) -> None:
        """Everything that was not read, in all workspaces."""
        while True:
            async with self._db.read() as uow:
                behind = await uow.news.behind()
            if not behind:
                return
            for workspace_id, seq in behind:
                await self._take(workspace_id, seq)

    async def forget(self) -> None:
        """Drop what is over and older than `KEPT`."""
        async with self._db.write() as uow:
            await uow.news.forget(uow.now - KEPT)
            await uow.webhooks.forget(uow.now - KEPT)
            await uow.events.forget(uow.now - KEPT)
            await uow.members.forget(uow.now - KEPT)

    async def _take(self, workspace_id: str, seq: int) -> None:
        async with self._db.write() as uow:
            events = await uow.events.after(seq, workspace_id, None, BATCH)
            if not events or not await uow.news.advance(workspace_id, seq, events[-1].seq):
                return
            await _deliver(uow, events)
            await self._watch_credits(uow, workspace_id)
            told = [(event, story) for event in events if (story := await _story(uow, event)) is not None]
            if told:
                await self._tell(uow, workspace_id, told)

    async def _watch_credits(self, uow: UnitOfWork, workspace_id: str) -> None:
        balance = (await uow.workspaces.get(workspace_id)).balance
        if await uow.news.falls_low(workspace_id, low=balance < self._settings.credits_low):
            payload = {"balance": balance, "below": self._settings.credits_low}
            await uow.emit("credits.low", workspace_id, None, payload)

    async def _tell(self, uow: UnitOfWork, workspace_id: str, told: Sequence[tuple[Event, Story]]) -> None:
        members = await uow.news.members(workspace_id)
        chosen = {
            (row.member_id, row.kind): Ways(row.in_app, row.mail)
            for row in await uow.news.preferences([member.id for member in members])
        }
        shown = 0
        for event, story in told:
            for member in members:
                if not concerns(story.kind, member.role):
                    continue
                ways = chosen.get((member.id, story.kind), DEFAULT_WAYS[NewsKind(story.kind)])
                if ways.in_app:
                    uow.news.add(_notification(uow, member, event, story))
                    shown += 1
                if ways.mail and member.email and self._settings.smtp_url is not None:
                    uow.news.add(self._letter(uow, member, event, story))
        if shown:
            await uow.emit("notification.created", workspace_id, None, {"count": shown})

    def _letter(self, uow: UnitOfWork, member: Member, event: Event, story: Story) -> Letter:
        base = self._settings.public_url.rstrip("/")
        page = CAMPAIGN_PAGE + event.campaign_id if event.campaign_id else "/"
        return Letter(
            id=uow.new_id(),
            workspace_id=event.workspace_id,
            member_id=member.id,
            key=f"event:{event.seq}:{member.id}",
            to=member.email or "",
            template=story.kind.value,
            values={
                "text": story.text,
                "campaign": story.campaign,
                "workspace": story.workspace,
                "member": member.name,
                "link": base + page,
                "settings_link": f"{base}/",
            },
            status="waiting",
            next_at=uow.now,
            created_at=uow.now,
        )


async def _story(uow: UnitOfWork, event: Event) -> Story | None:
    """An event that cannot be worded must not keep the others from being read."""
    try:
        return await story_of(uow, event)
    except (LookupError, TypeError, AttributeError, ValueError, TemplateError):
        log.exception("an event could not be told", type=event.type, seq=event.seq)
        return None


def _notification(uow: UnitOfWork, member: Member, event: Event, story: Story) -> Notification:
    return Notification(
        id=uow.new_id(),
        workspace_id=event.workspace_id,
        member_id=member.id,
        event_seq=event.seq,
        kind=story.kind.value,
        title=story.title,
        text=story.text,
        campaign_id=event.campaign_id,
        created_at=uow.now,
    )


async def _deliver(uow: UnitOfWork, events: Sequence[Event]) -> None:
    outward = [event for event in events if not event.type.startswith(_OWN)]
    webhooks = await uow.webhooks.of(events[0].workspace_id) if outward else []
    for event in outward:
        for webhook in webhooks:
            # What happened before it was there or while it was off is not sent after.
            if (
                webhook.enabled
                and event.created_at >= webhook.created_at
                and wanted(webhook.events, event.type)
            ):
                uow.webhooks.add(_delivery(uow, webhook, event))


def _delivery(uow: UnitOfWork, webhook: Webhook, event: Event) -> WebhookDelivery:
    data = {**event.payload, "seq": event.seq, "campaign_id": event.campaign_id}
    return WebhookDelivery(
        id=uow.new_id(),
        webhook_id=webhook.id,
        workspace_id=event.workspace_id,
        event_seq=event.seq,
        type=event.type,
        body=body_of(event.type, event.created_at, data),
        status="waiting",
        next_at=uow.now,
        created_at=uow.now,
    )
