"""Brings a Whisper model or a Piper voice onto this machine, whole and tried, or not at all."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.speech.errors import SpeechUnavailableError
from agent.speech.piper import load
from agent.speech.whisper import missing_from

WHISPER_REPOSITORY = "Systran/faster-whisper-{name}"
WHISPER_FILES = ("config.json", "tokenizer.json", "model.bin")
WHISPER_EXTRAS = ("vocabulary.txt", "vocabulary.json", "preprocessor_config.json")
"""Older models have the one vocabulary, newer the other; only the large ones say how their input is prepared."""
PIPER_REPOSITORY = "rhasspy/piper-voices"
DEFAULT_PIPER = "en_US-lessac-medium"


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from; `extras` may be missing there. Without `endpoint` it is the hub that HF_ENDPOINT names."""

    repository: str
    files: tuple[str, ...]
    revision: str = "main"
    endpoint: str | None = None
    extras: tuple[str, ...] = ()


def fetch_whisper(name: str, folder: Path, *, revision: str = "main", endpoint: str | None = None) -> Path:
    """Fetches the model into `folder` and gives it back. Raises SpeechUnavailableError."""
    source = Source(WHISPER_REPOSITORY.format(name=name), WHISPER_FILES, revision, endpoint, WHISPER_EXTRAS)
    return _fetched(source, folder, _try_whisper)


def fetch_piper(name: str, folder: Path, *, revision: str = "main", endpoint: str | None = None) -> Path:
    """Fetches the voice, named language_REGION-speaker-quality, and gives its file. Raises SpeechUnavailableError."""
    parts = name.split("-")
    if len(parts) != 3 or "_" not in parts[0]:
        raise SpeechUnavailableError(f"{name} names no Piper voice; write one like {DEFAULT_PIPER}.")
    region, speaker, quality = parts
    path = f"{region.split('_')[0]}/{region}/{speaker}/{quality}/{name}.onnx"
    source = Source(PIPER_REPOSITORY, (path + ".json", path), revision, endpoint)
    _fetched(source, folder, lambda made: load(made / f"{name}.onnx"))
    return folder / f"{name}.onnx"


def _fetched(source: Source, folder: Path, try_out: Callable[[Path], object]) -> Path:
    """All files side by side in `folder`, which is replaced only once they are there and have been tried out."""
    coming = folder.with_name(folder.name + ".coming")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    try:
        for name in (*source.files, *source.extras):
            _one(source, name, coming / Path(name).name)
        try_out(coming)
        shutil.rmtree(folder, ignore_errors=True)
        coming.rename(folder)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return folder


def _one(source: Source, name: str, target: Path) -> None:
    client, absent = _client()
    landing = target.parent / "landing"
    try:
        found = client.hf_hub_download(
            source.repository, name, revision=source.revision, endpoint=source.endpoint, local_dir=landing
        )
    except absent as error:
        if name in source.extras:
            return
        raise SpeechUnavailableError(f"{source.repository} has no {name}. Check the name.") from error
    except Exception as error:
        # The client's exceptions come from its transport as well as from itself.
        raise SpeechUnavailableError(
            f"{name} of {source.repository} could not be fetched ({type(error).__name__}). Check the "
            "name and the network (HF_ENDPOINT and HF_HUB_OFFLINE are honoured), or copy the files into place by hand."
        ) from error
    shutil.move(found, target)
    shutil.rmtree(landing, ignore_errors=True)


def _client() -> tuple[Any, type[Exception]]:
    """The hub's client, and its exception for a file that is not there."""
    if importlib.util.find_spec("huggingface_hub") is None:
        raise SpeechUnavailableError("Fetching needs the package huggingface_hub: install drumbeat[whisper].")
    errors: Any = importlib.import_module("huggingface_hub.errors")
    return importlib.import_module("huggingface_hub"), errors.RemoteEntryNotFoundError


def _try_whisper(folder: Path) -> None:
    if wrong := missing_from(folder):
        raise SpeechUnavailableError(f"What was fetched is no model: {wrong}.")
