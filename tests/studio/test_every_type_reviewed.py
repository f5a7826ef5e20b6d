"""Every type of output is reviewed: good work passes, a flaw is named in a sentence, a revision passes again."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from store.words import DeliverableType
from studio.audio.encoding import wav
from studio.audio.sound import of_wav
from studio.bench_units import EMBEDDED, Hum, InPlace, brief_of
from studio.catalogue import makers
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brief, File, Maker, Output, Verdict
from studio.review import RuleReviewer
from studio.video.filmer import EmbeddedFilmer
from studio.video.maker import VideoMaker

D = DeliverableType
SMALL = 180
"""Lines of a film that is to be judged, not shown."""


@pytest.fixture(scope="module")
def everybody() -> Mapping[DeliverableType, Maker]:
    filmer = EmbeddedFilmer(InPlace(), Hum(), SMALL)
    return {**makers(EMBEDDED, InPlace()), D.VIDEO: VideoMaker(EmbeddedWriter(), filmer)}


def made(everybody: Mapping[DeliverableType, Maker], brief: Brief) -> Output:
    return asyncio.run(everybody[brief.type].make(brief))


def judged(brief: Brief, output: Output) -> Verdict:
    return asyncio.run(RuleReviewer().review(brief, output, ()))


def with_files(output: Output, mime: str, spoil: Callable[[bytes], bytes]) -> Output:
    files = [
        File(file.name, file.kind, file.mime, spoil(file.data)) if file.mime == mime else file
        for file in output.files
    ]
    return replace(output, files=tuple(files))


def with_residue(output: Output) -> Output:
    return replace(output, text=f"{output.text} Made for {{audience}}.")


def blank(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        buffer = io.BytesIO()
        Image.new("RGB", picture.size, "white").save(buffer, "PNG")
    return buffer.getvalue()


def whispered(data: bytes) -> bytes:
    return wav(np.asarray(of_wav(data, 44_100) * 0.1), 44_100)


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 8]


FLAWS: dict[DeliverableType, tuple[Callable[[Output], Output], str]] = {
    **dict.fromkeys(
        (D.RESEARCH, D.PLAN, D.BLOG_POST, D.SOCIAL_POSTS, D.EMAIL_NURTURE), (with_residue, "{audience}")
    ),
    **dict.fromkeys(
        (D.IMAGES, D.BANNER, D.FLYER),
        (lambda output: with_files(output, "image/png", blank), "shows nothing"),
    ),
    D.JINGLE: (lambda output: with_files(output, "audio/wav", whispered), "too quiet"),
    D.VIDEO: (lambda output: with_files(output, "video/mp4", cut_off), "does not play"),
}


@pytest.mark.parametrize("kind", list(DeliverableType))
def test_good_work_passes_and_a_flaw_is_named_and_revised(
    everybody: Mapping[DeliverableType, Maker], kind: DeliverableType
) -> None:
    brief = brief_of(kind, 1, 2)
    output = made(everybody, brief)
    good = judged(brief, output)
    assert (good.passed, good.score, good.reasons, good.reviewer) == (True, 1.0, (), "rules")

    spoil, complaint = FLAWS[kind]
    bad = judged(brief, spoil(output))
    assert not bad.passed
    assert 0 <= bad.score < 1
    assert any(complaint in reason for reason in bad.reasons)
    assert all(reason.endswith(".") for reason in bad.reasons)

    if kind is not D.VIDEO:  # a second film would tell nothing more
        again = replace(brief, seed=brief.seed + 1, notes=bad.reasons)
        assert judged(again, made(everybody, again)).passed
