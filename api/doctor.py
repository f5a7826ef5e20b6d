"""`drumbeat doctor`: which implementation of each port is in use, why, and what to mend."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx2

from api.frontend import STATIC
from api.lines import host_of, is_local
from api.runtime import brains
from api.telemetry import collector
from orchestrator.news.smtp import mailer
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import current, head
from store.objects import files_of
from studio.catalogue import explain


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; `ok` is False for what keeps something from working."""

    subject: str
    ok: bool
    detail: str


async def examine(settings: Settings) -> list[Check]:
    """Looks, changes nothing."""
    return [
        await _store(settings),
        await asyncio.to_thread(_files, settings),
        _brain(settings),
        *(Check(subject, ok=True, detail=why) for subject, why in explain(settings).items()),
        *await asyncio.to_thread(_speech, settings),
        _phone(settings),
        await asyncio.to_thread(_rooms, settings),
        _mail(settings),
        _meaning(settings),
        _traces(settings),
        _dashboard(),
    ]


async def _store(settings: Settings) -> Check:
    kind = "SQLite in " + str(settings.data_dir) if settings.embedded else "PostgreSQL"
    if settings.embedded and not (settings.data_dir / "drumbeat.sqlite3").exists():
        return Check("store", ok=True, detail=f"{kind}; not made yet, `serve` makes it")
    database = Database(settings.database, clock=utc_now, new_id=new_id)
    try:
        answers = await database.answers()
    finally:
        await database.close()
    if not answers:
        return Check("store", ok=False, detail=f"{kind} does not answer; check DRUMBEAT_DATABASE_URL")
    revision = await asyncio.to_thread(current, settings.database)
    if revision != head():
        return Check("store", ok=False, detail=f"{kind} is at revision {revision}; run `drumbeat migrate`")
    return Check("store", ok=True, detail=f"{kind}, revision {revision}")


def _files(settings: Settings) -> Check:
    if settings.s3_url is None:
        why = "DRUMBEAT_S3_URL is not set"
        return Check("files", ok=True, detail=f"folder {settings.files_dir}: {why}")
    try:
        files_of(settings).has("0" * 64)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is what is told
        return Check(
            "files", ok=False, detail=f"object storage: {type(error).__name__}; check DRUMBEAT_S3_URL"
        )
    return Check("files", ok=True, detail="object storage: DRUMBEAT_S3_URL is set")


def _brain(settings: Settings) -> Check:
    first = brains(settings)[0]
    why = "no key and no base URL is set" if first.name == "embedded" else "a key or base URL is set"
    return Check("brain", ok=True, detail=f"{first.name} ({first.model}): {why}")


def _speech(settings: Settings) -> list[Check]:
    from agent.speech.choose import SpeechUnavailableError, choose

    try:
        kit = choose(settings)
    except SpeechUnavailableError as error:
        return [Check("speech", ok=False, detail=error.detail)]
    try:
        return [Check("speech", ok=True, detail=why) for why in kit.why]
    finally:
        kit.close()


def _phone(settings: Settings) -> Check:
    secrets = (settings.telnyx_public_key, settings.plivo_auth_token, settings.exotel_key)
    local = is_local(host_of(settings.public_url))
    if settings.twilio_auth_token is None and not any(secrets) and not local:
        why = "no carrier's secret is set and DRUMBEAT_PUBLIC_URL is not this machine"
        return Check(
            "phone", ok=False, detail=f"{why}: every call is refused; set DRUMBEAT_TWILIO_AUTH_TOKEN"
        )
    if settings.twilio_auth_token is None:
        return Check(
            "phone", ok=True, detail="calls from this machine only: DRUMBEAT_TWILIO_AUTH_TOKEN is not set"
        )
    if not settings.public_url.startswith("https:"):
        return Check(
            "phone", ok=False, detail="DRUMBEAT_PUBLIC_URL must be the https address that Twilio calls"
        )
    return Check("phone", ok=True, detail=f"Twilio, signatures checked against {settings.public_url}")


def _traces(settings: Settings) -> Check:
    address = collector(settings)
    if not address:
        return Check(
            "traces", ok=True, detail="off: neither DRUMBEAT_OTLP_URL nor OTEL_EXPORTER_OTLP_ENDPOINT is set"
        )
    return Check("traces", ok=True, detail=f"one a talk, sent to {address}")


def _rooms(settings: Settings) -> Check:
    if not settings.livekit_url:
        return Check("rooms", ok=True, detail="off: DRUMBEAT_LIVEKIT_URL is not set")
    if not settings.livekit_api_key or settings.livekit_api_secret is None:
        return Check("rooms", ok=False, detail="set DRUMBEAT_LIVEKIT_API_KEY and DRUMBEAT_LIVEKIT_API_SECRET")
    try:
        answers = httpx2.get(settings.livekit_url.replace("ws", "http", 1), timeout=3).is_success
    except (httpx2.HTTPError, httpx2.InvalidURL):
        answers = False
    if not answers:
        return Check("rooms", ok=False, detail="no LiveKit server answers at DRUMBEAT_LIVEKIT_URL")
    return Check("rooms", ok=True, detail="the LiveKit server answers; `drumbeat room` takes its calls")


def _mail(settings: Settings) -> Check:
    try:
        post = mailer(settings)
    except ValueError as error:
        return Check("mail", ok=False, detail=str(error))
    if post is None:
        return Check("mail", ok=True, detail="none is sent: DRUMBEAT_SMTP_URL is not set")
    tls = {"implicit": "TLS", "required": "STARTTLS", "auto": "STARTTLS if offered", "no": "no TLS"}[post.tls]
    return Check("mail", ok=True, detail=f"{post.host}:{post.port}, {tls}, as {settings.mail_from}")


def _meaning(settings: Settings) -> Check:
    if not settings.embedding_model:
        detail = "by words alone: DRUMBEAT_EMBEDDING_MODEL is not set"
        return Check("knowledge search", ok=True, detail=detail)
    if settings.openai_api_key is None and not settings.openai_base_url:
        detail = "DRUMBEAT_EMBEDDING_MODEL needs DRUMBEAT_OPENAI_API_KEY or DRUMBEAT_OPENAI_BASE_URL"
        return Check("knowledge search", ok=False, detail=detail)
    return Check("knowledge search", ok=True, detail=f"by words and by meaning ({settings.embedding_model})")


def _dashboard() -> Check:
    built = (STATIC / "index.html").is_file()
    return Check("dashboard", ok=built, detail="built" if built else "not built; run ./dev setup")
