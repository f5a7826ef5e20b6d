"""Social posts: a reason to read, what it has to do with the campaign, and something to do about it."""

from __future__ import annotations

import re

from studio.ports import Brief, File, Output
from studio.text.bank import joined
from studio.text.data import data
from studio.text.desk import MAKER, Desk, as_json, desk_of, file_name, output, own_facts, varied
from studio.text.evidence import Fact
from studio.text.networks import Network, network_of
from studio.text.notes import heeded, wishes_of
from studio.text.spoken import clipped
from studio.text.words import call_of

_NO_TAG = frozenset(
    (
        "a",
        "an",
        "the",
        "our",
        "my",
        "of",
        "for",
        "in",
        "on",
        "with",
        "and",
        "or",
        "to",
        "at",
        "by",
        "this",
        "that",
    )
)

DATED = 3
"""Every how many posts one names the date."""

TIGHT = 3
"""Paragraphs of a post on a network with little room."""

LAPS = 8
"""Rounds through the angles (ten posts each) up to which a post has its paragraphs one by one."""


class PostWriter:
    """Writes one post for one network."""

    name = MAKER

    async def make(self, brief: Brief) -> Output:
        desk = desk_of(brief)
        network = network_of(brief)
        angle, blocks, used = _blocks(desk, network)
        wishes = wishes_of(brief)
        blocks = heeded(wishes, desk.bank, blocks, tight=True)
        tags = _hashtags(desk, network) if not {"hashtag", "hashtags"} & set(wishes.avoid) else []
        text = _fitted(blocks, tags, network)
        meta = {
            "network": network.name,
            "angle": angle,
            "text": text,
            "hashtags": re.findall(r"#\w+", text),
            "characters": len(text),
            "limit": network.limit,
            "link": desk.words.get("website", ""),
        }
        files = (
            File(file_name(desk, "post", "txt"), "text", "text/plain", f"{text}\n".encode()),
            File(file_name(desk, "post", "json"), "document", "application/json", as_json(meta)),
        )
        title = f"{network.name}: {clipped(blocks[0].rstrip('.:'), 60)}"
        quoted = [fact for fact in used if fact.text in text]
        return output(desk, title, text, files, quoted, network=network.name, angle=angle)


def _blocks(desk: Desk, network: Network) -> tuple[str, list[str], tuple[Fact, ...]]:
    """The angle, the paragraphs in order of weight, and the facts among them."""
    bank, brief = desk.bank, desk.brief
    angles: dict[str, dict[str, list[str]]] = data("posts")["angles"]
    order: list[str] = data("posts")["order"][brief.awareness_stage or "solution_aware"]
    angle = order[(brief.index - 1) % len(order)]
    of = max(brief.of, brief.index)
    lap = (brief.index - 1) // len(order), -(-of // len(order))
    facts = own_facts(desk, _rank(order, brief.index, of))
    words = {"fact": facts[0].text} if facts and angle == "proof" else {}

    def lines(name: str) -> list[str]:
        without = angle == "proof" and not words
        return (without and angles[angle].get(f"{name}_without")) or angles[angle][name]

    def part(name: str) -> str:
        line = bank.line(f"{angle}/{name}", lines(name), place=lap, more=words)
        return line or bank.line(f"{angle}/{name}", angles[angle].get(f"{name}_without", []), place=lap)

    def wide() -> str:
        # In a large step the two parts become one sentence: together they have enough wordings for everybody.
        pairs = [joined(body, more) for body in lines("body") for more in angles[angle]["more"]]
        return bank.line(f"{angle}/wide", pairs, place=lap, more=words)

    if lap[1] > LAPS:
        blocks = [part("hook"), wide(), _linked(bank.line("call", call_of(brief)["lines"]), desk, network)]
        blocks = [block for block in blocks if block] or [f"{desk.words['Thing']}."]
        return angle, varied(blocks, desk.words), facts
    blocks = [part("hook"), part("body"), _linked(bank.line("call", call_of(brief)["lines"]), desk, network)]
    if network.blocks > TIGHT:
        blocks.insert(2, part("more"))
        if facts and not words:
            blocks.insert(2, facts[0].text)
    blocks = _timely(desk, blocks, angle, tight=network.blocks <= TIGHT)
    return angle, varied([block for block in blocks if block], desk.words), facts


def _timely(desk: Desk, blocks: list[str], angle: str, *, tight: bool) -> list[str]:
    """With what makes it news: the offer in every post, and the date in every third that does not name it anyway."""
    lines: dict[str, list[str]] = data("posts")["occasion"]
    hook, body, *rest = blocks
    if offer := desk.bank.line("occasion/offer", lines["offer"]):
        if hook.endswith(":"):  # a list follows
            return [offer, *blocks]
        return [hook, offer, *rest] if tight else [hook, body, offer, *rest]
    if desk.brief.index % DATED == 0 and angle != "invite":
        return [hook, body, desk.bank.line("occasion/due", lines["due"]), *rest]
    return blocks


def _rank(order: list[str], index: int, of: int) -> int:
    """The unit's turn to quote: those whose angle is proof come first."""
    places = sorted(range(1, of + 1), key=lambda place: (order[(place - 1) % len(order)] != "proof", place))
    return places.index(index)


def _linked(close: str, desk: Desk, network: Network) -> str:
    site = desk.words.get("website", "")
    if not site or not close:
        return close
    if not close.endswith("."):
        return f"{close} Link in bio." if network.link == "bio" else f"{close} {site}"
    end = close.removesuffix(".")
    return f"{end} (link in bio)." if network.link == "bio" else f"{end}: {site}"


def _hashtags(desk: Desk, network: Network) -> list[str]:
    """From the brief's own words, the campaign's rotating first place to place; never an invented one."""
    words = desk.words
    wanted = [words.get("brand", ""), words["short"], words["name"]]
    wanted += [*desk.brief.products[:2], words.get("audience", "")]
    tags = dict.fromkeys(tag for text in wanted if (tag := _tag(text)))
    return [tag for tag in tags if desk.bank.allows(tag)][: network.hashtags]


def _tag(text: str) -> str:
    words = [word for word in re.findall(r"\w+", text.replace("'", "")) if word.lower() not in _NO_TAG]
    tag = "".join(word[0].upper() + word[1:] for word in words[:4])
    return f"#{tag}" if 2 < len(tag) <= 28 and len(words) <= 4 and not tag.isdigit() else ""


def _fitted(blocks: list[str], tags: list[str], network: Network) -> str:
    """The most of it that fits the network: paragraphs are dropped from the middle, then tags, then words."""
    room = min(network.limit, max(network.aim, 280) if network.limit > 280 else network.limit)
    kept = list(blocks)
    while True:
        for count in range(len(tags), -1, -1):
            text = "\n\n".join([*kept, " ".join(tags[:count])]).strip()
            if len(text) <= (room if len(kept) > 3 else network.limit):
                return text
            if len(kept) > 2:
                break
        if len(kept) > 1:
            kept.pop(-2 if len(kept) > 2 else -1)
            continue
        return clipped(kept[0], network.limit)
