"""The type families and where their files lie: inside the font packages, so that every machine sets the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

_NO_GLYPH = "\U0010fffe"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file in a package, and how its lines are set: `leading` in line heights per size, `tracking` in ems."""

    package: str
    file: str
    leading: float
    tracking: float = 0.0
    capitals: bool = False

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return _load(self.package, self.file, size)

    def writes(self, text: str) -> bool:
        """True when the font has a glyph for every character of the text."""
        return all(_has(self.package, self.file, letter) for letter in set(text) if not letter.isspace())


@dataclass(frozen=True, slots=True)
class Pairing:
    """The two voices of a campaign's pictures: one for headlines, one for everything small."""

    name: str
    display: Face
    text: Face
    label: Face


_TEXT = Face("font_manrope", "Manrope-Medium.ttf", 1.36)
_LABEL = Face("font_manrope", "Manrope-Bold.ttf", 1.2)
_PLAIN_TEXT = Face("font_roboto", "Roboto-Regular.ttf", 1.34)
_PLAIN_LABEL = Face("font_roboto", "Roboto-Bold.ttf", 1.2)

MODERN = Pairing("modern", Face("font_manrope", "Manrope-ExtraBold.ttf", 1.08, -0.022), _TEXT, _LABEL)
EDITORIAL = Pairing(
    "editorial", Face("font_source_serif_pro", "SourceSerifPro-Bold.ttf", 1.1, -0.012), _TEXT, _LABEL
)
POSTER = Pairing(
    "poster", Face("font_fjallaone", "FjallaOne-Regular.ttf", 1.14, capitals=True), _TEXT, _LABEL
)
FRIENDLY = Pairing("friendly", Face("font_fredoka_one", "FredokaOne-Regular.ttf", 1.12), _TEXT, _LABEL)
PLAIN = Pairing("plain", Face("font_roboto", "Roboto-Black.ttf", 1.1, -0.01), _PLAIN_TEXT, _PLAIN_LABEL)

_BY_VOICE = (
    (FRIENDLY, "playful fun friendly warm cheerful kind cosy cozy young family sweet"),
    (EDITORIAL, "elegant refined classic premium trusted calm thoughtful luxury heritage honest"),
    (POSTER, "bold loud energetic sporty strong daring direct urban tough punchy"),
    (MODERN, "modern clean plain confident clear technical smart minimal precise simple"),
)


def pairing(voice: str, text: str, turn: int) -> Pairing | None:
    """The pairing that fits the brand's voice, else the `turn`th of the neutral ones; None when none writes `text`."""
    words = {word.strip(".,;:!").lower() for word in voice.split()}
    fitting = [each for each, adjectives in _BY_VOICE if words & set(adjectives.split())]
    neutral = [MODERN, EDITORIAL, POSTER]
    wanted = fitting[:1] or neutral[turn % len(neutral) :] + neutral[: turn % len(neutral)]
    return next((each for each in (*wanted, MODERN, PLAIN) if _covers(each, text)), None)


def unwritable(text: str, faces: Iterable[Face]) -> set[str]:
    """The characters that none of the faces has a glyph for."""
    return {letter for letter in set(text) if not any(face.writes(letter) for face in faces)}


def any_face() -> tuple[Face, ...]:
    """The faces of the pairings with the widest coverage."""
    return (MODERN.display, PLAIN.display)


def _covers(candidate: Pairing, text: str) -> bool:
    return candidate.display.writes(text + text.upper()) and candidate.text.writes(text)


@lru_cache(maxsize=256)
def _load(package: str, file: str, size: int) -> ImageFont.FreeTypeFont:
    with as_file(files(package) / "files" / file) as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=4096)
def _has(package: str, file: str, letter: str) -> bool:
    font = _load(package, file, 24)
    drawn, missing = font.getmask(letter), font.getmask(_NO_GLYPH)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)
