"""A conversation leaves one trace, from which its turns, tools, stages and outcomes can be told, and no words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from agent.conversation import Conversation
from agent.speech.ports import Heard
from agent.talks import Talks
from agent.tracing import trace_to
from orchestrator.views import Actor
from store.words import ConversationChannel
from tests.agent.scripted import ScriptedBrain, call, said

Begin = Callable[[], Awaitable[Conversation]]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    end = trace_to(SimpleSpanProcessor(exporter))
    yield exporter
    end()


def named(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in spans.get_finished_spans() if span.name == name]


async def test_a_typed_talk_is_one_trace_of_turns_and_tools(
    begin: Begin, brain: ScriptedBrain, spans: InMemorySpanExporter
) -> None:
    conversation = await begin()
    brain.answers = [[call("create_campaign", name="Summer Sale")], ["What is it about?"], ["Sure."]]
    await said(conversation, "a campaign called Summer Sale")
    await said(conversation, "hang on")

    [root] = named(spans, "conversation")
    first, second = named(spans, "turn")
    [tool] = named(spans, "tool create_campaign")
    everything = spans.get_finished_spans()
    assert {span.context.trace_id for span in everything} == {int(conversation.id.replace("-", ""), 16)}
    assert first.parent.span_id == second.parent.span_id == root.context.span_id
    assert tool.parent.span_id == first.context.span_id
    assert tool.attributes["drumbeat.ok"] is True
    assert first.attributes["drumbeat.tools"] == 1
    assert second.attributes["drumbeat.outcome"] == "completed"
    assert first.attributes["drumbeat.brain"] == brain.name


async def test_no_span_holds_anybodys_words(
    begin: Begin, brain: ScriptedBrain, spans: InMemorySpanExporter
) -> None:
    conversation = await begin()
    brain.answers = [[call("create_campaign", name="Summer Sale")], ["What is it about?"]]
    await said(conversation, "a campaign called Summer Sale")
    await conversation.close("hung_up")
    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "Summer" not in told
    assert "about?" not in told


async def test_a_spoken_turn_tells_its_stages_and_its_line_how_it_ended(
    talks: Talks, owner: Actor, brain: ScriptedBrain, spans: InMemorySpanExporter
) -> None:
    conversation = await talks.start(owner, ConversationChannel.PHONE)
    brain.answers = [["Sure."]]
    async for _ in conversation.hear(Heard("hang on", 0.7, engine="whisper")):
        pass
    assert not named(spans, "turn")
    await conversation.record_timings({"turn_end": 310.0, "first_audio": 420.0}, "interrupted")
    [turn] = named(spans, "turn")
    assert turn.attributes["drumbeat.stage.first_audio_ms"] == 420.0
    assert turn.attributes["drumbeat.outcome"] == "interrupted"
    assert turn.attributes["drumbeat.heard.engine"] == "whisper"
    await conversation.close("hung_up")
    [line] = named(spans, "call")
    assert line.attributes["drumbeat.reason"] == "hung_up"
    assert line.start_time <= turn.start_time


async def test_turns_answered_by_another_process_fall_into_the_same_trace(
    begin: Begin, brain: ScriptedBrain, talks: Talks, owner: Actor, spans: InMemorySpanExporter
) -> None:
    conversation = await begin()
    brain.answers = [["Sure."], ["Still here."]]
    await said(conversation, "hang on")
    async with talks.taking_turn(owner, conversation.id) as again:
        await said(again, "are you there")
    first, second = named(spans, "turn")
    assert first.context.trace_id == second.context.trace_id
    assert first.parent.span_id == second.parent.span_id


async def test_without_an_exporter_nothing_is_recorded(begin: Begin, brain: ScriptedBrain) -> None:
    conversation = await begin()
    brain.answers = [["Sure."]]
    assert await said(conversation, "hang on") == "Sure."
    assert conversation.exchange is not None
    assert not conversation.exchange.trace.span.is_recording()
