"""A telephone number is one person's.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever had it first was taken for the caller; for them nothing changes.
    op.execute(
        "UPDATE member SET phone = NULL WHERE phone IS NOT NULL AND id <> "
        "(SELECT MIN(holder.id) FROM member AS holder WHERE holder.phone = member.phone)"
    )
    op.drop_index("ix_member_phone", table_name="member")
    op.create_index("ix_member_phone", "member", ["phone"], unique=True)
