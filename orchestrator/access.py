"""Who may come in: the first workspace and its owner, keys, sign-in links, sessions, phone numbers."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from hashlib import sha256

from orchestrator.errors import Forbidden, InvalidField, NotFound, Unauthenticated
from orchestrator.numbers import plain_digits
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, KeyView, Page
from settings import SHORTEST_TOKEN, Settings
from store.database import Database
from store.models import ApiKey, LoginLink, Member, Session, Workspace
from store.unit_of_work import UnitOfWork
from store.words import Role

logger = logging.getLogger(__name__)

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=30)
PREFIX_SHOWN = 8
"""Characters of a key that a list shows, so that its owner knows it again."""
_ADMIN_KEY = "ADMIN_TOKEN"
_FIRST_WORKSPACE = "My workspace"
_FIRST_OWNER = "Owner"


def _new_secret() -> str:
    """256 bits; the prefix lets scanners of leaked secrets know it."""
    return f"db_{secrets.token_urlsafe(32)}"


def _digest(secret: str) -> str:
    # No salt and no stretching: the secret is random and long, so nothing can be guessed from its digest.
    return sha256(secret.encode()).hexdigest()


class Access:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def bootstrap(self, settings: Settings) -> None:
        """Make the first workspace, its owner and credits, and the key of `ADMIN_TOKEN`, the only one of that name.

        Safe to repeat, and for several processes at once. Raises `InvalidField` for a token too short.
        """
        token = _admin_token(settings)
        async with self._db.write() as uow:
            await uow.workspaces.hold_first()
            workspace = await uow.workspaces.first()
            if workspace is None:
                workspace = await _first_workspace(uow, settings)
            owner = await _owner(uow, workspace)
            if token:
                await _admit(uow, owner, token)

    async def owner(self) -> Actor:
        """The first workspace's owner. Raises `NotFound` before `bootstrap`."""
        async with self._db.read() as uow:
            workspace = await uow.workspaces.first()
            if workspace is None:
                raise NotFound("There is no workspace yet.")
            return _actor(await _owner(uow, workspace), "api")

    async def member(self, member_id: str, source: str) -> Actor | None:
        """The member with this id, whose word is known to be theirs; None when there is none."""
        async with self._db.read() as uow:
            found = await uow.members.get(member_id)
            return _actor(found, source) if found is not None else None

    async def authenticate(self, key: str) -> Actor:
        """Whose API key it is. Raises `Unauthenticated`."""
        async with self._db.read() as uow:
            row = await uow.members.key_by_digest(_digest(key))
            member = await uow.members.get(row.member_id) if row and row.revoked_at is None else None
            if member is None:
                raise Unauthenticated("This key is unknown or was revoked.")
            return _actor(member, "api")

    async def create_key(self, actor: Actor, name: str) -> tuple[str, str]:
        """The new key's id and its secret, which is shown this once."""
        _require_admin(actor)
        if not name.strip():
            raise InvalidField("name", "Give the key a name that tells what uses it.")
        secret = _new_secret()
        async with self._db.write() as uow:
            member_id = actor.member_id or (await _owner_of(uow, actor)).id
            row = _key(uow, actor.workspace_id, member_id, name.strip()[:80], secret)
            uow.members.add(row)
            return row.id, secret

    async def list_keys(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """`KeyView`s, the oldest first, revoked ones too."""
        _require_admin(actor)
        after = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.members.keys(actor.workspace_id, limit + 1, after)
        views = [
            KeyView(row.id, row.name, row.prefix, row.created_at, row.revoked_at) for row in rows[:limit]
        ]
        return page_of(rows, limit, lambda row: row.id, views)

    async def revoke_key(self, actor: Actor, key_id: str) -> None:
        """At once and for good. Raises `NotFound`."""
        _require_admin(actor)
        async with self._db.write() as uow:
            row = await uow.members.key(actor.workspace_id, key_id)
            if row is None:
                raise NotFound("There is no such key.")
            row.revoked_at = row.revoked_at or uow.now

    async def create_member(self, actor: Actor, name: str, role: Role, phone: str | None = None) -> str:
        """Adds a person to the workspace; returns their id. A caller with that number is known to be them."""
        _require_admin(actor)
        if not name.strip():
            raise InvalidField("name", "Give the person a name.")
        if role is Role.GUEST:
            raise InvalidField(
                "role", "A guest is no member: they are let in by the telephone's or a site's rules."
            )
        digits = plain_digits(phone or "")
        if phone and not digits:
            raise InvalidField("phone", f"{phone[:40]} is no telephone number.")
        async with self._db.write() as uow:
            member = Member(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                name=name.strip()[:120],
                role=role,
                created_at=uow.now,
            )
            if not digits:
                uow.members.add(member)
            elif not await uow.members.take_phone(member, digits):
                raise InvalidField("phone", "Somebody has that number already.")
            return member.id

    async def member_by_phone(self, number: str) -> Actor | None:
        """Who calls from that number, however it is written; None when nobody is known by it."""
        digits = plain_digits(number)
        if not digits:
            return None
        async with self._db.read() as uow:
            found = await uow.members.by_phone(digits)
            return _actor(found[0], "phone") if found else None

    async def guest_by_phone(self, number: str) -> Actor:
        """A stranger who calls: a guest of the first workspace, known by their number if they show one."""
        digits = plain_digits(number)
        owner = await self.owner()
        known = f"phone:{digits}" if digits else ""
        return Actor(owner.workspace_id, None, Role.GUEST, source="phone", guest=known)

    async def mint_login_link(self, member_id: str | None = None) -> str:
        """A token that signs in once within 15 minutes: the given member, or the first workspace's owner."""
        token = _new_secret()
        async with self._db.write() as uow:
            if member_id is None:
                workspace = await uow.workspaces.first()
                if workspace is None:
                    raise NotFound("There is no workspace yet.")
                member_id = (await _owner(uow, workspace)).id
            uow.members.add(
                LoginLink(digest=_digest(token), member_id=member_id, expires_at=uow.now + LINK_LASTS)
            )
        return token

    async def redeem_login_link(self, token: str) -> str:
        """A session's token, good for 30 days, for a link's. Raises `Unauthenticated`."""
        session, link = _new_secret(), _digest(token)
        # Looked up before anything is locked: whoever guesses must not keep the writers of SQLite waiting.
        async with self._db.read() as uow:
            _require_link(await uow.members.link_member(link, uow.now))
        async with self._db.write() as uow:
            member_id = _require_link(await uow.members.use_link(link, uow.now))
            uow.members.add(
                Session(
                    digest=_digest(session),
                    member_id=member_id,
                    created_at=uow.now,
                    expires_at=uow.now + SESSION_LASTS,
                )
            )
        return session

    async def session_actor(self, token: str) -> Actor:
        """Whose session it is. Raises `Unauthenticated`."""
        async with self._db.read() as uow:
            member = await uow.members.session_member(_digest(token), uow.now)
            if member is None:
                raise Unauthenticated("Your session has ended. Sign in again.")
            return _actor(member, "dashboard")

    async def sign_out(self, token: str) -> None:
        """End the session. An unknown one is already over."""
        async with self._db.read() as uow:
            if await uow.members.session_member(_digest(token), uow.now) is None:
                return
        async with self._db.write() as uow:
            await uow.members.end_session(_digest(token), uow.now)


def _require_link(member_id: str | None) -> str:
    if member_id is None:
        raise Unauthenticated(
            "This sign-in link was used or is older than 15 minutes. Restart serve for a new one."
        )
    return member_id


async def _first_workspace(uow: UnitOfWork, settings: Settings) -> Workspace:
    workspace = Workspace(
        id=uow.new_id(),
        name=_FIRST_WORKSPACE,
        timezone=settings.timezone,
        balance=0,
        brand={},
        created_at=uow.now,
    )
    uow.workspaces.add(workspace)
    await uow.flush()
    owner = Member(
        id=uow.new_id(),
        workspace_id=workspace.id,
        name=_FIRST_OWNER,
        role=Role.OWNER,
        created_at=uow.now,
    )
    uow.members.add(owner)
    await uow.flush()
    if settings.starting_credits:
        await uow.ledger.change(
            workspace.id,
            settings.starting_credits,
            kind="grant",
            key="grant:opening",
            cause={"reason": "opening balance"},
        )
    return workspace


def _admin_token(settings: Settings) -> str:
    """Empty when there is none. Raises `InvalidField`."""
    token = settings.admin_token.get_secret_value().strip() if settings.admin_token else ""
    if token and len(token) < SHORTEST_TOKEN:
        raise InvalidField(
            "DRUMBEAT_ADMIN_TOKEN",
            f"DRUMBEAT_ADMIN_TOKEN has {len(token)} characters; it needs {SHORTEST_TOKEN} at least.",
        )
    return token


async def _admit(uow: UnitOfWork, owner: Member, token: str) -> None:
    """Let the token in, and the tokens that it replaces no more."""
    known = await uow.members.key_by_digest(_digest(token))
    if known is None or known.revoked_at is None:
        await uow.members.revoke_named(owner.workspace_id, _ADMIN_KEY, uow.now, but=_digest(token))
        if known is None:
            uow.members.add(_key(uow, owner.workspace_id, owner.id, _ADMIN_KEY, token))
    else:
        # Not let in again: it may have been revoked because others know it.
        logger.warning(
            "DRUMBEAT_ADMIN_TOKEN was revoked or replaced before and lets nobody in; choose another"
        )


def _key(uow: UnitOfWork, workspace_id: str, member_id: str, name: str, secret: str) -> ApiKey:
    return ApiKey(
        id=uow.new_id(),
        workspace_id=workspace_id,
        member_id=member_id,
        name=name,
        prefix=secret[:PREFIX_SHOWN],
        digest=_digest(secret),
        created_at=uow.now,
    )


async def _owner(uow: UnitOfWork, workspace: Workspace) -> Member:
    owner = await uow.members.owner(workspace.id)
    if owner is None:
        raise NotFound("The workspace has no owner.")
    return owner


async def _owner_of(uow: UnitOfWork, actor: Actor) -> Member:
    return await _owner(uow, await uow.workspaces.get(actor.workspace_id))


def _actor(member: Member, source: str) -> Actor:
    return Actor(member.workspace_id, member.id, Role(member.role), member.name, source)


def _require_admin(actor: Actor) -> None:
    if actor.role not in (Role.OWNER, Role.ADMIN):
        raise Forbidden("Only an owner or admin may do this.")
