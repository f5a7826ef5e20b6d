"""Readers that share no code with what they read: FFmpeg's decoders and its loudness meter, Pillow, pypdf, html5lib,
the standard library's mail parser and OpenCV's reader of QR codes."""

from __future__ import annotations

import email
import email.policy
import io
import re
from dataclasses import dataclass
from email.message import EmailMessage
from fractions import Fraction

import av
import av.filter
import html5lib
import numpy as np
import pytest
from PIL import Image

RESIDUE = {
    "an unresolved variable": r"\{\{|\}\}|\{%|%\}|\$\{|(?<!\{)\{[a-z_]+\}",
    "a Python value": r"\bNone\b(?! of)|\bTrue\b|\bFalse\b|\bnan\b|\bNaN\b",
    "two spaces": r"(?<=[^\s|]) {2,}(?=[^\s|])",
    "stray punctuation": r"(?<!\.)\.\.(?!\.)|(?<=\w) [,.;:!?](?=\s|$)|,[.,]|\(\)|\.!|[?!]\.(?!\w)|[?!]:",
    "a doubled word": r"(?i)\b(the|a|an|to|of|our|your|for|with|and|is|are|we) \1\b",
    "two determiners": r"(?i)\b(?:the|a|an|our) (?:our|your|my|the|a|an)\b",
    "a wrong article": r"\b[Aa] (?:[aei]\w|o(?!n(?:e|ce)\b)\w)|\b[Aa]n [bcdfgjkpqtvwyz]\w",
    "a wrong number": r"(?im)(?:^|[.!?;:] )our (?:\w+ )?(?:check-ups|memberships|shoes|classes) (?:is|has|was|looks)\b",
}
"""What no reader of finished copy should come upon; figures and names stand outside."""


def residue(name: str, text: str) -> list[str]:
    return [
        f"{name} has {what}: …{text[max(0, hit.start() - 40) : hit.end() + 40]}…"
        for what, pattern in RESIDUE.items()
        for hit in re.finditer(pattern, text)
    ]


def sentences(text: str) -> list[str]:
    """Sentences of eight words and more, which are noticed when they come again."""
    lines = re.sub(r"[#*>\-]+ |\[\d+\]", "", text).splitlines()
    parts = (part.strip() for line in lines for part in re.split(r"(?<=[.!?]) ", line))
    return [part for part in parts if len(part.split()) >= 8 and "nsubscribe" not in part]


@dataclass(frozen=True, slots=True)
class Film:
    """Decoded to the end. `size` in pixels, `seconds` of each stream, `codecs` as FFmpeg calls them."""

    size: tuple[int, int]
    codecs: tuple[str, str]
    picture_seconds: float
    sound_seconds: float
    brightest: float


def film(data: bytes) -> Film:
    with av.open(io.BytesIO(data), "r") as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        frames, samples, brightest = 0, 0, 0.0
        for packet in file.demux(video, audio):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    frames += 1
                    if frames % 15 == 0:
                        brightest = max(brightest, float(frame.to_ndarray(format="gray")[::16, ::16].mean()))
                elif isinstance(frame, av.AudioFrame):
                    samples += frame.samples
        codecs = video.codec_context.name, audio.codec_context.name
        rate = float(video.average_rate or 1)
        return Film((video.width, video.height), codecs, frames / rate, samples / audio.rate, brightest)


def heard(data: bytes) -> tuple[float, float, float]:
    """Seconds, LUFS and dBTP, as FFmpeg's EBU R 128 meter reads them."""
    with av.open(io.BytesIO(data), "r") as file:
        stream = file.streams.audio[0]
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=stream, time_base=Fraction(1, stream.rate))
        meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        told, samples = {}, 0
        for frame in file.decode(stream):
            samples += frame.samples
            graph.push(frame)
            while True:
                try:
                    told = dict(graph.pull().metadata)
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
    peak = 20 * float(np.log10(float(told["lavfi.r128.true_peak"])))
    return samples / stream.rate, float(told["lavfi.r128.I"]), peak


def picture(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data))
    opened.load()
    return opened


INLINE = frozenset({"a", "b", "em", "i", "span", "strong"})
"""Elements that part no words."""


def page(data: bytes) -> str:
    """The visible text of an HTML page that a strict HTML 5 parser takes without an error."""
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(data.decode("utf-8"))
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in {"style", "script"}:
            element.text = ""
        elif tag not in INLINE:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return " ".join("".join(tree.itertext()).split())


def mail(html: bytes, text: bytes, subject: str) -> EmailMessage:
    """The parts as a mail that has gone through bytes, as a mail program would parse them."""
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text.decode())
    message.add_alternative(html.decode(), subtype="html")
    parsed = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def qr(image: Image.Image) -> str:
    """What the picture's QR code says, read as a telephone would; "" when there is none."""
    cv2 = pytest.importorskip("cv2")
    grey = np.asarray(image.convert("L"))
    return str(cv2.QRCodeDetector().detectAndDecode(grey)[0])
