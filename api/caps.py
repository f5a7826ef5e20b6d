"""`/api/v1/credits/cap`: what a workspace may spend in a month."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Door, Owner, Signed
from api.schemas import Body
from orchestrator.credits import MOST_GRANTED

router = APIRouter(prefix="/api/v1", tags=["workspace"])


class CapIn(Body):
    monthly: int | None = Field(ge=0, le=MOST_GRANTED, description="Credits a month; null for any number.")


class CapOut(BaseModel):
    monthly: int | None
    spent: int
    """Credits charged since the month began where the workspace is."""


@router.get("/credits/cap")
async def cap(door: Door, actor: Signed) -> CapOut:
    monthly, spent = await door.credits.month(actor)
    return CapOut(monthly=monthly, spent=spent)


@router.put("/credits/cap")
async def set_cap(door: Door, actor: Owner, body: CapIn) -> CapOut:
    """Nothing that would pass the cap is begun; what is in the making is finished."""
    await door.credits.set_monthly_cap(actor, body.monthly)
    return await cap(door, actor)
