"""A campaign may work from what others made: their text is told to its makers, their picture shown to them."""

from __future__ import annotations

import pytest

from orchestrator.errors import IllegalTransition, InvalidField
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit
from studio.ports import Brief, File, Output
from tests.orchestrator.conftest import Drafting, Engine
from tests.orchestrator.makers import Scribe, written

PNG = b"\x89PNG\r\n\x1a\n and so on"


class Painting(Scribe):
    """Its images are pictures by name."""

    async def make(self, brief: Brief) -> Output:
        self.briefs.append(brief)
        output = written(brief)
        if brief.type != "images":
            return output
        return Output(output.title, "a shoe", [File("shoe.png", "image", "image/png", PNG)], {})


async def test_text_and_picture_of_an_earlier_campaign_reach_the_makers(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    earlier = await drafted("Spring", research=1, images=1)
    await orchestrator.campaigns.run(owner, earlier.id)
    await engine.finish(earlier.id, Painting())
    made = {view.type: view for view in await orchestrator.assets(owner, earlier.id) if view.position == 0}
    later = await drafted("Summer", social_posts=1)
    await orchestrator.hub.set_inputs(owner, later.id, [made["images"].id, made["research"].id])
    await orchestrator.campaigns.run(owner, later.id)
    scribe = Scribe()
    await engine.finish(later.id, scribe)
    (brief,) = scribe.briefs
    assert [(prior.type, prior.text.split(":")[0]) for prior in brief.priors] == [
        ("images", "a shoe"),
        ("research", "Spring"),
    ]
    assert brief.photo == PNG


async def test_a_picture_that_is_gone_stops_the_run_with_the_mend(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    earlier = await drafted("Spring", images=1)
    await orchestrator.campaigns.run(owner, earlier.id)
    await engine.finish(earlier.id, Painting())
    (picture,) = await orchestrator.assets(owner, earlier.id)
    later = await drafted("Summer", social_posts=1)
    await orchestrator.hub.set_inputs(owner, later.id, [picture.id])
    lying = orchestrator.hub.local(picture)
    assert lying is not None
    lying.unlink()
    await orchestrator.campaigns.run(owner, later.id)
    await engine.finish(later.id)
    failed = await orchestrator.campaigns.get(owner, later.id)
    assert failed.error is not None
    assert failed.error["mend"] == "choose the inputs again, then restart"


async def test_only_the_workspaces_own_assets_of_other_campaigns_are_taken(
    orchestrator: Orchestrator, owner: Actor, stranger: Actor, drafted: Drafting, engine: Engine
) -> None:
    earlier = await drafted("Spring", images=1)
    await orchestrator.campaigns.run(owner, earlier.id)
    await engine.finish(earlier.id)
    asset = (await orchestrator.assets(owner, earlier.id))[0]
    with pytest.raises(InvalidField, match="the campaign's own"):
        await orchestrator.hub.set_inputs(owner, earlier.id, [asset.id])
    theirs = await orchestrator.campaigns.create(stranger, CampaignEdit(fields={"name": "Theirs"}))
    with pytest.raises(InvalidField, match="There is no asset"):
        await orchestrator.hub.set_inputs(stranger, theirs.id, [asset.id])
    later = await drafted("Summer", images=1)
    await orchestrator.campaigns.archive(owner, later.id)
    with pytest.raises(IllegalTransition, match="read-only"):
        await orchestrator.hub.set_inputs(owner, later.id, [asset.id])


async def test_a_change_with_inputs_that_do_not_exist_changes_nothing(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting
) -> None:
    draft = await drafted("Spring")
    renamed = CampaignEdit(fields={"name": "Autumn"})
    with pytest.raises(InvalidField):
        await orchestrator.campaigns.update(owner, draft.id, renamed, inputs=["nowhere"])
    assert (await orchestrator.campaigns.get(owner, draft.id)).name == "Spring"
    with pytest.raises(InvalidField):
        await orchestrator.campaigns.create(owner, renamed, inputs=["nowhere"])
    assert [campaign.name for campaign in (await orchestrator.campaigns.list(owner)).items] == ["Spring"]


async def test_inputs_are_not_taken_when_the_change_beside_them_is_refused(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    earlier = await drafted("Spring", research=1)
    await orchestrator.campaigns.run(owner, earlier.id)
    await engine.finish(earlier.id)
    made = (await orchestrator.assets(owner, earlier.id))[0]
    later = await drafted("Summer")
    wrong = CampaignEdit(fields={"deadline": "someday"})
    with pytest.raises(InvalidField):
        await orchestrator.campaigns.update(owner, later.id, wrong, inputs=[made.id])
    assert list(await orchestrator.hub.inputs(owner, later.id)) == []
    await orchestrator.campaigns.update(
        owner, later.id, CampaignEdit(fields={"name": "Fall"}), inputs=[made.id]
    )
    assert [view.id for view in await orchestrator.hub.inputs(owner, later.id)] == [made.id]
