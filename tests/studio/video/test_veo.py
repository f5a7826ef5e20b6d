from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import av
import httpx2
import numpy as np
import pytest

from studio.creative.types import Aspect, Direction, Resolution, Scene
from studio.ports import MakerError
from studio.render import RenderPool
from studio.video.encoding import comment_of
from studio.video.filmer import EmbeddedFilmer
from studio.video.look import FPS, TAIL
from studio.video.veo import VeoAccount, VeoFilmer, length_of
from tests.studio.video.filming import BRIEF, LINES, SCRIPT, Tone

SCENE = SCRIPT.scenes[0]
DIRECTION = Direction(aspect=Aspect.PORTRAIT)


def shot(seconds: float = 1.0) -> bytes:
    """What a provider sends: 24 frames a second, another size, all of one green."""
    buffer = io.BytesIO()
    green = np.zeros((320, 180, 3), np.uint8) + np.array([20, 160, 60], np.uint8)
    with av.open(buffer, "w", format="mp4") as file:
        video = file.add_stream("libx264", rate=24)
        video.width, video.height, video.pix_fmt = 180, 320, "yuv420p"
        for _ in range(round(seconds * 24)):
            file.mux(video.encode(av.VideoFrame.from_ndarray(green, format="rgb24")))
        file.mux(video.encode(None))
    return buffer.getvalue()


@dataclass
class Veo:
    """Google's side: counts what it was asked and answers as it was told."""

    refusal: int = 0
    filtered: bool = False
    looks: int = 2
    video: bytes = b""
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self.refusal:
            return self.refusal, b"{}"
        if method == "POST":
            assert path == "/models/veo-test:predictLongRunning"
            self.asked.append(json.loads(body))
            return 200, b'{"name": "models/veo-test/operations/7"}'
        if path == "/files/7:download?alt=media":
            return 200, self.video
        assert path == "/models/veo-test/operations/7"
        self.looks -= 1
        if self.looks > 0:
            return 200, b'{"name": "models/veo-test/operations/7"}'
        found: dict[str, Any] = {
            "generatedSamples": [{"video": {"uri": f"{self.url}/files/7:download?alt=media"}}]
        }
        if self.filtered:
            found = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["it shows a celebrity"]}
        done = {"name": "models/veo-test/operations/7", "done": True}
        return 200, json.dumps(done | {"response": {"generateVideoResponse": found}}).encode()


@pytest.fixture
def veo() -> Iterator[Veo]:
    google = Veo(video=shot())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            google.keys.append(self.headers.get("x-goog-api-key", ""))
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, data = google.answer(self.command, self.path, body)
            self.send_response(status)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    google.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield google
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    pool.close()


async def filmed(veo: Veo, pool: RenderPool, scene: Scene = SCENE, *, falls_back: bool = False) -> bytes:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    account = VeoAccount("secret", "veo-test", falls_back, veo.url)
    clients: list[httpx2.AsyncClient] = []

    def opened() -> httpx2.AsyncClient:
        clients.append(httpx2.AsyncClient(follow_redirects=True))
        return clients[-1]

    filmer = VeoFilmer(account, EmbeddedFilmer(pool, Tone(), LINES), client=opened, sleep=sleep)
    try:
        return (await filmer.clip(BRIEF, DIRECTION, scene, 2)).data
    finally:
        assert [client.is_closed for client in clients] == [True], "nothing stays open behind a shot"


async def test_a_shot_is_asked_for_awaited_fetched_and_made_to_fit_its_scene(
    veo: Veo, pool: RenderPool
) -> None:
    data = await filmed(veo, pool)
    parameters = veo.asked[0]["parameters"]
    assert parameters == {"aspectRatio": "9:16", "durationSeconds": 4, "resolution": "720p"}
    assert SCENE.visual in veo.asked[0]["instances"][0]["prompt"]
    assert set(veo.keys) == {"secret"}
    assert "veo-test" in comment_of(data)
    assert "trainedAlgorithmicMedia" in comment_of(data)
    with av.open(io.BytesIO(data), "r") as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert frames[0].shape == (640, 360, 3)
    assert len(frames) == round((SCENE.seconds + TAIL) * FPS), "a short shot stands on its last frame"
    assert frames[20][600, 180] == pytest.approx([20, 160, 60], abs=14)
    assert frames[40][80:260].max() > 230, "the headline stands on it"


async def test_a_film_says_which_of_its_shots_a_model_made(veo: Veo, pool: RenderPool) -> None:
    embedded = EmbeddedFilmer(pool, Tone(), LINES)
    clips = [await filmed(veo, pool), (await embedded.clip(BRIEF, DIRECTION, SCRIPT.scenes[1], 2)).data]
    voice = await embedded.voice(BRIEF, DIRECTION, SCRIPT)
    film = await embedded.film(BRIEF, DIRECTION, SCRIPT, clips, voice.data)
    assert "veo-test" in film.provenance["shots"][0]
    assert "embedded filmer" in film.provenance["shots"][1]
    assert film.provenance["digital_source_type"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert "compositeWithTrainedAlgorithmicMedia" in comment_of(film.files[0].data)


@pytest.mark.parametrize(("status", "transient"), [(403, False), (429, True), (503, True)])
async def test_a_refusal_is_told_and_only_a_busy_server_is_asked_again(
    veo: Veo, pool: RenderPool, status: int, *, transient: bool
) -> None:
    veo.refusal = status
    with pytest.raises(MakerError, match=str(status)) as raised:
        await filmed(veo, pool)
    assert raised.value.transient is transient


async def test_what_the_filter_says_reaches_the_owner(veo: Veo, pool: RenderPool) -> None:
    veo.filtered = True
    with pytest.raises(MakerError, match="celebrity"):
        await filmed(veo, pool)


async def test_a_refused_shot_is_drawn_here_only_where_that_is_allowed(veo: Veo, pool: RenderPool) -> None:
    veo.filtered = True
    data = await filmed(veo, pool, falls_back=True)
    assert "embedded filmer" in comment_of(data)


async def test_a_video_that_does_not_open_is_made_again(veo: Veo, pool: RenderPool) -> None:
    veo.video = b"<html>"
    with pytest.raises(MakerError, match="does not open") as raised:
        await filmed(veo, pool)
    assert raised.value.transient


async def test_the_key_stays_with_its_host(veo: Veo, pool: RenderPool) -> None:
    own = veo.url
    veo.url = own.replace("127.0.0.1", "localhost")
    account_url, veo.url = own, veo.url
    filmer = VeoFilmer(
        VeoAccount("secret", "veo-test", False, account_url), EmbeddedFilmer(pool, Tone(), LINES)
    )
    async with httpx2.AsyncClient() as client:
        await filmer._fetched(client, f"{veo.url}/files/7:download?alt=media")
    assert veo.keys == [""]


def test_a_shot_is_as_long_as_its_scene_needs_and_the_longest_in_full_hd() -> None:
    lengths = [length_of(Scene(1, seconds, "", "", ""), Resolution.HD) for seconds in (2.0, 5.0, 7.9, 12.0)]
    assert lengths == [4, 6, 8, 8]
    assert length_of(Scene(1, 2.0, "", "", ""), Resolution.FULL_HD) == 8
