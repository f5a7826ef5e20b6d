"""Recordings of calls: what the caller agreed to, the sound while it is kept, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from orchestrator.errors import NotFound
from orchestrator.views import Actor
from settings import Settings
from store.database import Database
from store.models import CallRecording
from store.unit_of_work import UnitOfWork

Consent = Literal["asked", "given", "declined"]
Format = Literal["wav", "opus"]
FORMATS: tuple[Format, ...] = ("wav", "opus")
DRAFT_LEFT = timedelta(hours=1)
"""A call's sound is written every few seconds; other processes' calls write beside ours."""
SOUND_LEFT = timedelta(hours=1)
"""Moving the sound of the longest call takes seconds after its row is written."""


@dataclass(frozen=True, slots=True)
class RecordingView:
    """`seconds` is None when no sound is kept."""

    conversation_id: str
    consent: str
    seconds: float | None
    purge_after: datetime | None


class Recordings:
    """The sound lies beside the database, not among the files by content: it must really go when it goes."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._folder = settings.data_dir / "recordings"
        self._days = settings.recording_days

    def path(self, conversation_id: str, kind: Format) -> Path:
        """Where the sound of a conversation lies, or would lie."""
        return self._folder / f"{conversation_id}.{kind}"

    def draft(self, conversation_id: str) -> Path:
        """Where a call's sound is written while it lasts."""
        return self._folder / "live" / f"{conversation_id}.wav"

    async def consent(self, actor: Actor, conversation_id: str, consent: Consent) -> None:
        """What the caller was asked or said. A refusal stands, and what was kept goes at once."""
        async with self._db.write() as uow:
            row = await uow.callers.recording(actor.workspace_id, conversation_id)
            if row is None:
                if await uow.talks.get(actor.workspace_id, conversation_id) is None:
                    raise NotFound("There is no such conversation.")
                row = CallRecording(
                    conversation_id=conversation_id,
                    workspace_id=actor.workspace_id,
                    consent=consent,
                    created_at=uow.now,
                )
                uow.callers.add(row)
            elif row.consent != "declined":
                row.consent = consent
            if row.consent == "declined":
                row.milliseconds, row.purge_after = None, None
        if consent == "declined":
            await self._remove(conversation_id)

    async def keep(
        self, actor: Actor, conversation_id: str, seconds: float, move: Callable[[], object]
    ) -> bool:
        """`move` puts the sound where `path` says. False, and no sound there, without a consent that was given.

        Its end is written down before it is there, so that a process which dies in between leaves nothing that
        is never purged. Raises what `move` raises.
        """
        if not await self._to_be_kept(actor, conversation_id, seconds):
            return False
        try:
            await asyncio.to_thread(move)
        except OSError:
            await self.delete(actor, conversation_id)
            raise
        # The caller may have refused, or the owner deleted it, while it was moved.
        async with self._db.read() as uow:
            row = await uow.callers.recording(actor.workspace_id, conversation_id)
            still = row is not None and row.consent == "given" and row.milliseconds is not None
        if not still:
            await self._remove(conversation_id)
        return still

    async def _to_be_kept(self, actor: Actor, conversation_id: str, seconds: float) -> bool:
        async with self._db.write() as uow:
            row = await uow.callers.recording(actor.workspace_id, conversation_id)
            agreed = row is not None and row.consent == "given"
            if row is not None and agreed:
                row.milliseconds = round(seconds * 1000)
                row.purge_after = uow.now + timedelta(days=self._days)
        return agreed

    async def get(self, actor: Actor, conversation_id: str) -> RecordingView:
        """Raises `NotFound` for a conversation in which recording was never spoken of."""
        async with self._db.read() as uow:
            row = await _row(uow, actor, conversation_id)
            # The row is written before the sound is moved to where it is kept.
            there = row.milliseconds is not None and self.path(conversation_id, "wav").exists()
            seconds = row.milliseconds / 1000 if there and row.milliseconds is not None else None
            return RecordingView(conversation_id, row.consent, seconds, row.purge_after)

    async def sound(self, actor: Actor, conversation_id: str, kind: Format) -> Path:
        """The file. Raises `NotFound` when none is kept."""
        view = await self.get(actor, conversation_id)
        path = self.path(conversation_id, kind)
        if view.seconds is None or view.consent != "given" or not path.exists():
            raise NotFound("No recording of this conversation is kept.")
        return path

    async def delete(self, actor: Actor, conversation_id: str) -> None:
        """The sound goes; that it was agreed to stays."""
        async with self._db.write() as uow:
            row = await _row(uow, actor, conversation_id)
            row.milliseconds, row.purge_after = None, None
        await self._remove(conversation_id)

    async def delete_conversation(self, actor: Actor, conversation_id: str) -> None:
        """The whole record of a talk: its words, its acts and its sound. Its campaign stays."""
        async with self._db.write() as uow:
            row = await uow.talks.get(actor.workspace_id, conversation_id, lock=True)
            if row is None:
                raise NotFound("There is no such conversation.")
            await uow.talks.delete(conversation_id)
        await self._remove(conversation_id)

    async def purge(self) -> int:
        """Remove the sound of everything kept long enough; returns how many went.

        With what processes left that died: drafts that nobody writes on, and sound that no row tells of.
        """
        async with self._db.write() as uow:
            over = [row.conversation_id for row in await uow.callers.recordings_over(uow.now)]
            for row in await uow.callers.recordings_over(uow.now):
                row.milliseconds, row.purge_after = None, None
        for conversation_id in over:
            await self._remove(conversation_id)
        async with self._db.read() as uow:
            known = await uow.callers.recordings_kept()
        await asyncio.to_thread(self._sweep, known, uow.now)
        return len(over)

    def _sweep(self, known: Collection[str], now: datetime) -> None:
        for draft in (self._folder / "live").glob("*.wav"):
            if _idle(draft, now) > DRAFT_LEFT:
                draft.unlink(missing_ok=True)
        for sound in self._folder.glob("*.*"):
            if sound.stem not in known and _idle(sound, now) > SOUND_LEFT:
                sound.unlink(missing_ok=True)

    async def _remove(self, conversation_id: str) -> None:
        def unlink() -> None:
            for kind in FORMATS:
                self.path(conversation_id, kind).unlink(missing_ok=True)

        await asyncio.to_thread(unlink)


def _idle(file: Path, now: datetime) -> timedelta:
    """Since it was last written; nothing for one that is gone."""
    try:
        return now - datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return timedelta()


async def _row(uow: UnitOfWork, actor: Actor, conversation_id: str) -> CallRecording:
    row = await uow.callers.recording(actor.workspace_id, conversation_id)
    talk = await uow.talks.get(actor.workspace_id, conversation_id)
    if row is None or talk is None or not actor.sees(talk.member_id):
        raise NotFound("No recording of this conversation is kept.")
    return row
