"""Where traces go: to an OTLP collector when one is named, and nowhere otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from agent.tracing import trace_to
from settings import Settings

STANDARD = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's own variables, which the exporter reads itself."""
TIMEOUT = 3.0
"""Seconds for one delivery; also the most by which a dead collector delays the end of the process."""


def collector(settings: Settings) -> str:
    """The collector's address, or empty when traces are off."""
    return settings.otlp_url or next(filter(None, map(os.environ.get, STANDARD)), "")


def begin(settings: Settings) -> Callable[[], None]:
    """Begins to export traces if a collector is named; what it returns sends the rest and ends that."""
    if not collector(settings):
        return lambda: None
    own = settings.otlp_url.rstrip("/").removesuffix("/v1/traces")
    endpoint = f"{own}/v1/traces" if own else None
    return trace_to(BatchSpanProcessor(OTLPSpanExporter(endpoint, timeout=TIMEOUT)))
