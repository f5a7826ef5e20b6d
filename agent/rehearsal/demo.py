"""`./dev demo`: a server of its own, and a synthesised caller in this process who phones it for real.

The caller knows what they want and hears what was understood: a slot that came out wrong is said again, as a person
would. The database afterwards, read over HTTP, is the judge.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from rich.console import Console
from rich.table import Table

from agent.rehearsal.caller import CallRecord, Line, call
from agent.rehearsal.command import dial
from agent.rehearsal.server import own_server

WANTED: Mapping[str, str] = {
    "name": "Summer Sale",
    "topic": "our new trail running shoes",
    "objective": "a thousand new leads by the end of July",
}
OWED: Mapping[str, int] = {"research": 1, "images": 5, "social_posts": 10, "email_nurture": 4}
CHANNELS = {"email", "social"}
REPAIRS = 2
"""How often the caller says a slot again before giving it up."""
RUN_WITHIN = 180.0
"""Seconds in which a run of twenty small units ends on a slow machine."""


@dataclass(slots=True)
class Caller:
    """The marketer on the line; looks at what the service made of the words, over HTTP."""

    client: httpx2.AsyncClient
    conversation: dict[str, Any] = field(default_factory=dict)

    @property
    def draft(self) -> dict[str, Any]:
        return self.conversation.get("draft") or {}

    async def script(self) -> AsyncIterator[Line]:
        yield Line("Create a campaign called Summer Sale focusing on email and social media.")
        async for line in self._until_right("name", "No, call it Summer Sale."):
            yield line
        yield Line(f"It's about {WANTED['topic']}.")
        async for line in self._until_right("topic", f"Change the topic to {WANTED['topic']}."):
            yield line
        yield Line(WANTED["objective"].capitalize() + ".")
        async for line in self._until_right("objective", f"Change the objective to {WANTED['objective']}."):
            yield line
        yield Line("Research, five images, ten social posts and three emails.")
        yield Line("No wait, make that four emails.")
        async for line in self._until_owed():
            yield line
        yield Line("Yes, run it.")
        await self.look()
        if self.draft.get("status") in ("draft", "ready"):
            yield Line("Yes.")
        yield Line("How far are we?")
        await self._done()
        yield Line("Thank you, goodbye.")
        await self.look()
        if self.conversation["ended_at"] is None:
            yield Line("Goodbye.")

    async def look(self) -> None:
        """Reads what the service has made of the call so far."""
        listed = (await self.client.get("/conversations", params={"channel": "phone", "limit": 1})).json()
        newest = listed["items"][0]["id"]
        self.conversation = (await self.client.get(f"/conversations/{newest}")).json()

    async def _until_right(self, slot: str, correction: str) -> AsyncIterator[Line]:
        for _ in range(REPAIRS):
            await self.look()
            if same(self.draft.get(slot, ""), WANTED[slot]):
                return
            yield Line(correction)

    async def _until_owed(self) -> AsyncIterator[Line]:
        for _ in range(REPAIRS):
            await self.look()
            wrong = [kind for kind, count in OWED.items() if owed(self.draft).get(kind) != count]
            if not wrong:
                return
            yield Line(f"Make it {_NUMBERS[OWED[wrong[0]]]} {_KINDS[wrong[0]]}.")

    async def _done(self) -> None:
        """Waits on the line until the run is over and its news has been told."""
        async with asyncio.timeout(RUN_WITHIN):
            while True:
                await self.look()
                over = self.draft.get("status") in ("completed", "failed")
                last = self.conversation["turns"][-1]
                if over and last["speaker"] == "agent" and WANTED["name"] in last["text"]:
                    return
                await asyncio.sleep(0.5)


_NUMBERS = {1: "one", 4: "four", 5: "five", 10: "ten"}
_KINDS = {
    "research": "research",
    "images": "images",
    "social_posts": "social posts",
    "email_nurture": "emails",
}


def same(heard: str, meant: str) -> bool:
    """Equal to the ear: letters' case and what stands at the end do not matter."""
    return heard.casefold().strip(" .") == meant.casefold()


