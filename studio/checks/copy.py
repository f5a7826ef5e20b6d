"""Rules for words: the brief is covered, the brand's bans are kept, the length fits, nothing is left unfilled."""

from __future__ import annotations

import json
import re
from typing import Any

from store.words import DeliverableType
from studio.checks.reading import stems, texts, words
from studio.ports import Brief, Output

_D = DeliverableType

_WORDS = {
    _D.RESEARCH: (80, 4000),
    _D.PLAN: (150, 5000),
    _D.BLOG_POST: (450, 2000),
    _D.SOCIAL_POSTS: (5, 600),
    _D.EMAIL_NURTURE: (30, 600),
    _D.IMAGES: (1, 60),
    _D.BANNER: (2, 45),
    _D.FLYER: (4, 160),
}
"""Fewest and most words by type: below, it is a stub; above, nobody reads it in that place."""

_CHARACTERS = {
    "x": 280,
    "instagram": 2200,
    "tiktok": 2200,
    "linkedin": 3000,
    "youtube": 5000,
    "facebook": 63206,
}
"""The networks' own limits of a post."""

_SUBJECT = 60
_PREHEADER = 140

_VARIABLE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_KNOWN_VARIABLE = re.compile(r"unsubscribe_url|preferences_url|(?:customer|org|product|trigger|run)\.\w+")
_RESIDUE = (
    (re.compile(r"\{\{|\}\}|\{%|%\}|\$\{\w+\}|(?<!\{)\{\w+\}(?!\})"), "an unfilled variable"),
    (re.compile(r"\bNone\b(?! of)|\bNaN\b|\bundefined\b|\bnull\b"), "the empty value of a program"),
    (re.compile(r"(?i)lorem ipsum|\bTODO\b|\bTBD\b|\bplaceholder\b"), "a placeholder"),
    (
        re.compile(r"(?i)[\[<](?:insert|your|add|name|company|product|link|cta)\b[^\]>()]{0,40}[\]>](?!\()"),
        "a placeholder",
    ),
    (re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])"), "a gap"),
    (re.compile(r"(?<=\w) [,;](?=\s)|(?<!\.)\.\.(?!\.)|,,|,\.|\?\.(?!\w)|!\.(?!\w)"), "stray punctuation"),
)


_ARTICLES = frozenset({"a", "an", "the", "our", "my", "we", "it", "of", "to", "in", "on"})


def covered(brief: Brief, output: Output) -> list[str]:
    """The topic, or what it is sold as, is named."""
    if brief.type is _D.IMAGES and "texts" not in output.provenance:
        return []  # a painted scene shows its topic; whether it does is not for a rule to see
    meant = " ".join((brief.topic, *brief.products)).strip() or brief.name
    said = f"{output.title} {output.text}"
    # A topic of short words (AI, 5G, our EV) has no stems; then one of its words as it stands is enough.
    wanted = stems(meant)
    if not wanted:
        short = [word for word in words(meant) if word not in _ARTICLES]
        if not short or any(word in words(said) for word in short):
            return []
    elif wanted & stems(said):
        return []
    return [f"It does not name the topic, {brief.topic or brief.name}."]


def unbanned(brief: Brief, output: Output) -> list[str]:
    """None of the brand's banned words."""
    read = "\n".join(texts(output))
    banned = (word.strip() for word in brief.brand.banned_words)
    found = [word for word in banned if word and re.search(rf"(?i)\b{re.escape(word)}(?:s|es)?\b", read)]
    return [f'It uses "{word}", which the brand does not want.' for word in found]


def length(brief: Brief, output: Output) -> list[str]:
    """Within what the type, the network and the inbox bear."""
    count = len(words(output.text))
    fewest, most = _WORDS.get(brief.type, (0, 10**6))
    reasons = []
    if count < fewest:
        reasons.append(f"It has {count} words; at least {fewest} are wanted.")
    if count > most:
        reasons.append(f"It has {count} words; at most {most} fit.")
    if brief.type is _D.SOCIAL_POSTS:
        reasons += _post(output)
    if brief.type is _D.EMAIL_NURTURE:
        reasons += _email(output)
    return reasons


def filled(brief: Brief, output: Output) -> list[str]:
    """No variable that nobody will fill, and no trace of the template."""
    reasons = []
    for text in texts(output):
        if brief.type is _D.EMAIL_NURTURE:
            strange = {name for name in _VARIABLE.findall(text) if not _KNOWN_VARIABLE.fullmatch(name)}
            reasons += [
                f"The variable {name} is not one that is filled when it is sent." for name in sorted(strange)
            ]
            text = _VARIABLE.sub("Ann", text)  # noqa: PLW2901
        for pattern, what in _RESIDUE:
            if hit := pattern.search(text):
                reasons.append(f'It holds {what}: "{_around(text, hit)}".')
    return list(dict.fromkeys(reasons))


def _post(output: Output) -> list[str]:
    network = str(output.provenance.get("network") or _details(output).get("network", "")).lower()
    most = _CHARACTERS.get(network)
    body = next(
        (file.data.decode() for file in output.files if file.mime.startswith("text/plain")), output.text
    )
    if most is None or len(body.strip()) <= most:
        return []
    return [f"It has {len(body.strip())} characters; {network} takes {most}."]


def _email(output: Output) -> list[str]:
    told = _details(output)
    reasons = []
    for part, most in (("subject", _SUBJECT), ("preheader", _PREHEADER)):
        line = str(told.get(part, "")).strip()
        if part in told and not line:
            reasons.append(f"The {part} is empty.")
        if len(line) > most:
            reasons.append(f"The {part} has {len(line)} characters; at most {most} are shown.")
    pages = [file.data.decode() for file in output.files if file.mime.startswith("text/html")]
    if any("unsubscribe" not in page.lower() for page in pages):
        reasons.append("There is no way to unsubscribe.")
    return reasons


def _details(output: Output) -> dict[str, Any]:
    for file in output.files:
        if file.mime.startswith("application/json"):
            try:
                read = json.loads(file.data)
            except ValueError:
                return {}
            return read if isinstance(read, dict) else {}
    return {}


def _around(text: str, hit: re.Match[str]) -> str:
    return " ".join(text[max(0, hit.start() - 24) : hit.end() + 24].split())
