"""A fetched Whisper model is found by its name, or, unnamed, as the last one fetched."""

from __future__ import annotations

import os
from pathlib import Path

from agent.speech.choose import whisper_folder
from settings import Settings


def test_by_folder_by_name_and_by_itself(tmp_path: Path) -> None:
    def at(whisper_model: str = "") -> Path:
        return whisper_folder(Settings(data_dir=tmp_path, whisper_model=whisper_model, _env_file=None))

    models = tmp_path / "models/whisper"
    assert not at().exists()
    for age, name in enumerate(("small.en", "base.en", "tiny.en.coming")):
        (models / name).mkdir(parents=True)
        (models / name / "model.bin").touch()
        os.utime(models / name / "model.bin", (age, age))
    assert at() == models / "base.en"
    assert at("small.en") == models / "small.en"
    assert at(str(tmp_path / "own")) == tmp_path / "own"
    (models / "config.json").touch()
    assert at() == models
