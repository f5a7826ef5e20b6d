"""`drumbeat room`: calls in LiveKit rooms. Each call's process opens the store itself; runs are made by others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from agent.announcer import announcements
from agent.brain import BrainFailed, embedded_brain
from agent.channels.models import warm_up
from agent.channels.ports import Talk
from agent.channels.rooms.callers import RoomCaller
from agent.channels.rooms.job import RoomJob
from agent.channels.rooms.worker import Place, run, server
from agent.conversation import Conversation
from agent.speech.choose import choose
from agent.talks import Talks, read_typical
from agent.telephone.talk import House, PhoneTalk
from api import telemetry
from api.logs import configure
from api.runtime import brains
from orchestrator.callers import PinCheck
from orchestrator.errors import DrumbeatError
from orchestrator.orchestrator import Orchestrator
from orchestrator.recordings import Consent
from orchestrator.views import Actor
from prompts import line
from settings import Settings, load
from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import upgrade
from store.objects import files_of
from store.words import ConversationChannel
from tools.toolbox import toolbox

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rooms:
    """What one call needs of the house."""

    settings: Settings
    orchestrator: Orchestrator
    talks: Talks


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Rooms]:
    """The store and the talks, without an engine: what is started in a room waits in the tables for a server."""
    database = Database(settings.database, clock=utc_now, new_id=new_id)
    orchestrator = Orchestrator(database, files_of(settings), settings, None)
    talks = Talks(orchestrator, toolbox(), brains(settings))
    end_traces = telemetry.begin(settings)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(database.close)
        closing.push_async_callback(orchestrator.close)
        closing.push_async_callback(talks.close)
        closing.push_async_callback(asyncio.to_thread, end_traces)
        yield Rooms(settings, orchestrator, talks)


async def serve_rooms(
    settings: Settings, *, port: int, drain_seconds: int, said: Callable[[str], None]
) -> None:
    """Registers with the LiveKit server and serves until told to stop. Raises DrumbeatError without a server."""
    if not settings.livekit_url or settings.livekit_api_secret is None:
        raise DrumbeatError(
            "Calls in rooms need a LiveKit server: set DRUMBEAT_LIVEKIT_URL, DRUMBEAT_LIVEKIT_API_KEY and "
            "DRUMBEAT_LIVEKIT_API_SECRET."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)
    async with opened(settings) as rooms:
        await rooms.orchestrator.access.bootstrap(settings)
    secret = settings.livekit_api_secret.get_secret_value()
    place = Place(settings.livekit_url, settings.livekit_api_key, secret, "127.0.0.1", port)
    # Once, so that the processes of the calls find the speech lexicon built.
    (await asyncio.to_thread(choose, settings)).close()
    await run(server(place, settings.max_calls, prepare, take, drain_seconds=drain_seconds), said)


def prepare(ready: dict[str, Any]) -> None:
    """Loads speech and models in a call's process, before there is a call."""
    settings = load()
    configure(settings)
    warm_up()
    ready["speech"] = choose(settings)
    asyncio.run(_warm_brain())


async def _warm_brain() -> None:
    brain = embedded_brain()
    try:
        await read_typical(brain, toolbox())
    except BrainFailed as failed:
        # On a machine this slow a call waits for its first words; without a process there would be none.
        log.warning("warming up the brain failed", cause=str(failed))
    finally:
        await brain.close()


async def take(job: RoomJob) -> None:
    """One call, from the empty room to the empty room."""
    try:
        caller = await job.caller()
        if caller is not None:
            async with opened(load()) as rooms:
                await _hold(rooms, job, caller)
    finally:
        await job.leave()


async def _hold(rooms: Rooms, job: RoomJob, caller: RoomCaller) -> None:
    speech = job.prepared["speech"]
    if job.busy:
        await job.refuse(line("busy", 0), speech)
        return
    actor = await _who(rooms, caller)
    if actor is None:
        await job.refuse(line("unknown_caller", 0), speech)
        return
    try:
        conversation = await _talk(rooms, actor, caller)
    except DrumbeatError as error:
        await job.refuse(error.detail, speech)
        return
    actor = actor.within(conversation.id)
    talk = await _as_held(rooms, actor, caller, conversation)

    def on_line(say: Callable[[str], None]) -> None:
        if isinstance(talk, PhoneTalk):
            talk.announce_later = say

    news = announcements(rooms.orchestrator, actor, conversation)
    reason = await job.hold(talk, speech, news, on_line)
    log.info("a call in a room ended", conversation=conversation.id, reason=reason)


async def _who(rooms: Rooms, caller: RoomCaller) -> Actor | None:
    access = rooms.orchestrator.access
    if not caller.by_telephone:
        return await access.member(caller.identity, "livekit")
    known = await access.member_by_phone(caller.number) if caller.number else None
    if known is not None or rooms.settings.phone_callers != "open":
        return known
    return await access.guest_by_phone(caller.number)


async def _talk(rooms: Rooms, actor: Actor, caller: RoomCaller) -> Conversation:
    if caller.conversation_id is not None:
        return await rooms.talks.take_up(actor, caller.conversation_id)
    return await rooms.talks.start(
        actor,
        ConversationChannel.LIVEKIT,
        caller=caller.number,
        external_id=caller.call_id or caller.identity,
    )


async def _as_held(rooms: Rooms, actor: Actor, caller: RoomCaller, conversation: Conversation) -> Talk:
    """Telephones have keys, perhaps a PIN, and people on them who may ask for a person."""
    if not caller.by_telephone:
        return conversation
    door = rooms.orchestrator

    async def consent(_said: Consent) -> None:
        return

    async def heard(words: str) -> None:
        await door.conversations.add_turn(actor, conversation.id, "user", words)

    async def leave_note() -> None:
        await door.callers.wants_person(actor, conversation.id, caller.number)

    async def check_pin(digits: str) -> PinCheck:
        return await door.callers.check_pin(actor, digits)

    asks_pin = rooms.settings.phone_callers == "pin" and actor.member_id is not None
    house = House(consent, heard, leave_note, check_pin=check_pin if asks_pin else None)
    return PhoneTalk(conversation, house)
