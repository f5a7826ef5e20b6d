"""The phrase banks under `prompts/studio/text`, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import prompts

_FOLDER = Path(prompts.__file__).parent / "studio" / "text"


@cache
def data(name: str) -> Any:
    """What `prompts/studio/text/<name>.yaml` holds. Callers share it and change nothing."""
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
