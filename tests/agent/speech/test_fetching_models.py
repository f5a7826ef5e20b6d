"""Models are fetched from a hub over real HTTP, and only whole ones take the place of what was there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from agent.speech.choose import choose
from agent.speech.errors import SpeechUnavailableError
from agent.speech.fetch import fetch_piper, fetch_whisper
from settings import Settings
from tests.agent.speech.tiny_piper import make_piper
from tests.agent.speech.tiny_whisper import make_whisper

COMMIT = "0" * 40


class Hub(HTTPServer):
    """Serves what is in `files`, by repository/path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Serving)
        self.files: dict[str, bytes] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"


class Serving(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        found = self.server.files.get(self.path.lstrip("/").replace("/resolve/main/", "/"))
        if found is None:
            self.send_response(404)
            self.send_header("X-Error-Code", "EntryNotFound")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(found)))
        self.send_header("ETag", f'"{hashlib.sha1(found).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if body:
            self.wfile.write(found)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    server = Hub()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def whisper_at(hub: Hub, tmp_path: Path) -> Hub:
    for file in make_whisper(tmp_path / "made").iterdir():
        hub.files[f"Systran/faster-whisper-tiny.en/{file.name}"] = file.read_bytes()
    return hub


def test_a_fetched_model_is_the_one_that_auto_takes(whisper_at: Hub, tmp_path: Path) -> None:
    fetch_whisper("tiny.en", tmp_path / "models" / "whisper", endpoint=whisper_at.url)
    kit = choose(Settings(data_dir=tmp_path, _env_file=None))
    assert kit.ears.name == "whisper"
    kit.close()


def test_a_model_that_lacks_a_file_leaves_the_old_one_in_place(whisper_at: Hub, tmp_path: Path) -> None:
    folder = tmp_path / "models" / "whisper"
    fetch_whisper("tiny.en", folder, endpoint=whisper_at.url)
    del whisper_at.files["Systran/faster-whisper-tiny.en/model.bin"]
    with pytest.raises(SpeechUnavailableError, match=r"has no model\.bin"):
        fetch_whisper("tiny.en", folder, endpoint=whisper_at.url)
    assert (folder / "model.bin").is_file()
    assert [entry.name for entry in folder.parent.iterdir()] == ["whisper"]


def test_a_voice_is_tried_before_it_is_kept(hub: Hub, tmp_path: Path) -> None:
    made = make_piper(tmp_path / "made" / "en_US-anna-low.onnx")
    path = "rhasspy/piper-voices/en/en_US/anna/low/en_US-anna-low.onnx"
    hub.files = {path: made.read_bytes(), path + ".json": made.with_name(made.name + ".json").read_bytes()}
    folder = tmp_path / "models" / "piper"
    assert fetch_piper("en_US-anna-low", folder, endpoint=hub.url).is_file()
    hub.files[path] = b"half a network"
    with pytest.raises(SpeechUnavailableError, match="no ONNX model"):
        fetch_piper("en_US-anna-low", folder, endpoint=hub.url)
    assert (folder / "en_US-anna-low.onnx").read_bytes() == made.read_bytes()


def test_no_network_and_no_such_name_are_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(SpeechUnavailableError, match="HF_HUB_OFFLINE"):
        fetch_whisper("tiny.en", tmp_path / "whisper")
    with pytest.raises(SpeechUnavailableError, match="names no Piper voice"):
        fetch_piper("anna", tmp_path / "piper")
    assert not list(tmp_path.iterdir())
