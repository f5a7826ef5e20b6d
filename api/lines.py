"""What the doors of every carrier share: who is calling, whether a line is free, and the call itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from contextlib import suppress

from fastapi import Request, WebSocket, WebSocketDisconnect

from agent.announcer import announcements
from agent.channels import twiml
from agent.channels.media import Careful, Parse, Start, read_start
from agent.channels.phone import serve_call
from agent.channels.twiml import Admitted
from agent.metrics import LIVE_CALLS
from api.runtime import Runtime
from orchestrator.errors import Forbidden
from orchestrator.views import Actor
from prompts import line
from store.words import ConversationChannel

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013


def refusal(parts: Runtime) -> str | None:
    """What a caller is told who cannot be taken now, or None."""
    return line("busy", 0) if parts.calls.live + parts.tokens.pending >= parts.calls.most else None


async def member(parts: Runtime, caller: str, *, local: bool) -> Actor | None:
    """The member with this number; on doors that take only this machine's own calls, the owner."""
    known = await parts.orchestrator.access.member_by_phone(caller) if caller else None
    if known is not None:
        return known
    return await parts.orchestrator.access.owner() if local else None


def require_local(request: Request, setting: str) -> None:
    """A door whose carrier's requests cannot be checked is open to this machine only. Raises Forbidden."""
    host = request.client.host if request.client else ""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise Forbidden(f"Without {setting} this door answers calls from this machine only.")


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
        actor = await member(parts, admitted.caller, local=local)
        if start is None or actor is None or (admitted.call_sid and start.call_sid != admitted.call_sid):
            with suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(POLICY_VIOLATION)
            return
        with LIVE_CALLS.track_inprogress():
            talk = await parts.talks.start(
                actor, ConversationChannel.PHONE, caller=admitted.caller, external_id=start.call_sid
            )
            news = announcements(parts.orchestrator, actor, talk)
            speech = await parts.speech()
            await serve_call(websocket, talk, speech, serialiser(start), announcements=news)
