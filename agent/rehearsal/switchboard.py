"""`python -m agent.rehearsal.switchboard FOLDER SIDE`: a process that answers the bench's calls.

SIDE is `ours`, our phone channel, or `plain`, pipecat with its default strategies. Either has the same ears, the same
voice and the same talks: /campaign is a real interview on a store and tools of its own with the embedded brain, where
runs are begun and nothing is made; /story answers by one long sentence. Its address is the first line of its output.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import WebSocket

from agent.brain import embedded_brain
from agent.channels.media import Start, read_start
from agent.channels.models import warm_up
from agent.channels.phone import serve_call
from agent.channels.ports import Talk
from agent.channels.twilio import TwilioSerialiser, parse_start
from agent.evaluation.world import NotingEngine
from agent.rehearsal.loopback import answering
from agent.rehearsal.noted import Notebook, NotedTalk
from agent.rehearsal.plain import serve_plain_call
from agent.rehearsal.scripted import ScriptedTalk
from agent.speech.choose import choose
from agent.speech.ports import SpeechKit
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from store.words import ConversationChannel, Role
from tools.toolbox import toolbox

SIDES = ("ours", "plain")
STORY = "I am telling a story about campaigns and images and posts that takes a good while to tell."
STORIES = 200
"""More than any call asks for."""


@asynccontextmanager
async def bench_talks(folder: Path) -> AsyncIterator[Callable[[], Awaitable[Talk]]]:
    """Begins interviews on a fresh store in `folder`, each by a member of its own with no draft to go on with."""
    settings = _settings(folder)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)
    database = Database(settings.database, clock=utc_now, new_id=new_id)
    orchestrator = Orchestrator(database, FileStore(settings.files_dir), settings, NotingEngine())
    await orchestrator.access.bootstrap(settings)
    owner = await orchestrator.access.owner()
    talks = Talks(orchestrator, toolbox(), [embedded_brain()])
    await talks.warm_up()

    async def begin() -> Talk:
        return await talks.start(await _somebody(orchestrator, owner), ConversationChannel.PHONE)

    try:
        yield begin
    finally:
        await talks.close()
        await database.close()


def _settings(folder: Path) -> Settings:
    """The embedded engines, whatever keys this machine has: the figures are theirs."""
    return Settings(data_dir=folder, database_url="", admin_token=None, stt="pocketsphinx", tts="espeak")


async def _somebody(orchestrator: Orchestrator, owner: Actor) -> Actor:
    member = await orchestrator.access.create_member(owner, f"Caller {new_id()}", Role.MEMBER)
    actor = await orchestrator.access.member(member, "phone")
    assert actor is not None
    return actor


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Answers sockets of one side."""

    side: str
    kit: SpeechKit
    begin: Callable[[], Awaitable[Talk]]
    notes: Notebook

    async def answer(self, websocket: WebSocket) -> None:
        start = await read_start(websocket, parse_start)
        if start is None:
            return
        talk = await self._talk(websocket.url.path, start)
        if self.side == "ours":
            await serve_call(websocket, talk, self.kit, TwilioSerialiser(start))
        else:
            await serve_plain_call(websocket, self.kit, start.stream_sid, talk)

    async def _talk(self, path: str, start: Start) -> Talk:
        told = path.endswith("/story")
        talk: Talk = ScriptedTalk([(STORY,)] * STORIES) if told else await self.begin()
        clock = asyncio.get_running_loop().time
        return NotedTalk(talk, start.call_sid, clock, self.notes.write)


async def _serve(folder: Path, side: str) -> None:
    kit = await asyncio.to_thread(choose, _settings(folder))
    await asyncio.to_thread(warm_up)
    try:
        async with bench_talks(folder) as begin:
            board = Switchboard(side, kit, begin, Notebook.of(folder))
            async with answering(board.answer) as url:
                sys.stdout.write(f"{url}\n")
                sys.stdout.flush()
                await asyncio.to_thread(sys.stdin.read)
    finally:
        kit.close()


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[2] not in SIDES:
        sys.exit(__doc__)
    asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
