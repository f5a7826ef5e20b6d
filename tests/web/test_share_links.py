"""Links to what was made, on the campaign's page: made, opened by a stranger, withdrawn."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.serving import Server
from tests.web.browsing import Open
from tests.web.test_page import RUN, draft


def test_a_link_is_made_opened_by_a_stranger_and_withdrawn(
    server: Server, browser: Browser, open_page: Open
) -> None:
    page = open_page(f"/#/campaigns/{draft(server, 'Shown around', research=1)}")
    expect(page.get_by_role("heading", name="Shares")).to_have_count(0)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Run for 5 credits").click()
    expect(page.locator(".campaign-head .badge")).to_have_text("Completed", timeout=RUN)

    page.get_by_role("button", name="Share by link").click()
    address = page.get_by_label("Address of the link").input_value()
    stranger = browser.new_context().new_page()
    stranger.goto(address)
    expect(stranger.get_by_text("Shown around").first).to_be_visible()

    entry = page.get_by_role("listitem").filter(has_text="The whole campaign")
    expect(entry).to_be_visible()
    entry.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Nothing is shared.")).to_be_visible()
    expect(page.get_by_label("Address of the link")).to_have_count(0)
    stranger.reload()
    expect(stranger.get_by_text("Shown around")).to_have_count(0)
