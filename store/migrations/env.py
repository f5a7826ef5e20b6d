"""Run by Alembic, always on the connection and in the transaction of `store.migrate`."""

from __future__ import annotations

from alembic import context

from store.migrate import include_object
from store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=include_object,
    transactional_ddl=True,
)
context.run_migrations()
