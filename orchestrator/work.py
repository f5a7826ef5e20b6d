"""One unit, from claim to saved: whatever is run twice here is seen once in the tables."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from orchestrator.claims import Claim, Outcome, claim_unit, holding, stop_short
from orchestrator.finishing import Failure, fail_unit, settle
from orchestrator.recall import Recall
from orchestrator.versions import FROM_RUN, Stored, keep_version, verdict_row
from store.database import Database
from store.files import Files
from store.repositories.ledger import InsufficientCredits
from store.unit_of_work import UnitOfWork
from store.words import DeliverableType, WorkStatus
from studio.ports import Brief, Maker, MakerError, Output, Reviewer, Verdict

logger = logging.getLogger(__name__)

REVISIONS = 2
"""product.md §2: a failed review is revised up to twice, then the step fails with the verdict."""

PAUSES = (0.5, 2.0, 8.0)
"""Seconds before each further attempt after a transient error: a provider's hiccup passes in about ten
seconds."""


class Rejected(Exception):  # noqa: N818
    """The reviewer still says no after the last revision."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("; ".join(verdict.reasons))
        self.verdict = verdict


class Workshop:
    """Makes units. `sleep` waits between attempts after a transient error; `recall` looks up what makers are told."""

    def __init__(
        self,
        db: Database,
        makers: Mapping[DeliverableType, Maker],
        reviewer: Reviewer,
        files: Files,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        recall: Recall | None = None,
    ) -> None:
        self._recall = recall
        self._db = db
        self._makers = makers
        self._reviewer = reviewer
        self._files = files
        self._sleep = sleep

    async def make(self, unit_id: str, run_id: str, epoch: int) -> Outcome:
        """Make the unit if the run still wants it. Safe to run any number of times, also at the same time."""
        async with self._db.write() as uow:
            claim = await claim_unit(uow, unit_id, run_id, epoch)
        if not isinstance(claim, Claim):
            return claim
        try:
            brief = await self.illustrated(await self.informed(claim.brief, claim.campaign_id), claim.photo)
            output, verdict = await self.reviewed(brief, claim.siblings)
        except MakerError as error:
            return await self._give_up(claim, Failure(error.cause, error.mend))
        except Rejected as error:
            return await self._give_up(claim, rejection(error.verdict), error.verdict)
        except Exception as error:
            logger.exception("maker of %s broke down", claim.brief.type)
            return await self._give_up(claim, breakdown(claim.brief, error))
        stored = await self.store(output)
        return await self._save(claim, output, verdict, stored)

    async def informed(self, brief: Brief, campaign_id: str) -> Brief:
        """The brief with what the knowledge base holds on its subject. No transaction waits for the model."""
        return await self._recall.informed(brief, campaign_id) if self._recall is not None else brief

    async def illustrated(self, brief: Brief, photo: str) -> Brief:
        """The brief with the picture of that SHA-256, if any. Raises `MakerError` when its file is gone."""
        if not photo:
            return brief
        try:
            return replace(brief, photo=await asyncio.to_thread(self._files.read, photo))
        except FileNotFoundError:
            raise MakerError(
                "the picture to work from is gone", "choose the inputs again, then restart"
            ) from None

    async def reviewed(self, wanted: Brief, siblings: Sequence[str]) -> tuple[Output, Verdict]:
        """The first version that passes; each revision is told every objection so far.

        Raises `MakerError` and `Rejected`.
        """
        maker = self._makers.get(wanted.type)
        if maker is None:
            raise MakerError(
                f"nothing here can make {wanted.type.replace('_', ' ')} yet",
                "take it out of the campaign, then restart",
            )
        brief = wanted
        for revision in range(1 + REVISIONS):
            output, verdict = await self._attempt(maker, brief, siblings)
            if verdict.passed:
                return output, verdict
            brief = replace(brief, seed=wanted.seed + revision + 1, notes=(*brief.notes, *verdict.reasons))
        raise Rejected(verdict)

    async def _attempt(self, maker: Maker, brief: Brief, siblings: Sequence[str]) -> tuple[Output, Verdict]:
        for pause in PAUSES:
            try:
                return await self._once(maker, brief, siblings)
            except MakerError as error:
                if not error.transient:
                    raise
                logger.warning("%s: %s; again in %s s", maker.name, error.cause, pause)
                await self._sleep(pause)
        return await self._once(maker, brief, siblings)

    async def _once(self, maker: Maker, brief: Brief, siblings: Sequence[str]) -> tuple[Output, Verdict]:
        output = await maker.make(brief)
        return output, await self.judged(brief, output, siblings)

    async def judged(self, brief: Brief, output: Output, siblings: Sequence[str] = ()) -> Verdict:
        """What the reviewer says of the output."""
        return await self._reviewer.review(brief, output, siblings)

    async def store(self, output: Output) -> list[Stored]:
        """Put the output's files into the file store; a row that names them makes them stay."""
        return [Stored(file, *await asyncio.to_thread(self._files.put, file.data)) for file in output.files]

    async def _save(
        self, claim: Claim, output: Output, verdict: Verdict, stored: Sequence[Stored]
    ) -> Outcome:
        try:
            async with self._db.write() as uow:
                return await _save(uow, claim, output, verdict, stored)
        except InsufficientCredits:
            # Something else spent what the claim had counted on; the charge took its whole transaction back.
            async with self._db.write() as uow:
                return await stop_short(uow, claim)

    async def _give_up(self, claim: Claim, failure: Failure, verdict: Verdict | None = None) -> Outcome:
        async with self._db.write() as uow:
            held = await holding(uow, claim)
            if held is None:
                return Outcome.DISCARDED
            _, run, unit = held
            step = await uow.work.step(unit.step_id)
            unit.verdict = verdict_row(verdict) if verdict else None
            await fail_unit(uow, run, step, unit, failure)
            return Outcome.FAILED


async def _save(
    uow: UnitOfWork, claim: Claim, output: Output, verdict: Verdict, stored: Sequence[Stored]
) -> Outcome:
    """Output, charge and events in one transaction; nothing of it when the claim has lost its unit."""
    held = await holding(uow, claim)
    if held is None:
        return Outcome.DISCARDED
    campaign, run, unit = held
    await uow.ledger.change(
        unit.workspace_id,
        -unit.price,
        kind="unit",
        key=f"unit:{unit.id}",
        cause={"campaign_id": campaign.id, "run_id": run.id, "unit_id": unit.id, "type": unit.type},
    )
    unit.status = WorkStatus.COMPLETED
    unit.error = None
    unit.finished_at = uow.now
    await keep_version(uow, unit, output, verdict, stored, FROM_RUN)
    payload = {
        "unit_id": unit.id,
        "type": unit.type,
        "unit": unit.index,
        "of": claim.brief.of,
        "title": unit.title,
        "credits": unit.price,
    }
    await uow.emit("unit.completed", unit.workspace_id, campaign.id, payload)
    await uow.work.flush()
    await settle(uow, campaign, run)
    return Outcome.COMPLETED


def rejection(verdict: Verdict) -> Failure:
    reasons = "; ".join(reason.rstrip(".") for reason in verdict.reasons) or "no reason given"
    return Failure(f"the review turned it down: {reasons}", "change the brief, then restart")


def breakdown(brief: Brief, error: Exception) -> Failure:
    kind = brief.type.replace("_", " ")
    return Failure(
        f"the maker of {kind} broke down with {type(error).__name__}",
        "restart; if it happens again, see the log",
    )
