"""The doors of Telnyx, Plivo and Exotel. Each has its own check that a request is the carrier's."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response, WebSocket

from agent.channels import exotel, plivo, telnyx, twiml
from api.deps import Parts
from api.lines import answer, hold, media_url, refusal, require_local
from api.phone import XML
from orchestrator.errors import DrumbeatError, Forbidden

router = APIRouter(prefix="/phone", tags=["phone"])


class NoLine(DrumbeatError):  # noqa: N818
    status = 503
    title = "No line"


async def telnyx_form(request: Request, parts: Parts) -> dict[str, str]:
    """The TeXML webhook's form, once its Ed25519 signature is checked."""
    key = parts.settings.telnyx_public_key
    if not key:
        require_local(request, parts, "DRUMBEAT_TELNYX_PUBLIC_KEY")
    else:
        timestamp = request.headers.get("telnyx-timestamp", "")
        given = request.headers.get("telnyx-signature-ed25519", "")
        now = parts.tokens.clock().timestamp()
        if not telnyx.signature_is_valid(key, timestamp, await request.body(), given, now):
            raise Forbidden("The telnyx-signature-ed25519 does not sign this request, or it is too old.")
    return {name: str(value) for name, value in (await request.form()).items()}


@router.post("/telnyx/voice")
async def telnyx_voice(parts: Parts, form: Annotated[dict[str, str], Depends(telnyx_form)]) -> Response:
    """Answers a call with TeXML, whose words for a refusal are Twilio's."""
    caller, local = form.get("From", ""), not parts.settings.telnyx_public_key
    if (words := await answer(parts, caller, local=local)) is not None:
        return Response(twiml.busy(words), media_type=XML)
    admitted = twiml.Admitted("", caller=caller, called=form.get("To", ""))
    return Response(telnyx.connect(media_url(parts, "telnyx", admitted)), media_type=XML)


@router.websocket("/telnyx/media/{token}")
async def telnyx_media(websocket: WebSocket, parts: Parts, token: str) -> None:
    key = parts.settings.telnyx_api_key
    await hold(
        parts,
        websocket,
        token,
        telnyx.parse_start,
        lambda start: telnyx.TelnyxSerialiser(start, key.get_secret_value() if key else ""),
        local=not parts.settings.telnyx_public_key,
    )


async def plivo_form(request: Request, parts: Parts) -> dict[str, str]:
    """The answer webhook's form, once its V3 signature is checked."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    token = parts.settings.plivo_auth_token
    if token is None:
        require_local(request, parts, "DRUMBEAT_PLIVO_AUTH_TOKEN")
        return form
    url = parts.settings.public_url.rstrip("/") + request.url.path
    nonce = request.headers.get("x-plivo-signature-v3-nonce", "")
    given = request.headers.get("x-plivo-signature-v3", "")
    if not plivo.signature_is_valid(token.get_secret_value(), url, form, nonce, given):
        raise Forbidden("The X-Plivo-Signature-V3 does not sign this request at DRUMBEAT_PUBLIC_URL.")
    return form


@router.post("/plivo/voice")
async def plivo_voice(parts: Parts, form: Annotated[dict[str, str], Depends(plivo_form)]) -> Response:
    caller, local = form.get("From", ""), parts.settings.plivo_auth_token is None
    if (words := await answer(parts, caller, local=local)) is not None:
        return Response(plivo.busy(words), media_type=XML)
    admitted = twiml.Admitted(form.get("CallUUID", ""), caller=caller, called=form.get("To", ""))
    return Response(plivo.connect(media_url(parts, "plivo", admitted)), media_type=XML)


@router.websocket("/plivo/media/{token}")
async def plivo_media(websocket: WebSocket, parts: Parts, token: str) -> None:
    settings = parts.settings
    secret = settings.plivo_auth_token.get_secret_value() if settings.plivo_auth_token else ""
    await hold(
        parts,
        websocket,
        token,
        plivo.parse_start,
        lambda start: plivo.PlivoSerialiser(start, settings.plivo_auth_id, secret),
        local=settings.plivo_auth_token is None,
    )


@router.get("/exotel/voice")
async def exotel_voice(
    request: Request,
    parts: Parts,
    caller: Annotated[str, Query(alias="CallFrom")] = "",
    call_sid: Annotated[str, Query(alias="CallSid")] = "",
    key: str = "",
) -> dict[str, Any]:
    """Where the Voicebot applet is to stream to. Refused, the applet goes on to its next step."""
    wanted = parts.settings.exotel_key
    if wanted is None:
        require_local(request, parts, "DRUMBEAT_EXOTEL_KEY")
    elif not hmac.compare_digest(wanted.get_secret_value().encode(), key.encode()):
        raise Forbidden("The key in the address is not DRUMBEAT_EXOTEL_KEY.")
    if (words := refusal(parts)) is not None:
        raise NoLine(words)
    if (words := await answer(parts, caller, local=wanted is None)) is not None:
        raise Forbidden(words)
    return {"url": media_url(parts, "exotel", twiml.Admitted(call_sid, caller=caller))}


@router.websocket("/exotel/media/{token}")
async def exotel_media(websocket: WebSocket, parts: Parts, token: str) -> None:
    await hold(
        parts,
        websocket,
        token,
        exotel.parse_start,
        exotel.ExotelSerialiser,
        local=parts.settings.exotel_key is None,
    )
