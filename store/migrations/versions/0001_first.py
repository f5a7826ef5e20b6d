"""The first tables.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _people()
    _campaigns()
    _talks()
    _work()
    _search()


def _people() -> None:
    op.create_table(
        "executor",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("seen_at", TIME, nullable=False),
    )
    op.create_table(
        "workspace",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("brand", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("balance >= 0", name="ck_workspace_balance_not_negative"),
    )
    op.create_table(
        "event",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, primary_key=True
        ),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_campaign_id_seq", "event", ["campaign_id", "seq"])
    op.create_index("ix_event_workspace_id_seq", "event", ["workspace_id", "seq"])
    op.create_table(
        "member",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_member_phone", "member", ["phone"])
    op.create_index("ix_member_workspace_id", "member", ["workspace_id"])
    op.create_table(
        "api_key",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.UniqueConstraint("digest", name="uq_api_key_digest"),
    )
    op.create_index("ix_api_key_workspace_id", "api_key", ["workspace_id"])
    op.create_table(
        "login_link",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("cause", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("workspace_id", "key", name="uq_ledger_entry_workspace_id_key"),
    )
    op.create_index("ix_ledger_entry_workspace_id_created_at", "ledger_entry", ["workspace_id", "created_at"])


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("created_by", ID, sa.ForeignKey("member.id"), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("messaging", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("awareness_stage", sa.Text(), nullable=True),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_before_archive", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
    )
    op.create_index("ix_campaign_workspace_id_status", "campaign", ["workspace_id", "status"])
    op.create_table(
        "campaign_revision",
        sa.Column("id", ID, primary_key=True),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("campaign_id", "version", name="uq_campaign_revision_campaign_id_version"),
    )
    op.create_table(
        "campaign_slot",
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "name", name="pk_campaign_slot"),
    )
    op.create_table(
        "deliverable",
        sa.Column("id", ID, primary_key=True),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint("campaign_id", "type", name="uq_deliverable_campaign_id_type"),
    )
    op.create_table(
        "knowledge_document",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_knowledge_document_workspace_id", "knowledge_document", ["workspace_id"])
    op.create_table(
        "knowledge_chunk",
        sa.Column("id", sa.Integer(), autoincrement=True, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column(
            "document_id", ID, sa.ForeignKey("knowledge_document.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("ix_knowledge_chunk_document_id", "knowledge_chunk", ["document_id"])
    op.create_index("ix_knowledge_chunk_workspace_id", "knowledge_chunk", ["workspace_id"])


def _talks() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("member.id"), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="SET NULL"), nullable=True),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
    )
    op.create_index("ix_conversation_workspace_id_started_at", "conversation", ["workspace_id", "started_at"])
    op.create_table(
        "turn",
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "conversation_id", ID, sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("timings", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("conversation_id", "position", name="uq_turn_conversation_id_position"),
    )
    op.create_table(
        "tool_call",
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "conversation_id", ID, sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("turn_position", sa.Integer(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("milliseconds", sa.Double(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_tool_call_conversation_id", "tool_call", ["conversation_id"])
    op.create_table(
        "confirmation",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column(
            "conversation_id", ID, sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("campaign_version", sa.Integer(), nullable=False),
        sa.Column("minted_at_turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_index("ix_confirmation_campaign_id", "confirmation", ["campaign_id"])
    op.create_index("ix_confirmation_conversation_id", "confirmation", ["conversation_id"])


def _work() -> None:
    op.create_table(
        "run",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.UniqueConstraint("campaign_id", "number", name="uq_run_campaign_id_number"),
    )
    op.create_index("ix_run_status", "run", ["status"])
    op.create_table(
        "step",
        sa.Column("id", ID, primary_key=True),
        sa.Column("run_id", ID, sa.ForeignKey("run.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("deliverable_id", ID, sa.ForeignKey("deliverable.id"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.UniqueConstraint("run_id", "type", name="uq_step_run_id_type"),
    )
    op.create_index("ix_step_campaign_id", "step", ["campaign_id"])
    op.create_table(
        "unit",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("deliverable_id", ID, sa.ForeignKey("deliverable.id"), nullable=False),
        sa.Column("step_id", ID, sa.ForeignKey("step.id"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.UniqueConstraint("deliverable_id", "index", name="uq_unit_deliverable_id_index"),
    )
    op.create_index("ix_unit_campaign_id", "unit", ["campaign_id"])
    op.create_index("ix_unit_step_id", "unit", ["step_id"])
    op.create_index("ix_unit_workspace_id_status", "unit", ["workspace_id", "status"])
    op.create_table(
        "asset",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("unit_id", "version", "position", name="uq_asset_unit_id_version_position"),
    )
    op.create_index("ix_asset_campaign_id", "asset", ["campaign_id"])
    op.create_index("ix_asset_sha256", "asset", ["sha256"])


def _search() -> None:
    """Full-text search over the passages, kept by the database itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_knowledge_chunk_fts ON knowledge_chunk USING gin (to_tsvector('english', text))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE knowledge_fts USING fts5("
        "text, content='knowledge_chunk', content_rowid='id', tokenize='porter unicode61')"
    )
    op.execute(
        "CREATE TRIGGER knowledge_fts_insert AFTER INSERT ON knowledge_chunk BEGIN "
        "INSERT INTO knowledge_fts(rowid, text) VALUES (new.id, new.text); END"
    )
    op.execute(
        "CREATE TRIGGER knowledge_fts_delete AFTER DELETE ON knowledge_chunk BEGIN "
        "INSERT INTO knowledge_fts(knowledge_fts, rowid, text) VALUES ('delete', old.id, old.text); END"
    )
    op.execute(
        "CREATE TRIGGER knowledge_fts_update AFTER UPDATE OF text ON knowledge_chunk BEGIN "
        "INSERT INTO knowledge_fts(knowledge_fts, rowid, text) VALUES ('delete', old.id, old.text); "
        "INSERT INTO knowledge_fts(rowid, text) VALUES (new.id, new.text); END"
    )
