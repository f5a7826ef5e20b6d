"""Versions of assets, remakes, inputs, shares, and a monthly cap.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(36)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("workspace", sa.Column("monthly_cap", sa.Integer(), nullable=True))
    _versions()
    _remakes()
    _inputs()
    _shares()


def _versions() -> None:
    op.create_table(
        "asset_version",
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "version", name="pk_asset_version"),
    )
    op.create_index("ix_asset_version_campaign_id", "asset_version", ["campaign_id"])
    op.execute(
        "INSERT INTO asset_version (unit_id, version, campaign_id, title, text, verdict, origin, note, made_by, "
        "decision, reason, decided_by, created_at) "
        "SELECT id, 1, campaign_id, title, text, verdict, 'run', '', '', '', '', '', finished_at "
        "FROM unit WHERE status = 'completed' AND finished_at IS NOT NULL"
    )


def _remakes() -> None:
    op.create_table(
        "remake",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("verdict", sa.JSON(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.UniqueConstraint("workspace_id", "key", name="uq_remake_workspace_id_key"),
    )
    op.create_index("ix_remake_campaign_id", "remake", ["campaign_id"])
    op.create_index("ix_remake_unit_id", "remake", ["unit_id"])
    op.create_index("ix_remake_workspace_id_status", "remake", ["workspace_id", "status"])


def _inputs() -> None:
    op.create_table(
        "campaign_input",
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("asset_id", ID, sa.ForeignKey("asset.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "asset_id", name="pk_campaign_input"),
    )
    op.create_index("ix_campaign_input_asset_id", "campaign_input", ["asset_id"])


def _shares() -> None:
    op.create_table(
        "share",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
        sa.Column("asset_id", ID, sa.ForeignKey("asset.id", ondelete="CASCADE"), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("viewed_at", TIME, nullable=True),
        sa.UniqueConstraint("digest", name="uq_share_digest"),
    )
    op.create_index("ix_share_workspace_id", "share", ["workspace_id"])
    op.create_index("ix_share_campaign_id", "share", ["campaign_id"])
