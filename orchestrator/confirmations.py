"""Confirmations: an act is read back from a frozen preview, and only the owner's next yes lets it happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from orchestrator.assembling import campaign_of, view_of
from orchestrator.consent import is_yes
from orchestrator.errors import ConfirmationRefused, NotFound
from orchestrator.lifecycle import transition
from orchestrator.spoken import read_back
from orchestrator.views import Actor, CampaignView, ConfirmationView
from store.database import Database
from store.models import Confirmation
from store.unit_of_work import UnitOfWork

LASTS = timedelta(minutes=15)
ACTIONS = ("run", "resume", "restart", "cancel", "delete")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act to be read back: `action` is the tool that does it, `spoken` ends in the question, `arguments` are
    JSON values that the act gets back with the yes.
    """

    action: str
    campaign_id: str
    spoken: str
    arguments: Mapping[str, Any]


class Confirmations:
    """At most one is open in a conversation; whatever changes its campaign kills it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def mint(
        self,
        actor: Actor,
        conversation_id: str,
        action: str,
        campaign_id: str,
        turn_position: int,
        *,
        cap: int | None = None,
    ) -> ConfirmationView:
        """Freeze what a yes would mean and word it. `turn_position` is that of the user's turn; `cap` is the most
        that the run may spend, in credits.

        Raises `IllegalTransition` when the campaign cannot do that now.
        """
        if action not in ACTIONS:
            raise ConfirmationRefused(f"{action} is nothing that needs a confirmation.")
        async with self._db.write() as uow:
            await _require_conversation(uow, actor, conversation_id)
            await campaign_of(uow, actor, campaign_id, lock=True)
            campaign = await view_of(uow, actor, campaign_id)
            transition(campaign.status, action)
            preview = _preview(campaign, action, cap)
            return await open_confirmation(uow, campaign, conversation_id, action, preview, turn_position)

    async def propose(
        self, actor: Actor, conversation_id: str, proposal: Proposal, turn_position: int
    ) -> ConfirmationView:
        """Freeze an act that is not one of the campaign's own. Raises `NotFound`."""
        async with self._db.write() as uow:
            await _require_conversation(uow, actor, conversation_id)
            await campaign_of(uow, actor, proposal.campaign_id, lock=True)
            campaign = await view_of(uow, actor, proposal.campaign_id)
            preview = {
                "name": campaign.name,
                "spoken": proposal.spoken,
                "arguments": dict(proposal.arguments),
            }
            return await open_confirmation(
                uow, campaign, conversation_id, proposal.action, preview, turn_position
            )

    async def pending(self, actor: Actor, conversation_id: str) -> ConfirmationView | None:
        """The open confirmation, when it is not too old."""
        async with self._db.read() as uow:
            row = await uow.confirmations.open_one(actor.workspace_id, conversation_id)
            return None if row is None or row.expires_at <= uow.now else _view(row)

    async def spend(
        self, actor: Actor, conversation_id: str, words: str, turn_position: int
    ) -> ConfirmationView:
        """Use the open confirmation up, once, by a yes. Raises `ConfirmationRefused` with the reason.

        `words` are the owner's, as stored at `turn_position`, which must be the user's very next turn after
        the read-back.
        """
        async with self._db.write() as uow:
            await _require_conversation(uow, actor, conversation_id)
            row = await uow.confirmations.open_one(actor.workspace_id, conversation_id)
            if row is None:
                raise ConfirmationRefused(
                    "There is nothing open to confirm. Tell me what you would like first."
                )
            await _require_next_turn(uow, row, words, turn_position)
            if row.expires_at <= uow.now:
                raise ConfirmationRefused("That was too long ago to confirm. Let me read it back again.")
            campaign = await campaign_of(uow, actor, row.campaign_id, lock=True)
            if campaign.version != row.campaign_version:
                raise ConfirmationRefused("The campaign has changed since. Let me read it back again.")
            if not is_yes(words, row.action):
                raise ConfirmationRefused("I need a plain yes for that, or tell me what to change.")
            if not await uow.confirmations.spend(row.id):
                raise ConfirmationRefused("That is confirmed already.")
            return _view(row)

    async def asked_again(self, actor: Actor, conversation_id: str, turn_position: int) -> bool:
        """The answer at `turn_position` was not made out and is asked for once more: the next turn is the answer.

        False when nothing is open, or something was said since the read-back.
        """
        async with self._db.write() as uow:
            await _require_conversation(uow, actor, conversation_id)
            row = await uow.confirmations.open_one(actor.workspace_id, conversation_id)
            if row is None:
                return False
            turn = await uow.talks.next_user_turn(conversation_id, row.minted_at_turn)
            if turn is None or turn.position != turn_position:
                return False
            row.minted_at_turn = turn_position
            return True

    async def decline(self, actor: Actor, conversation_id: str) -> None:
        """Drop the open confirmation, if there is one."""
        async with self._db.write() as uow:
            await _require_conversation(uow, actor, conversation_id)
            await uow.confirmations.kill_of_conversation(conversation_id)


async def open_confirmation(
    uow: UnitOfWork,
    campaign: CampaignView,
    conversation_id: str,
    action: str,
    preview: dict[str, Any],
    turn_position: int,
) -> ConfirmationView:
    """The conversation's one open confirmation from now on; the caller's transaction holds the conversation."""
    await uow.confirmations.kill_of_conversation(conversation_id)
    row = Confirmation(
        id=uow.new_id(),
        workspace_id=(await uow.work.campaign(campaign.id)).workspace_id,
        conversation_id=conversation_id,
        campaign_id=campaign.id,
        action=action,
        preview=preview,
        campaign_version=campaign.version,
        minted_at_turn=turn_position,
        created_at=uow.now,
        expires_at=uow.now + LASTS,
    )
    uow.confirmations.add(row)
    await uow.flush()
    return _view(row)


async def _require_conversation(uow: UnitOfWork, actor: Actor, conversation_id: str) -> None:
    """Also holds the conversation, so that a mint and a spend of it never cross."""
    if await uow.talks.get(actor.workspace_id, conversation_id, lock=True) is None:
        raise NotFound("There is no such conversation.")


async def _require_next_turn(uow: UnitOfWork, row: Confirmation, words: str, turn_position: int) -> None:
    turn = await uow.talks.next_user_turn(row.conversation_id, row.minted_at_turn)
    if turn is None or turn.position != turn_position:
        raise ConfirmationRefused("Only the answer to the read-back itself can confirm it.")
    if turn.text != words:
        raise ConfirmationRefused("Only the owner's own words can confirm it.")


def _preview(campaign: CampaignView, action: str, cap: int | None) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "objective": campaign.objective,
        "deliverables": [{"type": str(i.type), "quantity": i.quantity} for i in campaign.estimate.lines],
        "credits": campaign.estimate.credits,
        "balance": campaign.estimate.balance,
        "status": str(campaign.status),
        "version": campaign.version,
        "spoken": read_back(campaign, action, cap),
        "arguments": {} if cap is None else {"cap": cap},
    }


def _view(row: Confirmation) -> ConfirmationView:
    return ConfirmationView(
        id=row.id,
        action=row.action,
        campaign_id=row.campaign_id,
        campaign_version=row.campaign_version,
        campaign_name=str(row.preview["name"]),
        spoken=str(row.preview["spoken"]),
        expires_at=row.expires_at,
        arguments=row.preview.get("arguments", {}),
    )
