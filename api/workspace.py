"""Credits, brand and keys of the signed-in member's workspace."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from api.deps import Door, Owner, Signed
from api.schemas import Body, Cursor, Limit, Line, Plain

router = APIRouter(prefix="/api/v1", tags=["workspace"])


class GrantIn(Body):
    amount: int = Field(gt=0, le=1_000_000)
    reason: Line = ""
    key: Line | None = Field(None, description="Makes the grant happen once, however often it is posted.")


class KeyIn(Body):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), Plain]


@router.get("/credits")
async def credits_(door: Door, actor: Signed) -> dict[str, int]:
    return {"balance": await door.credits.balance(actor)}


@router.get("/credits/ledger")
async def ledger(
    door: Door, actor: Signed, limit: Limit = 50, cursor: Cursor = None, campaign_id: str | None = None
) -> dict[str, Any]:
    """The workspace's, newest first; with `campaign_id` what that campaign's runs, remakes and projects cost."""
    page = await door.credits.ledger(actor, limit=limit, cursor=cursor, campaign_id=campaign_id)
    items = [
        {
            "id": entry.id,
            "amount": entry.amount,
            "balance_after": entry.balance_after,
            "kind": entry.kind,
            "cause": dict(entry.cause),
            "created_at": entry.created_at,
        }
        for entry in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@router.post("/credits/grants", status_code=201)
async def grant(door: Door, actor: Owner, body: GrantIn) -> dict[str, int]:
    balance = await door.credits.grant(actor, body.amount, body.reason, key=body.key)
    return {"balance": balance}


@router.get("/brand")
async def brand(door: Door, actor: Signed) -> dict[str, Any]:
    return dict(await door.brand.get(actor))


@router.put("/brand")
async def put_brand(door: Door, actor: Signed, body: dict[str, Any]) -> dict[str, Any]:
    return dict(await door.brand.put(actor, body))


@router.get("/keys")
async def keys(door: Door, actor: Owner, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    page = await door.access.list_keys(actor, limit, cursor)
    items = [
        {
            "id": key.id,
            "name": key.name,
            "prefix": key.prefix,
            "created_at": key.created_at,
            "revoked_at": key.revoked_at,
        }
        for key in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@router.post("/keys", status_code=201)
async def create_key(door: Door, actor: Owner, body: KeyIn) -> dict[str, str]:
    """The secret is in this answer and nowhere else."""
    key_id, secret = await door.access.create_key(actor, body.name)
    return {"id": key_id, "key": secret}


@router.delete("/keys/{key_id}", status_code=204)
async def revoke_key(door: Door, actor: Owner, key_id: str) -> Response:
    await door.access.revoke_key(actor, key_id)
    return Response(status_code=204)
