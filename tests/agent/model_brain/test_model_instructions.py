"""What a model is given to read: short enough to be read at every turn, and every parameter explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent.toolset import of_no_use
from prompts import text
from tools.toolbox import toolbox

SCHEMAS = toolbox().schemas()
CHARACTERS_PER_TOKEN = 4
"""Of English prose and JSON with the tokenizers of today's models, roughly."""
MOST_SCHEMA_TOKENS = 4000
"""Of all tools together; they go with every request, and a provider's prompt cache keeps them."""
MOST_PROMPT_TOKENS = 1400


def parameters(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every parameter with its path, those within lists of objects too."""
    for name, child in schema.get("properties", {}).items():
        yield f"{path}.{name}", child
        yield from parameters(child, f"{path}.{name}")
        yield from parameters(child.get("items", {}), f"{path}.{name}[]")


EVERY = [
    found
    for schema in SCHEMAS
    for found in parameters(schema["function"]["parameters"], schema["function"]["name"])
]


@pytest.mark.parametrize(("path", "parameter"), EVERY, ids=[path for path, _ in EVERY])
def test_a_parameter_is_described_and_shown_by_an_example_or_its_choices(
    path: str, parameter: dict[str, Any]
) -> None:
    description = parameter.get("description", "")
    assert description, path
    assert "e.g." in description or '"' in description or "enum" in parameter, path


def test_the_tools_of_an_interview_stay_short() -> None:
    shown = toolbox().schemas(of_no_use(None, None))
    assert len(json.dumps(shown)) / CHARACTERS_PER_TOKEN < MOST_SCHEMA_TOKENS


def test_all_tools_together_add_half_at_most() -> None:
    assert len(json.dumps(SCHEMAS)) / CHARACTERS_PER_TOKEN < 1.5 * MOST_SCHEMA_TOKENS


def test_what_is_left_out_of_an_interview_exists() -> None:
    assert of_no_use(None, None) <= {schema["function"]["name"] for schema in SCHEMAS}


def test_the_instructions_stay_short() -> None:
    assert len(text("agent")) / CHARACTERS_PER_TOKEN < MOST_PROMPT_TOKENS


def test_the_instructions_name_only_tools_that_exist() -> None:
    known = {schema["function"]["name"] for schema in SCHEMAS}
    named = {
        *("create_campaign", "update_campaign", "run_campaign", "undo_change"),
        *("search_knowledge", "confirm", "decline", "set_voice", "end_call"),
    }
    assert named <= known
    assert [name for name in named if name not in text("agent")] == []
