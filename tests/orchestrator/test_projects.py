"""A project goes from an idea to a finished asset, each stage kept, paid once, and open to edits before the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orchestrator.caps import NotAffordable
from orchestrator.errors import ConfirmationRefused, IllegalTransition, InvalidField, NotFound
from orchestrator.projects.editing import ProjectEdit
from orchestrator.projects.planning import next_parts
from orchestrator.projects.projects import Projects
from orchestrator.projects.stages import legal, transition
from orchestrator.projects.views import ProjectView
from store.words import ProjectKind, ProjectStatus
from studio.creative.types import Resolution
from tests.orchestrator.filming import Inline, SmallFilmer
from tests.orchestrator.world import World, founded

S = ProjectStatus


@pytest.fixture
async def world(tmp_path: Path, either_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 200, either_url) as world:
        yield world


@pytest.fixture
def engine(world: World) -> Inline:
    return Inline(world.db, world.files, world.workspace_id)


@pytest.fixture
def projects(world: World, engine: Inline) -> Projects:
    return Projects(world.db, engine)


async def started(world: World, projects: Projects, kind: str = "video", **direction: str) -> ProjectView:
    campaign = await world.campaign({"video": 1})
    project = await projects.create(world.actor, campaign, ProjectKind(kind), direction)
    await projects.ideas(world.actor, project.id)
    return await projects.get(world.actor, project.id)


async def scripted(world: World, projects: Projects, **direction: str) -> ProjectView:
    project = await started(world, projects, **direction)
    await projects.script(world.actor, project.id, concept=2)
    return await projects.get(world.actor, project.id)


async def broken_down(world: World, projects: Projects, **direction: str) -> ProjectView:
    project = await scripted(world, projects, **direction)
    await projects.scenes(world.actor, project.id)
    return await projects.get(world.actor, project.id)


async def spent(world: World) -> int:
    async with world.db.read() as uow:
        rows = await uow.ledger.page(world.workspace_id, 1000, None)
    assert sum(row.amount for row in rows) == await world.balance()
    assert len({row.key for row in rows}) == len(rows)
    return -sum(row.amount for row in rows if row.kind == "project")


class TestAVideo:
    async def test_goes_through_every_stage_and_costs_what_the_price_list_says(
        self, world: World, projects: Projects
    ) -> None:
        project = await broken_down(world, projects)
        assert (project.status, await spent(world)) == (S.SCENES_READY, 2)
        assert project.next_price["render"] == 15 * len(project.scenes) + 5 + 5
        await projects.render(world.actor, project.id)
        done = await projects.get(world.actor, project.id)
        assert done.status is S.COMPLETED
        assert done.spent == await spent(world) == 2 + 15 * len(done.scenes) + 10
        film = world.files.read(done.output[0].sha256).decode()
        assert [line.split(" ")[0] for line in film.splitlines()[:-1]] == [
            f"{scene.number}/{len(done.scenes)}" for scene in done.scenes
        ]
        assert all(scene.says in film for scene in done.scenes)
        told = [event.payload["status"] for event in await world.told(done.campaign_id)]
        assert list(dict.fromkeys(told)) == [status for status in S if status is not S.FAILED]

    async def test_in_full_hd_costs_forty_a_scene(self, world: World, projects: Projects) -> None:
        project = await broken_down(world, projects, resolution=Resolution.FULL_HD)
        assert project.next_price["render"] == 40 * len(project.scenes) + 10

    async def test_first_ideas_are_free_and_another_three_cost_two_and_are_others(
        self, world: World, projects: Projects
    ) -> None:
        project = await started(world, projects)
        assert (len(project.concepts), await spent(world)) == (3, 0)
        await projects.ideas(world.actor, project.id)
        again = await projects.get(world.actor, project.id)
        assert await spent(world) == 2
        assert {one.hook for one in again.concepts}.isdisjoint(one.hook for one in project.concepts)

    async def test_a_script_is_changed_by_a_note_for_free_and_the_scenes_are_asked_for_anew(
        self, world: World, projects: Projects
    ) -> None:
        project = await broken_down(world, projects)
        await projects.script(world.actor, project.id, note="shorter")
        short = await projects.get(world.actor, project.id)
        assert short.script is not None
        assert project.script is not None
        assert short.script.seconds < project.script.seconds
        assert (short.status, short.scenes, await spent(world)) == (S.SCRIPT_READY, (), 2)

    async def test_a_note_that_cannot_be_followed_leaves_the_script_and_says_why(
        self, world: World, projects: Projects
    ) -> None:
        project = await scripted(world, projects)
        await projects.script(world.actor, project.id, note="in the manner of Proust")
        after = await projects.get(world.actor, project.id)
        assert (after.status, after.script) == (S.SCRIPT_READY, project.script)
        assert after.error is not None
        assert "shorter" in after.error["cause"]

    async def test_what_is_edited_by_hand_is_what_is_filmed(self, world: World, projects: Projects) -> None:
        project = await broken_down(world, projects)
        edit = ProjectEdit(scenes=[{"number": 2, "says": "Hats, at last.", "transition": "wipe"}])
        await projects.edit(world.actor, project.id, edit)
        await projects.render(world.actor, project.id)
        done = await projects.get(world.actor, project.id)
        assert "Hats, at last." in world.files.read(done.output[0].sha256).decode()

    async def test_is_not_begun_when_it_cannot_be_paid_to_the_end(
        self, world: World, projects: Projects
    ) -> None:
        project = await broken_down(world, projects, resolution="1080p")
        async with world.db.write() as uow:
            await uow.ledger.change(world.workspace_id, -100, kind="unit", key="elsewhere", cause={})
        with pytest.raises(NotAffordable):
            await projects.render(world.actor, project.id)
        assert (await projects.get(world.actor, project.id)).status is S.SCENES_READY


class TestAFailedScene:
    async def test_is_retried_alone_and_only_it_and_what_follows_is_paid(
        self, world: World, projects: Projects, engine: Inline
    ) -> None:
        assert engine.filmer is not None
        engine.filmer.broken = {2}
        project = await broken_down(world, projects)
        await projects.render(world.actor, project.id)
        failed = await projects.get(world.actor, project.id)
        scenes = len(project.scenes)
        assert failed.status is S.FAILED
        assert failed.error is not None
        assert (failed.error["step"], failed.error["mend"]) == ("scene 2", "change its words")
        assert await spent(world) == 2 + 15 * (scenes - 1)
        assert failed.next_price["retry"] == 25
        with pytest.raises(InvalidField, match="did not fail"):
            await projects.retry(world.actor, project.id, scene=1)
        engine.filmer.broken.clear()
        filmed = list(engine.filmer.clips)
        await projects.retry(world.actor, project.id, scene=2)
        assert engine.filmer.clips == [*filmed, 2]
        assert (await projects.get(world.actor, project.id)).status is S.COMPLETED
        assert await spent(world) == 2 + 15 * scenes + 10

    async def test_may_be_rewritten_first_but_a_filmed_one_may_not(
        self, world: World, projects: Projects, engine: Inline
    ) -> None:
        assert engine.filmer is not None
        engine.filmer.broken = {2}
        project = await broken_down(world, projects)
        await projects.render(world.actor, project.id)
        await projects.edit(
            world.actor, project.id, ProjectEdit(scenes=[{"number": 2, "says": "Softly now."}])
        )
        with pytest.raises(InvalidField, match="filmed"):
            await projects.edit(world.actor, project.id, ProjectEdit(scenes=[{"number": 1, "says": "No."}]))

    async def test_for_want_of_credits_goes_on_after_a_grant(self, world: World, projects: Projects) -> None:
        project = await broken_down(world, projects)
        price = project.next_price["render"]
        waiting = Projects(world.db, None)
        await waiting.render(world.actor, project.id)
        async with world.db.write() as uow:
            gone = await uow.work.lock_balance(world.workspace_id) - 20
            await uow.ledger.change(world.workspace_id, -gone, kind="unit", key="elsewhere", cause={})
        view = await projects.get(world.actor, project.id)
        await projects._drive(await _row(world, view))
        short = await projects.get(world.actor, project.id)
        assert short.status is S.FAILED
        assert short.error is not None
        assert "credits short" in short.error["cause"]
        await world.grant(price, "more")
        await projects.retry(world.actor, project.id)
        assert (await projects.get(world.actor, project.id)).status is S.COMPLETED
        assert await spent(world) == 2 + price


async def _row(world: World, view: ProjectView):
    async with world.db.read() as uow:
        return await uow.projects.get(world.workspace_id, view.id)


class TestOtherKinds:
    @pytest.mark.parametrize(("kind", "price"), [("banner", 4), ("flyer", 4), ("image", 4), ("jingle", 5)])
    async def test_go_from_the_chosen_idea_to_the_asset_for_the_unit_price(
        self, world: World, projects: Projects, kind: str, price: int
    ) -> None:
        project = await started(world, projects, kind)
        with pytest.raises(InvalidField, match="Choose"):
            await projects.render(world.actor, project.id)
        await projects.render(world.actor, project.id, concept=1)
        done = await projects.get(world.actor, project.id)
        assert (done.status, await spent(world)) == (S.COMPLETED, price)
        assert len(done.output) == 2
        told = [event.payload["status"] for event in await world.told(done.campaign_id)]
        assert not {S.GENERATING_SCRIPT, S.GENERATING_SCENES, S.RENDERING, S.STITCHING} & set(told)

    async def test_have_no_script(self, world: World, projects: Projects) -> None:
        project = await started(world, projects, "jingle")
        with pytest.raises(IllegalTransition) as refused:
            await projects.script(world.actor, project.id, concept=1)
        assert refused.value.legal == ["ideas", "render", "edit"]


class TestTheRules:
    @pytest.mark.parametrize("kind", ProjectKind)
    @pytest.mark.parametrize("status", S)
    def test_every_move_is_legal_or_refused_with_the_legal_list(
        self, kind: ProjectKind, status: ProjectStatus
    ) -> None:
        can = legal(kind, status)
        for action in ("ideas", "script", "scenes", "render", "edit", "retry"):
            if action in can:
                assert transition(kind, status, action) in S
            else:
                with pytest.raises(IllegalTransition) as refused:
                    transition(kind, status, action)
                assert refused.value.legal == can

    async def test_a_confirmed_read_back_is_of_one_version(self, world: World, projects: Projects) -> None:
        project = await broken_down(world, projects)
        await projects.edit(world.actor, project.id, ProjectEdit(title="Other"))
        with pytest.raises(ConfirmationRefused):
            await projects.render(world.actor, project.id, version=project.version)

    async def test_several_stand_side_by_side_and_are_compared(
        self, world: World, projects: Projects
    ) -> None:
        first = await scripted(world, projects)
        for _ in range(2):
            other = await projects.create(world.actor, first.campaign_id, ProjectKind.VIDEO)
            await projects.ideas(world.actor, other.id)
        side = await projects.of_campaign(world.actor, first.campaign_id)
        assert [(one.number, one.status) for one in side] == [
            (1, S.SCRIPT_READY),
            (2, S.IDEAS_READY),
            (3, S.IDEAS_READY),
        ]
        assert all(one.concepts and one.next_price for one in side)

    async def test_an_archived_campaign_is_left_alone(self, world: World, projects: Projects) -> None:
        project = await scripted(world, projects)
        async with world.db.write() as uow:
            (await uow.work.lock_campaign(project.campaign_id)).status = "archived"
        with pytest.raises(IllegalTransition):
            await projects.edit(world.actor, project.id, ProjectEdit(title="Late"))
        with pytest.raises(IllegalTransition):
            await projects.scenes(world.actor, project.id)

    async def test_strangers_see_nothing(self, world: World, projects: Projects, tmp_path: Path) -> None:
        project = await started(world, projects)
        other = await World.found(world.db, tmp_path / "other")
        with pytest.raises(NotFound):
            await projects.get(other.actor, project.id)

    async def test_made_at_the_same_time_a_part_is_seen_and_paid_once(
        self, world: World, projects: Projects, engine: Inline
    ) -> None:
        project = await broken_down(world, projects)
        await Projects(world.db, None).render(world.actor, project.id)
        row = await _row(world, project)
        assert row is not None
        async with world.db.write() as uow:
            parts = await next_parts(uow, row.id, row.epoch)
        makings = [engine.part_maker().make(part, row.epoch) for part in parts for _ in range(3)]
        await asyncio.gather(*makings)
        await asyncio.gather(*(engine.start_project(row.id, row.epoch) for _ in range(2)))
        done = await projects.get(world.actor, project.id)
        assert done.status is S.COMPLETED
        assert await spent(world) == 2 + 15 * len(done.scenes) + 10
        assert len([file for file in done.files if file.stage == S.GENERATING]) == len(done.scenes)

    async def test_pledged_credits_are_not_spent_twice(self, world: World, projects: Projects) -> None:
        first = await broken_down(world, projects)
        second = await broken_down(world, projects)
        third = await broken_down(world, projects)
        waiting = Projects(world.db, None)
        await waiting.render(world.actor, first.id)
        await waiting.render(world.actor, second.id)
        with pytest.raises(NotAffordable):
            await waiting.render(world.actor, third.id)


async def test_nobody_films_where_there_is_no_filmer(
    world: World, engine: Inline, projects: Projects
) -> None:
    project = await broken_down(world, projects)
    engine.filmer = None
    await projects.render(world.actor, project.id)
    failed = await projects.get(world.actor, project.id)
    assert failed.status is S.FAILED
    assert await spent(world) == 2
    engine.filmer = SmallFilmer()
    await projects.retry(world.actor, project.id)
    assert (await projects.get(world.actor, project.id)).status is S.COMPLETED


class TestLists:
    async def test_go_on_where_a_page_ended_and_refuse_a_cursor_of_no_list(
        self, world: World, projects: Projects
    ) -> None:
        campaign = await world.campaign({"video": 1})
        made = [await projects.create(world.actor, campaign, ProjectKind.VIDEO) for _ in range(3)]
        first = await projects.list(world.actor, 2)
        last = await projects.list(world.actor, 2, first.next_cursor)
        assert [view.id for view in [*first.items, *last.items]] == [view.id for view in reversed(made)]
        assert last.next_cursor is None
        with pytest.raises(InvalidField):
            await projects.list(world.actor, 2, made[0].id)
