"""The phone's doors: Twilio's voice and status webhooks, and the media socket."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request, Response, WebSocket, WebSocketDisconnect

from agent.announcer import announcements
from agent.channels import twiml
from agent.channels.phone import serve_call
from agent.channels.twilio import Start, TwilioAccount, read_start
from agent.metrics import LIVE_CALLS
from api.deps import Parts
from api.runtime import Runtime
from orchestrator.errors import Forbidden
from orchestrator.views import Actor
from prompts import line
from store.words import ConversationChannel

log = structlog.get_logger()
router = APIRouter(prefix="/phone/twilio", tags=["phone"])

XML = "application/xml"
POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013


async def signed_form(request: Request, parts: Parts) -> dict[str, str]:
    """The webhook's form, once it is known to come from Twilio, or from this machine where no token is set."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    token = parts.settings.twilio_auth_token
    if token is None:
        if not _is_local(request.client.host if request.client else ""):
            raise Forbidden(
                "Without DRUMBEAT_TWILIO_AUTH_TOKEN the phone answers calls from this machine only."
            )
        return form
    given = request.headers.get("x-twilio-signature", "")
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if not twiml.signature_is_valid(token.get_secret_value(), parts.settings.public_url, path, form, given):
        raise Forbidden("The X-Twilio-Signature does not sign this request at DRUMBEAT_PUBLIC_URL.")
    return form


SignedForm = Annotated[dict[str, str], Depends(signed_form)]


@router.post("/voice")
async def voice(parts: Parts, form: SignedForm) -> Response:
    """Answers a call: to the media socket when the caller is known and a line is free, else with a spoken refusal."""
    caller = form.get("From", "")
    if parts.calls.live + parts.tokens.pending >= parts.calls.most:
        return Response(twiml.busy(line("busy", 0)), media_type=XML)
    if await _actor(parts, caller) is None:
        return Response(twiml.busy(line("unknown_caller", 0)), media_type=XML)
    await parts.speech()
    admitted = twiml.Admitted(form.get("CallSid", ""), caller=caller, called=form.get("To", ""))
    return Response(twiml.connect(parts.settings.public_url, parts.tokens.mint(admitted)), media_type=XML)


@router.post("/status", status_code=204)
async def status(form: SignedForm) -> Response:
    """The carrier's word on a call's state; the media socket is what ends a call here."""
    log.info("call status", call=form.get("CallSid", ""), status=form.get("CallStatus", ""))
    return Response(status_code=204)


@router.websocket("/media/{token}")
async def media(websocket: WebSocket, parts: Parts, token: str) -> None:
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
        start = await read_start(websocket)
        if start is None or (admitted.call_sid and start.call_sid != admitted.call_sid):
            await _close(websocket, POLICY_VIOLATION)
            return
        with LIVE_CALLS.track_inprogress():
            await _talk(parts, websocket, admitted, start)


async def _talk(parts: Runtime, websocket: WebSocket, admitted: twiml.Admitted, start: Start) -> None:
    actor = await _actor(parts, admitted.caller)
    if actor is None:
        await _close(websocket, POLICY_VIOLATION)
        return
    conversation = await parts.talks.start(
        actor, ConversationChannel.PHONE, caller=admitted.caller, external_id=start.call_sid
    )
    speech = await parts.speech()
    await serve_call(
        websocket,
        conversation,
        speech,
        stream_sid=start.stream_sid,
        call_sid=start.call_sid,
        account=_account(parts),
        announcements=announcements(parts.orchestrator, actor, conversation),
    )


async def _close(websocket: WebSocket, code: int) -> None:
    """Closes a socket that may already be gone."""
    with suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(code)


async def _actor(parts: Runtime, caller: str) -> Actor | None:
    """The member with this number; on a machine that takes only its own calls, the owner."""
    member = await parts.orchestrator.access.member_by_phone(caller) if caller else None
    if member is not None:
        return member
    if parts.settings.twilio_auth_token is None:
        return await parts.orchestrator.access.owner()
    return None


def _account(parts: Runtime) -> TwilioAccount | None:
    """What hanging up over Twilio's API needs, where it is set."""
    settings = parts.settings
    if settings.twilio_auth_token is None or not settings.twilio_account_sid:
        return None
    return TwilioAccount(settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value())


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
