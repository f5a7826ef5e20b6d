"""What a workspace may spend: its balance less what is in hand, and its monthly cap."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from orchestrator.errors import DrumbeatError
from orchestrator.finishing import Failure
from store.unit_of_work import UnitOfWork


class NotAffordable(DrumbeatError):  # noqa: N818
    """The credits or a cap do not allow it; `short` credits are missing, 0 when a cap is in the way."""

    status = 402
    title = "Not enough credits"

    def __init__(self, detail: str, short: int) -> None:
        super().__init__(detail, short=short)
        self.short = short


def credits_words(number: int) -> str:
    return f"{number} credit" if number == 1 else f"{number} credits"


async def monthly_obstacle(uow: UnitOfWork, workspace_id: str, price: int, held: int) -> Failure | None:
    """Why `price` credits more may not be spent this month, if so. `held` credits are in hand already.

    The caller holds the balance.
    """
    cap, timezone = await uow.hub.monthly_cap(workspace_id)
    if cap is None:
        return None
    spent = await uow.hub.charged_since(workspace_id, month_of(uow.now, timezone))
    if spent + held + price <= cap:
        return None
    return Failure(
        f"the monthly cap of {credits_words(cap)} is reached",
        "raise the cap or wait for next month, then restart",
    )


async def require_affordable(uow: UnitOfWork, workspace_id: str, price: int, *, besides: str = "") -> None:
    """Raises `NotAffordable` when the workspace cannot pay `price` beside all that is in the making.

    Holds the balance until the transaction ends, so that what is added to the held credits now stays payable.
    """
    balance = await uow.work.lock_balance(workspace_id)
    held = await uow.work.held(workspace_id, besides=besides)
    short = price + held - balance
    if short > 0:
        cost, mend = credits_words(price), "Add credits, then ask again."
        raise NotAffordable(f"That costs {cost} and you are {credits_words(short)} short. {mend}", short)
    obstacle = await monthly_obstacle(uow, workspace_id, price, held)
    if obstacle is not None:
        cause = obstacle.cause[:1].upper() + obstacle.cause[1:]
        raise NotAffordable(f"{cause}. Raise the cap or wait for next month.", 0)


def month_of(now: datetime, timezone: str) -> datetime:
    """The first moment of the calendar month there."""
    return now.astimezone(ZoneInfo(timezone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
