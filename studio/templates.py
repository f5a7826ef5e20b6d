"""Templates under `prompts/studio`: data, rendered in a sandbox; a name that is not given is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

import prompts


@cache
def _environment() -> SandboxedEnvironment:
    folder = Path(prompts.__file__).parent / "studio"
    return SandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(name: str, **values: Any) -> str:
    """The template `prompts/studio/<name>`, filled."""
    return _environment().get_template(name).render(values).strip()
