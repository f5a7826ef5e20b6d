"""The first words of a talk: who speaks, and where its caller was if that was left unfinished."""

from __future__ import annotations

from dataclasses import dataclass

from agent.state import ANYTHING, Question
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from prompts import line


@dataclass(frozen=True, slots=True)
class Greeting:
    """`question` is what the caller's next words answer, without its text."""

    words: str
    question: Question


async def greeting(
    orchestrator: Orchestrator,
    actor: Actor,
    chosen: CampaignView | None,
    *,
    workspace: str,
    number: str,
    seed: int,
) -> Greeting:
    """`chosen` is the campaign that the talk was begun about, `number` the telephone that it is held on, or empty."""
    if chosen is not None:
        words = line("greeting_campaign", seed, campaign=chosen.name or chosen.topic)
        return Greeting(words, dict(ANYTHING))
    talks = orchestrator.conversations
    draft = await talks.resumable(actor, number)
    if draft is None:
        return Greeting(line("greeting", seed, workspace=workspace), dict(ANYTHING))
    name = draft.name or draft.topic
    key = "greeting_cut_off" if await talks.was_cut_off(actor, draft.id) else "greeting_resume"
    words = line(key, seed, campaign=name, complete=not draft.missing)
    return Greeting(words, {"kind": "resume", "campaign": name, "campaign_id": draft.id, "text": ""})


def back_on_the_line(question: Question, chosen: CampaignView | None, *, cut_off: bool, seed: int) -> str:
    """To a caller who was in this very talk before: where they were."""
    values = {"text": question["text"], "campaign": "", "complete": False}
    if chosen is not None:
        values |= {"campaign": chosen.name or chosen.topic, "complete": not chosen.missing}
    return line("back_after_cut" if cut_off else "back_on_the_line", seed, **values)
