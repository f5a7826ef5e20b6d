"""What a model is shown of the tools, and the wall in front of the acts."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel

from store.words import Effect
from tools.registry import Registry, Tool
from tools.toolbox import toolbox

SCHEMAS = toolbox().schemas()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["function"]["name"])
class TestSchemas:
    def test_a_tool_says_what_it_is_for(self, schema: dict) -> None:
        assert len(schema["function"]["description"]) > 10

    def test_its_parameters_are_one_closed_object_without_references(self, schema: dict) -> None:
        parameters = schema["function"]["parameters"]
        assert parameters["type"] == "object"
        assert parameters["additionalProperties"] is False
        assert "$ref" not in json.dumps(parameters)
        assert "anyOf" not in json.dumps(parameters)


def test_the_types_of_deliverables_are_listed_for_the_model() -> None:
    create = next(s for s in SCHEMAS if s["function"]["name"] == "create_campaign")
    item = create["function"]["parameters"]["properties"]["deliverables"]["items"]
    assert {"research", "email_nurture", "images", "video"} <= set(item["properties"]["type"]["enum"])


def test_everything_that_spends_or_deletes_is_an_act() -> None:
    tools = toolbox()
    acts = {s["function"]["name"] for s in SCHEMAS if tools.effect(s["function"]["name"]) is Effect.ACT}
    assert acts == {
        "run_campaign",
        "resume_campaign",
        "restart_campaign",
        "cancel_campaign",
        "delete_campaign",
        "call_back_campaign",
        "remake_asset",
        "share_results",
        "ideas_project",
        "script_project",
        "render_project",
        "retry_project",
    }


def test_an_act_without_a_second_half_cannot_be_registered() -> None:
    async def mint(*_: object) -> dict:
        return {}

    with pytest.raises(ValueError, match="act"):
        Registry().add(Tool("spend", "Spends.", Effect.ACT, BaseModel, mint))
