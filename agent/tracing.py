"""One OpenTelemetry trace a conversation: a span a turn and a tool call, with stages and outcomes, nobody's words.

The trace's id is the conversation's, so turns that different processes answer fall into one trace, and whoever has a
conversation's id has its trace. The provider is this module's own and not OpenTelemetry's global one, to which the
libraries underneath would send spans with what was said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import SpanKind, StatusCode

from agent.speech.ports import Heard

_forced: ContextVar[trace.SpanContext | None] = ContextVar("forced", default=None)
_tracers: list[trace.Tracer] = []
"""The tracer in force, or none."""


class _Ids(RandomIdGenerator):
    """Random ids, except for the span that begins a conversation."""

    def generate_span_id(self) -> int:
        forced = _forced.get()
        return forced.span_id if forced else super().generate_span_id()

    def generate_trace_id(self) -> int:
        forced = _forced.get()
        return forced.trace_id if forced else super().generate_trace_id()


def trace_to(processor: SpanProcessor, version: str = "") -> Callable[[], None]:
    """Begins to give spans to `processor`; what it returns ends that and waits for the last ones to be sent."""
    about = Resource.create({"service.name": "drumbeat", "service.version": version})
    provider = TracerProvider(resource=about, id_generator=_Ids(), shutdown_on_exit=False)
    provider.add_span_processor(processor)
    tracer = provider.get_tracer("drumbeat")
    _tracers.append(tracer)

    def end() -> None:
        if tracer in _tracers:
            _tracers.remove(tracer)
            provider.shutdown()

    return end


@dataclass(frozen=True, slots=True)
class TalkTrace:
    """The trace of one conversation."""

    conversation_id: str
    channel: str

    def begun(self) -> None:
        """The span to which all others belong: the beginning."""
        token = _forced.set(self._root())
        try:
            _tracer().start_span(
                "conversation", Context(), kind=SpanKind.SERVER, attributes=self._about()
            ).end()
        finally:
            _forced.reset(token)

    def turn(self, position: int, heard: Heard) -> TurnTrace:
        about: dict[str, str | int | float] = {
            **self._about(),
            "drumbeat.turn": position,
            "drumbeat.heard.engine": heard.engine,
            "drumbeat.heard.confidence": heard.confidence,
        }
        return TurnTrace(_tracer().start_span("turn", self._within(), attributes=about))

    def ended(self, reason: str, since: int) -> None:
        """A line was closed; `since` is when it was taken up, in ns of the Unix epoch."""
        about = {**self._about(), "drumbeat.reason": reason}
        _tracer().start_span("call", self._within(), attributes=about, start_time=since).end()

    def _about(self) -> dict[str, str]:
        return {"drumbeat.conversation": self.conversation_id, "drumbeat.channel": self.channel}

    def _root(self) -> trace.SpanContext:
        digest = hashlib.sha256(self.conversation_id.encode()).digest()
        plain = self.conversation_id.replace("-", "")
        try:
            trace_id = int(plain, 16)
        except ValueError:
            trace_id = int.from_bytes(digest[8:24])
        return trace.SpanContext(
            trace_id, int.from_bytes(digest[:8]), is_remote=True, trace_flags=trace.TraceFlags(1)
        )

    def _within(self) -> Context:
        return trace.set_span_in_context(trace.NonRecordingSpan(self._root()), Context())


@dataclass(slots=True)
class TurnTrace:
    """The span of one turn; open until its answer has been played, or written where nothing is played."""

    span: trace.Span

    @contextmanager
    def tool(self, name: str, effect: str) -> Iterator[Callable[[bool], None]]:
        """The span of one tool call; call what it gives with whether the call went well."""
        span = _tracer().start_span(
            f"tool {name}",
            trace.set_span_in_context(self.span, Context()),
            attributes={"drumbeat.tool": name, "drumbeat.effect": effect},
        )

        def went(well: bool) -> None:
            # A refusal, such as a cap that is reached, is an answer and no error.
            span.set_attribute("drumbeat.ok", well)

        try:
            yield went
        except BaseException as error:
            span.set_status(StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            span.end()

    def answered(self, *, sentences: int, tools: int, brain: str) -> None:
        """All of the answer is there."""
        self.span.add_event("answered")
        self.span.set_attributes(
            {"drumbeat.sentences": sentences, "drumbeat.tools": tools, "drumbeat.brain": brain}
        )

    def timed(self, timings: Mapping[str, float]) -> None:
        """`timings` are milliseconds by stage; stages not reached are left out."""
        self.span.set_attributes({f"drumbeat.stage.{stage}_ms": spent for stage, spent in timings.items()})

    def end(self, outcome: str) -> None:
        """Does nothing to a turn that has ended."""
        if self.span.is_recording():
            self.span.set_attribute("drumbeat.outcome", outcome)
            self.span.end()


def _tracer() -> trace.Tracer:
    return _tracers[-1] if _tracers else trace.NoOpTracer()
