"""Settings that are wrong or empty, told where they can be mended."""

from __future__ import annotations

import logging
import wave
from collections.abc import Iterator
from pathlib import Path

import loguru
import pytest
import structlog

import cli
import settings
from agent.rehearsal.server import own_environment
from settings import Settings
from tests.serving import free_port


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory to start in, with nothing set. Logs are set up as before when it is left: the command's own go to
    an output that pytest has closed by then.
    """
    handlers = list(logging.getLogger().handlers)
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DRUMBEAT_{name.upper()}", raising=False)
    settings.load.cache_clear()
    yield tmp_path
    settings.load.cache_clear()
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
    loguru.logger.remove()


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


@pytest.mark.parametrize(
    ("setting", "wrong", "mend"),
    [
        ("TIMEZONE", "Mars/Base", "Europe/Berlin"),
        ("CALL_HOURS", "99:99-20:00", "09:00-20:00"),
        ("CALL_HOURS", "20:00-09:00", "09:00-20:00"),
        ("LOG_LEVEL", "loud", "'warning'"),
        ("SMTP_URL", "http://mail.example", "smtp://"),
        ("S3_URL", "s4://bucket", "s3://bucket"),
    ],
)
def test_a_wrong_setting_is_told_with_its_mend_and_without_a_traceback(
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    wrong: str,
    mend: str,
) -> None:
    monkeypatch.setenv(f"DRUMBEAT_{setting}", wrong)
    monkeypatch.setattr("sys.argv", ["drumbeat", "talk"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert f"DRUMBEAT_{setting}" in told.out
    assert mend in told.out
    assert "Traceback" not in told.out + told.err


def test_levels_of_the_log_may_be_written_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRUMBEAT_LOG_LEVEL", "WARNING")
    assert Settings(_env_file=None).log_level == "warning"


def test_a_call_to_nobody_or_of_no_sound_is_said_plainly(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "noise.wav").write_bytes(b"RIFFnone")
    with wave.open(str(house / "quiet.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(1600))
    nobody = f"http://127.0.0.1:{free_port()}"
    for recording, said in (("noise.wav", "noise.wav cannot be played"), ("quiet.wav", "cannot be called")):
        monkeypatch.setattr("sys.argv", ["drumbeat", "call", recording, "--url", nobody])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 1
        assert said in capsys.readouterr().out
