"""A data directory whose campaign language model is built once for all tests of the engines' choice."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def home(tmp_path: Path, _built: Path) -> Path:
    (tmp_path / "cache").symlink_to(_built, target_is_directory=True)
    return tmp_path
