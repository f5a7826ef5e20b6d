"""The bell, what it tells, and how somebody chooses what it tells."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.serving import Server
from tests.web.browsing import Open, nameless
from tests.web.test_page import RUN, draft


def bell(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("button", name="News")


def entry(panel: Locator, text: str) -> Locator:
    return panel.get_by_role("list", name="News").get_by_role("listitem").filter(has_text=text)


def test_a_marketer_is_told_of_a_finished_campaign_wherever_they_are(server: Server, open_page: Open) -> None:
    finished = draft(server, "Told about", research=1)
    page = open_page(f"/#/campaigns/{draft(server, 'Looked at meanwhile')}")
    with server.client() as client:
        client.post("/notifications/read-all")
        assert client.post(f"/campaigns/{finished}/run").status_code == 200
    expect(bell(page)).to_have_accessible_name(re.compile(r"\d+ unread"), timeout=RUN)

    bell(page).click()
    panel = page.get_by_role("dialog", name="News")
    told = entry(panel, "Told about is done")
    expect(told).to_contain_text("Unread")
    assert nameless(page) == []
    told.get_by_role("link", name="See the campaign").click()
    expect(panel).to_have_count(0)
    expect(page.get_by_role("heading", name="Told about", level=1)).to_be_visible()

    bell(page).click()
    expect(told).not_to_contain_text("Unread")
    panel.get_by_role("button", name="Close").click()
    expect(bell(page)).to_be_focused()


def test_read_all_leaves_nothing_unread_and_older_news_are_there_to_ask_for(
    server: Server, open_page: Open
) -> None:
    page = open_page()
    page.route("**/api/v1/notifications?*", lambda route: route.continue_(url=small(route.request.url)))
    with server.client() as client:
        for name in ("First of three", "Second of three", "Third of three"):
            assert client.post(f"/campaigns/{draft(server, name, social_posts=1)}/run").status_code == 200
    expect(bell(page)).to_have_accessible_name(re.compile(r"[3-9]|\d\d"), timeout=RUN)
    bell(page).click()
    panel = page.get_by_role("dialog", name="News")
    items = panel.get_by_role("list", name="News").get_by_role("listitem")
    expect(items).to_have_count(2)
    panel.get_by_role("button", name="Show older").click()
    expect(items.nth(2)).to_be_visible()
    panel.get_by_role("button", name="Read all").click()
    expect(panel.get_by_text("All is read")).to_be_focused()
    expect(bell(page)).to_have_accessible_name("News")


def test_a_part_that_was_updated_away_says_so_and_the_page_stays(open_page: Open) -> None:
    page = open_page()
    page.route("**/assets/NewsPanel*.js", lambda route: route.abort())
    bell(page).click()
    gone = page.get_by_role("alert").filter(has_text="could not be loaded")
    expect(gone.get_by_role("button", name="Load the page again")).to_be_visible()
    expect(page.get_by_role("navigation", name="Campaigns")).to_be_visible()


def small(url: str) -> str:
    """The same page of news, of two."""
    return re.sub(r"limit=\d+", "limit=2", url)


def test_what_to_tell_and_where_is_chosen_and_kept(server: Server, open_page: Open) -> None:
    page = open_page()
    bell(page).click()
    panel = page.get_by_role("dialog", name="News")
    panel.get_by_role("button", name="What to tell me").click()
    low = panel.get_by_role("checkbox", name="Credits run low: by mail")
    low.uncheck()
    panel.get_by_label("Mail goes to").fill("nobody")
    panel.get_by_label("Mail goes to").press("Enter")
    panel.get_by_label("Mail goes to").fill("ada@shop.example")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_text("Saved.")).to_be_visible()
    expect(panel.get_by_text("no mail server")).to_be_visible()
    page.reload()
    bell(page).click()
    panel.get_by_role("button", name="What to tell me").click()
    expect(low).not_to_be_checked()
    expect(panel.get_by_label("Mail goes to")).to_have_value("ada@shop.example")
    with server.client() as client:
        client.put("/notifications/address", json={"email": None})
        client.put("/notifications/preferences/credits_low", json={"in_app": True, "mail": True})
