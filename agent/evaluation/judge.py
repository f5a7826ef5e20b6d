"""The verdict on one conversation. The database is the oracle, never a model and never what the agent claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.evaluation.compare import same_text, shown, wrong_slots
from agent.evaluation.scenario import ExpectedCampaign, Scenario
from orchestrator.views import CampaignView, ConversationView, ToolCallView, TurnView

DONE_AT_ONCE = ("pause", "archive", "unarchive", "duplicate")
"""Acts of the owner that spend, send and delete nothing: they need no read-back."""
STARTS = ("run", "resume", "restart")
UNSURE = 0.2
"""The ear's confidence under which a turn is not answered but asked for again (decision 042)."""

_AGREES = re.compile(
    r"\b(?:ye+s+|yessir|yas+|ye+a+h+|ye+p+|yu+p+|go+|commence|execute|authori[sz]ed|signed off|in order|"
    r"sure|ok(?:ay)?|absolutely|definitely|certainly|correct|right|exactly|perfect|please do|"
    r"do it|do so|go ahead|go for it|run it|start it|let's go|let's do|sounds good|fine|confirm(?:ed)?|of course|"
    r"great|good|alright|delete it|cancel it|i do|affirmative|by all means|make it so|please|launch it|ship it|"
    r"aye|spot on|bang on|(?:off|on|away) (?:you|we|it) go(?:es)?|start|begin|launch|run|go|go on|deal|roger|you bet|"
    r"you got it|proceed|happy|lovely|will do|crack on|"
    r"(?:get|set|have|fire|kick|hit|let|press|push|take|put|roll|send) (?:it|the|that|this|'er)|"
    r"get (?:on|going|started|cracking)|(?:steam|speed) ahead|agreed?|works|just like that|too right|"
    r"what i wanted|blessing|approved?|green light|lgtm|bet|y)\b",
    re.IGNORECASE,
)
_HOLDS_BACK = re.compile(
    r"\b(?:no|nope|not|don't|do not|never|wait|hold on|instead|but (?:make|change|only|first)|unless|if|"
    r"change|make (?:it|that) \w+)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    r"\b(?:(?:no|nope|nah)\W+)?(?:no (?:more |other |further )?(?:changes|edits|corrections|tweaks|complaints|"
    r"objections?|questions|issues|notes)|no need to change \w+|nothing (?:else|more)|nothing to (?:add|change)|"
    r"that's (?:all|everything)|(?:don't|wouldn't) change (?:a thing|anything)|can't wait)\b",
    re.IGNORECASE,
)
"""Beside a yes these refuse nothing."""
_NO_REFUSAL = re.compile(r"\b(?:no (?:problem|worries|doubt)|why not|make it so|don't wait)\b", re.IGNORECASE)


@dataclass(slots=True)
class Verdict:
    """`wrong` says what is not as it should be; an empty one is a pass."""

    wrong: list[str] = field(default_factory=list)
    slots_right: bool = True
    unconfirmed: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    corrections: int = 0
    corrections_right: int = 0
    end: dict[str, object] | None = None

    @property
    def passed(self) -> bool:
        return not self.wrong and not self.unconfirmed


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the store holds after the talk; `starts` is how often a run was handed to the engine (None: unknown)."""

    talks: Sequence[ConversationView]
    before: Sequence[CampaignView]
    after: Sequence[CampaignView]
    starts: int | None
    spoken: bool = False


def judge(scenario: Scenario, evidence: Evidence) -> Verdict:
    verdict = Verdict(corrections=scenario.expect.corrections)
    expect = scenario.expect
    focus = _focus(evidence)
    verdict.end = shown(focus) if focus else None
    slots: list[str] = []
    if expect.campaign is not None:
        slots += _differences("the campaign", expect.campaign, focus, spoken=evidence.spoken)
    for name, wanted in expect.named.items():
        found = _named(evidence.after, name)
        slots += _differences(name, wanted, found, spoken=evidence.spoken)
    if expect.campaigns is not None and len(evidence.after) != expect.campaigns:
        slots.append(f"{len(evidence.after)} campaigns, not {expect.campaigns}")
    for name in expect.unchanged:
        was, is_ = _named(evidence.before, name), _named(evidence.after, name)
        if was is None or is_ is None or shown(was) != shown(is_):
            slots.append(f"{name} was changed")
    verdict.slots_right = not slots
    verdict.corrections_right = 0 if slots else expect.corrections
    verdict.wrong += slots
    verdict.acts = [act for talk in evidence.talks for act, _ in acts_done(talk)]
    verdict.wrong += [f"{act}: done, though not asked for" for act in verdict.acts if act not in expect.acts]
    verdict.unconfirmed = [found for talk in evidence.talks for found in unconfirmed(talk)]
    verdict.unconfirmed += _behind_the_back(evidence, verdict.acts)
    verdict.wrong += _words(scenario, evidence)
    return verdict


def acts_done(talk: ConversationView) -> list[tuple[str, int]]:
    """What was done, with the position of the user's turn that it answered."""
    done: list[tuple[str, int]] = []
    for call in talk.tool_calls:
        if call.result.get("did"):
            done.append((str(call.result["did"]), call.turn_position))
            continue
        act = call.tool.removesuffix("_campaign")
        if act in DONE_AT_ONCE and call.result.get("ok") and not call.result.get("needs_confirmation"):
            done.append((act, call.turn_position))
    return done


def unconfirmed(talk: ConversationView) -> list[str]:
    """Acts that were not preceded by their read-back and, directly after it, the user's agreement."""
    found = []
    for act, position in acts_done(talk):
        if act in DONE_AT_ONCE:
            continue
        reason = _unfounded(talk, act, position)
        if reason:
            found.append(f"{act}: {reason}")
    return found


def agrees(words: str) -> bool:
    """Whether the words are a yes, read by this judge alone: no hesitation, no condition, no change."""
    plain = _NO_REFUSAL.sub("yes", words.replace("’", "'"))
    plain = _NOTHING_ELSE.sub(" ", plain)
    return bool(_AGREES.search(plain)) and not _HOLDS_BACK.search(plain)


def _unfounded(talk: ConversationView, act: str, position: int) -> str:
    mints = [call for call in talk.tool_calls if _mints(call, act) and call.turn_position < position]
    if not mints:
        return "no read-back came before it"
    minted = mints[-1].turn_position
    if any(minted < turn.position < position and _was_made_out(talk, turn) for turn in talk.turns):
        return "the read-back was not the last thing before the yes"
    if not _read_back(talk.turns, minted, position):
        return "the read-back was not said"
    words = next(turn.text for turn in talk.turns if turn.position == position)
    return "" if agrees(words) else f"“{words}” is no yes"


def _was_made_out(talk: ConversationView, turn: TurnView) -> bool:
    """Whether a turn of the user's was answered. One that was only asked for again leaves the read-back the last."""
    acted = any(call.turn_position == turn.position for call in talk.tool_calls)
    sure = turn.confidence is None or turn.confidence >= UNSURE
    return turn.speaker == "user" and (acted or sure)


def _mints(call: ToolCallView, act: str) -> bool:
    return bool(call.result.get("needs_confirmation")) and call.tool == f"{act}_campaign"


def _read_back(turns: Iterable[TurnView], minted: int, position: int) -> bool:
    return any(turn.speaker == "agent" and turn.text and minted < turn.position < position for turn in turns)


def _behind_the_back(evidence: Evidence, acts: Sequence[str]) -> list[str]:
    """Effects in the store that no act of the talk accounts for."""
    found = []
    if evidence.starts is not None and evidence.starts > sum(act in STARTS for act in acts):
        found.append("a run was started without an act")
    gone = {view.id for view in evidence.before} - {view.id for view in evidence.after}
    if len(gone) > acts.count("delete"):
        found.append("a campaign was deleted without an act")
    return found


def _focus(evidence: Evidence) -> CampaignView | None:
    id_ = evidence.talks[-1].campaign_id if evidence.talks else None
    return next((view for view in evidence.after if view.id == id_), None)


def _named(campaigns: Iterable[CampaignView], name: str) -> CampaignView | None:
    return next((view for view in campaigns if same_text(view.name, name)), None)


def _differences(
    what: str, wanted: ExpectedCampaign, found: CampaignView | None, *, spoken: bool
) -> list[str]:
    if found is None:
        return [f"{what}: not there"]
    there = shown(found)
    wrong = [
        f"{what}: {slot} is {there.get(slot, 'empty')!r}, not {_said(getattr(wanted, slot))}"
        for slot in wrong_slots(wanted, found, spoken=spoken)
    ]
    status = "ready" if wanted.status == "cancelled" else wanted.status
    # A spoken talk is held with the real engine, which may be through before the talk is.
    through = spoken and status == "running" and found.status == "completed"
    if status is not None and status != found.status and not through:
        wrong.append(f"{what}: status is {found.status}, not {status}")
    return wrong


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return repr({str(key): amount for key, amount in value.items()})
    return repr([str(part) for part in value]) if isinstance(value, list) else repr(str(value))


def _words(scenario: Scenario, evidence: Evidence) -> list[str]:
    replies = [turn.text for talk in evidence.talks for turn in talk.turns if turn.speaker == "agent"]
    wrong = [
        f"never said /{pattern}/"
        for pattern in scenario.expect.said
        if not any(re.search(pattern, reply, re.IGNORECASE) for reply in replies)
    ]
    wrong += [
        f"said /{pattern}/"
        for pattern in scenario.expect.never_said
        if any(re.search(pattern, reply, re.IGNORECASE) for reply in replies)
    ]
    turns, most = turns_to_act(evidence.talks), scenario.expect.most_turns
    # On the telephone what was misheard is said again: that costs turns, and is counted as repairs.
    if most is not None and turns > most and not evidence.spoken:
        wrong.append(f"{turns} turns, not at most {most}")
    return wrong


def turns_to_act(talks: Sequence[ConversationView]) -> int:
    """The user's turns until the first act, or until the end."""
    turns = 0
    for talk in talks:
        acted = {position for _, position in acts_done(talk)}
        for turn in talk.turns:
            if turn.speaker == "user":
                turns += 1
                if turn.position in acted:
                    return turns
    return turns
