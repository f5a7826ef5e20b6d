"""A made file as an answer: whole or in part, from the folder or from object storage, and always inert."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import FileResponse, StreamingResponse

from orchestrator.assets import Assets
from orchestrator.views import AssetView

INERT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'"
"""The policy of a made file that a browser opens: nothing in it runs, loads or submits."""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def content_response(
    hub: Assets, view: AssetView, request: Request, headers: Mapping[str, str], *, policy: str = INERT
) -> Response:
    """The asset's file, of which a player may ask for a range. The caller has made sure that it is there."""
    told = {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", **headers}
    path = hub.local(view)
    if path is not None:
        return FileResponse(
            path, media_type=view.mime, filename=view.name, headers=told, content_disposition_type="inline"
        )
    told |= {
        "Accept-Ranges": "bytes",
        "ETag": f'"{view.sha256}"',
        "Content-Disposition": f"inline; filename*=utf-8''{quote(view.name)}",
    }
    wanted = _RANGE.fullmatch(request.headers.get("range", ""))
    if wanted is None or not any(wanted.groups()):
        told["Content-Length"] = str(view.size)
        return StreamingResponse(hub.chunks(view, 0, view.size), headers=told, media_type=view.mime)
    start, end = _span(wanted, view.size)
    if start >= end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{view.size}"})
    told |= {"Content-Range": f"bytes {start}-{end - 1}/{view.size}", "Content-Length": str(end - start)}
    return StreamingResponse(hub.chunks(view, start, end), 206, headers=told, media_type=view.mime)


def _span(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """From where up to where; "-500" are the last 500 bytes."""
    first, last = wanted.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
