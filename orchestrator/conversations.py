"""The record of every talk, on every channel: turns, tool calls, and what the talk itself must remember."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from orchestrator.assembling import campaign_of, views_of
from orchestrator.errors import NotFound
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, CampaignView, ConversationView, Page, ToolCallView, TurnView
from store.database import Database
from store.models import Conversation, ToolCall, Turn
from store.unit_of_work import UnitOfWork
from store.words import ConversationChannel

RESUMABLE = timedelta(days=7)
"""How long a campaign that did not run yet is offered to be gone on with."""
LIVE = timedelta(minutes=5)
"""A conversation that never ended (its process died, its tab was closed) is over after this silence."""
DRAFTS_LOOKED_AT = 10
CRASHED = "crashed"
"""The reason with which a call ends whose process died under it; the next process to start writes it."""
CUT_OFF = frozenset({CRASHED, "dead_line", "error"})
"""Reasons with which a call ends that are not of its caller's making."""
BROKEN_OFF = CUT_OFF | {"hung_up", "cancelled"}
"""Reasons with which a call ends that nobody took leave of."""
REDIALLED = timedelta(seconds=20)
"""A number that calls again after this silence is on no other line: a caller on it would have been nudged."""
_HELD_HERE = (ConversationChannel.PHONE, ConversationChannel.BROWSER)
"""Channels whose calls live and die with a serving process."""


