"""Calls that a caller wished for: "call me when it's done". Wished on a confirmed read-back, dialled once it is over.

The row decides everything: whoever dials takes an attempt by changing it, and the answered call takes the news by
changing it again, so a process that dies or is asked twice neither rings twice for one attempt nor tells twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orchestrator.assembling import view_of
from orchestrator.confirmations import open_confirmation
from orchestrator.errors import ConfirmationRefused, DrumbeatError, NotFound
from orchestrator.numbers import dialable, said
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, Page
from prompts import line
from settings import Settings
from store.database import Database
from store.models import CallBack
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus, Role

ACTION = "call_back"
TRIES = 3
"""A first attempt and two more, on busy, no answer and failure."""
AGAIN_AFTER = timedelta(minutes=5)
SILENT_FOR = timedelta(minutes=3)
"""An attempt of which the carrier tells nothing for so long was never made: rings and detection take a minute."""
WISHES_LAST = timedelta(days=7)
_ENDED = (CampaignStatus.COMPLETED, CampaignStatus.FAILED)
ENDINGS = frozenset({"campaign.completed", "campaign.failed"})


class NoCallBack(DrumbeatError):  # noqa: N818
    """A wish that cannot be taken; the detail says why."""

    status = 409
    title = "No call back"


@dataclass(frozen=True, slots=True)
class CallBackView:
    """`workspace_id` and `member_id` say as whom the call is answered; `told` is the outcome in a sentence."""

    id: str
    workspace_id: str
    member_id: str | None
    campaign_id: str
    number: str
    status: str
    attempts: int
    not_before: datetime
    outcome: str
    told: str = ""


class CallBacks:
    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._hours = hours_of(settings.call_hours)
        self._country = settings.phone_country
        token = settings.twilio_auth_token
        self._can_dial = bool(token and settings.twilio_account_sid and settings.twilio_number)

    async def propose(
        self, actor: Actor, conversation_id: str, campaign_id: str, number: str | None, turn_position: int
    ) -> str:
        """Freeze the wish into a confirmation and return its read-back.

        Without a number: the one last read back, else the one that the caller calls from, else the member's own.
        Raises `NoCallBack` when there is none, nothing to wait for or nothing to dial with, `InvalidField` for a
        number that is none.
        """
        async with self._db.write() as uow:
            talk = await uow.talks.get(actor.workspace_id, conversation_id, lock=True)
            if talk is None:
                raise NotFound("There is no such conversation.")
            campaign = await view_of(uow, actor, campaign_id)
            if campaign.status in (*_ENDED, CampaignStatus.ARCHIVED):
                raise NoCallBack(line("call_back_over", turn_position, name=campaign.name))
            if not self._can_dial:
                raise NoCallBack(line("call_back_no_phone", turn_position))
            if number and actor.member_id is None and dialable(number, self._country) != talk.caller:
                raise NoCallBack(line("call_back_guest", turn_position))
            told = number or await _known_number(uow, actor, conversation_id, talk.caller)
            if not told:
                raise NoCallBack(line("ask_phone", turn_position), ask="phone")
            whole = dialable(told, self._country)
            spoken = line(
                "read_back_call_back", turn_position, name=campaign.name, number=said(whole, self._country)
            )
            preview = {"name": campaign.name, "spoken": spoken, "number": whole}
            await open_confirmation(uow, campaign, conversation_id, ACTION, preview, turn_position)
            return spoken

    async def wish(self, actor: Actor, confirmation_id: str) -> CallBackView:
        """Take the wish of a spent confirmation down, once. Raises `ConfirmationRefused` without such a one."""
        async with self._db.write() as uow:
            spent = await uow.confirmations.spent_one(actor.workspace_id, confirmation_id)
            if spent is None or spent.action != ACTION:
                raise ConfirmationRefused("Nobody has said yes to that call.")
            known = await uow.callers.call_back_of_confirmation(confirmation_id)
            if known is not None:
                return _view(known)
            row = CallBack(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                member_id=actor.member_id,
                campaign_id=spent.campaign_id,
                confirmation_id=confirmation_id,
                number=str(spent.preview["number"]),
                status="waiting",
                attempts=0,
                not_before=uow.now,
                outcome="",
                created_at=uow.now,
            )
            uow.callers.add(row)
            await uow.emit("call_back.wished", actor.workspace_id, spent.campaign_id, {"id": row.id})
            return _view(row)

    async def list(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """`CallBackView`s, newest first: one's own, to owners and admins everybody's."""
        members, before = None if actor.keeps else (actor.member_id,), id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.callers.call_backs(actor.workspace_id, limit + 1, before, members)
        return page_of(rows, limit, lambda row: row.id, [_view(row) for row in rows[:limit]])

    async def drop(self, actor: Actor, call_back_id: str) -> None:
        """The call is not wanted any more. One that is being dialled cannot be called off."""
        async with self._db.write() as uow:
            row = await uow.callers.call_back(call_back_id, lock=True)
            if row is None or row.workspace_id != actor.workspace_id or not actor.sees(row.member_id):
                raise NotFound("There is no such call back.")
            if row.status != "waiting":
                raise NoCallBack("That call was made already, or is being made.")
            row.status = "dropped"

    async def claim_due(self) -> Sequence[CallBackView]:
        """The attempts to make now, each given to one process only, and kept as being made before it is made.

        What was being made and never heard of again is first put back.
        """
        async with self._db.write() as uow:
            for row in await uow.callers.dialling():
                if row.dialled_at is not None and uow.now - row.dialled_at > SILENT_FOR:
                    await self._again(uow, row, "no word of it")
            await uow.flush()
            claimed = []
            for row in await uow.callers.ripe(_ENDED):
                if uow.now - row.created_at > WISHES_LAST:
                    row.status, row.outcome = "dropped", "too old"
                    continue
                opens = self._opens(await _zone(uow, row.workspace_id), max(row.not_before, uow.now))
                if opens > uow.now:
                    row.not_before = opens
                elif await uow.callers.claim(row.id, row.attempts + 1, uow.now):
                    taken = await uow.callers.call_back(row.id)
                    assert taken is not None
                    claimed.append(_view(taken))
            return claimed

    async def next_look(self) -> datetime | None:
        """When time alone makes something due; None when only an event can."""
        async with self._db.read() as uow:
            moments = [row.not_before for row in await uow.callers.ripe(_ENDED)]
            moments += [row.dialled_at + SILENT_FOR for row in await uow.callers.dialling() if row.dialled_at]
            return min(moments, default=None)

    async def refused(self, call_back_id: str, attempt: int, why: str) -> None:
        """The carrier would not place the call."""
        await self._ended(call_back_id, attempt, why)

    async def ended(self, call_back_id: str, attempt: int, status: str, sid: str = "") -> None:
        """The carrier says that the call of this attempt is over: tried again unless somebody was reached.

        One that was answered and never came to a talk, for its stream broke, has reached nobody.
        """
        await self._ended(call_back_id, attempt, status, sid)

    async def _ended(self, call_back_id: str, attempt: int, outcome: str, sid: str = "") -> None:
        async with self._db.write() as uow:
            row = await uow.callers.call_back(call_back_id, lock=True)
            if row is None or row.attempts != attempt:
                return
            unheard = row.status == "answered" and sid and not await uow.callers.conversation_of_call(sid)
            if row.status == "dialling" or unheard:
                await self._again(uow, row, outcome)

    async def answered(self, call_back_id: str, attempt: int, *, machine: bool) -> CallBackView | None:
        """Somebody, or a machine, picked up: what there is to tell, given out once. None when it was told already."""
        async with self._db.write() as uow:
            row = await uow.callers.call_back(call_back_id, lock=True)
            if row is None or row.status != "dialling" or row.attempts != attempt:
                return None
            row.status = "voicemail" if machine else "answered"
            row.outcome = row.status
            told = await _news(uow, row, machine=machine)
            await uow.emit(f"call_back.{row.status}", row.workspace_id, row.campaign_id, {"id": row.id})
            return _view(row, told)

    async def called(self, call_back_id: str) -> Actor | None:
        """Who is being called, as whom the call is held."""
        async with self._db.read() as uow:
            row = await uow.callers.call_back(call_back_id)
            if row is None:
                return None
            member = await uow.members.get(row.member_id) if row.member_id else None
            if member is None:
                number = row.number.removeprefix("+")
                return Actor(row.workspace_id, None, Role.GUEST, source="phone", guest=f"phone:{number}")
            return Actor(row.workspace_id, member.id, Role(member.role), member.name, "phone")

    async def campaign_of(self, call_back_id: str) -> str | None:
        """The campaign that the call is about."""
        async with self._db.read() as uow:
            row = await uow.callers.call_back(call_back_id)
            return row.campaign_id if row is not None else None

    async def news(self) -> AsyncIterator[str]:
        """The ids of campaigns whose run has ended, and of those whose end was wished to be told, as it happens."""
        async with self._db.read() as uow:
            workspace = await uow.workspaces.first()
            if workspace is None:
                return
            seen = await uow.events.latest(workspace.id)
        async for event in self._db.follow(seen, workspace.id):
            if event.type in ENDINGS or event.type == "call_back.wished":
                yield event.campaign_id or ""

    async def _again(self, uow: UnitOfWork, row: CallBack, outcome: str) -> None:
        row.outcome = outcome
        if row.attempts >= TRIES:
            row.status = "unreached"
            await uow.emit("call_back.unreached", row.workspace_id, row.campaign_id, {"id": row.id})
            return
        row.status = "waiting"
        row.not_before = self._opens(await _zone(uow, row.workspace_id), uow.now + AGAIN_AFTER)

    def _opens(self, zone: ZoneInfo, moment: datetime) -> datetime:
        return next_in_hours(moment, zone, self._hours)


def hours_of(said_: str) -> tuple[time, time]:
    """From "09:00-20:00". Raises ValueError."""
    first, _, last = said_.partition("-")
    opens, closes = time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    if not opens < closes:
        raise ValueError(f"{said_} does not begin before it ends")
    return opens, closes


def next_in_hours(moment: datetime, zone: ZoneInfo, hours: tuple[time, time]) -> datetime:
    """`moment`, or the next time at which people may be called where they are."""
    opens, closes = hours
    there = moment.astimezone(zone)
    if opens <= there.time() < closes:
        return moment
    day = there.date() + timedelta(days=int(there.time() >= closes))
    return datetime.combine(day, opens, zone).astimezone(moment.tzinfo)


async def _known_number(uow: UnitOfWork, actor: Actor, conversation_id: str, caller: str) -> str:
    open_one = await uow.confirmations.open_one(actor.workspace_id, conversation_id)
    if open_one is not None and open_one.action == ACTION:
        return str(open_one.preview["number"])
    if caller.startswith("+"):
        return caller
    member = await uow.members.get(actor.member_id) if actor.member_id else None
    return f"+{member.phone}" if member is not None and member.phone else ""


async def _zone(uow: UnitOfWork, workspace_id: str) -> ZoneInfo:
    try:
        return ZoneInfo((await uow.workspaces.get(workspace_id)).timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


async def _news(uow: UnitOfWork, row: CallBack, *, machine: bool) -> str:
    campaign = await uow.work.campaign(row.campaign_id)
    assert campaign is not None
    values: dict[str, Any] = {"name": campaign.name, "cause": "", "mend": ""}
    kind = "done" if campaign.status == CampaignStatus.COMPLETED else "failed"
    if kind == "failed":
        error = campaign.error or {}
        values |= {"cause": error.get("cause", ""), "mend": error.get("mend", "")}
    return line(f"{'voicemail' if machine else 'call_back'}_{kind}", row.attempts, **values)


def _view(row: CallBack, told: str = "") -> CallBackView:
    return CallBackView(
        id=row.id,
        workspace_id=row.workspace_id,
        member_id=row.member_id,
        campaign_id=row.campaign_id,
        number=row.number,
        status=row.status,
        attempts=row.attempts,
        not_before=row.not_before,
        outcome=row.outcome,
        told=told,
    )
