"""Traces leave the process only when a collector is named, and then as OTLP over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from agent.speech.ports import Heard
from agent.tracing import TalkTrace
from api import telemetry
from api.doctor import _traces
from settings import Settings

CONVERSATION = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"


class Collector(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.taken: list[tuple[str, bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in telemetry.STANDARD:
        monkeypatch.delenv(name, raising=False)


def talk() -> None:
    trace = TalkTrace(CONVERSATION, "phone")
    trace.begun()
    turn = trace.turn(1, Heard("not to be told", 0.9, engine="whisper"))
    turn.timed({"first_audio": 412.0})
    turn.end("completed")


def spans(collector: Collector) -> list[str]:
    [(path, body)] = collector.taken
    assert path == "/v1/traces"
    assert b"not to be told" not in body
    sent = ExportTraceServiceRequest.FromString(body)
    found = [span for r in sent.resource_spans for scope in r.scope_spans for span in scope.spans]
    assert {span.trace_id.hex() for span in found} == {CONVERSATION.replace("-", "")}
    return [span.name for span in found]


def test_a_talk_reaches_the_collector_that_is_set(collector: Collector, tmp_path: Path) -> None:
    end = telemetry.begin(Settings(data_dir=tmp_path, otlp_url=collector.url, _env_file=None))
    talk()
    end()
    assert spans(collector) == ["conversation", "turn"]


def test_opentelemetrys_own_variable_does_as_well(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    settings = Settings(data_dir=tmp_path, _env_file=None)
    end = telemetry.begin(settings)
    talk()
    end()
    assert spans(collector) == ["conversation", "turn"]
    assert collector.url in _traces(settings).detail


def test_without_a_collector_nothing_is_sent(collector: Collector, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    end = telemetry.begin(settings)
    talk()
    end()
    assert not collector.taken
    assert "off" in _traces(settings).detail
