"""OpenAI's two speech addresses on a real local server: what it answers is the test's word."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import numpy as np
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from tests.serving import free_port


def tone(seconds: float = 0.5, rate: int = 24000, gain: int = 2000) -> bytes:
    swing = np.sin(2 * np.pi * 300 * np.arange(int(rate * seconds)) / rate)
    return (swing * gain).astype(np.int16).tobytes()


@dataclass
class SpeechServer:
    """`mood` is well, refuses, stalls (before the answer), breaks (after some of it), empty or nonsense."""

    url: str
    mood: str = "well"
    transcript: dict[str, Any] = field(default_factory=dict)
    spoken: list[dict[str, Any]] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.spoken) + len(self.heard)

    async def speak(self, body: dict[str, Any]) -> Response:
        self.spoken.append(body)
        if refusal := await self._refusal():
            return refusal
        silence = bytes(24000)
        pieces = [] if self.mood == "empty" else [silence, tone(), tone()]
        return StreamingResponse(self._pieces(pieces), media_type="application/octet-stream")

    async def hear(self, fields: dict[str, Any], audio: bytes) -> Response:
        with wave.open(io.BytesIO(audio)) as file:
            shape = (file.getframerate(), file.getnchannels(), file.getnframes())
        self.heard.append({**fields, "shape": shape})
        if refusal := await self._refusal():
            return refusal
        return JSONResponse({"nothing": 1} if self.mood == "nonsense" else self.transcript)

    async def _refusal(self) -> Response | None:
        if self.mood == "stalls":
            await asyncio.Event().wait()
        return JSONResponse({"error": {"message": "no"}}, 500) if self.mood == "refuses" else None

    async def _pieces(self, pieces: list[bytes]) -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece
            if self.mood == "breaks":
                await asyncio.Event().wait()


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    port = free_port()
    speech = SpeechServer(f"http://127.0.0.1:{port}/v1")
    app = FastAPI()

    @app.post("/v1/audio/speech")
    async def speak(request: Request) -> Response:
        return await speech.speak(await request.json())

    @app.post("/v1/audio/transcriptions")
    async def hear(request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            assert isinstance(file, UploadFile)
            fields = {name: form.getlist(name) for name in form if name != "file"}
            return await speech.hear(fields, await file.read())

    config = uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield speech
    finally:
        server.should_exit = True
        thread.join()
