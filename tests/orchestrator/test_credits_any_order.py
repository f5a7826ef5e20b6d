"""Runs, failures, retries, remakes, projects, edits and kills in any interleaving: the books balance, nothing is
paid twice, no failure is paid, and no cap is passed.
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

from orchestrator.assets import views_of_campaign
from orchestrator.claims import Outcome
from orchestrator.credits import Credits
from orchestrator.errors import DrumbeatError
from orchestrator.handiwork import Handiwork
from orchestrator.projects.making import PartMaker
from orchestrator.projects.planning import next_parts
from orchestrator.projects.projects import Projects
from orchestrator.remakes import Remakes
from orchestrator.remaking import Remaker
from store.models import LedgerEntry, Remake, Run
from store.words import ProjectKind
from studio.creative.ports import Crew
from studio.creative.types import Direction, Scene, Script
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brief, File, MakerError, Output
from tests.orchestrator.filming import SmallFilmer
from tests.orchestrator.makers import Lenient, Scribe
from tests.orchestrator.world import World, founded

OWED = {"research": 1, "social_posts": 2, "images": 2}
ACTS = (
    *("make", "make", "make", "make", "crowd", "late", "run", "capped run", "pause", "resume", "cancel"),
    *("ask", "ask", "remake", "remake", "crowded remake", "edit", "grant", "month", "no month"),
    *("project", "next stage", "next stage", "parts", "parts", "crowded parts"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=8, max_size=30)


class Fate(Scribe):
    """Now and then fails, breaks, or is killed in the middle with all that it holds."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    async def make(self, brief: Brief) -> Output:
        await self.strike()
        return await super().make(brief)

    async def strike(self) -> None:
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


@dataclass
class FatefulFilmer(SmallFilmer):
    """A film crew to which the same happens."""

    fate: Fate = field(default_factory=lambda: Fate(random.Random(0)))

    async def clip(self, brief: Brief, direction: Direction, scene: Scene, of: int) -> File:
        await self.fate.strike()
        return await super().clip(brief, direction, scene, of)

    async def voice(self, brief: Brief, direction: Direction, script: Script) -> File:
        await self.fate.strike()
        return await super().voice(brief, direction, script)


@dataclass
class Life:
    """Two campaigns of one workspace, and whoever works on them."""

    world: World
    chance: random.Random
    campaigns: list[str]
    runs: list[list[Run]] = field(default_factory=lambda: [[], []])
    asked: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
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
        elif act in ("project", "next stage", "parts", "crowded parts"):
            await self._develop(act, campaign)
        elif act == "edit":
            async with world.db.read() as uow:
                texts = [row for row in await uow.work.assets(campaign) if row.type == "social_posts"]
            if texts:
                edit = Handiwork(world.db, world.files, Lenient()).edit
                await edit(world.actor, self.chance.choice(texts).id, f"by hand {number}")
        elif act == "grant":
            await world.grant(self.chance.randrange(1, 40), str(number))
        elif act in ("month", "no month"):
            self.month = None if act == "no month" else self.chance.randrange(0, 160)
            await Credits(world.db).set_monthly_cap(world.actor, self.month)

    async def _develop(self, act: str, campaign: str) -> None:
        """Begin a project, ask for something legal of one, or work on its open parts."""
        projects, actor = Projects(self.world.db, None), self.world.actor
        if act == "project":
            kind = self.chance.choice([ProjectKind.VIDEO, ProjectKind.FLYER])
            self.projects.append((await projects.create(actor, campaign, kind)).id)
            return
        if not self.projects:
            return
        project = await projects.get(actor, self.chance.choice(self.projects))
        wishes = [action for action in project.legal if action != "edit"]
        if act == "next stage" and wishes:
            concept = {"concept": 1} if wishes[-1] in ("script", "render") and project.concepts else {}
            await getattr(projects, wishes[-1])(actor, project.id, **concept)
        elif act != "next stage":
            async with self.world.db.write() as uow:
                row = await uow.projects.held(project.id)
                parts = await next_parts(uow, row.id, row.epoch)
            fate = Fate(self.chance)
            crew = Crew(EmbeddedWriter(), FatefulFilmer(fate=fate))
            maker = PartMaker(self.world.db, self.world.workshop(fate), crew, self.world.files, _no_wait)
            times = 3 if act == "crowded parts" else 1
            await _together(maker.make(part, row.epoch) for part in parts for _ in range(times))


async def _no_wait(_: float) -> None: ...


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
    async with founded(folder, 120, url) as world:
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
        files = [a for c in life.campaigns for a in await views_of_campaign(uow, c, versions=True)]
        parts = await uow.projects.parts(*life.projects)
        besides = {c: await uow.hub.spent_besides(c) for c in life.campaigns}
    assert sum(entry.amount for entry in entries) == await life.world.balance() >= 0
    units = [unit for c in life.campaigns for unit in await life.world.units(c)]
    paid = {f"unit:{unit.id}": -unit.price for unit in units if unit.status == "completed"}
    paid |= {f"remake:{remake.id}": -remake.price for remake in remakes if remake.status == "completed"}
    paid |= {f"project:{part.id}": -part.price for part in parts if part.status == "completed" and part.price}
    charged = {entry.key: entry.amount for entry in entries if entry.kind != "grant"}
    assert charged == paid
    for campaign in life.campaigns:
        other = [e for e in entries if e.kind in ("remake", "project") and e.cause["campaign_id"] == campaign]
        assert besides[campaign] == -sum(entry.amount for entry in other)
    origins = Counter(version.origin for version in versions)
    assert origins["run"] == sum(key.startswith("unit:") for key in paid)
    assert origins["remake"] == sum(key.startswith("remake:") for key in paid)
    assert origins["project"] == sum(p.status == "completed" and p.verdict is not None for p in parts)
    films = {file.id for file in files if file.project_id is not None and file.type == "video"}
    assert len(files) == len({(f.unit_id, f.version, f.position) for f in files})
    assert len(files) - len(films) == 2 * (len(versions) - len(films))
    return -sum(charged.values())


async def _no_run_passed_its_cap(life: Life) -> None:
    async with life.world.db.read() as uow:
        for runs in life.runs:
            for run in runs:
                made = [u for u in await uow.work.units_of_run(run.id) if u.status == "completed"]
                assert run.cap is None or sum(unit.price for unit in made) <= run.cap
