"""What the dashboard's source and build promise: checked types, no inline script, no host in the lock."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest

from tests.serving import ROOT
from tests.web.browsing import absent

WEB = ROOT / "web"
MOST_LINES = 250


def test_types_and_style_are_clean() -> None:
    path = f"{ROOT / '.venv/node/bin'}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=path)
    if npm is None or not (WEB / "node_modules").is_dir():
        absent("node or the dashboard's packages are not on this machine (./dev setup)")
    checked = subprocess.run(
        [npm, "run", "-s", "check"],
        check=False,
        cwd=WEB,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_built_page_has_no_inline_script_and_loads_nothing_from_elsewhere() -> None:
    index = ROOT / "api/static/index.html"
    if not index.is_file():
        absent("the dashboard is not built (./dev setup)")
    html = index.read_text()
    assert re.findall(r"<script[^>]*>[^<]", html) == []
    assert re.findall(r"""(?:src|href)="(?!/assets/)""", html) == []


def test_the_lock_pins_every_package_by_checksum_and_names_no_host() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


@pytest.mark.parametrize(
    "folder", ["api", "assets", "campaign", "hub", "news", "project", "shell", "styles", "talk"]
)
def test_files_stay_small(folder: str) -> None:
    long = [
        path.name
        for path in (WEB / "src" / folder).iterdir()
        if len(path.read_text().splitlines()) > MOST_LINES
    ]
    assert long == []
