"""Signing in: the one-time link that `serve` prints becomes a session cookie."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import Door, Parts, Signed, cookie_name
from orchestrator.access import SESSION_LASTS

router = APIRouter(tags=["session"])


@router.get("/signin/{token}", include_in_schema=False)
async def sign_in(parts: Parts, token: str) -> RedirectResponse:
    """Redeems the link. A used or old link is an error that says how to get a new one."""
    session = await parts.orchestrator.access.redeem_login_link(token)
    response = RedirectResponse("/", status_code=303)
    secure = parts.settings.public_url.startswith("https:")
    response.set_cookie(
        cookie_name(parts.settings.public_url),
        session,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
        path="/",
    )
    return response


@router.get("/api/v1/me")
async def me(door: Door, actor: Signed) -> dict[str, Any]:
    workspace = await door.workspace(actor)
    return {
        "name": actor.name,
        "role": str(actor.role),
        "workspace": workspace.name,
        "timezone": workspace.timezone,
    }


@router.post("/api/v1/sign-out", status_code=204)
async def sign_out(parts: Parts, request: Request) -> Response:
    name = cookie_name(parts.settings.public_url)
    if token := request.cookies.get(name):
        await parts.orchestrator.access.sign_out(token)
    response = Response(status_code=204)
    response.delete_cookie(name, path="/")
    return response
