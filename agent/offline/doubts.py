"""What is asked back before it is taken, and the answer to that."""

from __future__ import annotations

from agent.offline.dialogue import Answer, Dialogue
from agent.offline.edits import edit_of, too_many
from agent.offline.numbers import number
from agent.offline.reading import Item, Reading
from agent.offline.remarks import things_of
from agent.offline.tokens import tokenise
from agent.offline.understand import understand
from orchestrator.catalogue import MOST
from prompts import deliverable_phrase, line


def doubted(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """What is asked back before it is taken (very many of one thing, ranges, things without a number), or the calls
    that the answer to such a question makes.
    """
    asked = _asked_back(dialogue, reading)
    return Answer(text=asked) if asked else _answered(dialogue, reading)


def _asked_back(dialogue: Dialogue, reading: Reading) -> str:
    if "rename" in reading.flags and "name" not in reading.slots:
        return line("ask_name", dialogue.seed)
    if reading.asks is not None:
        low, high, asked = reading.asks
        return line("which_number", dialogue.seed, low=low, high=high, things=things_of(asked))
    if "more_of" in reading.flags and not reading.fills and reading.last_type:
        return line("how_many", dialogue.seed, things=things_of(reading.last_type))
    if "bare_number" in reading.flags and not reading.fills and not reading.acts:
        return line("of_what", dialogue.seed, number=dialogue.heard.strip(" .!"))
    many = too_many(reading)
    if many is not None:
        said = deliverable_phrase(many.type, many.quantity or 0)
        return line("too_many", dialogue.seed, what=said, most=MOST)
    return ""


def _answered(dialogue: Dialogue, reading: Reading) -> Answer | None:
    if not dialogue.before:
        return None
    counted = _counted_before(dialogue, reading)
    if counted is not None:
        return counted
    named = number(
        [token.symbol if token.symbol != "0" else token.text for token in tokenise(dialogue.heard)]
    )
    if named is None and not reading.plain_yes:
        return None
    earlier = understand(dialogue.before[-1], dialogue.situation)
    kind = _kind_asked(earlier, named)
    if named is not None and kind is not None:
        chosen = Reading(items=[Item(kind, "set", named, dialogue.heard)])
        chosen.evidence["deliverables"] = dialogue.heard
        return Answer(tuple(edit_of(dialogue, chosen, asked_back=True)))
    insisted = too_many(earlier) if reading.plain_yes else None
    if insisted is not None and str(insisted.quantity) in dialogue.last_said:
        return Answer(tuple(edit_of(dialogue, earlier, asked_back=True)))
    return None


def _kind_asked(earlier: Reading, named: int | None) -> str | None:
    """The thing whose number was asked back in the turn before: a range, or "more images"."""
    if earlier.asks is not None and named is not None and earlier.asks[0] <= named <= earlier.asks[1]:
        return earlier.asks[2]
    return earlier.last_type if "more_of" in earlier.flags and not earlier.fills else None


def _counted_before(dialogue: Dialogue, reading: Reading) -> Answer | None:
    """The thing, after its number: "ten" ("ten of what?") "posts"."""
    bare = [token.text.lower() for token in tokenise(dialogue.before[-1])]
    quantity = number(bare)
    if quantity is None or len(reading.items) != 1 or reading.items[0].quantity is not None:
        return None
    if not dialogue.last_said.endswith("of what?"):
        return None
    reading.items[0].quantity = quantity
    return Answer(tuple(edit_of(dialogue, reading, asked_back=True)))
