"""Twilio's doors: its voice and status webhooks, and the media socket."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request, Response, WebSocket

from agent.channels import twiml
from agent.channels.twilio import TwilioAccount, TwilioSerialiser, parse_start
from api.deps import Parts
from api.lines import hold, media_url, member, refusal, require_local
from api.runtime import Runtime
from orchestrator.errors import Forbidden
from prompts import line

log = structlog.get_logger()
router = APIRouter(prefix="/phone/twilio", tags=["phone"])

XML = "application/xml"


async def signed_form(request: Request, parts: Parts) -> dict[str, str]:
    """The webhook's form, once it is known to come from Twilio, or from this machine where no token is set."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    token = parts.settings.twilio_auth_token
    if token is None:
        require_local(request, "DRUMBEAT_TWILIO_AUTH_TOKEN")
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
    if (words := refusal(parts)) is not None:
        return Response(twiml.busy(words), media_type=XML)
    if await member(parts, caller, local=_local(parts)) is None:
        return Response(twiml.busy(line("unknown_caller", 0)), media_type=XML)
    await parts.speech()
    admitted = twiml.Admitted(form.get("CallSid", ""), caller=caller, called=form.get("To", ""))
    return Response(twiml.connect(media_url(parts, "twilio", admitted)), media_type=XML)


@router.post("/status", status_code=204)
async def status(form: SignedForm) -> Response:
    """The carrier's word on a call's state; the media socket is what ends a call here."""
    log.info("call status", call=form.get("CallSid", ""), status=form.get("CallStatus", ""))
    return Response(status_code=204)


@router.websocket("/media/{token}")
async def media(websocket: WebSocket, parts: Parts, token: str) -> None:
    await hold(
        parts,
        websocket,
        token,
        parse_start,
        lambda start: TwilioSerialiser(start, _account(parts)),
        local=_local(parts),
    )


def _local(parts: Runtime) -> bool:
    return parts.settings.twilio_auth_token is None


def _account(parts: Runtime) -> TwilioAccount | None:
    """What hanging up over Twilio's API needs, where it is set."""
    settings = parts.settings
    if settings.twilio_auth_token is None or not settings.twilio_account_sid:
        return None
    return TwilioAccount(settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value())
