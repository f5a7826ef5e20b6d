"""What the notes of a remake ask of a text, and the text as they ask for it.

The embedded writers know tone (informal, formal, playful, urgent), length, what to mention and what to leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from studio.ports import Brief
from studio.text.bank import Bank
from studio.text.data import data
from studio.text.spoken import capital, cleaned

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_CLAUSE = re.compile(r"\s*(?:[,;.!]|\band\b|\bbut\b)\s*", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:my|your)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:that|about|on|something|please|also|in|the following|(?:a|the|any|another|every) "
    r"(?:word|line|bit|part|fact|sentence|mention|thing|paragraph)s?(?: (?:about|on|of|with|that))?)\b[ :]*)+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an|any|our|all)\b ", re.IGNORECASE)
_AMOUNT = frozenset({"a", "an", "the", "some", "more", "much", "bit", "of", "little", "lot", "few", "any"})
FEWEST = 200
"""Words of a document that a note asks to be shorter, at least."""
_LONGEST = 160
"""Characters of what is to be mentioned: more is a text of its own."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """`tone` is informal, playful, formal or urgent, or empty; `length` is -1 for shorter, 1 for longer, else 0."""

    tone: str = ""
    length: int = 0
    mention: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


def wishes_of(brief: Brief) -> Wishes:
    """What the brief's notes ask for; of two that contradict each other the later counts."""
    tone, length = "", 0
    mention: dict[str, None] = {}
    avoid: dict[str, None] = {}
    for note in brief.notes:
        for clause in _clauses(note):
            named, left_out = _named(clause)
            mention |= dict.fromkeys([named] if named else [])
            avoid |= dict.fromkeys([left_out] if left_out else [])
            if named or left_out:
                continue
            for asked in _asked(clause):
                if asked in ("short", "long"):
                    length = -1 if asked == "short" else 1
                else:
                    tone = "" if asked == "calm" else asked
    return Wishes(tone, length, tuple(mention), tuple(avoid))


def heeded(wishes: Wishes, bank: Bank, blocks: Sequence[str], *, tight: bool = False) -> list[str]:
    """The paragraphs as the notes ask for them: the first stays first and the last, the call, stays last.

    `tight` puts what is to be mentioned beside the call, for places where the middle may be cut.
    """
    told = [block for block in (_without(block, wishes.avoid) for block in blocks) if block]
    if wishes.length < 0:
        told = _shortened(told)
    elif wishes.length > 0:
        told[-1:-1] = [line for line in (_line(bank, "longer"), _line(bank, "longer", "again")) if line]
    told = [toned(block, wishes.tone) for block in told]
    said = [_line(bank, "mention", what, mention=what) for what in wishes.mention]
    if said and tight:
        told[-1:] = [" ".join([*said, *told[-1:]])]
    else:
        told[-1:-1] = said
    return _opened(wishes.tone, bank, told)


def noted(wishes: Wishes, bank: Bank, blocks: Sequence[str], fewest: int) -> list[str]:
    """A document's blocks, headings (`## `) among them, as the notes ask for them.

    A shorter one loses the sections before the last, the end of paragraphs first, down to `fewest` words.
    """
    told = [block for block in (_without(block, wishes.avoid) for block in blocks) if block]
    if wishes.length < 0:
        told = _cut(told, fewest)
    elif wishes.length > 0:
        told += [line for line in (_line(bank, "longer"), _line(bank, "longer", "again")) if line]
    told = [block if block.startswith(">") else toned(block, wishes.tone) for block in told]
    told[1:1] = [_line(bank, "mention", what, mention=what) for what in wishes.mention]
    return _opened(wishes.tone, bank, told)


def toned(text: str, tone: str) -> str:
    """The words of the text in that tone."""
    if tone in ("informal", "playful"):
        return _swapped(_swapped(text, data("notes")["contractions"]), data("notes")["plainer"])
    if tone == "formal":
        pairs = data("notes")["contractions"]
        return _swapped(text, {short: whole for whole, short in pairs.items()}).replace("!", ".")
    return text


def greeting(wishes: Wishes, usual: str) -> str:
    """How an e-mail begins."""
    greetings: Mapping[str, str] = data("notes")["greetings"]
    return greetings.get(wishes.tone, usual)


def said_in_notes(brief: Brief) -> str:
    """What the owner asked to be mentioned: claims may rest on it."""
    return "\n".join(wishes_of(brief).mention)


