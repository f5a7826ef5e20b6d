"""Provenance inside the files themselves: who made it and how, where readers of each format look for it.

Pictures and PDFs carry an XMP packet with IPTC's `DigitalSourceType` (IPTC Photo Metadata Standard 2025.1,
https://cv.iptc.org/newscodes/digitalsourcetype/); films and sound carry the same as tags of their container.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import av
from av.container import InputContainer, OutputContainer
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DecodedStreamObject, NameObject

_TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class DigitalSource(StrEnum):
    """IPTC's terms for where a file's content comes from; the value is the term's address."""

    ALGORITHM = _TERMS + "algorithmicMedia"
    """Made purely by an algorithm not based on any sampled training data: what the embedded makers draw."""
    MODEL = _TERMS + "trainedAlgorithmicMedia"
    """Made by a model that was trained on sampled data: what a provider's model paints, speaks or films."""
    COMPOSITE = _TERMS + "composite"
    """Several elements in one, here a photo that was given and what an algorithm drew around it."""
    COMPOSITE_WITH_MODEL = _TERMS + "compositeWithTrainedAlgorithmicMedia"
    """Several elements of which a trained model made at least one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. `maker` is the software, `creator` the brand or person it was made for."""

    maker: str
    source: DigitalSource
    title: str = ""
    creator: str = ""
    description: str = ""

    @property
    def comment(self) -> str:
        """The same in a sentence, for formats that have one free field only."""
        return f"{self.description or 'Made'} by {self.maker}. DigitalSourceType: {self.source.value}"


class Unmarkable(ValueError):  # noqa: N818
    """The data is not a file of the type that it was called."""


def stamp(data: bytes, mime: str, facts: Facts) -> bytes:
    """The file with the facts written into it; content untouched, the same bytes for the same input.

    Takes PNG, WebP, PDF, MP4, WebM, MP3, Ogg/Opus, FLAC and WAV. Other types come back as they were: a text file
    has no place for a mark that is not text. Raises `Unmarkable` for data that is not of the type.
    """
    kind = mime.partition(";")[0].strip().lower()
    write = _WRITERS.get(kind)
    if write is None:
        return data
    try:
        return write(data, facts)
    except (av.FFmpegError, struct.error, ValueError, IndexError, KeyError) as error:
        raise Unmarkable(f"this is no {kind} file") from error


def xmp(facts: Facts) -> bytes:
    """The XMP packet that says the facts."""
    quote = {'"': "&quot;"}
    lines = [
        (
            f'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
            f' xmp:CreatorTool="{escape(facts.maker, quote)}"'
            f' Iptc4xmpExt:DigitalSourceType="{facts.source.value}">'
        )
    ]
    for name, text in (("title", facts.title), ("description", facts.description)):
        if text:
            lines.append(
                f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{name}>'
            )
    if facts.creator:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(facts.creator)}</rdf:li></rdf:Seq></dc:creator>")
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"{''.join(lines)}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    )
    return packet.encode()


_PNG = b"\x89PNG\r\n\x1a\n"
_XMP_KEY = b"XML:com.adobe.xmp"


def _png(data: bytes, facts: Facts) -> bytes:
    if not data.startswith(_PNG):
        raise ValueError
    kept, at = [], len(_PNG)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunk = data[at : at + 12 + length]
        if not (chunk[4:8] == b"iTXt" and chunk[8:].startswith(_XMP_KEY)):
            kept.append(chunk)
        at += 12 + length
    # Keyword, then: not compressed, no method, no language, no translated keyword (PNG 3rd edition, 11.3.3.4).
    texts = [
        _chunk(b"iTXt", _XMP_KEY + b"\x00\x00\x00\x00\x00" + xmp(facts)),
        _chunk(b"iTXt", b"Software\x00\x00\x00\x00\x00" + facts.maker.encode()),
    ]
    return _PNG + kept[0] + b"".join(texts) + b"".join(kept[1:])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


_XMP_FLAG = 0x04


def _webp(data: bytes, facts: Facts) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError
    chunks = [(kind, body) for kind, body in _riff(data) if kind != b"XMP "]
    if chunks[0][0] != b"VP8X":
        chunks.insert(0, (b"VP8X", _extended(chunks)))
    head = chunks[0][1]
    chunks[0] = (b"VP8X", bytes([head[0] | _XMP_FLAG]) + head[1:])
    return _as_riff(b"WEBP", [*chunks, (b"XMP ", xmp(facts))])


