"""What a project finished is a unit with versions and assets, like what a run made; what a part was made of.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.String(36)


def upgrade() -> None:
    op.add_column("project_part", sa.Column("made_of", sa.Text(), nullable=False, server_default=""))
    # SQLite changes a column by copying its table; nothing cascades, for foreign keys are not enforced here.
    with op.batch_alter_table("unit") as unit:
        unit.alter_column("deliverable_id", existing_type=ID, nullable=True)
        unit.alter_column("step_id", existing_type=ID, nullable=True)
        unit.add_column(sa.Column("project_id", ID, nullable=True))
        unit.create_foreign_key(
            "fk_unit_project_id_project", "project", ["project_id"], ["id"], ondelete="CASCADE"
        )
        unit.create_unique_constraint("uq_unit_project_id", ["project_id"])
