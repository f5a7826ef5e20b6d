"""Who may speak on the phone: members by number, their PINs, what the carrier says of calls, wishes for a person."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import scrypt
from typing import Literal

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.numbers import plain_digits
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.models import CallerPin, CallNote, Member, PhoneCall
from store.unit_of_work import UnitOfWork
from store.words import Role

WRONG_TRIES = 5
"""After so many wrong PINs the number is locked until an owner resets it, over any number of calls."""
_PIN = re.compile(r"[0-9]{4,8}")
_OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
_ORDER = {"queued": 0, "initiated": 0, "ringing": 1, "in-progress": 2}

PinCheck = Literal["right", "wrong", "locked", "none"]


@dataclass(frozen=True, slots=True)
class CallerView:
    """A member as the telephone knows them. `pin` is none, set or locked."""

    id: str
    name: str
    role: str
    phone: str | None
    pin: str


@dataclass(frozen=True, slots=True)
class CallNews:
    """What a status webhook tells of a call, in the carrier's words."""

    sid: str
    direction: str
    status: str
    caller: str = ""
    called: str = ""
    answered_by: str = ""
    seconds: int | None = None
    call_back_id: str | None = None


class Callers:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def members(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """Everybody of the workspace as `CallerView`s, oldest first."""
        after = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.callers.members(actor.workspace_id, limit + 1, after)
        views = [_view(member, pin) for member, pin in rows[:limit]]
        return page_of(rows, limit, lambda row: row[0].id, views)

    async def set_phone(
        self, actor: Actor, member_id: str, *, number: str | None = None, pin: str | None = None
    ) -> CallerView:
        """Give a member a number, a PIN, or both; None leaves as it is. A new PIN unlocks.

        Owners and admins for everybody, members for themselves. Raises `Forbidden`, `NotFound`, `InvalidField`.
        """
        if pin is not None and not _PIN.fullmatch(pin):
            raise InvalidField("pin", "A PIN has four to eight digits.")
        digits = plain_digits(number or "")
        if number is not None and not 5 <= len(digits) <= 15:
            raise InvalidField("number", f"{number[:40]} is no telephone number.")
        stretched = await asyncio.to_thread(_stretch, pin) if pin is not None else None
        async with self._db.write() as uow:
            member = await _member(uow, actor, member_id)
            # Asked of the database by writing: two who ask for one number at once cannot both have it.
            if number is not None and not await uow.members.take_phone(member, digits):
                raise InvalidField("number", "Somebody has that number already.")
            if stretched is not None:
                await uow.callers.drop_pin(member.id)
                salt, digest = stretched
                uow.callers.add(CallerPin(member_id=member.id, salt=salt, digest=digest, set_at=uow.now))
            await uow.flush()
            return _view(member, await uow.callers.pin(member.id))

    async def forget_phone(self, actor: Actor, member_id: str) -> None:
        """Neither number nor PIN from now on."""
        async with self._db.write() as uow:
            member = await _member(uow, actor, member_id)
            member.phone = None
            await uow.callers.drop_pin(member.id)

    async def unlock(self, actor: Actor, member_id: str) -> CallerView:
        """The PIN is taken again after too many wrong ones. Owners and admins only."""
        if actor.role not in (Role.OWNER, Role.ADMIN):
            raise Forbidden("Only an owner or admin may unlock a PIN.")
        async with self._db.write() as uow:
            member = await _member(uow, actor, member_id)
            pin = await uow.callers.pin(member.id, lock=True)
            if pin is not None:
                pin.wrong, pin.locked_at = 0, None
            return _view(member, pin)

    async def pin_state(self, actor: Actor) -> str:
        """none, set or locked, of the member who calls."""
        async with self._db.read() as uow:
            return _state(await uow.callers.pin(actor.member_id) if actor.member_id else None)

    async def check_pin(self, actor: Actor, digits: str) -> PinCheck:
        """Whether these digits are the member's PIN. Each wrong one counts, whoever asks, before it is answered."""
        if actor.member_id is None:
            return "none"
        async with self._db.read() as uow:
            row = await uow.callers.pin(actor.member_id)
            if row is None:
                return "none"
            salt, digest = row.salt, row.digest
        right = hmac.compare_digest((await asyncio.to_thread(_stretch, digits, salt))[1], digest)
        async with self._db.write() as uow:
            row = await uow.callers.pin(actor.member_id, lock=True)
            if row is None or row.digest != digest:
                return "wrong"
            if row.locked_at is not None:
                return "locked"
            row.wrong = 0 if right else row.wrong + 1
            if row.wrong >= WRONG_TRIES:
                row.locked_at = uow.now
                return "locked"
            return "right" if right else "wrong"

    async def carrier_says(self, news: CallNews) -> None:
        """Keep what a status webhook tells. They come in any order and more than once: a call that is over stays so."""
        async with self._db.write() as uow:
            row = await uow.callers.call_or_new(
                PhoneCall(
                    sid=news.sid,
                    direction=news.direction,
                    caller=news.caller,
                    called=news.called,
                    status=news.status,
                    call_back_id=news.call_back_id,
                    created_at=uow.now,
                )
            )
            if _ORDER.get(news.status, 3) >= _ORDER.get(row.status, 3) and row.status not in _OVER:
                row.status = news.status
            row.answered_by = news.answered_by or row.answered_by or ""
            row.seconds = row.seconds if news.seconds is None else news.seconds
            if row.status in _OVER and row.ended_at is None:
                row.ended_at = uow.now

    async def call(self, sid: str) -> Mapping[str, object] | None:
        """What is known of a call at the carrier."""
        async with self._db.read() as uow:
            row = await uow.callers.call(sid)
            if row is None:
                return None
            return {
                "sid": row.sid,
                "direction": row.direction,
                "status": row.status,
                "seconds": row.seconds,
                "ended_at": row.ended_at,
            }

    async def missed_person(self, call_sid: str) -> None:
        """Nobody took the caller whom we put through: the note is left for them."""
        async with self._db.read() as uow:
            talk = await uow.callers.conversation_of_call(call_sid)
            if talk is None:
                return
            actor = Actor(talk.workspace_id, talk.member_id, Role.MEMBER, source="phone")
        await self.wants_person(actor, talk.id, talk.caller)

    async def wants_person(self, actor: Actor, conversation_id: str, number: str) -> bool:
        """Leave a note that this caller wants to be called by a person; once for a conversation, told as an event."""
        async with self._db.write() as uow:
            if await uow.talks.get(actor.workspace_id, conversation_id, lock=True) is None:
                raise NotFound("There is no such conversation.")
            if await uow.callers.note(conversation_id) is not None:
                return False
            note = CallNote(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                conversation_id=conversation_id,
                number=number,
                created_at=uow.now,
            )
            uow.callers.add(note)
            payload = {"conversation_id": conversation_id, "number": number, "name": actor.name}
            await uow.emit("caller.wants_person", actor.workspace_id, None, payload)
            return True


async def _member(uow: UnitOfWork, actor: Actor, member_id: str) -> Member:
    if actor.role not in (Role.OWNER, Role.ADMIN) and actor.member_id != member_id:
        raise Forbidden("Only an owner or admin may change somebody else's number.")
    member = await uow.members.get(member_id)
    if member is None or member.workspace_id != actor.workspace_id:
        raise NotFound("There is no such member.")
    return member


def _stretch(pin: str, salt: str | None = None) -> tuple[str, str]:
    """Salt and digest, hex. Stretched because a PIN is short: about 50 ms and 16 MB a guess."""
    salt = salt or secrets.token_hex(16)
    digest = scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return salt, digest.hex()


def _state(pin: CallerPin | None) -> str:
    if pin is None:
        return "none"
    return "locked" if pin.locked_at is not None else "set"


def _view(member: Member, pin: CallerPin | None) -> CallerView:
    return CallerView(member.id, member.name, member.role, member.phone, _state(pin))


def over(status: str) -> bool:
    """Whether the carrier's word means that the call has ended."""
    return status in _OVER
