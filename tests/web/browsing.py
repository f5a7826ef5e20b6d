"""The browser on this machine, and what a visitor does and reads on the page, in their words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import NoReturn

import pytest
from playwright.sync_api import Locator, Page, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, because CI runs as root; nothing that calls home."""

PATIENCE = 30_000
"""Milliseconds within which a busy two-core machine has answered; what is awaited is mostly there at once."""
expect.set_options(timeout=PATIENCE)

Open = Callable[..., Page]
"""Opens a path as the owner; keywords go to the browser's context."""

CONTROLS = {
    "button",
    "combobox",
    "dialog",
    "Iframe",
    "image",
    "link",
    "log",
    "progressindicator",
    "radio",
    "textbox",
}
"""Roles of Chromium's accessibility tree that nobody can use without a name."""


def absent(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI installs it")
    pytest.skip(what)


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    """Asks again and again; the page's own content security policy forbids Playwright's polling inside the page."""
    waited = 0
    while not true():
        assert waited < PATIENCE, "what was awaited did not come"
        page.wait_for_timeout(100)
        waited += 100


def replies(page: Page) -> Locator:
    """The agent's lines, once it has said what it had to say."""
    said = page.get_by_role("log").locator(".bubble-agent:not(.thinking)")
    expect(said.first).to_be_visible()
    expect(page.locator(".thinking")).to_have_count(0)
    return said


def say(page: Page, text: str) -> str:
    """Types a turn and sends it with Enter; returns the agent's reply once it is there."""
    said = replies(page)
    before = said.count()
    box = page.get_by_label("Say something to Drumbeat")
    box.fill(text)
    box.press("Enter")
    expect(said).to_have_count(before + 1)
    return said.last.inner_text()


def slot(page: Page, name: str) -> Locator:
    """The brief's row with this heading."""
    return page.locator(".brief-row").filter(has=page.get_by_text(name, exact=True))


def nameless(page: Page) -> list[str]:
    """The roles of the controls that have no accessible name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in CONTROLS
        and not node.get("name", {}).get("value", "").strip()
    ]
