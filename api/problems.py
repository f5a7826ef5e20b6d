"""Every error as an RFC 9457 problem document; what went wrong inside never reaches a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from orchestrator.errors import DrumbeatError

log = structlog.get_logger()

_TITLES = {404: "Not found", 405: "Method not allowed", 413: "Too large", 401: "Sign in first"}


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> JSONResponse:
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return JSONResponse(
        content, status_code=status, media_type="application/problem+json", headers=dict(headers or {})
    )


async def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DrumbeatError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return problem(error.status, error.title, error.detail, headers=headers, **error.extra)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [{"field": _field(item["loc"]), "detail": item["msg"]} for item in error.errors()]
    detail = "; ".join(f"{item['field']}: {item['detail']}" for item in errors[:3])
    return problem(422, "Invalid value", detail, errors=errors)


def _field(location: Sequence[int | str]) -> str:
    """`("body", "deliverables", 0, "type")` as `deliverables.0.type`."""
    parts = [str(part) for part in location if part not in ("body", "query", "path", "header")]
    return ".".join(parts) or str(location[0] if location else "body")


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, "Request refused")
    return problem(error.status_code, title, str(error.detail), headers=error.headers)


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", path=request.url.path, exc_info=error)
    return problem(500, "Something went wrong", "This is our fault; it has been logged. Please try again.")


def add_to(app: FastAPI) -> None:
    app.add_exception_handler(DrumbeatError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
