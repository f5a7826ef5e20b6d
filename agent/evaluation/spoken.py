"""The same conversations as real calls: a synthetic voice on a real phone socket, a server of its own for each."""

from __future__ import annotations

import asyncio
import random
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.brain import embedded_brain
from agent.evaluation.hearing import VOICES, noisy, speakable
from agent.evaluation.judge import Evidence, Verdict, judge, turns_to_act
from agent.evaluation.run import Held
from agent.evaluation.scenario import Scenario
from agent.evaluation.user import Scripted, Simulated, speaker_of
from agent.evaluation.voices import caller_voice
from agent.evaluation.world import World, Worlds
from agent.rehearsal.caller import Line, call, speech
from agent.rehearsal.command import NoAnswerError, dial
from agent.rehearsal.server import own_server
from agent.speech.ports import SpeechOut
from orchestrator.errors import DrumbeatError
from orchestrator.views import CampaignView, ConversationView
from store.clock import new_id, utc_now

LONGEST_CALL = 300.0
"""Seconds after which a call that goes nowhere is ended."""


def callable_(scenario: Scenario) -> bool:
    """Whether it can be held with the real clock and the real engine, by a user who mends what was misheard:
    no fixed turns, no dates, and nothing under way before.
    """
    dated = scenario.expect.campaign is not None and scenario.expect.campaign.deadline is not None
    still = all(before.status in ("draft", "ready", "archived") for before in scenario.workspace.campaigns)
    return scenario.user is not None and still and not dated


async def hold_calls(
    scenarios: Sequence[Scenario],
    *,
    calls: int,
    seed: int,
    voices: Sequence[str],
    noise: float | None,
    pauses: int,
    heard: Callable[[Held], object],
) -> list[Held]:
    """One call each for `calls` scenarios drawn with the seed, the voices in turn, one call at a time.

    `noise` is a signal-to-noise ratio in dB while the caller speaks, `pauses` milliseconds inside each turn.
    """
    fit = [scenario for scenario in scenarios if callable_(scenario)]
    drawn = random.Random(seed).sample(fit, min(calls, len(fit)))
    held: list[Held] = []
    with tempfile.TemporaryDirectory(prefix="drumbeat-eval-") as folder:
        worlds = Worlds(Path(folder), [embedded_brain()], clock=utc_now, ids=lambda _: new_id)
        await worlds.prepare()
        for place, scenario in enumerate(drawn):
            name = (voices or VOICES)[place % len(voices or VOICES)]
            rng = random.Random(f"{seed}:{scenario.id}:spoken")
            mouth = _Mouth(caller_voice(name), noise, pauses, rng)
            held.append(await _hold(scenario, worlds, mouth, rng, Path(folder) / "cache"))
            heard(held[-1])
    return held


@dataclass(frozen=True, slots=True)
class _Mouth:
    voice: SpeechOut
    noise: float | None
    pauses: int
    rng: random.Random

    async def line(self, words: str) -> Line:
        pcm = await speech(self._paused(words), self.voice)
        if self.noise is not None:
            pcm = noisy(pcm, self.noise, self.rng)
        return Line(words, pcm=pcm)

    def _paused(self, words: str) -> str:
        parts = words.split()
        if not self.pauses or len(parts) < 4:
            return words
        place = self.rng.randrange(2, len(parts) - 1)
        return " ".join([*parts[:place], f"[{self.pauses}]", *parts[place:]])


async def _hold(scenario: Scenario, worlds: Worlds, mouth: _Mouth, rng: random.Random, cache: Path) -> Held:
    """`cache` keeps the ears' language models from call to call."""
    speaker = speaker_of(scenario, rng, spoken=True)
    try:
        async with worlds.world(scenario, scenario.id) as world:
            caller = _Caller(world, speaker, mouth)
            settings = {"DRUMBEAT_LOG_LEVEL": "error", "DRUMBEAT_CACHE_DIR": str(cache)}
            async with own_server(world.folder, secrets.token_hex(16), **settings) as url:
                sid = f"CA{new_id().replace('-', '')}"
                async with asyncio.timeout(LONGEST_CALL):
                    record = await call(await dial(url, call_sid=sid), caller.lines(), call_sid=sid)
                await caller.catch_up()
                talks = [talk] if (talk := await caller.talk()) else []
                evidence = Evidence(talks, world.before, await world.campaigns(), None, spoken=True)
            held = Held(scenario, 0, judge(scenario, evidence), caller.said, turns_to_act(talks))
    except (DrumbeatError, NoAnswerError, OSError, RuntimeError) as error:
        return Held(scenario, 0, Verdict([f"could not be held: {error}"], slots_right=False))
    held.repairs, held.latencies = speaker.repairs, {"spoken": record.latencies()}
    return held


@dataclass(slots=True)
class _Caller:
    """Decides each line by what the store holds when the agent has finished speaking."""

    world: World
    speaker: Scripted | Simulated
    mouth: _Mouth
    said: list[tuple[str, str]] = field(default_factory=list)
    _seen: int = 0

    async def lines(self) -> AsyncIterator[Line]:
        while True:
            talk = await self.catch_up()
            question = dict(talk.state.get("question") or {}) if talk else {}
            words = self.speaker.next(question, await self._campaign(talk))
            if words is None or (talk is not None and talk.ended_at is not None):
                return
            self.said.append(("user", words))
            yield await self.mouth.line(speakable(words))

    async def catch_up(self) -> ConversationView | None:
        """Notes what was said and heard since."""
        talk = await self.talk()
        for turn in talk.turns[self._seen :] if talk else ():
            self.said.append(("agent" if turn.speaker == "agent" else "heard", turn.text))
            self._seen += 1
        return talk

    async def talk(self) -> ConversationView | None:
        conversations = self.world.orchestrator.conversations
        page = await conversations.list(self.world.actor, limit=1)
        return await conversations.get(self.world.actor, page.items[0].id) if page.items else None

    async def _campaign(self, talk: ConversationView | None) -> CampaignView | None:
        if talk is None or talk.campaign_id is None:
            return None
        return await self.world.orchestrator.campaigns.get(self.world.actor, talk.campaign_id)
