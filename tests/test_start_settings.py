"""Settings that are wrong or empty, told where they can be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
import settings
from agent.rehearsal.server import own_environment
from settings import Settings


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to start in, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DRUMBEAT_{name.upper()}", raising=False)
    settings.load.cache_clear()
    return tmp_path


def test_a_short_admin_token_is_refused_by_name_before_anything_starts(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / ".env").write_text("DRUMBEAT_ADMIN_TOKEN=secret\n")
    monkeypatch.setattr("sys.argv", ["drumbeat", "serve"])
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr().out
    assert "DRUMBEAT_ADMIN_TOKEN" in told
    assert "6 characters" in told
    assert "secret" not in told
    assert not (house / "var").exists()


def test_an_empty_line_sets_nothing(house: Path) -> None:
    (house / ".env").write_text("DRUMBEAT_TWILIO_AUTH_TOKEN=\nDRUMBEAT_MAX_CALLS=\nDRUMBEAT_ADMIN_TOKEN=\n")
    assert Settings() == Settings(_env_file=None)


def test_a_rehearsal_keeps_the_engines_of_a_env_and_nothing_of_its_owners(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / ".env").write_text(
        "DRUMBEAT_PHONE_CALLERS=pin\nDRUMBEAT_TWILIO_AUTH_TOKEN=real\nDRUMBEAT_RECORDING=ask\n"
        "DRUMBEAT_S3_URL=s3://bucket\nDRUMBEAT_STT=pocketsphinx\nDRUMBEAT_MAX_CALLS=3\n"
    )
    monkeypatch.setenv("DRUMBEAT_STARTING_CREDITS", "1")
    for name, value in own_environment(house / "own", "k" * 16, {"DRUMBEAT_MAX_CALLS": "7"}).items():
        monkeypatch.setenv(name, value)
    found = Settings()
    assert (found.phone_callers, found.recording, found.starting_credits) == ("known", "off", 200)
    assert found.twilio_auth_token is None
    assert found.s3_url is None
    assert (found.stt, found.max_calls) == ("pocketsphinx", 7)
    assert found.data_dir == house / "own"
