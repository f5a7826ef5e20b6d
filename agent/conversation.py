"""One talk: words in, sentences out. Channels feed it what they heard; it drives the brain and the tools.

Everything that must survive (the draft, the open question, offers made, what was said) is in the store after each
turn, so a conversation can be picked up by another process or another channel (architecture rule 5).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from agent.brain import Brain
from agent.exchange import Exchange, Said
from agent.expectation import expectation_of
from agent.focus import Focus
from agent.greeting import back_on_the_line, greeting
from agent.metrics import observe_turn
from agent.rounds import Rounds
from agent.sentences import SentenceStream
from agent.speech.ports import Expectation, Heard
from agent.state import (
    Memory,
    after_refusal,
    state_message,
)
from agent.tracing import TalkTrace
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, ConversationView
from prompts import line, text
from store.words import CampaignStatus, ConversationChannel
from tools.registry import Desk, Registry

HISTORY = 8
"""Turns of history a brain sees: enough for "repeat that" and pronouns; the state carries the rest."""
LEAST_CONFIDENCE = 0.2
"""Below it the reading of a spoken turn is mostly wrong: measured, right ones lie about 0.5, wrong ones about 0.1."""
MOST_GUESSES = 4
"""Unsure hearings that are remembered while one question is asked again."""


class Conversation:
    """Implements `agent.channels.ports.Talk`. One task at a time may drive it."""

    def __init__(
        self,
        orchestrator: Orchestrator,
        actor: Actor,
        registry: Registry,
        brains: Sequence[Brain],
        view: ConversationView,
        *,
        workspace: str,
        timezone: str,
    ) -> None:
        """`brains` are tried in order; the last is the embedded one and does not fail."""
        self.id = view.id
        self.channel = view.channel
        self.ended = view.ended_at is not None
        self.exchange: Exchange | None = None
        self.cut_off = False
        """Set for a talk whose line broke without the caller's doing: its first words say so."""
        self._orchestrator = orchestrator
        self._actor = actor
        self._caller = view.caller or actor.name
        self._workspace = workspace
        self._timezone = timezone
        self._memory = Memory.load(view.state)
        self._position = view.turns[-1].position if view.turns else 0
        self._history = [
            Said("user" if turn.speaker == "user" else "assistant", turn.text)
            for turn in view.turns[-HISTORY:]
            if turn.text
        ]
        self._desk = Desk(
            orchestrator,
            actor,
            view.id,
            campaign_id=view.campaign_id,
            rate=self._memory.rate,
            watching=set(self._memory.watching),
        )
        self._focus = Focus(self._desk)
        self._seed = int(view.id.replace("-", "")[-8:], 16)
        self._rounds = Rounds(self._desk, self._focus, self._memory, registry, brains, self._seed)
        self._trace = TalkTrace(view.id, view.channel)
        self._taken_up = time.time_ns()

    @property
    def rate(self) -> float:
        """Speaking rate; 1.0 is normal."""
        return self._desk.rate

    @property
    def question(self) -> str:
        """The open question in words; "" when there is none."""
        return str(self._memory.question["text"])

    @property
    def campaign_id(self) -> str | None:
        return self._desk.campaign_id

    @property
    def watching(self) -> set[str]:
        """Campaigns whose progress is announced in this conversation."""
        return self._desk.watching

    async def open(self) -> AsyncIterator[str]:
        """The first words: who speaks (an AI), and an offer to go on with an unfinished draft.

        To a caller who was on the line before, only where they were.
        """
        chosen = await self._focus.campaign()
        if self._position:
            back = back_on_the_line(self._memory.question, chosen, cut_off=self.cut_off, seed=self._seed)
            async for sentence in self._say(back):
                yield sentence
            return
        self._trace.begun()
        number = self._caller if self.channel == ConversationChannel.PHONE else ""
        first = await greeting(
            self._orchestrator,
            self._actor,
            chosen,
            workspace=self._workspace,
            number=number,
            seed=self._seed,
        )
        self._memory.question, question = first.question, first.words
        async for sentence in self._say(first.words):
            question = sentence
            yield sentence
        self._memory.question = {**self._memory.question, "text": question}
        await self._watch_running()
        await self._save()

    async def _watch_running(self) -> None:
        """What is under way is told on this line too, whichever conversation started it."""
        running = await self._orchestrator.campaigns.list(self._actor, status=CampaignStatus.RUNNING)
        self._desk.watching |= {campaign.id for campaign in running.items}

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        """Answers one turn of the caller: yields the reply's sentences as soon as each is whole."""
        turn = await self._orchestrator.conversations.add_turn(
            self._actor, self.id, "user", heard.text, confidence=heard.confidence, engine=heard.engine
        )
        self._position = turn.position
        if self.exchange is not None:
            self.exchange.trace.end("completed")
        self.exchange = exchange = Exchange(
            turn.position,
            turn.id,
            heard.text,
            self._memory.question,
            self._trace.turn(turn.position, heard),
        )
        self._desk.turn_position, self._desk.turn_id = turn.position, turn.id
        self._desk.words = heard.text
        messages = await self._messages(heard)
        spoken: list[str] = []
        try:
            answer = (
                self._rounds.answer(messages, exchange) if self._caught(heard) else self._ask_again(exchange)
            )
            async for sentence in answer:
                exchange.meant.append(sentence)
                spoken.append(sentence)
                yield sentence
        finally:
            # Also when the channel stops listening half way: what was done and said stays true.
            await asyncio.shield(self._close_exchange(exchange, heard.text, spoken))

    def _caught(self, heard: Heard) -> bool:
        """Whether the words may be acted upon: a guess of the ear must change nothing.

        A guess that comes again is what was said, except as the answer to a read-back.
        """
        again = heard.text in self._memory.guesses and self._memory.question["kind"] != "confirm"
        sure = heard.confidence >= LEAST_CONFIDENCE
        caught = sure or again
        self._memory.failures = 0 if sure else self._memory.failures + (not again)
        unsure = (heard.text,) if heard.text else ()
        self._memory.guesses = () if caught else (*self._memory.guesses, *unsure)[-MOST_GUESSES:]
        return caught

    async def _ask_again(self, exchange: Exchange) -> AsyncIterator[str]:
        exchange.minted = await self._orchestrator.confirmations.asked_again(
            self._actor, self.id, exchange.position
        )
        key = "not_caught" if self._memory.failures <= 2 else "not_caught_again"
        yield line(key, self._seed + self._memory.failures)
        if question := self._memory.question["text"]:
            yield question

    async def nudge(self) -> AsyncIterator[str]:
        """One reminder of the open question, for a caller who is silent."""
        async for sentence in self._say(line("nudge", self._seed, question=self._memory.question["text"])):
            yield sentence

    async def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        """Ends a call in which nobody speaks; the draft is kept and the caller is told."""
        self._desk.ended = self.ended = True
        async for sentence in self._say(line("silence_goodbye", self._seed)):
            yield sentence

    def expectation(self) -> Expectation:
        return expectation_of(self._memory.question)

    async def announce(self, sentence: str) -> None:
        """Writes down something said unasked."""
        await self._orchestrator.conversations.add_turn(self._actor, self.id, "agent", sentence)
        self._remember("assistant", sentence)

    async def spoken(self, text: str) -> None:
        """The channel has played this sentence to its end."""
        if self.exchange is not None:
            self.exchange.spoken.append(text)

    @property
    def awaits_yes(self) -> bool:
        """A read-back waits for its answer: anything else said now could be taken for what the yes is to."""
        return self.exchange is not None and self.exchange.minted

    async def interrupted(self) -> None:
        """The caller cut in: the history keeps only what was really said, and a read-back not heard is no read-back."""
        exchange = self.exchange
        if exchange is None or len(exchange.spoken) >= len(exchange.meant):
            return
        said = " ".join(exchange.spoken)
        if self._history and self._history[-1].role == "assistant":
            self._history[-1] = Said("assistant", said)
        if exchange.reply_id is not None:
            await self._orchestrator.conversations.amend_turn(
                self._actor, exchange.reply_id, text=said, interrupted=True
            )
        # The last sentence is the bare question; cutting into that is how people say yes.
        if exchange.minted and len(exchange.spoken) < len(exchange.meant) - 1:
            exchange.minted = False
            await self._orchestrator.confirmations.decline(self._actor, self.id)

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        """Milliseconds by stage for the turn just answered; `outcome` is `completed`, `interrupted`, `no_output`, …"""
        observe_turn(self.channel, timings, outcome)
        if self.exchange is not None:
            self.exchange.trace.timed(timings)
            self.exchange.trace.end(outcome)
            await self._orchestrator.conversations.amend_turn(
                self._actor, self.exchange.turn_id, timings=dict(timings), outcome=outcome
            )

    async def close(self, reason: str) -> None:
        self.ended = True
        if self.exchange is not None:
            self.exchange.trace.end("completed")
        self._trace.ended(reason, self._taken_up)
        await self._save()
        await self._orchestrator.conversations.end(self._actor, self.id, reason)

    async def _messages(self, heard: Heard) -> list[dict[str, Any]]:
        """Instructions, state, recent turns, and what was just heard."""
        self._focus.stale()
        listed = self._orchestrator.campaigns.list
        campaigns = await listed(self._actor, limit=30)
        # By name those are asked for too that were put away: "bring Harvest Fair back".
        away = await listed(self._actor, status=CampaignStatus.ARCHIVED, limit=10)
        state = state_message(
            now=self._orchestrator.clock(),
            timezone=self._timezone,
            workspace=self._workspace,
            caller=self._caller,
            channel=self.channel,
            turn=self._position,
            seed=self._seed + self._position,
            campaign=await self._focus.campaign(),
            question=self._memory.question,
            pending=await self._orchestrator.confirmations.pending(self._actor, self.id),
            campaigns=[*campaigns.items, *away.items],
            alternatives=heard.alternatives,
            project=await self._focus.project(),
        )
        history = [{"role": said.role, "content": said.text} for said in self._history[-HISTORY:]]
        instructions = {"role": "system", "content": text("agent")}
        return [instructions, state, *history, {"role": "user", "content": heard.text}]

    async def _close_exchange(self, exchange: Exchange, words: str, said: Sequence[str]) -> None:
        reply = " ".join(said)
        turn = await self._orchestrator.conversations.add_turn(self._actor, self.id, "agent", reply)
        exchange.reply_id = turn.id
        self._remember("user", words)
        self._remember("assistant", reply)
        if self._memory.question is exchange.question:
            self._memory.question = after_refusal(exchange.question, words)
        if reply.rstrip().endswith("?"):
            self._memory.question = {**self._memory.question, "text": said[-1]}
        self.ended = self.ended or self._desk.ended
        await self._save()
        exchange.trace.answered(sentences=len(said), tools=len(exchange.actions), brain=exchange.brain)
        if self.channel == ConversationChannel.TYPED:
            exchange.trace.end("completed")
        if self.ended:
            await self._orchestrator.conversations.end(self._actor, self.id, "goodbye")

    async def _say(self, words: str) -> AsyncIterator[str]:
        """Says something of its own accord, and writes it down."""
        sentences = SentenceStream()
        whole = [*sentences.feed(words + " ")]
        if rest := sentences.rest():
            whole.append(rest)
        for sentence in whole:
            yield sentence
        await self.announce(words)

    def _remember(self, role: str, words: str) -> None:
        if words:
            self._history = [*self._history[-HISTORY:], Said(role, words)]

    async def _save(self) -> None:
        self._memory.rate = self._desk.rate
        self._memory.watching = set(self._desk.watching)
        await self._orchestrator.conversations.set_state(self._actor, self.id, self._memory.dump())
        await self._orchestrator.conversations.focus(self._actor, self.id, self._desk.campaign_id)
