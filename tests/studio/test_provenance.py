"""Files that say themselves who made them: read back by other readers, content untouched."""

from __future__ import annotations

import io
import wave
from xml.etree import ElementTree as ET

import av
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from studio.provenance import DigitalSource, Facts, Unmarkable, duration, stamp

FACTS = Facts("Drumbeat", DigitalSource.ALGORITHM, 'Grip & "trust" – é', "Fellside", "Banner")
TONE = (np.sin(np.arange(24_000) / 20) * 9_000).astype("<i2")


def picture(kind: str, **options: bool) -> bytes:
    image, buffer = Image.new("RGB", (37, 21), (200, 30, 30)), io.BytesIO()
    image.paste((9, 200, 40), (3, 3, 20, 12))
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def sound(name: str, codec: str) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=name) as file:
        stream = file.add_stream(codec, rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(TONE[None], format="s16", layout="mono")
        frame.sample_rate = 48_000
        codec_context = stream.codec_context
        fit = av.AudioResampler(codec_context.format, "mono", 48_000, codec_context.frame_size or 0)
        for piece in [*fit.resample(frame), *fit.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def film() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(15):
            file.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", (64, 48), (shade * 9, 40, 90)))))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def values_of(packet: bytes) -> list[str]:
    root = ET.fromstring(packet.strip(b"\x00").split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
    return [
        text for node in root.iter() for text in (*node.attrib.values(), (node.text or "").strip()) if text
    ]


@pytest.mark.parametrize(
    ("mime", "before"),
    [
        ("image/png", picture("PNG")),
        ("image/webp", picture("WEBP")),
        ("image/webp", picture("WEBP", lossless=True)),
    ],
)
def test_a_picture_carries_its_source_and_keeps_every_pixel(mime: str, before: bytes) -> None:
    after = Image.open(io.BytesIO(stamp(before, mime, FACTS)))
    assert after.convert("RGB").tobytes() == Image.open(io.BytesIO(before)).convert("RGB").tobytes()
    told = values_of(after.info["xmp"])
    assert {DigitalSource.ALGORITHM.value, FACTS.title, FACTS.creator, FACTS.maker} <= set(told)


def test_a_second_stamp_takes_the_place_of_the_first() -> None:
    for kind, mime in (("PNG", "image/png"), ("WEBP", "image/webp")):
        once = stamp(picture(kind), mime, Facts("Another", DigitalSource.MODEL))
        assert stamp(once, mime, FACTS).count(b"DigitalSourceType") == 1
        assert DigitalSource.MODEL.value.encode() + b'"' not in stamp(once, mime, FACTS)


def test_a_pdf_carries_it_in_both_its_places_and_is_the_same_each_time() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(40, 40, "Grip")
    canvas.save()
    stamped = stamp(buffer.getvalue(), "application/pdf", FACTS)
    reader = PdfReader(io.BytesIO(stamped))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (FACTS.title, "Fellside")
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": FACTS.title}
    assert "Grip" in reader.pages[0].extract_text()
    assert stamped == stamp(buffer.getvalue(), "application/pdf", FACTS)


@pytest.mark.parametrize(
    ("mime", "before"),
    [
        ("video/mp4", film()),
        ("audio/mpeg", sound("mp3", "libmp3lame")),
        ("audio/ogg", sound("ogg", "libopus")),
        ("audio/flac", sound("flac", "flac")),
    ],
)
def test_films_and_sounds_carry_it_as_tags_at_their_old_length(mime: str, before: bytes) -> None:
    stamped = stamp(before, mime, FACTS)
    with av.open(io.BytesIO(stamped)) as file:
        tags = {**file.metadata, **file.streams[0].metadata}
    assert tags["title"] == FACTS.title
    assert DigitalSource.ALGORITHM.value in tags["comment"]
    assert duration(stamped) == duration(before)
    assert stamped == stamp(before, mime, FACTS)


def test_a_films_index_stands_at_its_front_so_that_it_plays_while_it_loads() -> None:
    stamped = stamp(film(), "video/mp4", FACTS)
    assert 0 < stamped.find(b"moov") < stamped.find(b"mdat")


def test_a_wave_file_carries_it_and_keeps_every_sample() -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(TONE.tobytes())
    stamped = stamp(buffer.getvalue(), "audio/wav", FACTS)
    with wave.open(io.BytesIO(stamped)) as read:
        assert read.readframes(99_999) == TONE.tobytes()
    with av.open(io.BytesIO(stamped)) as opened:
        assert DigitalSource.ALGORITHM.value in opened.metadata["comment"]


def test_what_has_no_place_for_a_mark_comes_back_as_it_was() -> None:
    assert stamp(b"# Plan", "text/markdown", FACTS) == b"# Plan"


@pytest.mark.parametrize(
    "mime", ["image/png", "image/webp", "application/pdf", "video/mp4", "audio/mpeg", "audio/wav"]
)
def test_a_file_of_another_kind_is_refused(mime: str) -> None:
    with pytest.raises(Unmarkable):
        stamp(b"nothing of the kind" * 40, mime, FACTS)
