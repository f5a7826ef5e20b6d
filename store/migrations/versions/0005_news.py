"""Uploaded knowledge with pages and vectors; notifications, letters and webhooks.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(36)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _knowledge()
    _notifications()
    _letters()
    _webhooks()
    _deliveries()


def _knowledge() -> None:
    op.add_column("knowledge_document", sa.Column("kind", sa.Text(), nullable=False, server_default="text"))
    op.add_column("knowledge_document", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("knowledge_document", sa.Column("digest", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_knowledge_document_workspace_id_digest", "knowledge_document", ["workspace_id", "digest"]
    )
    op.add_column("knowledge_chunk", sa.Column("page", sa.Integer(), nullable=True))
    op.add_column("knowledge_chunk", sa.Column("heading", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "knowledge_vector",
        sa.Column(
            "chunk_id",
            sa.Integer(),
            sa.ForeignKey("knowledge_chunk.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_knowledge_vector_workspace_id", "knowledge_vector", ["workspace_id"])


def _notifications() -> None:
    op.create_table(
        "news_cursor",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("low", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # What happened before there were notifications is no news.
    op.execute(
        "INSERT INTO news_cursor (workspace_id, seq) "
        "SELECT workspace_id, max(seq) FROM event GROUP BY workspace_id"
    )
    op.create_table(
        "notification",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("campaign_id", ID, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("read_at", TIME, nullable=True),
        sa.UniqueConstraint("member_id", "event_seq", name="uq_notification_member_id_event_seq"),
    )
    op.create_index("ix_notification_workspace_id", "notification", ["workspace_id"])
    op.create_index("ix_notification_member_id_read_at", "notification", ["member_id", "read_at"])
    op.create_table(
        "notification_preference",
        sa.Column("member_id", ID, sa.ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "kind", name="pk_notification_preference"),
    )


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id", ondelete="SET NULL"), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.UniqueConstraint("key", name="uq_letter_key"),
    )
    op.create_index("ix_letter_workspace_id", "letter", ["workspace_id"])
    op.create_index("ix_letter_status_next_at", "letter", ["status", "next_at"])


def _webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.Text(), nullable=False),
        sa.Column("failing_since", TIME, nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_webhook_workspace_id", "webhook", ["workspace_id"])


def _deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("id", ID, primary_key=True),
        sa.Column("webhook_id", ID, sa.ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.UniqueConstraint("webhook_id", "event_seq", name="uq_webhook_delivery_webhook_id_event_seq"),
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id"])
    op.create_index("ix_webhook_delivery_workspace_id", "webhook_delivery", ["workspace_id"])
    op.create_index("ix_webhook_delivery_status_next_at", "webhook_delivery", ["status", "next_at"])
    op.create_table(
        "webhook_attempt",
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "delivery_id", ID, sa.ForeignKey("webhook_delivery.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_webhook_attempt_delivery_id", "webhook_attempt", ["delivery_id"])
