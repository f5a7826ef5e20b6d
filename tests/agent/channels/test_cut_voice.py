"""A voice that is cut in mid-sound ends softly: what the line has got goes on without a step, down to nothing."""

from __future__ import annotations

import numpy as np
import pytest
from pipecat.frames.frames import Frame, InterruptionFrame, OutputAudioRawFrame

from agent.channels.wire import CHUNK_BYTES, Line

TONE = (np.sin(2 * np.pi * 315 * np.arange(8000) / 8000) * 12000).astype(np.int16)


@pytest.fixture
async def pushed(monkeypatch: pytest.MonkeyPatch) -> tuple[Line, list[Frame]]:
    line, frames = Line(None), []

    async def push(frame: Frame, *_: object) -> None:
        frames.append(frame)

    monkeypatch.setattr(line, "push_frame", push)
    return line, frames


def sound(frames: list[Frame]) -> bytes:
    return b"".join(frame.audio for frame in frames if isinstance(frame, OutputAudioRawFrame))


@pytest.mark.parametrize("packets", [1, 7, 20])
async def test_the_packet_under_way_is_followed_by_a_fade_of_what_comes_next(
    pushed: tuple[Line, list[Frame]], packets: int
) -> None:
    line, frames = pushed
    await line.play("A long sentence.", TONE.tobytes())
    played = sound(frames)
    for at in range(packets):
        line.sent(played[at * CHUNK_BYTES : (at + 1) * CHUNK_BYTES])
    frames.clear()
    await line.stop()
    assert isinstance(frames[0], InterruptionFrame)
    tail = sound(frames)
    assert len(tail) == CHUNK_BYTES
    heard = np.frombuffer(played[: (packets + 1) * CHUNK_BYTES] + tail, np.int16).astype(int)
    assert np.abs(np.diff(heard)).max() <= np.abs(np.diff(TONE.astype(int))).max() + 1
    assert not heard[-80:].any()


async def test_nothing_is_added_where_nothing_was_left_to_say(pushed: tuple[Line, list[Frame]]) -> None:
    line, frames = pushed
    await line.play("Short.", TONE[: CHUNK_BYTES // 2].tobytes())
    frames.clear()
    await line.stop()
    assert not sound(frames)
    frames.clear()
    await line.stop()
    assert not sound(frames)