def owed(draft: Mapping[str, Any]) -> dict[str, int]:
    return {item["type"]: item["quantity"] for item in draft.get("deliverables", ())}


async def run_demo(keep: Path | None, console: Console) -> int:
    """Runs the demo and prints what happened. The exit status: 0 when every slot was right and the run completed."""
    folder = keep or Path(tempfile.mkdtemp(prefix="drumbeat-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    key = f"db_{secrets.token_urlsafe(24)}"
    console.print("Starting a server of its own …")
    async with own_server(folder / "data", key) as url, _client(url, key) as client:
        caller = Caller(client)
        call_sid = f"CA{uuid4().hex}"
        address = await dial(url, call_sid=call_sid)
        console.print("The caller has dialled. This takes as long as it sounds: about two minutes.")
        recording = folder / "call.wav"
        record = await call(address, caller.script(), recording=recording, call_sid=call_sid)
        conversation, campaign = await _aftermath(client, caller)
        assets = await _keep_assets(client, campaign, folder)
    _print(console, conversation, record)
    return _judge(console, campaign, assets, folder)


@asynccontextmanager
async def _client(url: str, key: str) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(base_url=f"{url}/api/v1", headers=headers, timeout=30) as client:
        yield client


async def _aftermath(client: httpx2.AsyncClient, caller: Caller) -> tuple[dict[str, Any], dict[str, Any]]:
    await caller.look()
    conversation = caller.conversation
    campaign = (await client.get(f"/campaigns/{conversation['campaign_id']}")).json()
    return conversation, campaign


async def _keep_assets(client: httpx2.AsyncClient, campaign: Mapping[str, Any], folder: Path) -> int:
    """Writes the campaign's ZIP beside the recording; how many assets there are."""
    archive = await client.get(f"/campaigns/{campaign['id']}/download")
    (folder / "assets.zip").write_bytes(archive.content)
    with zipfile.ZipFile(folder / "assets.zip") as packed:
        return len(packed.namelist()) - 1  # the manifest is none


def _print(console: Console, conversation: Mapping[str, Any], record: CallRecord) -> None:
    console.rule("What was heard and said")
    for turn in conversation["turns"]:
        who = "[green]Caller, as heard[/green]" if turn["speaker"] == "user" else "[cyan]Drumbeat[/cyan]"
        cut = " [dim](cut off)[/dim]" if turn["interrupted"] else ""
        console.print(f"{who}: {turn['text']}{cut}")
    console.rule("On the wire, one clock")
    table = Table("The caller said", "answered after")
    for exchange in record.exchanges:
        late = "while speaking" if exchange.false_start else "–"
        table.add_row(exchange.words, late if exchange.latency is None else f"{exchange.latency:.0f} ms")
    console.print(table)
    middle, late_ones = record.percentile(50), record.percentile(95)
    if middle is not None and late_ones is not None:
        console.print(
            f"voice to voice: p50 {middle:.0f} ms, p95 {late_ones:.0f} ms, n={len(record.latencies())}"
        )


def _judge(console: Console, campaign: Mapping[str, Any], assets: int, folder: Path) -> int:
    wrong = [slot for slot, meant in WANTED.items() if not same(campaign[slot], meant)]
    wrong += [] if owed(campaign) == dict(OWED) else ["deliverables"]
    wrong += [] if set(campaign["channels"]) == CHANNELS else ["channels"]
    console.print(
        "slots: " + (f"[red]wrong: {', '.join(wrong)}[/red]" if wrong else "[green]every one right[/green]")
    )
    console.print(f"campaign: {campaign['status']}, {assets} files")
    console.print(f"recording: {folder / 'call.wav'} (caller left, Drumbeat right)")
    console.print(f"assets:    {folder / 'assets.zip'}", soft_wrap=True)
    return 0 if not wrong and campaign["status"] == "completed" else 1
