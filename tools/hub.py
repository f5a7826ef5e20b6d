"""Tools for what is made: once more with a note, approved, rejected, shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from orchestrator import spoken
from orchestrator.confirmations import Proposal
from orchestrator.errors import DrumbeatError
from orchestrator.shares import LASTS
from orchestrator.views import AssetView, CampaignView, ConfirmationView
from prompts import join, line, number_words
from store.words import DeliverableType, Effect
from studio.following import notes_for
from tools.arguments import ApproveAssets, OfUnit, RejectAsset, RemakeAsset, ShareResults
from tools.registry import Desk, Registry, Result
from tools.resolve import focus


class NotThere(DrumbeatError):  # noqa: N818
    """What was named is not made, or it is not clear which one is meant; the detail is the sentence to say."""

    status = 404
    title = "Which one?"


async def _mint_remake(desk: Desk, wanted: RemakeAsset) -> Result:
    campaign = await focus(desk, wanted.campaign)
    pieces = await _pieces(desk, campaign, wanted.type)
    asset = _meant(desk, campaign, wanted, pieces)
    remakes = desk.orchestrator.remakes
    cost, balance = await remakes.price(desk.actor, asset.unit_id)
    knows = [] if remakes.follows(asset.type, wanted.note) else notes_for(asset.type)
    what = _called(asset, pieces)
    read_back = line(
        "read_back_remake",
        desk.turn_position,
        what=what,
        name=spoken.called(campaign),
        note=wanted.note,
        knows=join(knows, word="or"),
        cost=cost,
        balance=balance,
    )
    arguments = {"asset_id": asset.id, "note": wanted.note}
    return await _propose(desk, Proposal("remake_asset", campaign.id, read_back, arguments))


async def _mint_share(desk: Desk, wanted: ShareResults) -> Result:
    campaign = await focus(desk, wanted.campaign)
    if not await _pieces(desk, campaign):
        raise NotThere(
            spoken.sentence(line("nothing_made", desk.turn_position, name=spoken.called(campaign)))
        )
    days = wanted.days or LASTS.days
    name = spoken.called(campaign)
    told: dict[str, Any] = {"days": days}
    what = ""
    if wanted.type is not None:
        pieces = await _pieces(desk, campaign, wanted.type)
        asset = _meant(desk, campaign, OfUnit(campaign=None, type=wanted.type, unit=wanted.unit), pieces)
        what, told["asset_id"] = _called(asset, pieces), asset.id
    read_back = line("read_back_share", desk.turn_position, name=name, days=days, what=what)
    return await _propose(desk, Proposal("share_results", campaign.id, read_back, told))


async def _propose(desk: Desk, proposal: Proposal) -> Result:
    minted = await desk.orchestrator.confirmations.propose(
        desk.actor, desk.conversation_id, proposal, desk.turn_position
    )
    return {
        "ok": True,
        "needs_confirmation": True,
        "action": proposal.action,
        "read_back": minted.spoken,
    }


def add_to(registry: Registry) -> None:
    @registry.act(_mint_remake, RemakeAsset)
    async def remake_asset(desk: Desk, spent: ConfirmationView) -> Result:
        """Read back what making one thing again costs, and ask for the yes: "remake the second image, less busy",
        "redo the blog post, less formal". The old version is kept.
        """
        told = spent.arguments
        remake = await desk.orchestrator.remakes.ask(
            desk.actor, told["asset_id"], told["note"], key=f"confirmation:{spent.id}"
        )
        desk.watching.add(spent.campaign_id)
        return {"ok": True, "spoken": line("remaking", desk.turn_position), "remake_id": remake.id}

    @registry.act(_mint_share, ShareResults)
    async def share_results(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that makes a public link to what a campaign has made, or to one thing of it: "share the
        results", "share the flyer". The link is in the dashboard; it is never read out.
        """
        days = int(spent.arguments["days"])
        asset_id = spent.arguments.get("asset_id")
        share, _ = await desk.orchestrator.shares.create(
            desk.actor,
            campaign_id=None if asset_id else spent.campaign_id,
            asset_id=asset_id,
            lasts=timedelta(days=days),
        )
        # The address is a key. It is not put into a tool's result, which is kept; the owner fetches it by its id.
        return {"ok": True, "spoken": line("shared", desk.turn_position, days=days), "share_id": share.id}

    @registry.tool(Effect.DRAFT, ApproveAssets)
    async def approve_assets(desk: Desk, wanted: ApproveAssets) -> Result:
        """Approve what was made: everything that nobody has decided about, one kind, or one thing."""
        campaign = await focus(desk, wanted.campaign)
        if not await _pieces(desk, campaign):
            raise NotThere(
                spoken.sentence(line("nothing_made", desk.turn_position, name=spoken.called(campaign)))
            )
        if wanted.type is None:
            count = await desk.orchestrator.hub.approve_all(desk.actor, campaign.id)
        else:
            count = await _approve(desk, campaign, wanted, wanted.type)
        return {"ok": True, "spoken": line("approved", desk.turn_position, count=count), "approved": count}

    @registry.tool(Effect.DRAFT, RejectAsset)
    async def reject_asset(desk: Desk, wanted: RejectAsset) -> Result:
        """Reject one thing that was made, with what is wrong with it. It is left out of downloads."""
        campaign = await focus(desk, wanted.campaign)
        pieces = await _pieces(desk, campaign, wanted.type)
        asset = _meant(desk, campaign, wanted, pieces)
        await desk.orchestrator.hub.reject(desk.actor, asset.id, wanted.reason)
        what = spoken.sentence(_called(asset, pieces))
        return {"ok": True, "spoken": line("rejected", desk.turn_position, what=what)}


