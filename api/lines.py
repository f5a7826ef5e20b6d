"""What the doors of every carrier share: who is calling, whether a line is free, and the call itself."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from fastapi import Request, WebSocket, WebSocketDisconnect

from agent.announcer import announcements
from agent.channels import twiml
from agent.channels.media import Careful, Parse, Start, read_start
from agent.channels.phone import serve_call
from agent.channels.twiml import Admitted
from agent.metrics import LIVE_CALLS
from agent.speech.recording import Recording, to_opus
from agent.telephone.talk import House, PhoneTalk
from api.runtime import Runtime
from orchestrator.callers import PinCheck
from orchestrator.errors import DrumbeatError, Forbidden
from orchestrator.recordings import Consent
from orchestrator.views import Actor
from prompts import line
from store.words import ConversationChannel

log = structlog.get_logger()

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013
_PROXIED = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"})
"""Headers that proxies add, beside `X-Forwarded-*`."""

Transfer = Callable[[str], Awaitable[bool]]
"""Puts the call with that id through to a person; False when it could not be done."""


def refusal(parts: Runtime) -> str | None:
    """What a caller is told who cannot be taken now, or None."""
    taken = parts.calls.taken + parts.tokens.pending
    return line("busy", 0) if parts.calls.full or taken >= parts.calls.most else None


async def member(parts: Runtime, caller: str, *, local: bool) -> Actor | None:
    """The member with this number; on doors that take only this machine's own calls, the owner.

    Strangers are None, or a guest where anybody may call.
    """
    access = parts.orchestrator.access
    known = await access.member_by_phone(caller) if caller else None
    if known is not None:
        return known
    if local:
        return await access.owner()
    if parts.settings.phone_callers != "open":
        return None
    return await access.guest_by_phone(caller)


async def pin_trouble(parts: Runtime, actor: Actor) -> str | None:
    """What a member is told whose PIN lets nobody in, or None."""
    if parts.settings.phone_callers != "pin":
        return None
    state = await parts.orchestrator.callers.pin_state(actor)
    return {"none": line("pin_missing", 0), "locked": line("pin_locked", 0)}.get(state)


async def answer(parts: Runtime, caller: str, *, local: bool) -> str | None:
    """What a caller is told instead of being let in, or None: then speech is ready for them."""
    if (words := refusal(parts)) is not None:
        return words
    actor = await member(parts, caller, local=local)
    if actor is None:
        return line("unknown_caller", 0)
    if (words := await pin_trouble(parts, actor)) is not None:
        return words
    await parts.speech()
    # Again, for others were let in meanwhile; what follows mints the token without waiting for anything.
    return refusal(parts)


def require_local(request: Request, parts: Runtime, setting: str) -> None:
    """A door whose carrier's requests cannot be checked is open to this machine only. Raises Forbidden.

    Whoever comes through it is the owner: so nothing that hints at a proxy or at a public address is let in.
    """
    peer = request.client.host if request.client else ""
    addressed = (peer, host_of(f"//{request.headers.get('host', '')}"), host_of(parts.settings.public_url))
    # A proxy on this machine is a local peer too, and whom it passes on may be anybody.
    passed_on = any(name in _PROXIED or name.startswith("x-forwarded-") for name in request.headers)
    if passed_on or not all(map(is_local, addressed)):
        raise Forbidden(f"Without {setting} this door answers calls from this machine only.")


def host_of(url: str) -> str:
    """The host that a URL names, empty when it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_local(host: str) -> bool:
    """Whether an address or a name is this machine's own."""
    name = host.lower().removesuffix(".")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def media_url(parts: Runtime, carrier: str, admitted: Admitted) -> str:
    """The media socket's address for one call, good once."""
    return twiml.media_url(parts.settings.public_url, carrier, parts.tokens.mint(admitted))


