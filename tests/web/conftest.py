from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import KEY, ROOT, Server, serving
from tests.web.browsing import CHROMIUM, QUIET, Open, absent, replies


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    if CHROMIUM is None:
        absent("Chromium is not on this machine")
    if not (ROOT / "api/static/index.html").is_file():
        absent("the dashboard is not built (./dev setup)")
    with serving(DRUMBEAT_STARTING_CREDITS="2000") as running:
        yield running


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Made anew for each test: playwright's own event loop, left open, would block every async test."""
    if CHROMIUM is None:
        absent("Chromium is not on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Open:
    """Opens the page as the owner, by API key, so that the one-time link is left for the test of it."""

    def opened(path: str = "/", **context: Any) -> Page:
        page = browser.new_context(
            base_url=server.url, extra_http_headers={"Authorization": f"Bearer {KEY}"}, **context
        ).new_page()
        page.goto(path)
        replies(page)
        return page

    return opened
