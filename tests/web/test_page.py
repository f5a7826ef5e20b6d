"""The first page, in a real browser on a real server: what a marketer sees and can do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Server, Talk, serving
from tests.web.browsing import Open, nameless, replies, say, slot

SEED = (
    "Create a campaign called Summer Sale focusing on email and social media, with deliverables: "
    "research, email_nurture, 5 images, and 10 social posts"
)
RUN = 180_000
"""Milliseconds within which a small run has ended on a busy two-core machine."""


def draft(server: Server, name: str, **deliverables: int) -> str:
    """A complete draft, made through the API; its id."""
    body = {
        "name": name,
        "topic": "trail running shoes",
        "objective": "a thousand new leads",
        "deliverables": [{"type": type_, "quantity": quantity} for type_, quantity in deliverables.items()],
    }
    with server.client() as client:
        answer = client.post("/campaigns", json=body)
        assert answer.status_code == 201, answer.text
        id_: str = answer.json()["id"]
        return id_


def test_a_visitor_without_a_session_is_told_how_to_sign_in(server: Server, browser: Browser) -> None:
    page = browser.new_page(base_url=server.url)
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text("/signin/…")).to_be_visible()
    expect(page.get_by_role("log")).to_have_count(0)


class TestMainJob:
    """Sign in by the printed link, talk, watch it being made: one visit, and never a reload."""

    def test_a_campaign_is_talked_into_being_and_made_before_ones_eyes(self, browser: Browser) -> None:
        with serving() as server:
            page = browser.new_page(base_url=server.url, viewport={"width": 1400, "height": 900})
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if "Policy" in line.text else None)
            page.goto(server.sign_in_link)
            expect(page).to_have_url(f"{server.url}/")
            page.evaluate("window.sameVisit = true")
            expect(page.locator(".balance strong")).to_have_text("200")

            self.interview(page)
            self.watch(page)

            assert page.evaluate("window.sameVisit") is True
            expect(page.locator(".balance strong")).to_have_text("159")
            self.look(page)
            page.close()
            assert complaints == []

    def interview(self, page: Page) -> None:
        say(page, SEED)
        expect(page.get_by_role("heading", name="Summer Sale", level=1)).to_be_visible()
        for wanted in ("1 × Research", "3 × Emails", "5 × Images", "10 × Social posts"):
            expect(slot(page, "Deliverables")).to_contain_text(wanted)
        expect(slot(page, "Topic")).to_contain_text("missing")
        say(page, "our new trail running shoes")
        expect(slot(page, "Topic")).to_contain_text("trail running shoes")
        expect(slot(page, "Topic")).to_contain_text("heard")
        read_back = say(page, "a thousand new leads by the end of July")
        assert "five images" in read_back
        expect(slot(page, "Objective")).to_contain_text("a thousand new leads")

    def watch(self, page: Page) -> None:
        card = page.get_by_role("navigation", name="Campaigns").get_by_role("button", name="Summer Sale")
        expect(card).not_to_contain_text("Running")
        say(page, "yes")
        expect(card).to_contain_text(re.compile("Running|Completed"))
        expect(card).to_contain_text("Completed", timeout=RUN)
        expect(card).to_contain_text("19 of 19 made")
        expect(page.locator(".campaign-head .badge")).to_have_text("Completed")
        expect(page.locator(".step", has_text="Images")).to_contain_text("5 of 5")

    def look(self, page: Page) -> None:
        pictures = page.locator(".pictures img")
        expect(pictures).to_have_count(5)
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", value=True)
            assert picture.evaluate("image => image.naturalWidth") >= 600
        page.get_by_role("button", name="Email 1").click()
        viewer = page.get_by_role("dialog")
        assert viewer.locator("iframe").get_attribute("sandbox") == ""
        expect(viewer.frame_locator("iframe").locator("body")).not_to_be_empty()
        expect(viewer.get_by_role("link", name="HTML")).to_be_visible()
        page.keyboard.press("Escape")
        expect(viewer).to_have_count(0)


class TestReload:
    def test_the_conversation_and_the_campaign_go_on(self, open_page: Open) -> None:
        page = open_page()
        reply = say(page, "Create a campaign called Spring Fling about garden tools")
        expect(page.get_by_role("heading", name="Spring Fling", level=1)).to_be_visible()
        page.reload()
        expect(page.get_by_role("log")).to_contain_text(reply)
        expect(page.get_by_role("heading", name="Spring Fling", level=1)).to_be_visible()

    def test_a_new_conversation_begins_with_the_greeting_alone(self, open_page: Open) -> None:
        page = open_page()
        say(page, "Create a campaign called Forget Me Not")
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_role("log")).not_to_contain_text("Forget Me Not")
        expect(replies(page)).to_have_count(1)

    def test_a_conversation_that_is_gone_is_replaced(self, open_page: Open) -> None:
        page = open_page()
        page.evaluate("sessionStorage.setItem('drumbeat.conversation', 'gone')")
        page.reload()
        expect(replies(page)).to_have_count(1)


class TestCommands:
    def test_running_shows_the_price_first_and_not_now_runs_nothing(
        self, server: Server, open_page: Open
    ) -> None:
        page = open_page(f"/#/campaigns/{draft(server, 'Priced', images=2, research=1)}")
        run = page.get_by_role("button", name="Run", exact=True)
        run.click()
        asked = page.get_by_role("dialog", name="Run: Priced")
        expect(asked.get_by_role("row", name="In all")).to_contain_text("13")
        expect(asked.get_by_role("button", name="Run for 13 credits")).to_be_enabled()
        asked.get_by_role("button", name="Not now").click()
        expect(asked).to_have_count(0)
        expect(run).to_be_focused()
        expect(page.locator(".campaign-head .badge")).to_have_text("Draft")

    def test_a_click_runs_it_and_then_the_commands_are_those_of_its_status(
        self, server: Server, open_page: Open
    ) -> None:
        page = open_page(f"/#/campaigns/{draft(server, 'Clicked', research=1)}")
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("button", name="Run for 5 credits").click()
        expect(page.locator(".campaign-head .badge")).to_have_text("Completed", timeout=RUN)
        labels = page.get_by_role("toolbar").get_by_role("button").all_inner_texts()
        assert labels == ["Duplicate", "Archive", "Talk about it"]

    def test_a_deleted_draft_leaves_the_list(self, server: Server, open_page: Open) -> None:
        page = open_page(f"/#/campaigns/{draft(server, 'Unwanted', research=1)}")
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        listed = page.get_by_role("navigation", name="Campaigns")
        expect(listed.get_by_role("button", name="Unwanted")).to_have_count(0)

    def test_an_owner_adds_credits_by_keyboard(self, server: Server, open_page: Open) -> None:
        page = open_page()
        with server.client() as client:
            before = client.get("/credits").json()["balance"]
            page.get_by_role("button", name="add credits").focus()
            page.keyboard.press("Enter")
            page.get_by_label("How many?").fill("50")
            page.keyboard.press("Enter")
            expect(page.locator(".balance strong")).to_have_text(f"{before + 50:,}")
            assert client.get("/credits").json()["balance"] == before + 50

    def test_talk_about_it_takes_up_the_chosen_draft(self, server: Server, open_page: Open) -> None:
        page = open_page(f"/#/campaigns/{draft(server, 'Harvest Home')}")
        with page.expect_response("**/api/v1/conversations"):
            page.get_by_role("button", name="Talk about it").click()
        say(page, "two images")
        expect(slot(page, "Deliverables")).to_contain_text("2 × Images")

    def test_a_refusal_is_said_in_the_servers_words(self, server: Server, open_page: Open) -> None:
        id_ = draft(server, "Contended", research=1)
        page = open_page(f"/#/campaigns/{id_}")
        page.route("**/api/v1/events", lambda route: route.abort())
        page.reload()
        expect(page.get_by_role("button", name="Delete")).to_be_visible()
        with server.client() as client:
            assert client.post(f"/campaigns/{id_}/archive").status_code == 200
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Run")).click()
        expect(page.get_by_role("alert")).to_contain_text("archived")


class TestEverybody:
    def test_every_control_has_a_name(self, server: Server, open_page: Open) -> None:
        page = open_page(f"/#/campaigns/{draft(server, 'Named', images=1)}")
        expect(page.get_by_role("heading", name="Named", level=1)).to_be_visible()
        assert nameless(page) == []
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("button", name="Run for 4 credits")).to_be_visible()
        assert nameless(page) == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_a_phone_shows_one_part_at_a_time_and_never_scrolls_sideways(
        self, server: Server, open_page: Open, scheme: str
    ) -> None:
        id_ = draft(server, "A name as long as a marketer may ever think of for one campaign", images=3)
        page = open_page(f"/#/campaigns/{id_}", viewport={"width": 360, "height": 740}, color_scheme=scheme)
        parts = page.get_by_role("navigation", name="Parts of the page")
        for part, seen in (("Campaigns", "nav.pane-list"), ("Campaign", "main"), ("Talk", "aside")):
            parts.get_by_role("button", name=part, exact=True).click()
            expect(page.locator(seen)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        expect(page.locator("main")).to_be_hidden()


class TestLine:
    def test_a_server_that_was_away_is_caught_up_with(self, browser: Browser) -> None:
        with serving() as server:
            page = browser.new_page(base_url=server.url)
            page.goto(server.sign_in_link)
            line = page.locator(".header .line")
            expect(line).to_have_text("Live")
            server.kill()
            expect(line).to_have_text("Reconnecting…")
            server.start()
            with server.client() as client:
                Talk.begin(client).say("Create a campaign called Meanwhile")
            expect(line).to_have_text("Live")
            listed = page.get_by_role("navigation", name="Campaigns")
            expect(listed.get_by_role("button", name="Meanwhile")).to_be_visible()
            page.close()