class Conversations:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def start(
        self,
        actor: Actor,
        channel: ConversationChannel,
        caller: str = "",
        external_id: str = "",
        campaign_id: str | None = None,
    ) -> ConversationView:
        """`caller` is a number or name as the channel knows it, `external_id` the carrier's call id."""
        async with self._db.write() as uow:
            if campaign_id is not None:
                await campaign_of(uow, actor, campaign_id)
            row = Conversation(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                member_id=actor.member_id,
                channel=channel,
                campaign_id=campaign_id,
                caller=caller,
                external_id=external_id,
                state={},
                started_at=uow.now,
            )
            uow.talks.add(row)
            await uow.flush()
            return _view(row)

    async def add_turn(
        self,
        actor: Actor,
        conversation_id: str,
        speaker: str,
        text: str,
        *,
        confidence: float | None = None,
        interrupted: bool = False,
        timings: Mapping[str, float] | None = None,
        outcome: str = "completed",
        engine: str = "",
    ) -> TurnView:
        """`speaker` is `user` or `agent`; positions count both, from 1. `engine` says who heard a user's turn."""
        async with self._db.write() as uow:
            await _conversation(uow, actor, conversation_id, lock=True)
            turn = Turn(
                id=uow.new_id(),
                conversation_id=conversation_id,
                position=await uow.talks.last_position(conversation_id) + 1,
                speaker=speaker,
                text=text,
                interrupted=interrupted,
                confidence=confidence,
                timings=dict(timings or {}),
                outcome=outcome,
                engine=engine,
                created_at=uow.now,
            )
            uow.talks.add(turn)
            return _turn(turn)

    async def amend_turn(
        self,
        actor: Actor,
        turn_id: str,
        *,
        text: str | None = None,
        interrupted: bool | None = None,
        timings: Mapping[str, float] | None = None,
        outcome: str | None = None,
    ) -> TurnView:
        """Correct what is known of a turn: what was really said, how long it took. What is None stays."""
        async with self._db.write() as uow:
            turn = await uow.talks.turn(actor.workspace_id, turn_id)
            if turn is None:
                raise NotFound("There is no such turn.")
            turn.text = turn.text if text is None else text
            turn.interrupted = turn.interrupted if interrupted is None else interrupted
            turn.timings = {**turn.timings, **(timings or {})}
            turn.outcome = turn.outcome if outcome is None else outcome
            return _turn(turn)

    async def add_tool_call(
        self,
        actor: Actor,
        conversation_id: str,
        turn_position: int,
        *,
        tool: str,
        effect: str,
        arguments: Mapping[str, Any],
        result: Mapping[str, Any],
        milliseconds: float,
    ) -> None:
        """`turn_position` is the user's turn that it answered."""
        async with self._db.write() as uow:
            await _conversation(uow, actor, conversation_id)
            call = ToolCall(
                id=uow.new_id(),
                conversation_id=conversation_id,
                turn_position=turn_position,
                tool=tool,
                effect=effect,
                arguments=_plain(arguments),
                result=_plain(result),
                milliseconds=milliseconds,
                created_at=uow.now,
            )
            uow.talks.add(call)

    async def set_state(self, actor: Actor, conversation_id: str, state: Mapping[str, Any]) -> None:
        """Replace what the talk itself remembers; plain JSON."""
        async with self._db.write() as uow:
            (await _conversation(uow, actor, conversation_id)).state = _plain(state)

    async def focus(self, actor: Actor, conversation_id: str, campaign_id: str | None) -> None:
        """The campaign that the talk is about now. One that was deleted meanwhile is none."""
        async with self._db.write() as uow:
            row = await _conversation(uow, actor, conversation_id)
            known = campaign_id and await uow.campaigns.get(actor.workspace_id, campaign_id)
            row.campaign_id = campaign_id if known else None

    async def end(self, actor: Actor, conversation_id: str, reason: str) -> None:
        """Once; the first reason stays. What was read back and not confirmed is void."""
        async with self._db.write() as uow:
            row = await _conversation(uow, actor, conversation_id, lock=True)
            await uow.confirmations.kill_of_conversation(conversation_id)
            if row.ended_at is None:
                row.ended_at, row.end_reason = uow.now, reason

    async def reopen(self, actor: Actor, conversation_id: str) -> str | None:
        """A conversation whose line broke goes on; one that ended with a goodbye stays ended.

        Returns the reason with which it had ended.
        """
        async with self._db.write() as uow:
            row = await _conversation(uow, actor, conversation_id, lock=True)
            reason = row.end_reason
            if reason in BROKEN_OFF:
                row.ended_at, row.end_reason = None, None
            return reason

    async def end_left_behind(self) -> int:
        """End the calls that a process left which died under them; how many. For the only serving process."""
        async with self._db.write() as uow:
            left = await uow.talks.open_on(_HELD_HERE)
            for row in left:
                await uow.confirmations.kill_of_conversation(row.id)
                row.ended_at, row.end_reason = uow.now, CRASHED
            return len(left)

    async def get(self, actor: Actor, conversation_id: str) -> ConversationView:
        """With turns and tool calls, oldest first."""
        async with self._db.read() as uow:
            row = await _conversation(uow, actor, conversation_id)
            turns = tuple(_turn(turn) for turn in await uow.talks.turns(conversation_id))
            calls = tuple(_call(call) for call in await uow.talks.tool_calls(conversation_id))
            return _view(row, turns, calls)

    async def list(
        self,
        actor: Actor,
        *,
        channel: ConversationChannel | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Page:
        """`ConversationView`s without turns, newest first: one's own, to owners and admins everybody's."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.talks.page(
                actor.workspace_id,
                channel=channel,
                limit=limit + 1,
                before_id=before,
                members=None if actor.keeps else (actor.member_id,),
            )
        return page_of(rows, limit, lambda row: row.id, [_view(row) for row in rows[:limit]])

    async def resumable(self, actor: Actor, number: str = "") -> CampaignView | None:
        """The member's campaign that a conversation left before it ever ran, in the last days; the last touched
        one. It may be complete: a talk cut off at "Shall I run it?" is not done. `number` is the telephone that
        asks: nobody is on it but who calls now.
        """
        if actor.member_id is None:
            return None
        async with self._db.read() as uow:
            begun = await uow.campaigns.begun_by(actor.workspace_id, actor.member_id, DRAFTS_LOOKED_AT)
            for campaign in begun:
                idle = uow.now - campaign.updated_at
                if idle > RESUMABLE:
                    return None
                talks = await uow.talks.about(campaign.id)
                redialled = number if idle > REDIALLED else ""
                over = bool(talks) and (idle > LIVE or all(_is_over(talk, redialled) for talk in talks))
                view = (await views_of(uow, actor, [campaign]))[0]
                heard = any(slot.status != "empty" for slot in view.slots.values())
                if over and heard:
                    return view
        return None

    async def was_cut_off(self, actor: Actor, campaign_id: str) -> bool:
        """Whether the last talk about the campaign broke off, and not by its caller's doing."""
        async with self._db.read() as uow:
            await campaign_of(uow, actor, campaign_id)
            talks = await uow.talks.about(campaign_id)
        last = talks[0] if talks else None
        if last is None or last.channel not in (*_HELD_HERE, ConversationChannel.LIVEKIT):
            return False
        return last.ended_at is None or last.end_reason in CUT_OFF


def _is_over(talk: Conversation, redialled: str) -> bool:
    """`redialled` is the number that calls again, or empty."""
    same = bool(redialled) and talk.channel == ConversationChannel.PHONE and talk.caller == redialled
    return talk.ended_at is not None or same


async def _conversation(
    uow: UnitOfWork, actor: Actor, conversation_id: str, *, lock: bool = False
) -> Conversation:
    row = await uow.talks.get(actor.workspace_id, conversation_id, lock=lock)
    if row is None or not actor.sees(row.member_id):
        raise NotFound("There is no such conversation.")
    return row


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON will have it, whatever a tool put into it."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(value), default=str))
    return plain


def _turn(row: Turn) -> TurnView:
    return TurnView(
        id=row.id,
        position=row.position,
        speaker=row.speaker,
        text=row.text,
        interrupted=row.interrupted,
        confidence=row.confidence,
        timings=row.timings,
        outcome=row.outcome,
        engine=row.engine,
        created_at=row.created_at,
    )


def _call(row: ToolCall) -> ToolCallView:
    return ToolCallView(
        turn_position=row.turn_position,
        tool=row.tool,
        effect=row.effect,
        arguments=row.arguments,
        result=row.result,
        milliseconds=row.milliseconds,
    )


def _view(
    row: Conversation, turns: tuple[TurnView, ...] = (), tool_calls: tuple[ToolCallView, ...] = ()
) -> ConversationView:
    return ConversationView(
        id=row.id,
        channel=row.channel,
        caller=row.caller,
        member_id=row.member_id,
        campaign_id=row.campaign_id,
        state=row.state,
        end_reason=row.end_reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
        turns=turns,
        tool_calls=tool_calls,
        external_id=row.external_id or "",
    )