async def _approve(desk: Desk, campaign: CampaignView, wanted: ApproveAssets, kind: DeliverableType) -> int:
    pieces = await _pieces(desk, campaign, kind)
    if wanted.unit is not None:
        one = OfUnit(campaign=None, type=kind, unit=wanted.unit)
        pieces = [_meant(desk, campaign, one, pieces)]
    for asset in pieces:
        await desk.orchestrator.hub.approve(desk.actor, asset.id)
    return len(pieces)


async def _pieces(
    desk: Desk, campaign: CampaignView, kind: DeliverableType | None = None
) -> Sequence[AssetView]:
    """The first file of each thing that is made, in the newest version."""
    every = await desk.orchestrator.hub.of_campaign(desk.actor, campaign.id)
    return [view for view in every if view.position == 0 and kind in (None, view.type)]


def _meant(desk: Desk, campaign: CampaignView, wanted: OfUnit, pieces: Sequence[AssetView]) -> AssetView:
    """The one that was named. Raises `NotThere` with what to say."""
    one, many = spoken.piece(wanted.type, 1), spoken.piece(wanted.type, 2)
    name, turn = spoken.called(campaign), desk.turn_position
    if not pieces:
        raise NotThere(spoken.sentence(line("nothing_of_type", turn, name=name, many=many)))
    if wanted.unit is None and len(pieces) > 1:
        raise NotThere(line("which_unit", turn, one=one, many=many, count=len(pieces)))
    if wanted.unit in (None, -1):
        return pieces[-1]
    found = next((piece for piece in pieces if piece.unit == wanted.unit), None)
    if found is None:
        raise NotThere(line("no_such_unit", turn, one=one, number=wanted.unit, name=name, count=len(pieces)))
    return found


def _called(asset: AssetView, pieces: Sequence[AssetView]) -> str:
    """Like "the blog post", or "image two" among several."""
    if len(pieces) == 1:
        return spoken.the_piece(asset.type, 1)
    return f"{spoken.piece(asset.type, 1)} {number_words(asset.unit)}"
