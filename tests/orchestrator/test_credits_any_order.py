"""Runs, failures, retries, remakes, edits and kills in any interleaving: the books balance, nothing is paid twice,
no failure is paid, and no cap is passed.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.claims import Outcome
from orchestrator.credits import Credits
from orchestrator.errors import DrumbeatError
from orchestrator.handiwork import Handiwork
from orchestrator.remakes import Remakes
from orchestrator.remaking import Remaker
from store.models import LedgerEntry, Remake, Run
from studio.ports import Brief, MakerError, Output
from tests.orchestrator.makers import Lenient, Scribe
from tests.orchestrator.world import World, founded

OWED = {"research": 1, "social_posts": 2, "images": 2}
ACTS = (
    *("make", "make", "make", "make", "crowd", "late", "run", "capped run", "pause", "resume", "cancel"),
    *("ask", "ask", "remake", "remake", "crowded remake", "edit", "grant", "month", "no month"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=8, max_size=25)


class Fate(Scribe):
    """Now and then fails, breaks, or is killed in the middle with all that it holds."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    async def make(self, brief: Brief) -> Output:
        for _ in range(self.chance.randrange(3)):
            await asyncio.sleep(0)
        fate = self.chance.random()
        if fate < 0.08:
            raise MakerError("a bad day", "try again")
        if fate < 0.12:
            raise MakerError("a hiccup", "wait", transient=True)
        if fate < 0.16:
            raise ValueError("a bug")
        if fate < 0.26:
            raise asyncio.CancelledError
        return await super().make(brief)


@dataclass
class Life:
    """Two campaigns of one workspace, and whoever works on them."""

    world: World
    chance: random.Random
    campaigns: list[str]
    runs: list[list[Run]] = field(default_factory=lambda: [[], []])
    asked: list[str] = field(default_factory=list)
    month: int | None = None

    async def act(self, number: int, act: str, which: int) -> None:
        campaign = self.campaigns[which]
        try:
            await self._act(number, act, which, campaign)
        except (DrumbeatError, asyncio.CancelledError):
            return  # refused or killed: what is left must be right all the same

    async def _act(self, number: int, act: str, which: int, campaign: str) -> None:
        world, runs = self.world, self.runs[which]
        workshop = world.workshop(Fate(self.chance))
        if act in ("make", "crowd", "late") and runs:
            run = self.chance.choice(runs) if act == "late" else runs[-1]
            await world.batch(run)
            unit = self.chance.choice(await world.units(campaign)).id
            await _together(workshop.make(unit, run.id, run.epoch) for _ in range(3 if act == "crowd" else 1))
        elif act in ("run", "capped run") and await world.status(campaign) in ("ready", "failed"):
            cap = self.chance.randrange(1, 12) if act == "capped run" else None
            runs.append(await world.run(campaign, cap))
        elif act in ("pause", "resume", "cancel"):
            runs.append(await getattr(world, act)(campaign))
        elif act == "ask" and runs:
            unit = self.chance.choice(await world.units(campaign)).id
            asked = await Remakes(world.db, None).ask_unit(world.actor, unit, f"note {number}")
            self.asked.append(asked.id)
        elif act in ("remake", "crowded remake") and self.asked:
            remake = self.chance.choice(self.asked)
            makers = [Remaker(world.db, workshop) for _ in range(3 if act == "crowded remake" else 1)]
            await _together(maker.make(remake) for maker in makers)
        elif act == "edit":
            async with world.db.read() as uow:
                texts = [row for row in await uow.work.assets(campaign) if row.type == "social_posts"]
            if texts:
                edit = Handiwork(world.db, world.files, Lenient()).edit
                await edit(world.actor, self.chance.choice(texts).id, f"by hand {number}")
        elif act == "grant":
            await world.grant(self.chance.randrange(1, 8), str(number))
        elif act in ("month", "no month"):
            self.month = None if act == "no month" else self.chance.randrange(0, 40)
            await Credits(world.db).set_monthly_cap(world.actor, self.month)


async def _together(makings) -> None:
    """All of them at once, each to its own end."""
    results = await asyncio.gather(*makings, return_exceptions=True)
    assert all(isinstance(result, Outcome | asyncio.CancelledError) for result in results), results


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 10_000))
def test_no_interleaving_breaks_the_books(
    migrated_sqlite: Path, steps: list[tuple[str, int]], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drumbeat.sqlite3"
        shutil.copyfile(migrated_sqlite, file)
        asyncio.run(_live(Path(folder), f"sqlite+aiosqlite:///{file}", steps, random.Random(seed)))


async def _live(folder: Path, url: str, steps: list[tuple[str, int]], chance: random.Random) -> None:
    async with founded(folder, 20, url) as world:
        campaigns = [await world.campaign(OWED, name) for name in ("One", "Two")]
        life = Life(world, chance, campaigns)
        await life.act(-1, "run", 0)
        spent = 0
        for number, (act, which) in enumerate(steps):
            await life.act(number, act, which)
            now = await _charged_once_and_only_for_what_is_there(life)
            assert life.month is None or now <= max(spent, life.month)
            spent = now
        await _no_run_passed_its_cap(life)


async def _charged_once_and_only_for_what_is_there(life: Life) -> int:
    """Checks the whole ledger against what was made; what was spent, in credits."""
    async with life.world.db.read() as uow:
        entries: list[LedgerEntry] = list(await uow.ledger.page(life.world.workspace_id, 10_000, None))
        remakes: list[Remake] = [r for c in life.campaigns for r in await uow.hub.remakes(c)]
        versions = [v for c in life.campaigns for v in await uow.hub.versions(c)]
        files = [a for c in life.campaigns for a in await uow.work.assets(c)]
    assert sum(entry.amount for entry in entries) == await life.world.balance() >= 0
    units = [unit for c in life.campaigns for unit in await life.world.units(c)]
    paid = {f"unit:{unit.id}": -unit.price for unit in units if unit.status == "completed"}
    paid |= {f"remake:{remake.id}": -remake.price for remake in remakes if remake.status == "completed"}
    charged = {entry.key: entry.amount for entry in entries if entry.kind != "grant"}
    assert charged == paid
    origins = Counter(version.origin for version in versions)
    assert origins["run"] == sum(key.startswith("unit:") for key in paid)
    assert origins["remake"] == sum(key.startswith("remake:") for key in paid)
    assert len(files) == 2 * len(versions)
    return -sum(charged.values())


async def _no_run_passed_its_cap(life: Life) -> None:
    async with life.world.db.read() as uow:
        for runs in life.runs:
            for run in runs:
                made = [u for u in await uow.work.units_of_run(run.id) if u.status == "completed"]
                assert run.cap is None or sum(unit.price for unit in made) <= run.cap
