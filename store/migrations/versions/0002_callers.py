"""Callers' PINs, the carrier's calls, call-backs, notes and recordings.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "caller_pin",
        sa.Column("member_id", ID, sa.ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_at", TIME, nullable=True),
        sa.Column("set_at", TIME, nullable=False),
    )
    op.create_table(
        "call_back",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=True),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("confirmation_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("dialled_at", TIME, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("confirmation_id", name="uq_call_back_confirmation_id"),
    )
    op.create_index("ix_call_back_workspace_id", "call_back", ["workspace_id"])
    op.create_index("ix_call_back_campaign_id", "call_back", ["campaign_id"])
    op.create_index("ix_call_back_status_not_before", "call_back", ["status", "not_before"])
    op.create_table(
        "phone_call",
        sa.Column("sid", sa.Text(), primary_key=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("call_back_id", ID, sa.ForeignKey("call_back.id", ondelete="CASCADE"), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
    )
    op.create_index("ix_phone_call_call_back_id", "phone_call", ["call_back_id"])
    conversation = "conversation.id"
    op.create_table(
        "call_note",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("conversation_id", ID, sa.ForeignKey(conversation, ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("conversation_id", name="uq_call_note_conversation_id"),
    )
    op.create_index("ix_call_note_workspace_id", "call_note", ["workspace_id"])
    op.create_table(
        "call_recording",
        sa.Column("conversation_id", ID, sa.ForeignKey(conversation, ondelete="CASCADE"), primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("purge_after", TIME, nullable=True),
    )
    op.create_index("ix_call_recording_workspace_id", "call_recording", ["workspace_id"])
    op.create_index("ix_call_recording_purge_after", "call_recording", ["purge_after"])
