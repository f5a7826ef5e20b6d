"""Holds the conversations, each in a world of its own, and gathers what they came to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent.conversation import Conversation
from agent.evaluation.compare import filled
from agent.evaluation.hearing import Line, typed
from agent.evaluation.judge import Evidence, Verdict, judge, turns_to_act
from agent.evaluation.scenario import Scenario
from agent.evaluation.user import Scripted, Simulated, speaker_of
from agent.evaluation.world import World, Worlds
from orchestrator.errors import DrumbeatError
from orchestrator.views import CampaignView, ConversationView
from store.words import ConversationChannel

MOST_TURNS = 40
"""A fixed script or an over-patient user is cut off here."""


@dataclass(slots=True)
class Held:
    """One conversation that was held. `lines` are (speaker, words); `latencies` milliseconds to the first sentence,
    by class of turn: talk, read, draft or act.
    """

    scenario: Scenario
    repeat: int
    verdict: Verdict
    lines: list[tuple[str, str]] = field(default_factory=list)
    turns: int = 0
    repairs: int = 0
    unneeded: int = 0
    latencies: dict[str, list[float]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.verdict.passed


async def hold_all(
    scenarios: Sequence[Scenario],
    worlds: Worlds,
    *,
    repeats: int,
    seed: int,
    heard: Callable[[Held], object],
    lines: Sequence[Line] = (typed,),
) -> list[Held]:
    """Every scenario `repeats` times, the simulated users with other noise each time; `heard` is told of each.

    The scenarios take the `lines` to the agent in turn.
    """
    await worlds.prepare()
    held: list[Held] = []
    for repeat in range(repeats):
        for place, scenario in enumerate(scenarios):
            held.append(await hold(scenario, worlds, repeat, seed, lines[place % len(lines)]))
            heard(held[-1])
    return held


async def hold(scenario: Scenario, worlds: Worlds, repeat: int, seed: int, line: Line = typed) -> Held:
    key, spoken = f"{seed}:{scenario.id}:{repeat}", line is not typed
    speaker = speaker_of(scenario, random.Random(key), spoken=spoken)
    try:
        async with worlds.world(scenario, key) as world:
            talk = _Talk(world, line)
            await talk.hold(speaker)
            talks = [await world.orchestrator.conversations.get(world.actor, id_) for id_ in talk.ids]
            starts = len(world.engine.started) - world.runs_before
            evidence = Evidence(talks, world.before, await world.campaigns(), starts, spoken)
            held = Held(scenario, repeat, judge(scenario, evidence), talk.lines, turns_to_act(talks))
    except DrumbeatError as error:
        return Held(scenario, repeat, Verdict([f"could not be held: {error.detail}"], slots_right=False))
    held.repairs, held.unneeded = speaker.repairs, talk.unneeded
    held.latencies = _by_class(talk.latencies, talks)
    return held


@dataclass(slots=True)
class _Talk:
    """The user's side of it: a new conversation is begun when one ended and there is more to say."""

    world: World
    line: Line = typed
    ids: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    latencies: dict[tuple[str, int], float] = field(default_factory=dict)
    unneeded: int = 0

    async def hold(self, speaker: Scripted | Simulated) -> None:
        conversation = await self._begin()
        for _ in range(MOST_TURNS):
            campaign = await self._campaign(conversation)
            words = speaker.next(await self._question(conversation), campaign)
            if words is None:
                return
            if conversation.ended:
                conversation = await self._begin()
            await self._say(conversation, words)

    async def _begin(self) -> Conversation:
        conversation = await self.world.talks.start(self.world.actor, ConversationChannel.TYPED)
        self.ids.append(conversation.id)
        self.lines.append(("agent", " ".join([sentence async for sentence in conversation.open()])))
        return conversation

    async def _say(self, conversation: Conversation, words: str) -> None:
        self.lines.append(("user", words))
        heard = await self.line(words, conversation.expectation())
        if self.line is not typed:
            self.lines.append(("heard", heard.text))
        started, first, reply = time.perf_counter(), 0.0, []
        async for sentence in conversation.hear(heard):
            first = first or time.perf_counter()
            reply.append(sentence)
        assert conversation.exchange is not None
        if first:
            self.latencies[conversation.id, conversation.exchange.position] = (first - started) * 1000
        self.lines.append(("agent", " ".join(reply)))
        question, campaign = await self._question(conversation), await self._campaign(conversation)
        if question.get("kind") == "slot" and campaign is not None:
            self.unneeded += question["slot"] in filled(campaign)

    async def _question(self, conversation: Conversation) -> dict[str, object]:
        view = await self.world.orchestrator.conversations.get(self.world.actor, conversation.id)
        return dict(view.state.get("question") or {"kind": "anything"})

    async def _campaign(self, conversation: Conversation) -> CampaignView | None:
        if conversation.campaign_id is None:
            return None
        try:
            return await self.world.orchestrator.campaigns.get(self.world.actor, conversation.campaign_id)
        except DrumbeatError:
            return None


def _by_class(
    latencies: dict[tuple[str, int], float], talks: Sequence[ConversationView]
) -> dict[str, list[float]]:
    rank = ("talk", "read", "draft", "act")
    found: dict[str, list[float]] = {}
    for talk in talks:
        for turn in talk.turns:
            if (talk.id, turn.position) not in latencies:
                continue
            effects = {call.effect for call in talk.tool_calls if call.turn_position == turn.position}
            acted = any(
                call.result.get("did") for call in talk.tool_calls if call.turn_position == turn.position
            )
            kind = "act" if acted else max((e for e in effects if e in rank), key=rank.index, default="talk")
            found.setdefault(kind, []).append(latencies[talk.id, turn.position])
    return found
