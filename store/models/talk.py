"""Conversations, their turns and tool calls, and the confirmations that acts need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class Conversation(Base):
    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_workspace_id_started_at", "workspace_id", "started_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    member_id: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"))
    channel: Mapped[str]
    campaign_id: Mapped[str | None] = mapped_column(Id, ForeignKey("campaign.id", ondelete="SET NULL"))
    caller: Mapped[str] = mapped_column(default="")
    external_id: Mapped[str] = mapped_column(default="")
    """The carrier's call id."""
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the talk itself must remember: the open question, offers made, speaking rate."""
    end_reason: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Turn(Base):
    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id", ondelete="CASCADE"))
    position: Mapped[int]
    speaker: Mapped[str]
    """`user` or `agent`."""
    text: Mapped[str]
    """For the agent: what was really said; an interrupted reply ends where the voice stopped."""
    interrupted: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[float | None]
    timings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Milliseconds by stage; stages not reached are left out."""
    outcome: Mapped[str] = mapped_column(default="completed")
    engine: Mapped[str] = mapped_column(default="")
    """Who heard a user's turn: a recogniser's name, `typed` or `keypad`; empty for the agent's."""
    created_at: Mapped[datetime]


class ToolCall(Base):
    __tablename__ = "tool_call"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        Id, ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    turn_position: Mapped[int]
    """The user turn that it answered."""
    tool: Mapped[str]
    effect: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    milliseconds: Mapped[float]
    created_at: Mapped[datetime]


class Confirmation(Base):
    """A token for one act, minted from a frozen preview; spent once by a yes, dead when the draft changes."""

    __tablename__ = "confirmation"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    conversation_id: Mapped[str] = mapped_column(
        Id, ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    action: Mapped[str]
    preview: Mapped[dict[str, Any]]
    campaign_version: Mapped[int]
    minted_at_turn: Mapped[int]
    """Position of the user turn it answered; only the very next user turn may spend it."""
    status: Mapped[str] = mapped_column(default="open")
    """`open`, `spent` or `dead`."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
