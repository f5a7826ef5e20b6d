"""A piece in its viewer: judged, made again, edited, brought back and shared, with nothing but the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serving import Server, serving, wait_for
from tests.web.browsing import Open, nameless, replies
from tests.web.test_page import RUN, draft


def made(server: Server, name: str, **deliverables: int) -> str:
    """A campaign that has been run to its end; its id."""
    id_ = draft(server, name, **deliverables)
    with server.client() as client:
        assert client.post(f"/campaigns/{id_}/run").status_code == 200
        wait_for(client, id_, "completed")
    return id_


def opened(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=name).first.click()
    viewer = page.get_by_role("dialog")
    expect(viewer.get_by_role("list", name="Downloads")).to_be_visible()
    return viewer


def versions(viewer: Locator) -> Locator:
    return viewer.get_by_role("region", name="Versions").get_by_role("button")


class TestPiece:
    def test_is_rejected_made_again_less_formal_and_brought_back(
        self, server: Server, open_page: Open
    ) -> None:
        page = open_page(f"/#/campaigns/{made(server, 'Second thoughts', social_posts=1)}")
        viewer = opened(page, "Social post 1")
        expect(viewer.get_by_role("region", name="Verdict")).to_contain_text(re.compile(r"\d+ of 100"))
        first = viewer.locator("pre").inner_text()

        reject = viewer.get_by_role("button", name="Reject…")
        reject.click()
        expect(viewer.get_by_label("What is wrong with it?")).to_be_focused()
        viewer.get_by_label("What is wrong with it?").fill("It sounds like a law firm")
        viewer.get_by_role("button", name="Reject it").click()
        expect(viewer.get_by_role("region", name="Verdict")).to_contain_text("It sounds like a law firm")
        expect(reject).to_be_focused()

        viewer.get_by_role("button", name="Make it again…").click()
        viewer.get_by_label("What should be different?").fill("less formal")
        viewer.get_by_role("button", name="Make it again for 1 credit").click()
        expect(viewer.get_by_text("Version 2 is made, for 1 credit.")).to_be_visible(timeout=RUN)
        expect(versions(viewer)).to_have_count(2)
        expect(versions(viewer).first).to_contain_text("Made again: “less formal”")
        expect(viewer.locator("pre")).not_to_have_text(first)
        expect(viewer.get_by_role("region", name="Verdict")).to_contain_text("Not decided yet")

        versions(viewer).last.click()
        expect(viewer.get_by_text("You look at version 1.")).to_be_visible()
        expect(viewer.locator("pre")).to_have_text(first)
        viewer.get_by_role("button", name="Bring this version back").click()
        expect(viewer.get_by_text("Version 1 is back, as version 3.")).to_be_focused()
        expect(versions(viewer)).to_have_count(3)
        expect(viewer.locator("pre")).to_have_text(first)
        expect(viewer.get_by_role("region", name="How it came about")).to_contain_text("Nothing")
        assert nameless(page) == []

    def test_is_edited_where_it_stands_then_approved(self, server: Server, open_page: Open) -> None:
        page = open_page(f"/#/campaigns/{made(server, 'Own words', social_posts=1)}")
        viewer = opened(page, "Social post 1")
        edit = viewer.get_by_role("button", name="Edit the text…")
        edit.click()
        text = viewer.get_by_role("textbox", name="Text")
        expect(text).to_be_focused()
        text.fill("Run where the road ends. TODO")
        page.keyboard.press("Escape")
        expect(text).to_have_value("Run where the road ends. TODO")
        viewer.get_by_role("button", name="Save the text").click()
        expect(viewer.get_by_text("Saved as version 2.")).to_be_visible()
        expect(edit).to_be_focused()
        expect(viewer.locator("pre")).to_contain_text("Run where the road ends.")
        verdict = viewer.get_by_role("region", name="Verdict")
        expect(verdict).to_contain_text("The review asks for changes")
        expect(verdict.get_by_role("listitem").first).to_be_visible()
        viewer.get_by_role("button", name="Approve").click()
        expect(verdict).to_contain_text("Approved")
        expect(viewer.get_by_role("button", name="Approve")).to_be_focused()

    def test_is_shared_alone_by_a_link_that_a_letter_can_carry(
        self, server: Server, browser: Browser, open_page: Open
    ) -> None:
        page = open_page(f"/#/campaigns/{made(server, 'Only this', social_posts=2)}")
        viewer = opened(page, "Social post 1")
        viewer.get_by_role("button", name="Share this piece").click()
        address = viewer.get_by_label("Address of the link").input_value()
        letter = viewer.get_by_role("link", name="E-mail").get_attribute("href") or ""
        assert letter.startswith("mailto:?subject=")
        assert address.rpartition("/")[2] in letter
        stranger = browser.new_context().new_page()
        stranger.goto(address)
        expect(stranger.locator("body")).to_contain_text("trail running shoes")
        page.keyboard.press("Escape")
        shares = page.get_by_role("region", name="Shares").get_by_role("listitem")
        expect(shares).to_have_count(1)
        expect(shares).not_to_contain_text("The whole campaign")

    def test_is_given_to_a_later_campaign_to_work_from(self, server: Server, open_page: Open) -> None:
        later = draft(server, "Comes later", images=1)
        page = open_page(f"/#/campaigns/{made(server, 'Came before', social_posts=1)}")
        viewer = opened(page, "Social post 1")
        viewer.get_by_role("button", name="Use elsewhere…").click()
        viewer.get_by_label("Which campaign shall work from it?").select_option(label="Comes later")
        viewer.get_by_role("button", name="Use it there").click()
        expect(viewer.get_by_text("Comes later works from it now.")).to_be_visible()
        with server.client() as client:
            inputs = client.get(f"/campaigns/{later}/inputs").json()["items"]
        assert [item["type"] for item in inputs] == ["social_posts"]


def test_without_credits_making_it_again_says_what_is_missing(browser: Browser) -> None:
    with serving(DRUMBEAT_STARTING_CREDITS="1") as server:
        id_ = made(server, "Last credit", social_posts=1)
        page = browser.new_page(base_url=server.url)
        page.goto(server.sign_in_link)
        replies(page)
        page.goto(f"/#/campaigns/{id_}")
        viewer = opened(page, "Social post 1")
        viewer.get_by_role("button", name="Make it again…").click()
        expect(viewer.get_by_role("alert")).to_contain_text("1 credit short")
        viewer.get_by_role("button", name="Add credits").click()
        page.get_by_label("How many?").fill("10")
        page.keyboard.press("Enter")
        expect(viewer.get_by_role("button", name="Make it again for 1 credit")).to_be_enabled()
        page.close()


@pytest.mark.parametrize("kind", ["jingle", "banner"])
def test_what_is_heard_or_seen_is_played_or_shown_and_has_no_text_to_edit(
    server: Server, open_page: Open, kind: str
) -> None:
    page = open_page(f"/#/campaigns/{made(server, f'Only a {kind}', **{kind: 1})}")
    viewer = opened(page, f"{kind.capitalize()} 1")
    expect(viewer.locator(".viewer-body").locator("audio, img")).to_be_visible()
    expect(viewer.get_by_role("button", name="Make it again…")).to_be_visible()
    expect(viewer.get_by_role("button", name="Edit the text…")).to_have_count(0)


def test_on_a_phone_the_viewer_never_scrolls_sideways(server: Server, open_page: Open) -> None:
    id_ = made(server, "Narrow", email_nurture=1)
    page = open_page(f"/#/campaigns/{id_}", viewport={"width": 390, "height": 800})
    page.get_by_role("navigation", name="Parts of the page").get_by_role(
        "button", name="Campaign", exact=True
    ).click()
    viewer = opened(page, "Email 1")
    assert viewer.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    viewer.get_by_role("button", name="Make it again…").click()
    expect(viewer.get_by_label("What should be different?")).to_be_visible()
    assert viewer.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