def _opened(tone: str, bank: Bank, blocks: list[str]) -> list[str]:
    if not tone or not blocks or blocks[0].startswith("#"):
        return blocks
    opener = _line(bank, tone)
    if tone == "urgent":
        return [*blocks[:-1], f"{blocks[-1]} {opener}".strip()] if not blocks[-1].startswith("#") else blocks
    opened = [f"{opener} {blocks[0]}".strip(), *blocks[1:]]
    if tone == "playful" and len(opened) > 1:
        opened[-2] = f"{opened[-2]} {_line(bank, 'playful_end')}".strip()
    return opened


def _line(bank: Bank, name: str, more: str = "", **words: str) -> str:
    return bank.line(f"notes/{name}/{more}", data("notes")[name], place=(0, 1), more=words)


def _shortened(blocks: list[str]) -> list[str]:
    """About half: the first and the last stay, of the others the longest go, and sentences after the second."""
    keep = max(2, -(-len(blocks) // 2))
    middle = sorted(range(1, len(blocks) - 1), key=lambda at: len(blocks[at]))[: keep - 2]
    kept = [block for at, block in enumerate(blocks) if at in (0, len(blocks) - 1) or at in middle]
    return [" ".join(_SENTENCE.split(block)[:2]) for block in kept]


def _cut(blocks: list[str], fewest: int) -> list[str]:
    left = sum(len(block.split()) for block in blocks)
    cut = list(blocks)
    for at in range(len(cut) - 1, 0, -1):
        parts, glue = (
            (cut[at].split("\n"), "\n") if cut[at].startswith("- ") else (_SENTENCE.split(cut[at]), " ")
        )
        if cut[at][0] in "#>|*" or len(parts) < 3:
            continue
        kept = glue.join(parts[: -(-len(parts) // 2)])
        gone = len(cut[at].split()) - len(kept.split())
        if left - gone >= fewest:
            cut[at], left = kept, left - gone
    return cut


def _without(block: str, avoid: Iterable[str]) -> str:
    for what in avoid:
        pattern = re.compile(rf"(?i)(?<!\w){re.escape(what)}(?:s|es)?(?!\w)")
        block = " ".join(part for part in _SENTENCE.split(block) if not pattern.search(part))
    return block


def _swapped(text: str, pairs: Mapping[str, str]) -> str:
    words = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))

    def swap(match: re.Match[str]) -> str:
        new = pairs[match[0].lower()]
        return capital(new) if match[0][0].isupper() else new

    # Not before a full stop or comma: "you may not, but we will" has no short form.
    return re.sub(rf"\b(?:{words})\b(?=\s+\w)", swap, text, flags=re.IGNORECASE)


def _clauses(note: str) -> list[str]:
    """The note in parts that each ask for one thing; a list of what to mention stays in one."""
    plain = cleaned(note.replace("’", "'"))
    parts: list[str] = []
    for part in _CLAUSE.split(plain):
        if not part:
            continue
        if parts and any(_named(parts[-1])) and not any(_named(part)) and not _asked(part):
            parts[-1] = f"{parts[-1]} and {part}"
        else:
            parts.append(part)
    return parts


def _named(clause: str) -> tuple[str, str]:
    """What the clause wants mentioned, and what it wants left out; one of them is empty."""
    mention, avoid = _commands()
    if found := avoid.search(clause):
        return "", _ARTICLE.sub("", _thing(clause[found.end() :]))
    if found := mention.search(clause):
        return _thing(clause[found.end() :]), ""
    return "", ""


def _thing(text: str) -> str:
    bare = _LEAD.sub("", text.strip(" :\"'")).strip(" .\"'")
    known = {word for words in data("notes")["words"].values() for word in words}
    if not set(bare.lower().split()) - known - _AMOUNT:
        return ""  # "add some humour" asks for a tone
    return _POSSESSIVE.sub("our", bare)[:_LONGEST] if len(bare) > 1 else ""


def _asked(clause: str) -> list[str]:
    notes: dict[str, Any] = data("notes")
    words = re.findall(r"[a-z]+(?:['-][a-z]+)*", clause.lower())
    flipped = bool(set(words) & set(notes["flip"])) or any(word.endswith("n't") for word in words)
    found = [kind for kind, known in notes["words"].items() if set(words) & set(known)]
    if flipped:
        return [notes["opposite"][kind] for kind in found]
    return found


@cache
def _commands() -> tuple[re.Pattern[str], re.Pattern[str]]:
    notes = data("notes")
    # Only where a clause begins: a reviewer's "there is no source" asks for nothing to be left out.
    start = rf"^(?:(?:{notes['polite']})\s+)*"
    return (
        re.compile(rf"{start}{notes['to_mention']}\b\s+", re.IGNORECASE),
        re.compile(rf"{start}{notes['to_avoid']}\b\s+", re.IGNORECASE),
    )
