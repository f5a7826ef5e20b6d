"""What a project finished is an asset like those of a run: reviewed, listed, shared, packed, and made again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from orchestrator.assets import Assets
from orchestrator.campaigns import Campaigns
from orchestrator.credits import Credits
from orchestrator.errors import IllegalTransition, InvalidField, NotFound
from orchestrator.handiwork import Handiwork
from orchestrator.projects.editing import ProjectEdit
from orchestrator.projects.projects import Projects
from orchestrator.projects.views import ProjectView
from orchestrator.remakes import Remakes
from orchestrator.shares import ShareOver, Shares
from store.words import ProjectKind, ProjectStatus
from studio.ports import Brief, Output, Verdict
from tests.orchestrator.filming import Inline
from tests.orchestrator.makers import Lenient
from tests.orchestrator.world import World, founded

S = ProjectStatus


@pytest.fixture
async def world(tmp_path: Path, either_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 500, either_url) as world:
        yield world


@pytest.fixture
def engine(world: World) -> Inline:
    return Inline(world.db, world.files, world.workspace_id)


@pytest.fixture
def projects(world: World, engine: Inline) -> Projects:
    return Projects(world.db, engine)


@pytest.fixture
def hub(world: World) -> Assets:
    return Assets(world.db, world.files)


async def filmed(world: World, projects: Projects) -> ProjectView:
    campaign = await world.campaign({"video": 1})
    project = await projects.create(world.actor, campaign, ProjectKind.VIDEO)
    await projects.ideas(world.actor, project.id)
    await projects.script(world.actor, project.id, concept=1)
    await projects.scenes(world.actor, project.id)
    await projects.render(world.actor, project.id)
    return await projects.get(world.actor, project.id)


async def painted(world: World, projects: Projects, kind: str = "flyer") -> ProjectView:
    campaign = await world.campaign({"flyer": 1})
    project = await projects.create(world.actor, campaign, ProjectKind(kind))
    await projects.ideas(world.actor, project.id)
    await projects.render(world.actor, project.id, concept=1)
    return await projects.get(world.actor, project.id)


class Grumbling:
    """Finds something in everything."""

    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict:
        return Verdict(passed=False, score=0.75, reasons=("The film stands still.",))


class TestAFilm:
    async def test_is_reviewed_and_its_verdict_is_there_to_be_seen(
        self, world: World, projects: Projects, engine: Inline, hub: Assets
    ) -> None:
        engine.reviewer = Grumbling()
        done = await filmed(world, projects)
        assert done.status is S.COMPLETED
        assert done.verdict is not None
        assert (done.verdict["passed"], done.verdict["score"]) == (False, 0.75)
        (film,) = await hub.of_campaign(world.actor, done.campaign_id)
        assert film.verdict == done.verdict
        (told,) = [e for e in await world.told(done.campaign_id) if e.type == "project.completed"]
        assert told.payload["verdict"]["reasons"] == ["The film stands still."]

    async def test_is_an_asset_of_its_campaign_and_shared_until_that_is_revoked(
        self, world: World, projects: Projects, hub: Assets
    ) -> None:
        done = await filmed(world, projects)
        (film,) = await hub.of_campaign(world.actor, done.campaign_id)
        assert (film.id,) == done.assets
        assert (film.type, film.unit, film.project_id, film.origin) == ("video", 1, done.id, "project")
        assert film.sha256 == done.output[0].sha256
        shares = Shares(world.db)
        share, token = await shares.create(world.actor, asset_id=film.id)
        (piece,) = (await shares.page(token)).pieces
        assert piece.files[0].id == film.id
        await shares.revoke(world.actor, share.id)
        with pytest.raises(ShareOver):
            await shares.page(token)

    async def test_bears_its_script_s_title_until_it_is_given_a_name_which_it_keeps(
        self, world: World, projects: Projects
    ) -> None:
        first = await filmed(world, projects)
        assert first.script is not None
        assert first.title == first.script.title
        retitled = await projects.edit(world.actor, first.id, ProjectEdit(script={"title": "Hats, at last"}))
        assert retitled.title == "Hats, at last"
        await projects.edit(world.actor, first.id, ProjectEdit(title="The loud one"))
        await projects.render(world.actor, first.id)
        assert (await projects.get(world.actor, first.id)).title == "The loud one"

    async def test_rendered_again_films_only_what_was_changed_and_is_the_next_version(
        self, world: World, projects: Projects, engine: Inline, hub: Assets
    ) -> None:
        assert engine.filmer is not None
        first = await filmed(world, projects)
        scenes = len(first.scenes)
        engine.filmer.clips.clear()
        edit = ProjectEdit(scenes=[{"number": 2, "says": "Hats, at last."}])
        changed = await projects.edit(world.actor, first.id, edit)
        assert (changed.to_film, changed.next_price["render"]) == ((2,), 15 + 5 + 5)
        assert changed.output == first.output
        await projects.render(world.actor, first.id)
        second = await projects.get(world.actor, first.id)
        assert (second.status, engine.filmer.clips) == (S.COMPLETED, [2])
        assert second.spent == first.spent + 25
        film = world.files.read(second.output[0].sha256).decode()
        assert "Hats, at last." in film
        assert film.count("\n") == scenes
        (newest,) = await hub.of_campaign(world.actor, first.campaign_id)
        assert (newest.version, newest.id) == (2, second.assets[0])
        kept = await hub.versions(world.actor, newest.id)
        assert [view.sha256 for view in kept] == [first.output[0].sha256, second.output[0].sha256]

    async def test_rendered_again_unchanged_is_made_afresh(self, world: World, projects: Projects) -> None:
        first = await filmed(world, projects)
        assert first.next_price["render"] == 15 * len(first.scenes) + 10

    async def test_goes_through_its_script_again(self, world: World, projects: Projects, hub: Assets) -> None:
        first = await filmed(world, projects)
        await projects.script(world.actor, first.id, note="in the manner of Proust")
        assert (await projects.get(world.actor, first.id)).status is S.COMPLETED
        await projects.script(world.actor, first.id, note="shorter")
        await projects.scenes(world.actor, first.id)
        await projects.render(world.actor, first.id)
        again = await projects.get(world.actor, first.id)
        assert again.status is S.COMPLETED
        film = world.files.read(again.output[0].sha256).decode()
        assert all(scene.says in film for scene in again.scenes)
        assert (await hub.of_campaign(world.actor, first.campaign_id))[0].version == 2

    async def test_whose_second_filming_fails_keeps_the_first_one(
        self, world: World, projects: Projects, engine: Inline, hub: Assets
    ) -> None:
        assert engine.filmer is not None
        first = await filmed(world, projects)
        await projects.edit(world.actor, first.id, ProjectEdit(scenes=[{"number": 2, "says": "Softly."}]))
        engine.filmer.broken = {2}
        await projects.render(world.actor, first.id)
        failed = await projects.get(world.actor, first.id)
        assert (failed.status, failed.spent, failed.output) == (S.FAILED, first.spent, first.output)
        assert failed.next_price["retry"] == 25
        with pytest.raises(InvalidField, match="filmed"):
            await projects.edit(world.actor, first.id, ProjectEdit(scenes=[{"number": 1, "says": "No."}]))
        engine.filmer.broken.clear()
        await projects.retry(world.actor, first.id)
        assert (await hub.of_campaign(world.actor, first.campaign_id))[0].version == 2


class TestAPieceWithoutScript:
    async def test_is_decided_about_and_brought_back_like_any_other(
        self, world: World, projects: Projects, hub: Assets
    ) -> None:
        first = await painted(world, projects)
        await hub.reject(world.actor, first.assets[0], "too loud")
        await projects.render(world.actor, first.id, concept=2)
        second = await projects.get(world.actor, first.id)
        assert (second.spent, second.output == first.output) == (8, False)
        head, _ = await hub.of_campaign(world.actor, first.campaign_id)
        assert (head.version, head.decision) == (2, "")
        back = await Handiwork(world.db, world.files, Lenient()).restore(world.actor, first.assets[0])
        assert (back.version, back.origin, back.sha256) == (3, "restore", first.output[0].sha256)

    async def test_is_changed_through_its_project(self, world: World, projects: Projects) -> None:
        done = await painted(world, projects)
        with pytest.raises(InvalidField, match="project 1; change that project"):
            await Remakes(world.db, None).ask(world.actor, done.assets[0], "less text")

    async def test_counts_as_nothing_that_the_campaign_owes(self, world: World, projects: Projects) -> None:
        done = await painted(world, projects)
        run = await world.run(done.campaign_id)
        assert len(await world.batch(run)) == 1

    async def test_can_be_what_a_later_campaign_works_from(
        self, world: World, projects: Projects, hub: Assets
    ) -> None:
        done = await painted(world, projects)
        later = await world.campaign({"flyer": 1}, "Autumn")
        (given,) = await hub.set_inputs(world.actor, later, [done.assets[0]])
        assert given.project_id == done.id


async def test_a_campaign_with_a_finished_piece_is_not_deleted(world: World, projects: Projects) -> None:
    done = await painted(world, projects)
    async with world.db.write() as uow:
        (await uow.work.lock_campaign(done.campaign_id)).status = "draft"
    with pytest.raises(IllegalTransition, match="archived"):
        await Campaigns(world.db, None).delete(world.actor, done.campaign_id)


async def test_strangers_see_none_of_it(
    world: World, projects: Projects, hub: Assets, tmp_path: Path
) -> None:
    done = await painted(world, projects)
    other = await World.found(world.db, tmp_path / "other")
    with pytest.raises(NotFound):
        await hub.get(other.actor, done.assets[0])


async def test_progress_and_the_campaigns_ledger_tell_what_projects_and_remakes_cost(
    world: World, projects: Projects
) -> None:
    done = await filmed(world, projects)
    elsewhere = await painted(world, projects)
    async with world.db.read() as uow:
        assert await uow.hub.spent_besides(done.campaign_id) == done.spent
    page = await Credits(world.db).ledger(world.actor, campaign_id=done.campaign_id)
    assert -sum(entry.amount for entry in page.items) == done.spent
    assert {entry.cause["project_id"] for entry in page.items} == {done.id}
    assert elsewhere.spent == 4
