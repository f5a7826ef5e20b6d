"""Pronunciations for words that the recogniser's dictionary lacks: eSpeak's, in the dictionary's phones."""

from __future__ import annotations

import re

from agent.speech.espeak import Espeak

_PHONES = {
    "tʃ": "CH", "dʒ": "JH", "eɪ": "EY", "aɪ": "AY", "ɔɪ": "OY", "aʊ": "AW", "oʊ": "OW", "iː": "IY", "uː": "UW",
    "ɑː": "AA", "ɔː": "AO", "oː": "AO", "ɜː": "ER", "əl": "AH L", "ɚ": "ER", "ɝ": "ER", "ɐ": "AH", "ə": "AH",
    "ʌ": "AH", "æ": "AE", "ɛ": "EH", "ɪ": "IH", "ᵻ": "IH", "i": "IY", "ʊ": "UH", "u": "UW", "ɑ": "AA", "ɔ": "AO",
    "o": "OW", "a": "AE", "e": "EH", "ɹ": "R", "r": "R", "ɾ": "T", "ʔ": "T", "ŋ": "NG", "θ": "TH", "ð": "DH",
    "ʃ": "SH", "ʒ": "ZH", "j": "Y", "x": "K", "ɡ": "G", "g": "G", "b": "B", "d": "D", "f": "F", "h": "HH", "k": "K",
    "l": "L", "ɫ": "L", "m": "M", "n": "N", "p": "P", "s": "S", "t": "T", "v": "V", "w": "W", "z": "Z",
}  # fmt: skip
_ONE_PHONE = re.compile("|".join(sorted(map(re.escape, _PHONES), key=len, reverse=True)))


def phones(word: str) -> str:
    """The word in ARPAbet without stress, "N ER CH ER"; empty when it cannot be pronounced."""
    return from_ipa(Espeak.shared().phonemes(word))


def from_ipa(ipa: str) -> str:
    return " ".join(_PHONES[sound] for sound in _ONE_PHONE.findall(ipa))
