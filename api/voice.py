"""`/api/v1/voice`: the browser's microphone over WebRTC."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from agent.announcer import announcements
from agent.channels.browser import serve_browser
from agent.channels.calls import Place
from agent.channels.peers import Candidate, Connection, Peer
from agent.conversation import Conversation
from agent.metrics import LIVE_CALLS
from api.deps import Parts
from api.lines import refusal
from api.runtime import Runtime
from api.voice_widget import Caller, drafts, require_own
from orchestrator.errors import DrumbeatError
from orchestrator.views import Actor
from store.words import ConversationChannel

router = APIRouter(prefix="/api/v1/voice", tags=["voice"])


class LinesBusy(DrumbeatError):  # noqa: N818
    status = 503
    title = "All lines are busy"
    retry_after = 60


class OfferIn(BaseModel):
    """`pc_id` renegotiates a call that is up; `conversation_id` goes on with a talk whose line broke."""

    model_config = ConfigDict(extra="forbid")
    sdp: str = Field(min_length=1, max_length=100_000)
    type: Literal["offer"] = "offer"
    pc_id: str | None = Field(None, max_length=100)
    conversation_id: str | None = Field(None, max_length=64)


class AnswerOut(BaseModel):
    sdp: str
    type: Literal["answer"] = "answer"
    pc_id: str
    conversation_id: str


class CandidateIn(BaseModel):
    candidate: str = Field(max_length=1000)
    sdp_mid: str = Field(max_length=64)
    sdp_mline_index: int = Field(ge=0, le=16)


class CandidatesIn(BaseModel):
    pc_id: str = Field(max_length=100)
    candidates: list[CandidateIn] = Field(max_length=100)


@router.post("/offer")
async def offer(parts: Parts, actor: Caller, body: OfferIn) -> AnswerOut:
    """Answers the browser's offer; the call begins once the two are connected."""
    if body.pc_id is not None:
        return _answer(await parts.peers.renegotiate(body.pc_id, _owner(actor), body.sdp))
    if refusal(parts) is not None or (place := parts.calls.keep()) is None:
        raise LinesBusy("All lines are busy right now. Please try again in a few minutes.")
    try:
        return await _begin(parts, actor, body, place)
    except BaseException:
        parts.calls.give_back(place)
        raise


async def _begin(parts: Runtime, actor: Actor, body: OfferIn, place: Place) -> AnswerOut:
    speech = await parts.speech()
    if body.conversation_id is not None:
        await require_own(parts, actor, body.conversation_id)
        held = parts.peers.holds(body.conversation_id)
        await parts.talks.require_open(actor, body.conversation_id, handed_over=held)
    connection = await parts.peers.accept(body.sdp)
    try:
        talk = await _talk(parts, actor, body.conversation_id)
    except DrumbeatError:
        await connection.disconnect()  # type: ignore[no-untyped-call]
        raise

    async def hold(connection: Connection) -> str:
        with parts.calls.line(place) as free:
            if not free:
                await talk.close("busy")
                return "busy"
            with LIVE_CALLS.track_inprogress():
                news = announcements(parts.orchestrator, actor.within(talk.id), talk)
                draft = drafts(parts, actor, talk.id)
                return await serve_browser(connection, talk, speech, announcements=news, draft=draft)

    return _answer(await parts.peers.begin(connection, _owner(actor), talk.id, hold))


@router.patch("/offer", status_code=204)
async def candidates(parts: Parts, actor: Caller, body: CandidatesIn) -> Response:
    """ICE candidates that the browser found after its offer."""
    found = [Candidate(each.candidate, each.sdp_mid, each.sdp_mline_index) for each in body.candidates]
    await parts.peers.add_candidates(body.pc_id, _owner(actor), found)
    return Response(status_code=204)


async def _talk(parts: Runtime, actor: Actor, conversation_id: str | None) -> Conversation:
    """A new talk, or the one to be gone on with, taken off the line that it is on."""
    if conversation_id is None:
        caller = actor.name if actor.source == "widget" else ""
        return await parts.talks.start(actor, ConversationChannel.BROWSER, caller=caller)
    await parts.peers.hand_over(conversation_id)
    return await parts.talks.take_up(actor, conversation_id)


def _owner(actor: Actor) -> str:
    return f"{actor.workspace_id}:{actor.member_id or actor.name}"


def _answer(peer: Peer) -> AnswerOut:
    return AnswerOut(sdp=peer.answer, pc_id=peer.id, conversation_id=peer.conversation_id)