async def hold(
    parts: Runtime,
    websocket: WebSocket,
    token: str,
    parse: Parse,
    serialiser: Callable[[Start], Careful],
    *,
    local: bool,
    transfer: Transfer | None = None,
) -> None:
    """One call's audio, both ways. The token admits one socket, once."""
    admitted = parts.tokens.redeem(token)
    if admitted is None:
        await websocket.close(POLICY_VIOLATION)
        return
    with parts.calls.line() as free:
        if not free:
            await websocket.close(TRY_AGAIN_LATER)
            return
        await websocket.accept()
        start = await read_start(websocket, parse)
        actor = await _who(parts, admitted, local=local)
        if start is None or actor is None or (admitted.call_sid and start.call_sid != admitted.call_sid):
            with suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(POLICY_VIOLATION)
            return
        with LIVE_CALLS.track_inprogress():
            await _converse(parts, websocket, admitted, start, actor, serialiser(start), transfer)


async def _who(parts: Runtime, admitted: Admitted, *, local: bool) -> Actor | None:
    if admitted.call_back_id:
        return await parts.orchestrator.callbacks.called(admitted.call_back_id)
    return await member(parts, admitted.caller, local=local)


async def _converse(
    parts: Runtime,
    websocket: WebSocket,
    admitted: Admitted,
    start: Start,
    actor: Actor,
    wire: Careful,
    transfer: Transfer | None,
) -> None:
    door = parts.orchestrator
    conversation = await parts.talks.start(
        actor,
        ConversationChannel.PHONE,
        caller=admitted.caller,
        external_id=start.call_sid,
        campaign_id=await _about(parts, admitted),
    )
    talk_id = conversation.id
    actor = actor.within(talk_id)
    recording = Recording(door.recordings.draft(talk_id), asyncio.get_running_loop().time, held=True)

    async def consent(said: Consent) -> None:
        if said == "declined":
            recording.discard()
        else:
            recording.begin()
        await door.recordings.consent(actor, talk_id, said)

    async def heard(words: str) -> None:
        await door.conversations.add_turn(actor, talk_id, "user", words)

    async def leave_note() -> None:
        await door.callers.wants_person(actor, talk_id, admitted.caller)

    async def check_pin(digits: str) -> PinCheck:
        return await door.callers.check_pin(actor, digits)

    async def put_through() -> bool:
        assert transfer is not None
        if not await transfer(start.call_sid):
            return False
        wire.release()
        return True

    talk = PhoneTalk(
        conversation,
        House(
            consent=consent,
            heard=heard,
            leave_note=leave_note,
            question=lambda: conversation.question,
            check_pin=check_pin if await _needs_pin(parts, admitted, actor) else None,
            transfer=put_through if transfer is not None else None,
            recording=parts.settings.recording,
            opening=admitted.opening,
        ),
    )

    def on_line(say: Callable[[str], None]) -> None:
        talk.announce_later = say

    news = announcements(door, actor, conversation)
    try:
        speech = await parts.speech()
        with parts.talks.presence.on_line(talk_id):
            await serve_call(
                websocket, talk, speech, wire, announcements=news, recording=recording, on_line=on_line
            )
    finally:
        recording.close()
        await _keep(parts, actor, talk_id, recording)


async def _needs_pin(parts: Runtime, admitted: Admitted, actor: Actor) -> bool:
    """On a call that we placed, whoever picked up may be anybody: a PIN is asked there too, when there is one."""
    if parts.settings.phone_callers != "pin":
        return False
    return not admitted.call_back_id or await parts.orchestrator.callers.pin_state(actor) != "none"


async def _about(parts: Runtime, admitted: Admitted) -> str | None:
    if not admitted.call_back_id:
        return None
    return await parts.orchestrator.callbacks.campaign_of(admitted.call_back_id)


async def _keep(parts: Runtime, actor: Actor, conversation_id: str, recording: Recording) -> None:
    """The sound finds its place when the caller agreed; otherwise nothing of it is left."""
    recordings = parts.orchestrator.recordings
    draft, wav = recording.path, recordings.path(conversation_id, "wav")
    if not draft.exists():
        return

    def settle() -> None:
        to_opus(draft, recordings.path(conversation_id, "opus"))
        draft.replace(wav)

    try:
        if not recording.seconds or (await recordings.get(actor, conversation_id)).consent != "given":
            return
        await recordings.keep(actor, conversation_id, recording.seconds, settle)
    except (OSError, DrumbeatError):
        log.exception("keeping a recording failed", conversation=conversation_id)
    finally:
        draft.unlink(missing_ok=True)
