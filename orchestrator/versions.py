"""Saving what was made: a version of a unit is its text, its verdict and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.models import Asset, AssetVersion, Unit
from store.unit_of_work import UnitOfWork
from studio.ports import File, Output, Verdict


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of an output that already lies in the file store."""

    file: File
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Origin:
    """How a version came about: `kind` is `run`, `project`, `remake`, `edit` or `restore`; `note` and `by` are the
    version's.
    """

    kind: str
    note: str = ""
    by: str = ""


FROM_RUN = Origin("run")


async def keep_version(
    uow: UnitOfWork, unit: Unit, output: Output, verdict: Verdict, stored: Sequence[Stored], origin: Origin
) -> int:
    """Add the output as the unit's newest version, which later steps are given from now on; returns its number.

    The caller holds the campaign, so that no two versions take one number.
    """
    latest = await uow.hub.latest(unit.id)
    number = 1 if latest is None else latest.version + 1
    unit.title = output.title
    unit.text = output.text
    unit.verdict = verdict_row(verdict)
    version = AssetVersion(
        unit_id=unit.id,
        version=number,
        campaign_id=unit.campaign_id,
        title=output.title,
        text=output.text,
        verdict=verdict_row(verdict),
        origin=origin.kind,
        note=origin.note,
        made_by=origin.by,
        created_at=uow.now,
    )
    uow.hub.add(version)
    uow.work.add(*(_asset(uow, unit, output, number, at, item) for at, item in enumerate(stored)))
    return number


def verdict_row(verdict: Verdict) -> dict[str, object]:
    return {
        "passed": verdict.passed,
        "score": verdict.score,
        "reasons": list(verdict.reasons),
        "reviewer": verdict.reviewer,
    }


def _asset(uow: UnitOfWork, unit: Unit, output: Output, version: int, position: int, stored: Stored) -> Asset:
    return Asset(
        id=uow.new_id(),
        workspace_id=unit.workspace_id,
        campaign_id=unit.campaign_id,
        unit_id=unit.id,
        type=unit.type,
        kind=stored.file.kind,
        title=output.title,
        name=stored.file.name,
        mime=stored.file.mime,
        size=stored.size,
        sha256=stored.sha256,
        version=version,
        position=position,
        provenance=dict(output.provenance),
        created_at=uow.now,
    )
