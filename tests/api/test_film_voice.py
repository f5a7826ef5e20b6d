"""Films are spoken over by the engine that also speaks in calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.speech.choose import voice_engine
from api.film_voice import FilmVoice
from settings import Settings
from studio.ports import MakerError


def test_without_a_model_and_a_key_it_is_espeak(tmp_path: Path) -> None:
    assert FilmVoice(Settings(data_dir=tmp_path, _env_file=None)).name == "espeak"


async def test_a_voice_that_is_set_and_missing_is_told_rather_than_replaced(tmp_path: Path) -> None:
    missing = Settings(data_dir=tmp_path, piper_voice=str(tmp_path / "lost.onnx"), _env_file=None)
    film = FilmVoice(missing)
    assert film.name == voice_engine(missing) == "piper"
    with pytest.raises(MakerError, match=r"lost\.onnx") as told:
        await film.say("Hello.")
    assert not told.value.transient