def _extended(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """The extended header that a simple WebP lacks: flags, and width and height less one in 24 bits."""
    kind, body = chunks[0]
    flags = 0
    if kind == b"VP8 ":
        width = int.from_bytes(body[6:8], "little") & 0x3FFF
        height = int.from_bytes(body[8:10], "little") & 0x3FFF
    else:
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = 0x10 * (bits >> 28 & 1)
    return struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _wav(data: bytes, facts: Facts) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError
    tags = {b"INAM": facts.title, b"IART": facts.creator, b"ISFT": facts.maker, b"ICMT": facts.comment}
    info = b"INFO" + b"".join(_piece(key, text.encode() + b"\x00") for key, text in tags.items() if text)
    kept = [(kind, body) for kind, body in _riff(data) if not (kind == b"LIST" and body[:4] == b"INFO")]
    return _as_riff(b"WAVE", [*kept, (b"LIST", info)])


def _riff(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks, at = [], 12
    while at + 8 <= len(data):
        (length,) = struct.unpack("<I", data[at + 4 : at + 8])
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return chunks


def _piece(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _as_riff(form: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = form + b"".join(_piece(kind, chunk) for kind, chunk in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _pdf(data: bytes, facts: Facts) -> bytes:
    if not data.startswith(b"%PDF-"):
        raise ValueError
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    about = {
        "/Title": facts.title,
        "/Author": facts.creator,
        "/Subject": facts.comment,
        "/Creator": facts.maker,
        "/Producer": facts.maker,
    }
    writer.add_metadata({key: text for key, text in about.items() if text})
    packet = DecodedStreamObject()
    packet.set_data(xmp(facts))
    packet[NameObject("/Type")] = NameObject("/Metadata")
    packet[NameObject("/Subtype")] = NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(packet)  # noqa: SLF001
    # A file identifier from the content, where a random one would make two runs of one unit differ.
    mark = ByteStringObject(f"{zlib.crc32(data):08x}{len(data):08x}".encode())
    writer._ID = ArrayObject((mark, mark))  # noqa: SLF001
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _container(name: str, options: dict[str, str] | None = None) -> Callable[[bytes, Facts], bytes]:
    """Writes the facts as tags while the packets are copied as they are, without decoding."""
    settings = {"fflags": "+bitexact", **(options or {})}

    def write(data: bytes, facts: Facts) -> bytes:
        # A file and no buffer: moving an MP4's index to its front reads back what was written.
        with tempfile.TemporaryDirectory(prefix="drumbeat-stamp-") as folder:
            path = Path(folder) / f"stamped.{name}"
            with (
                av.open(io.BytesIO(data), "r") as source,
                av.open(str(path), "w", format=name, container_options=settings) as to,
            ):
                _tag(to, facts)
                _copy(source, to)
            return path.read_bytes()

    return write


def _tag(to: OutputContainer, facts: Facts) -> None:
    tags = {"title": facts.title, "artist": facts.creator, "comment": facts.comment, "encoder": facts.maker}
    to.metadata.update({key: text for key, text in tags.items() if text})


def _copy(source: InputContainer, to: OutputContainer) -> None:
    streams = {stream.index: to.add_stream_from_template(stream) for stream in source.streams}
    for stream in source.streams:
        streams[stream.index].metadata.update(stream.metadata)
        if to.format.name == "ogg":
            # Ogg has no tags of the file, only of its streams.
            streams[stream.index].metadata.update(to.metadata)
    for packet in source.demux():
        if packet.dts is not None:
            packet.stream = streams[packet.stream.index]
            to.mux(packet)


_WRITERS: dict[str, Callable[[bytes, Facts], bytes]] = {
    "image/png": _png,
    "image/webp": _webp,
    "application/pdf": _pdf,
    "audio/wav": _wav,
    "audio/x-wav": _wav,
    "video/mp4": _container("mp4", {"movflags": "+faststart"}),
    "audio/mp4": _container("mp4", {"movflags": "+faststart"}),
    "video/webm": _container("webm"),
    "audio/mpeg": _container("mp3", {"id3v2_version": "3"}),
    "audio/ogg": _container("ogg"),
    "audio/opus": _container("ogg"),
    "audio/flac": _container("flac"),
}


def duration(data: bytes) -> Fraction:
    """Seconds of a film or a sound, read from its container. Raises `Unmarkable`."""
    try:
        with av.open(io.BytesIO(data), "r") as source:
            return Fraction(source.duration or 0, av.time_base)
    except av.FFmpegError as error:
        raise Unmarkable("no container that can be read") from error
