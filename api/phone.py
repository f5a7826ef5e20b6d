"""Twilio's doors: its voice and status webhooks, the calls that we placed, and the media socket."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request, Response, WebSocket

from agent.channels import twiml
from agent.channels.twilio import TwilioAccount, TwilioSerialiser, parse_start
from agent.telephone.carrier import CarrierRefused, CarrierUnheard
from api.deps import Parts
from api.lines import Transfer, answer, hold, media_url, refusal, require_local
from api.runtime import Runtime
from orchestrator.callers import CallNews, over
from orchestrator.errors import Forbidden
from prompts import line

log = structlog.get_logger()
router = APIRouter(prefix="/phone/twilio", tags=["phone"])

XML = "application/xml"
MACHINES = ("machine", "fax")


async def signed_form(request: Request, parts: Parts) -> dict[str, str]:
    """The webhook's form, once it is known to come from Twilio, or from this machine where no token is set."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    token = parts.settings.twilio_auth_token
    if token is None:
        require_local(request, parts, "DRUMBEAT_TWILIO_AUTH_TOKEN")
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
    if (words := await answer(parts, caller, local=_local(parts))) is not None:
        return _xml(twiml.busy(words))
    admitted = twiml.Admitted(form.get("CallSid", ""), caller=caller, called=form.get("To", ""))
    return _xml(twiml.connect(media_url(parts, "twilio", admitted)))


@router.post("/status", status_code=204)
async def status(parts: Parts, form: SignedForm) -> Response:
    """The carrier's word on a call's state, kept; the media socket is what ends a call here."""
    await parts.orchestrator.callers.carrier_says(_news(form))
    return Response(status_code=204)


@router.post("/status/{call_back_id}/{attempt}", status_code=204)
async def status_of_call_back(parts: Parts, form: SignedForm, call_back_id: str, attempt: int) -> Response:
    """The same of a call that we placed: one that reached nobody is tried again."""
    door = parts.orchestrator
    if await door.callbacks.called(call_back_id) is None:
        return Response(status_code=204)
    news = _news(form, call_back_id)
    await door.callers.carrier_says(news)
    if over(news.status):
        await door.callbacks.ended(call_back_id, attempt, news.status, news.sid)
        parts.chores.ring()
    return Response(status_code=204)


@router.post("/answered/{call_back_id}/{attempt}")
async def answered(parts: Parts, form: SignedForm, call_back_id: str, attempt: int) -> Response:
    """Somebody picked up a call that we placed: a person is talked to, a machine is told the news in a sentence."""
    by = form.get("AnsweredBy", "human")
    callbacks = parts.orchestrator.callbacks
    if by.startswith(MACHINES):
        news = await callbacks.answered(call_back_id, attempt, machine=True)
        silent = news is None or by == "fax"
        return _xml(twiml.hang_up() if silent or news is None else twiml.leave_message(news.told))
    if (words := refusal(parts)) is not None:
        # Without a free line the news is left as on a machine: better than a call that says nothing.
        news = await callbacks.answered(call_back_id, attempt, machine=True)
        return _xml(twiml.leave_message(news.told if news is not None else words))
    news = await callbacks.answered(call_back_id, attempt, machine=False)
    if news is None:
        return _xml(twiml.hang_up())
    await parts.speech()
    admitted = twiml.Admitted(
        form.get("CallSid", ""),
        caller=news.number,
        called=form.get("To", ""),
        call_back_id=call_back_id,
        opening=news.told,
    )
    return _xml(twiml.connect(media_url(parts, "twilio", admitted)))


@router.post("/dialled")
async def dialled(parts: Parts, form: SignedForm) -> Response:
    """What came of putting a caller through: nobody picked up, or it is all said."""
    if form.get("DialCallStatus") in ("completed", "answered"):
        return _xml(twiml.hang_up())
    await parts.orchestrator.callers.missed_person(form.get("CallSid", ""))
    return _xml(twiml.busy(line("person_no_answer", 0)))


@router.websocket("/media/{token}")
async def media(websocket: WebSocket, parts: Parts, token: str) -> None:
    await hold(
        parts,
        websocket,
        token,
        parse_start,
        lambda start: TwilioSerialiser(start, _account(parts)),
        local=_local(parts),
        transfer=_transfer(parts),
    )


def _transfer(parts: Runtime) -> Transfer | None:
    """Through Twilio's API to the person whose number is set; None when there is neither."""
    phone, number = parts.phone, parts.settings.transfer_number
    if phone is None or not number:
        return None
    action = f"{parts.settings.public_url.rstrip('/')}/phone/twilio/dialled"

    async def transfer(call_sid: str) -> bool:
        try:
            await phone.redirect(call_sid, twiml.dial(number, action))
        except (CarrierRefused, CarrierUnheard) as error:
            log.warning("a caller could not be put through", call=call_sid, why=str(error))
            return False
        return True

    return transfer


def _news(form: dict[str, str], call_back_id: str | None = None) -> CallNews:
    seconds = form.get("CallDuration", "")
    return CallNews(
        sid=form.get("CallSid", "")[:64],
        direction="outbound" if form.get("Direction", "inbound").startswith("outbound") else "inbound",
        status=form.get("CallStatus", "")[:32],
        caller=form.get("From", "")[:64],
        called=form.get("To", "")[:64],
        answered_by=form.get("AnsweredBy", "")[:32],
        seconds=int(seconds) if seconds.isdigit() else None,
        call_back_id=call_back_id,
    )


def _xml(body: str) -> Response:
    return Response(body, media_type=XML)


def _local(parts: Runtime) -> bool:
    return parts.settings.twilio_auth_token is None


def _account(parts: Runtime) -> TwilioAccount | None:
    """What hanging up over Twilio's API needs, where it is set."""
    settings = parts.settings
    if settings.twilio_auth_token is None or not settings.twilio_account_sid:
        return None
    token = settings.twilio_auth_token.get_secret_value()
    return TwilioAccount(settings.twilio_account_sid, token, settings.twilio_api_url)
