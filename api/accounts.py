"""`drumbeat user create`."""

from __future__ import annotations

import asyncio

from orchestrator.errors import InvalidField
from orchestrator.orchestrator import Orchestrator
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from store.words import Role


async def create_user(settings: Settings, name: str, role: str, phone: str) -> str:
    """Adds a member to the first workspace; returns their one-time sign-in link."""
    roles = [known for known in Role if known is not Role.GUEST]
    if role not in roles:
        raise InvalidField("role", f"There is no role {role}. Use one of {', '.join(roles)}.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)
    database = Database(settings.database, clock=utc_now, new_id=new_id)
    try:
        access = Orchestrator(database, FileStore(settings.files_dir), settings, None).access
        await access.bootstrap(settings)
        member_id = await access.create_member(await access.owner(), name, Role(role), phone or None)
        return f"{settings.public_url}/signin/{await access.mint_login_link(member_id)}"
    finally:
        await database.close()
