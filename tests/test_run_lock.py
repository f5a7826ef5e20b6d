"""What the image installs is what was tested, and nothing that only tests need."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([a-z0-9.\-]+)==([^\s;\\]+)(?: ;.*?)? \\$", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text()))


def test_every_version_that_runs_is_the_one_that_is_tested() -> None:
    running, tested = pins("requirements.run.lock"), pins("requirements.lock")
    assert len(running) > 100
    assert {name: tested.get(name) for name in running} == running


def test_all_that_the_service_names_is_in_it_and_no_tool_of_the_tests() -> None:
    running = pins("requirements.run.lock")
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.split(r"[\[=<>]", each)[0] for each in named} <= running.keys()
    assert not running.keys() & {"pytest", "mypy", "playwright", "ruff", "hypothesis", "moto", "hatchling"}


def test_the_image_installs_the_run_lock_alone() -> None:
    installed = re.findall(r"-r (\S+)", (ROOT / "Dockerfile").read_text())
    assert installed == ["bootstrap.lock", "requirements.run.lock"]
