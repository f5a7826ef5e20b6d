"""A telephone number is one person's, whoever asks for it and however many at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command

from store.migrate import _config, _connected, current, upgrade


def test_a_database_in_which_two_share_a_number_leaves_it_to_the_older_one(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    url = f"sqlite:///{file}"
    with _connected(url) as connection:
        command.upgrade(_config(connection), "0007")
    rows = [("a", "491511"), ("b", "491511"), ("c", None), ("d", None), ("e", "120255")]
    with sqlite3.connect(file) as old:
        old.execute("INSERT INTO workspace VALUES ('w', 'W', 'UTC', 0, '{}', '2026-01-01', NULL)")
        for member_id, phone in rows:
            old.execute(
                "INSERT INTO member (id, workspace_id, name, phone, role, created_at) "
                "VALUES (?, 'w', ?, ?, 'member', '2026-01-01')",
                (member_id, member_id, phone),
            )
    upgrade(url)
    assert current(url) >= "0008"
    with sqlite3.connect(file) as new:
        found = dict(new.execute("SELECT id, phone FROM member"))
    assert found == {"a": "491511", "b": None, "c": None, "d": None, "e": "120255"}
