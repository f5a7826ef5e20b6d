"""A talk by telephone without a telephone: what the ears heard, unsure or with other readings beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agent.conversation import Conversation
from agent.speech.ports import Heard
from orchestrator.views import CampaignView

Campaign = Callable[[], Awaitable[CampaignView]]
"""The draft of the talk as the store has it now."""


async def hear(talk: Conversation, words: str, *others: str, sure: float = 0.6) -> str:
    """The reply to what was heard."""
    heard = Heard(words, sure, others, "pocketsphinx")
    return " ".join([sentence async for sentence in talk.hear(heard)])
