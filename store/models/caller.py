"""The telephone: PINs of callers, calls as the carrier tells them, wished call-backs, recordings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class CallerPin(Base):
    """What a member keys in when they call. Only its stretched digest is here."""

    __tablename__ = "caller_pin"

    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str]
    """Hex."""
    digest: Mapped[str]
    """scrypt of the PIN with the salt, hex."""
    wrong: Mapped[int] = mapped_column(default=0)
    """Wrong tries since the last right one."""
    locked_at: Mapped[datetime | None]
    set_at: Mapped[datetime]


class PhoneCall(Base):
    """One call at the carrier, in or out, as its status webhook tells it."""

    __tablename__ = "phone_call"

    sid: Mapped[str] = mapped_column(primary_key=True)
    """The carrier's id of the call."""
    direction: Mapped[str]
    """`inbound` or `outbound`."""
    caller: Mapped[str] = mapped_column(default="")
    called: Mapped[str] = mapped_column(default="")
    status: Mapped[str]
    """The carrier's word: `queued`, `ringing`, `in-progress`, `completed`, `busy`, `no-answer`, `failed`."""
    answered_by: Mapped[str] = mapped_column(default="")
    seconds: Mapped[int | None]
    call_back_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("call_back.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CallBack(Base):
    """A wish to be called when a campaign's run is over. Without a spent confirmation there is no such row."""

    __tablename__ = "call_back"
    __table_args__ = (Index("ix_call_back_status_not_before", "status", "not_before"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    member_id: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    confirmation_id: Mapped[str] = mapped_column(unique=True)
    """The spent confirmation that this wish rests on: one wish for each, so a repeated yes dials once."""
    number: Mapped[str]
    """E.164."""
    status: Mapped[str] = mapped_column(default="waiting")
    """`waiting`, `dialling`, `answered`, `voicemail`, `unreached` or `dropped`."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    dialled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    """The last attempt's outcome, as the carrier or the dialler put it."""
    created_at: Mapped[datetime]


class CallNote(Base):
    """A caller asked for a person whom nobody could put them through to."""

    __tablename__ = "call_note"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(
        Id, ForeignKey("conversation.id", ondelete="CASCADE"), unique=True
    )
    number: Mapped[str]
    created_at: Mapped[datetime]


class CallRecording(Base):
    """What a caller was told and said about recording, and where the sound is when it was kept."""

    __tablename__ = "call_recording"

    conversation_id: Mapped[str] = mapped_column(
        Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    consent: Mapped[str]
    """`asked`, `given` or `declined`."""
    milliseconds: Mapped[int | None]
    """Length of the sound kept; None when none is."""
    created_at: Mapped[datetime]
    purge_after: Mapped[datetime | None] = mapped_column(index=True)
