"""The commands as a person runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.serving import ROOT, serving


def drumbeat(
    data_dir: Path, *arguments: str, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DRUMBEAT_DATA_DIR": str(data_dir), "COLUMNS": "200", **settings}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_talking_in_the_terminal_leaves_a_draft(tmp_path: Path) -> None:
    words = "create a campaign called Summer Sale about our trail shoes\nwhat campaigns do I have\ngoodbye\n"
    done = drumbeat(tmp_path, "talk", typed=words)
    assert done.returncode == 0, done.stderr
    assert "AI" in done.stdout
    assert "one campaign: Summer Sale" in done.stdout
    assert "Traceback" not in done.stderr


def test_doctor_says_what_is_in_use_and_that_it_works(tmp_path: Path) -> None:
    assert drumbeat(tmp_path, "migrate").returncode == 0
    done = drumbeat(tmp_path, "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    for word in ("SQLite", "embedded", "pocketsphinx", "espeak", "no key and no base URL is set"):
        assert word.lower() in done.stdout.lower()


def test_doctor_says_what_to_mend(tmp_path: Path) -> None:
    done = drumbeat(tmp_path, "doctor", DRUMBEAT_TWILIO_AUTH_TOKEN="x")
    assert done.returncode == 1
    assert "DRUMBEAT_PUBLIC_URL must be the https address" in done.stdout
    done = drumbeat(tmp_path, "doctor", DRUMBEAT_PUBLIC_URL="https://drumbeat.example")
    assert done.returncode == 1
    assert "every call is refused; set DRUMBEAT_TWILIO_AUTH_TOKEN" in " ".join(done.stdout.split())


def test_a_second_server_on_the_same_data_is_refused_with_the_reason() -> None:
    with serving() as server:
        done = drumbeat(server.data_dir, "talk")
        assert done.returncode == 1
        assert "DRUMBEAT_DATA_DIR" in done.stdout
        assert "Traceback" not in done.stderr


def test_a_person_who_was_added_signs_in_once_with_the_link() -> None:
    with serving() as server:
        done = drumbeat(
            server.data_dir,
            "user",
            "create",
            "Mia",
            "--phone",
            "+4915112345678",
            DRUMBEAT_PUBLIC_URL=server.url,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        link = next(word for word in done.stdout.split() if "/signin/" in word)
        with httpx2.Client() as browser:
            browser.get(link)
            assert browser.get(f"{server.url}/api/v1/me").json()["name"] == "Mia"
        with httpx2.Client() as other:
            assert other.get(link).status_code == 401


def test_a_worker_of_its_own_asks_for_postgresql(tmp_path: Path) -> None:
    done = drumbeat(tmp_path, "worker")
    assert done.returncode == 1
    assert "DRUMBEAT_DATABASE_URL" in done.stdout


@pytest.mark.parametrize("command", ["serve", "talk"])
def test_a_wrong_setting_is_named(tmp_path: Path, command: str) -> None:
    done = drumbeat(tmp_path, command, DRUMBEAT_MAX_CALLS="none")
    assert done.returncode == 1
    assert "DRUMBEAT_MAX_CALLS" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
