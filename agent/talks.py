"""Starts conversations and picks them up again; the same for every channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import structlog

from agent.brain import Brain, BrainFailed
from agent.conversation import Conversation
from agent.presence import Presence
from orchestrator.conversations import BROKEN_OFF, CUT_OFF
from orchestrator.errors import DrumbeatError
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, ConversationView
from store.words import ConversationChannel
from tools.registry import Registry

log = structlog.get_logger()

WARM_UP_AGAIN = 5.0
"""Seconds until a brain that was too slow to warm up reads again, so that calls meanwhile get the processor."""
_TYPICAL = (
    "create a campaign called spring sale focusing on email and social media with five images and ten social posts",
    "it's about our new running shoes for people who run every day",
    "a thousand new leads by the end of july",
    "no wait make that four emails",
)


class ConversationEnded(DrumbeatError):  # noqa: N818
    status = 409
    title = "Conversation ended"


@dataclass(slots=True)
class Talks:
    """The conversations of this process. One turn of a conversation at a time."""

    orchestrator: Orchestrator
    registry: Registry
    brains: Sequence[Brain]
    presence: Presence = field(default_factory=Presence)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    """Each as long as somebody holds it or waits for it."""

    async def start(
        self,
        actor: Actor,
        channel: ConversationChannel,
        *,
        caller: str = "",
        external_id: str = "",
        campaign_id: str | None = None,
    ) -> Conversation:
        """A new conversation; its greeting is still to be said (`open`)."""
        view = await self.orchestrator.conversations.start(
            actor, channel, caller=caller, external_id=external_id, campaign_id=campaign_id
        )
        return await self._load(actor, view.id)

    async def require_open(
        self,
        actor: Actor,
        conversation_id: str,
        by: ConversationChannel | None = None,
        *,
        handed_over: bool = False,
    ) -> None:
        """Raises NotFound for a conversation that is not the actor's, ConversationEnded for one said goodbye to,
        OnTheLine for one that is on a line which cannot be taken from it, unless the line that it is on hands it over.
        """
        known = await self.orchestrator.conversations.get(actor, conversation_id)
        if not handed_over:
            self.presence.require_free(known, self.orchestrator.clock(), by)
        if known.ended_at is not None and known.end_reason not in BROKEN_OFF:
            raise ConversationEnded("This conversation has ended. Start a new one to go on.")

    async def take_up(self, actor: Actor, conversation_id: str) -> Conversation:
        """A conversation whose line broke, to be gone on with. Raises NotFound or ConversationEnded."""
        broke_by = await self.orchestrator.conversations.reopen(actor, conversation_id)
        conversation = await self._load(actor, conversation_id)
        conversation.cut_off = broke_by in CUT_OFF
        if conversation.ended:
            raise ConversationEnded("This conversation has ended. Start a new one to go on.")
        return conversation

    @asynccontextmanager
    async def taking_turn(self, actor: Actor, conversation_id: str) -> AsyncIterator[Conversation]:
        """The conversation, held for one typed turn. Raises what `require_open` does, and TooManyTyping."""
        turn = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with self.presence.typing(turn):
            view = await self.orchestrator.conversations.get(actor, conversation_id)
            self.presence.require_free(view, self.orchestrator.clock())
            conversation = await self._of(actor, view)
            if conversation.ended:
                raise ConversationEnded("This conversation has ended. Start a new one to go on.")
            yield conversation

    async def _load(self, actor: Actor, conversation_id: str) -> Conversation:
        return await self._of(actor, await self.orchestrator.conversations.get(actor, conversation_id))

    async def _of(self, actor: Actor, view: ConversationView) -> Conversation:
        workspace = await self.orchestrator.workspace(actor)
        return Conversation(
            self.orchestrator,
            actor.within(view.id),
            self.registry,
            self.brains,
            view,
            workspace=workspace.name,
            timezone=workspace.timezone,
        )

    async def warm_up(self) -> bool:
        """Lets the embedded brain read once what callers begin with: its automaton is built as it is used.

        False when it was too slow for that: what it has built by then is kept, so trying again goes further.
        """
        try:
            await read_typical(self.brains[-1], self.registry)
        except BrainFailed as failed:
            log.warning("warming up the brain failed", cause=str(failed))
            return False
        return True

    async def keep_warming(self, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Warms up until it is done. A first caller who comes before that waits for the words they use."""
        while not await self.warm_up():
            await sleep(WARM_UP_AGAIN)

    async def close(self) -> None:
        for brain in self.brains:
            await brain.close()


async def read_typical(brain: Brain, registry: Registry) -> None:
    """What is built once in a process by reading, is built."""
    tools = registry.schemas()
    for words in _TYPICAL:
        messages = [{"role": "system", "content": "STATE\n{}"}, {"role": "user", "content": words}]
        async for _ in brain.answer(messages, tools):
            pass
