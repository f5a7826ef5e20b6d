"""Shots by Google's Veo through the Gemini API's REST interface; voice, music and cutting stay the embedded filmer's.

The wire: `POST models/{model}:predictLongRunning` gives an operation, `GET {operation}` tells when it is done and where
the video lies, and that address is fetched with the same key
(https://ai.google.dev/gemini-api/docs/video, as read through LiteLLM's and GeminiEx's adapters in November 2026).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from studio.creative.types import Aspect, Direction, Resolution, Scene, Script
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts
from studio.templates import render
from studio.video.dressing import dress
from studio.video.filmer import EmbeddedFilmer
from studio.video.look import TAIL, look_of

BASE_URL = "https://generativelanguage.googleapis.com/v1beta"
LENGTHS = (4, 6, 8)
"""Seconds of a shot that Veo 3 offers."""
BETWEEN = 8.0
"""Seconds between two looks at an operation; a shot takes from half a minute to six minutes."""
MOST_LOOKS = 90
MOST_BYTES = 200 * 2**20
_BUSY = frozenset({408, 429, 500, 502, 503, 504})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VeoAccount:
    """Where and as whom Veo is asked. `falls_back` lets a shot that Veo refused be drawn here; the clip says so."""

    key: str
    model: str
    falls_back: bool = False
    base_url: str = BASE_URL


class VeoFilmer:
    """Implements `studio.creative.ports.Filmer`.

    Each shot has an HTTP client of its own, closed with it: shots are made on whichever loop the engine has, and a
    client belongs to the loop that opened it, so no other part of the server could close one that outlived its shot.
    """

    name = "veo-filmer"

    def __init__(
        self,
        account: VeoAccount,
        embedded: EmbeddedFilmer,
        *,
        client: Callable[[], httpx2.AsyncClient] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._account, self._embedded, self._sleep = account, embedded, sleep
        self._client = client or _client

    async def clip(self, brief: Brief, direction: Direction, scene: Scene, of: int) -> File:
        look = look_of(brief, direction, scene, of)
        if scene.number == of and look.name:
            return await self._embedded.clip(brief, direction, scene, of)  # an end card is type, not a shot
        try:
            async with self._client() as client:
                shot = await self._shot(client, brief, direction, scene)
        except MakerError as error:
            if not self._account.falls_back or error.transient:
                raise
            _log.warning("Veo did not film scene %d (%s); it is drawn here", scene.number, error.cause)
            return await self._embedded.clip(brief, direction, scene, of)
        facts = Facts(f"Google {self._account.model}", DigitalSource.MODEL, description="Filmed")
        data = await self._embedded.render.run(
            dress,
            shot,
            scene,
            look,
            direction.aspect,
            direction.resolution,
            facts.comment,
            self._embedded.lines,
        )
        return File(f"scene-{scene.number:02}.mp4", "video", "video/mp4", data)

    async def voice(self, brief: Brief, direction: Direction, script: Script) -> File:
        return await self._embedded.voice(brief, direction, script)

    async def film(
        self, brief: Brief, direction: Direction, script: Script, clips: Sequence[bytes], voice: bytes
    ) -> Output:
        return await self._embedded.film(brief, direction, script, clips, voice)

    async def _shot(
        self, client: httpx2.AsyncClient, brief: Brief, direction: Direction, scene: Scene
    ) -> bytes:
        """One shot's MP4. Raises `MakerError`; transient when another attempt may go well."""
        asked = {
            "instances": [{"prompt": prompt_of(brief, direction, scene)}],
            "parameters": {
                "aspectRatio": "9:16" if direction.aspect is Aspect.PORTRAIT else "16:9",
                "durationSeconds": length_of(scene, direction.resolution),
                "resolution": direction.resolution.value,
            },
        }
        path = f"models/{self._account.model}:predictLongRunning"
        operation = await self._json(client, "POST", path, asked)
        for _ in range(MOST_LOOKS):
            if operation.get("done"):
                return await self._fetched(client, _address(operation))
            await self._sleep(BETWEEN)
            operation = await self._json(client, "GET", str(operation.get("name", "")), None)
        raise MakerError("Veo took too long over a shot", "make the scene again", transient=True)

    async def _json(
        self, client: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        response = await self._asked(client, method, f"{self._account.base_url}/{path}", body)
        try:
            answer = response.json()
        except ValueError as error:
            raise MakerError("Veo's answer is not JSON", "make the scene again", transient=True) from error
        return answer if isinstance(answer, dict) else {}

    async def _fetched(self, client: httpx2.AsyncClient, address: str) -> bytes:
        data = (await self._asked(client, "GET", address, None)).content
        if not data or len(data) > MOST_BYTES:
            raise MakerError("Veo's video is empty or too large", "make the scene again", transient=True)
        return data

    async def _asked(
        self, client: httpx2.AsyncClient, method: str, url: str, body: dict[str, Any] | None
    ) -> httpx2.Response:
        # The key goes to the interface's own host alone, wherever an answer may point.
        ours = urlsplit(url).netloc == urlsplit(self._account.base_url).netloc
        headers = {"x-goog-api-key": self._account.key} if ours else {}
        try:
            response = await client.request(method, url, json=body, headers=headers)
        except httpx2.HTTPError as error:
            raise MakerError("Veo cannot be reached", "make the scene again", transient=True) from error
        if response.is_success:
            return response
        raise MakerError(
            f"Veo refused with HTTP {response.status_code}",
            "check DRUMBEAT_VEO_API_KEY and DRUMBEAT_VEO_MODEL, or change the scene's words",
            transient=response.status_code in _BUSY,
        )


def _client() -> httpx2.AsyncClient:
    return httpx2.AsyncClient(timeout=60, follow_redirects=True)


def prompt_of(brief: Brief, direction: Direction, scene: Scene) -> str:
    return render(
        "video/shot.md.j2",
        seconds=f"{scene.seconds:.0f}",
        aspect=direction.aspect.value,
        visual=scene.visual,
        subject=direction.product_description or direction.product_name or brief.topic,
        style=direction.creative_style,
        primary=brief.brand.primary_colour,
        accent=brief.brand.accent_colour,
    )


def length_of(scene: Scene, resolution: Resolution) -> int:
    """The shortest length that covers the scene; 1080p is only to be had in the longest."""
    if resolution is Resolution.FULL_HD:
        return LENGTHS[-1]
    return next((length for length in LENGTHS if length >= scene.seconds + TAIL), LENGTHS[-1])


def _address(operation: dict[str, Any]) -> str:
    """Where the finished video lies. Raises `MakerError` for a refusal, with what the filter said."""
    if problem := operation.get("error"):
        raise MakerError(
            f"Veo failed: {problem.get('message', 'no reason given')}",
            "change the scene's words, or make it again",
        )
    answer = operation.get("response", {}).get("generateVideoResponse", {})
    samples = answer.get("generatedSamples") or []
    if samples and (address := samples[0].get("video", {}).get("uri")):
        return str(address)
    reasons = answer.get("raiMediaFilteredReasons") or ["it gave no video"]
    raise MakerError(f"Veo refused the shot: {reasons[0]}", "change the scene's words")
