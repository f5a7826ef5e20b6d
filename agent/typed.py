"""Words that are typed, over HTTP or in the middle of a call: how many are taken, and what of them."""

from __future__ import annotations

import unicodedata

LONGEST_TYPED = 2000
"""Characters of one turn."""


def is_control(letter: str) -> bool:
    """Whether no text has it: control characters, of which PostgreSQL takes no NUL, and halves of letters."""
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"


def typed_words(text: str) -> str:
    """What a call takes of a typed message. It has no way to refuse one: what it cannot take is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if not is_control(letter)).strip()[:LONGEST_TYPED].rstrip()
