"""Loads the lines and the instructions once, and renders the variant that a seed chooses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

from prompts.wording import (
    deliverable_phrase,
    deliverables_phrase,
    join,
    number_words,
    slot_list,
    spoken_date,
)

FOLDER = Path(__file__).parent


@cache
def _environment() -> Environment:
    # Nothing rendered here is HTML: it is spoken, or read by a model.
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
    environment.filters.update(
        number_words=number_words,
        join_words=join,
        deliverable=deliverable_phrase,
        deliverables=deliverables_phrase,
        slot_list=slot_list,
        spoken_date=spoken_date,
    )
    return environment


@cache
def _lines() -> dict[str, tuple[Template, ...]]:
    """Every line by key. Raises ValueError when two files define the same key or a key has no variant."""
    found: dict[str, tuple[Template, ...]] = {}
    for file in sorted((FOLDER / "lines").glob("*.yaml")):
        for key, variants in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
            if key in found:
                raise ValueError(f"the line {key} is defined twice, again in {file.name}")
            if not isinstance(variants, list) or not variants:
                raise ValueError(f"the line {key} in {file.name} is no list of variants")
            found[key] = tuple(_environment().from_string(variant) for variant in variants)
    return found


def keys() -> frozenset[str]:
    """The keys of all lines."""
    return frozenset(_lines())


def line(key: str, seed: int, **values: Any) -> str:
    """One spoken line: the variant that `seed` chooses, filled with `values`.

    Raises KeyError for an unknown key, and jinja2.UndefinedError for a value that was not given.
    """
    variants = _lines()[key]
    return " ".join(variants[seed % len(variants)].render(values).split())


@cache
def text(name: str) -> str:
    """The instructions in `prompts/<name>.md`. Raises FileNotFoundError."""
    return (FOLDER / f"{name}.md").read_text("utf-8").strip()
