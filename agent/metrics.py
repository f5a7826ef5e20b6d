"""What the talk costs in time, for `/metrics`: seconds by stage and channel, turns by outcome, calls that are up."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import Counter, Gauge, Histogram

_STAGE = Histogram(
    "drumbeat_turn_stage_seconds",
    "Seconds from the end of the caller's speech to each stage of the answer.",
    ("channel", "stage"),
    buckets=(0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.2, 2.0, 4.0),
)
_TURNS = Counter("drumbeat_turns_total", "Turns answered.", ("channel", "outcome"))
_TOOLS = Counter("drumbeat_tool_calls_total", "Tool calls.", ("tool", "ok"))
_SPEECH = Counter(
    "drumbeat_speech_failures_total", "Times that a speech engine was stood in for.", ("engine",)
)
LIVE_CALLS = Gauge("drumbeat_live_calls", "Calls that are up in this process.")


def observe_turn(channel: str, timings: Mapping[str, float], outcome: str) -> None:
    """`timings` are milliseconds by stage; stages not reached are left out."""
    _TURNS.labels(channel, outcome).inc()
    for stage, milliseconds in timings.items():
        _STAGE.labels(channel, stage).observe(milliseconds / 1000)


def observe_tool(tool: str, ok: bool) -> None:
    _TOOLS.labels(tool, str(ok).lower()).inc()


def observe_speech_failure(engine: str) -> None:
    """An engine did not hear or say something; the embedded one did."""
    _SPEECH.labels(engine).inc()
