"""The rules that keep it a house, checked by tools: style, types, directions of import, generated documents."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import settings

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MOST_LINES = 400


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_code_passes_the_linter() -> None:
    run(str(BIN / "ruff"), "check", "-q", ".")


def test_the_code_is_formatted() -> None:
    run(str(BIN / "ruff"), "format", "--check", "-q", ".")


@pytest.mark.timeout(600)
def test_the_types_hold() -> None:
    run(str(BIN / "mypy"))


def test_a_room_imports_only_the_rooms_below_it() -> None:
    run(str(BIN / "lint-imports"))


@pytest.mark.timeout(300)
def test_the_dashboard_passes_its_own_checks() -> None:
    run("sh", "./dev", "web-check")


def test_the_settings_page_is_generated_from_the_settings() -> None:
    assert (ROOT / "docs/settings.md").read_text(encoding="utf-8") == settings.table()


def test_no_file_is_too_long_to_see_whole() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.ts", "*.tsx")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_lock_files_name_no_host() -> None:
    for path in tracked("*.lock", "web/package-lock.json"):
        assert not re.search(r"https?://", _without_funding(path)), path.name


def _without_funding(path: Path) -> str:
    """npm notes funding pages in its lock; those are no addresses that anything is fetched from."""
    if path.suffix != ".json":
        return path.read_text(encoding="utf-8")
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("deprecated", None)
    return json.dumps(lock)
