"""What is answered to talk about the talk: one friendly sentence, then back to the open question."""

from __future__ import annotations

import re

from agent.offline.dialogue import Dialogue
from prompts import deliverable_phrase, line

_SLOTS = frozenset({"topic", "objective", "deliverables", "name"})
_BY_SLOT = frozenset({"rephrase", "why_asked", "suggest"})
"""Remarks that depend on what is being asked."""
_FACT = re.compile(
    r"\W*(?:and |so |oh |well |by the way |tell me )*(?:what|what's|who|who's|whom|whose|when|where|"
    r"where's|why|which|how|do|does|"
    r"did|is|are|was|were|can|could|have|has)\b",
    re.IGNORECASE,
)
_OF_THE_AGENT = re.compile(r"\b(?:you|your|you're|campaigns?)\b", re.IGNORECASE)
_WANTS_ADVICE = re.compile(r"\b(?:suggest|ideas?|recommend)\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|our|ours|us|my|the company|the shop|the store)\b", re.IGNORECASE)


def remark(kind: str, dialogue: Dialogue, question: str) -> str:
    """The sentence for a kind of aside, ending in the open question where there is one."""
    slot = str(dialogue.question.get("slot") or "")
    if kind == "unsure" and _WANTS_ADVICE.search(dialogue.heard):
        kind = "suggest"
    if kind == "hello" and not dialogue.before:
        return line("hello_first", dialogue.seed, question=question)
    if kind in _BY_SLOT:
        key = f"{kind}_{slot}" if slot in _SLOTS else kind
        return line(key, dialogue.seed, question=question)
    return line(kind, dialogue.seed, question=question)


def asks_a_fact(heard: str) -> bool:
    """Whether it is a question about the business, which the knowledge base may answer."""
    words = len(heard.split())
    if words < 3 or _OF_THE_AGENT.search(heard):
        return False
    return _FACT.match(heard) is not None


def is_ours(heard: str) -> bool:
    """Whether the question says that it is about the caller's own business."""
    return _OURS.search(heard) is not None


def things_of(kind: str) -> str:
    """The plural of a deliverable: "social posts"."""
    return deliverable_phrase(kind, 2).removeprefix("two ")
