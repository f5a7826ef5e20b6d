"""Serves the built dashboard. The API works without it; then `/` says how to build it."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

STATIC = Path(__file__).parent / "static"
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""For public files that other sites' pages load: a module's script is fetched by CORS."""


def add_to(app: FastAPI, directory: Path = STATIC) -> None:
    @app.get("/", include_in_schema=False)
    async def index() -> Response:
        page = directory / "index.html"
        if not page.is_file():
            return HTMLResponse("<p>The dashboard is not built. Run <code>./dev setup</code>.</p>", 503)
        return FileResponse(page, headers={"Cache-Control": "no-cache"})

    @app.get("/mic.js", include_in_schema=False)
    async def microphone() -> FileResponse:
        """`<drumbeat-mic>` for other pages: one script tag."""
        script = directory / "mic.js"
        if not script.is_file():
            raise HTTPException(404, "The dashboard is not built. Run ./dev setup.")
        return FileResponse(script, headers=ANYWHERE | {"Cache-Control": "no-cache"})

    @app.get("/assets/{path:path}", include_in_schema=False)
    async def asset(path: str) -> FileResponse:
        """Hashed file names: what is here never changes under its name."""
        found = (directory / "assets" / path).resolve()
        if not found.is_relative_to((directory / "assets").resolve()) or not found.is_file():
            raise HTTPException(404, "There is no such file.")
        lasting = {"Cache-Control": "public, max-age=31536000, immutable"}
        return FileResponse(found, headers=ANYWHERE | lasting)
