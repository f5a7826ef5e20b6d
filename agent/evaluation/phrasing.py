"""The words of the simulated user, as data."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from num2words import num2words

from agent.evaluation.scenario import Style


@cache
def phrases(name: str = "phrases") -> Mapping[str, Any]:
    """The phrases, by use."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    return found


def in_style(words: str, style: Style, rng: random.Random) -> str:
    """The words with the noise of a way of speaking; what they mean stays."""
    pattern: str = rng.choice(phrases()["style"][style])
    return pattern.format(words=words, start=words.split(maxsplit=1)[0])


def item(kind: str, quantity: int) -> str:
    """Quantity and thing: four emails."""
    one, many = phrases()["deliverable"][kind]
    return f"{spelled(quantity)} {one if quantity == 1 else many}"


def spelled(number: int) -> str:
    return str(num2words(number)).replace(",", "").replace("-", " ")


def listed(parts: list[str]) -> str:
    """As people list things: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def spelling(text: str) -> str:
    """The letters in the words of the phonetic alphabet, as people spell on the telephone."""
    alphabet = {word[0]: word for word in phrases()["alphabet"]}
    letters = (alphabet.get(letter, "space" if letter == " " else "") for letter in text.lower())
    return f"spell it {' '.join(letter for letter in letters if letter)}"
