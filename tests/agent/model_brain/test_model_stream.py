"""A model over real HTTP, one answer at a time: what it streams, and how it fails."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf

import pytest

from agent.brain import Brain, BrainFailed, BrainResting, ToolRequest, remote_brain
from agent.brain.resting import FIRST_REST, LONGEST_REST, Rest
from settings import Settings
from tests.agent.model_brain.model_server import (
    HANG_UP,
    STALL,
    ModelServer,
    Raw,
    Refusal,
    Script,
    event,
    fragment,
)
from tests.agent.scripted import call

MESSAGES = [{"role": "user", "content": "hello"}]
TOOLS = [{"type": "function", "function": {"name": "get_credits", "parameters": {"type": "object"}}}]
DONE = "data: [DONE]\n\n"


class Asked:
    """One model asked over HTTP, its waits noted instead of waited for."""

    def __init__(self, url: str) -> None:
        self.waits: list[float] = []
        self.now = 0.0
        remote = remote_brain(Settings(openai_base_url=url, brain_timeout=0.4, _env_file=None))
        assert remote is not None
        self.brain: Brain = replace(remote, wait=self._wait, rest=Rest(clock=lambda: self.now))

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def __call__(self) -> list[str | ToolRequest]:
        return [piece async for piece in self.brain.answer(MESSAGES, TOOLS)]


@pytest.fixture
async def asked(model: ModelServer):
    asking = Asked(model.url)
    yield asking
    await asking.brain.close()


class TestTools:
    async def test_several_tools_and_words_in_one_message_arrive_whole_and_in_order(
        self, model: ModelServer, asked: Asked
    ) -> None:
        first, second = call("update_campaign", name="Été"), call("get_credits")
        model.scripts = [["One moment.", first, "Still looking.", second]]
        pieces = await asked()
        assert "".join(piece for piece in pieces if isinstance(piece, str)).split() == [
            *("One", "moment.", "Still", "looking.")
        ]
        assert [(p.name, json.loads(p.arguments)) for p in pieces if isinstance(p, ToolRequest)] == [
            ("update_campaign", {"name": "Été"}),
            ("get_credits", {}),
        ]

    async def test_fragments_may_cross_and_ids_come_late_or_never(
        self, model: ModelServer, asked: Asked
    ) -> None:
        crossed = [
            fragment(1, name="get_credits"),
            fragment(0, name="read_", arguments='{"camp'),
            fragment(1, arguments="{}"),
            fragment(0, "late", name="back", arguments='aign": "Tea"}'),
            event("tool_calls"),
            DONE,
        ]
        model.scripts = [Raw(crossed)]
        assert await asked() == [
            ToolRequest("late", "read_back", '{"campaign": "Tea"}'),
            ToolRequest("call_1", "get_credits", "{}"),
        ]

    @pytest.mark.parametrize(
        ("broken", "meant"),
        [
            ("", {}),
            ('{"a": [1, 2,],}', {"a": [1, 2]}),
            ('```json\n{"a": 1}\n```', {"a": 1}),
            ('{"a": True, "b": None}', {"a": True, "b": None}),
            ('{"a": "True, or None,]"}', {"a": "True, or None,]"}),
            ('{"a": "two\nlines"}', {"a": "two\nlines"}),
            ('"{\\"a\\": 1}"', {"a": 1}),
            ('{"a": 1}{"a": 1}', {"a": 1}),
        ],
    )
    async def test_broken_arguments_with_one_reading_are_mended(
        self, model: ModelServer, asked: Asked, broken: str, meant: dict[str, object]
    ) -> None:
        model.scripts = [[ToolRequest("c", "update_campaign", broken)]]
        (request,) = await asked()
        assert isinstance(request, ToolRequest)
        assert json.loads(request.arguments) == meant

    @pytest.mark.parametrize("cut", ['{"a": 5', '{"a": [1, 2', '{"a": 1}{"a": 2}', "[1]", "a=1", '{"a": "fi'])
    async def test_what_could_have_been_more_is_left_as_it_came(
        self, model: ModelServer, asked: Asked, cut: str
    ) -> None:
        model.scripts = [[ToolRequest("c", "update_campaign", cut)]]
        assert await asked() == [ToolRequest("c", "update_campaign", cut)]


class TestFailures:
    @pytest.mark.parametrize(
        "first",
        [
            Refusal(500),
            Refusal(503),
            Refusal(429, "1"),
            Raw([HANG_UP]),
            Raw(['data: {"id": "x", "choi\n\n']),
            Raw([DONE]),
            Raw([event("stop"), DONE]),
        ],
        ids=["500", "503", "429", "hung up", "no JSON", "nothing", "empty"],
    )
    async def test_a_failure_before_the_first_word_is_tried_once_more(
        self, model: ModelServer, asked: Asked, first: Script
    ) -> None:
        model.scripts = [first, ["Hello."]]
        assert "".join(str(piece) for piece in await asked()).strip() == "Hello."
        assert len(model.asked) == 2
        assert asked.waits == ([1.0] if isinstance(first, Refusal) and first.retry_after else [0.2])

    @pytest.mark.parametrize("status", [400, 401, 404])
    async def test_a_refusal_that_will_not_change_is_not_tried_again(
        self, model: ModelServer, asked: Asked, status: int
    ) -> None:
        model.scripts = [Refusal(status)]
        with pytest.raises(BrainFailed):
            await asked()
        assert len(model.asked) == 1

    @pytest.mark.parametrize(
        "script",
        [[STALL], [event(content="I was about to"), STALL], [event(content="I was about to"), HANG_UP]],
        ids=["no first token", "stalls", "hangs up"],
    )
    async def test_a_stall_and_a_lost_line_fail_at_once(
        self, model: ModelServer, asked: Asked, script: list[str]
    ) -> None:
        model.scripts = [Raw(script)]
        with pytest.raises(BrainFailed):
            await asked()
        assert len(model.asked) == 1

    async def test_tools_of_an_answer_that_broke_off_are_not_run(
        self, model: ModelServer, asked: Asked
    ) -> None:
        model.scripts = [Raw([event(content="Right. "), fragment(name="confirm", arguments="{}"), HANG_UP])]
        answer = asked.brain.answer(MESSAGES, TOOLS)
        assert await anext(answer) == "Right. "
        with pytest.raises(BrainFailed):
            await anext(answer)

    async def test_an_answer_cut_by_length_is_what_it_is(self, model: ModelServer, asked: Asked) -> None:
        model.scripts = [Raw([event(content="Summer Sale, on em"), event("length"), DONE])]
        assert await asked() == ["Summer Sale, on em"]


class TestRest:
    async def test_the_next_turn_asks_again_and_after_two_failures_it_rests(
        self, model: ModelServer, asked: Asked
    ) -> None:
        model.after = Refusal(401)
        for _ in range(2):
            with pytest.raises(BrainFailed) as failed:
                await asked()
            assert not isinstance(failed.value, BrainResting)
        with pytest.raises(BrainResting):
            await asked()
        assert len(model.asked) == 2
        asked.now = FIRST_REST
        model.after = ["Back."]
        assert await asked() == ["Back. "]
        asked.now = 0.0
        assert await asked() == ["Back. "]

    async def test_a_server_that_asks_for_long_patience_gets_it(
        self, model: ModelServer, asked: Asked
    ) -> None:
        model.scripts = [Refusal(429, "45")]
        model.after = ["Back."]
        with pytest.raises(BrainFailed):
            await asked()
        asked.now = 44.0
        with pytest.raises(BrainResting):
            await asked()
        asked.now = 45.0
        assert await asked() == ["Back. "]

    def test_a_rest_doubles_up_to_five_minutes(self) -> None:
        rest = Rest(clock=lambda: 0.0)
        rests = []
        for _ in range(8):
            rest.failed()
            rests.append(rest.until)
        assert rests == [0.0, 20.0, 40.0, 80.0, 160.0, LONGEST_REST, LONGEST_REST, LONGEST_REST]

    def test_the_embedded_brain_never_rests(self) -> None:
        rest = Rest(clock=lambda: inf)
        rest.failed(60)
        rest.failed(60)
        assert not rest.resting
