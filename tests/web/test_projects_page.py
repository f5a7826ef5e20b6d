"""The workbench of creative projects, in a real browser: from an idea to the film, by clicks alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.api.test_projects_doors import settled
from tests.serving import Server, serving
from tests.web.browsing import Open, nameless, wait_until
from tests.web.test_page import draft

FILM = 240_000
"""Milliseconds within which three short scenes are filmed on a busy two-core machine; idle, it takes a tenth."""


def with_ideas(server: Server, campaign: str, kind: str, **direction: str) -> dict[str, Any]:
    """A project that has its ideas, made through the API."""
    with server.client() as client:
        body = {"campaign_id": campaign, "kind": kind, "direction": direction}
        project = client.post("/projects", json=body).json()["id"]
        client.post(f"/projects/{project}/ideas")
        return settled(client, project)


def finished(server: Server, campaign: str, kind: str = "image") -> dict[str, Any]:
    project = with_ideas(server, campaign, kind)["id"]
    with server.client() as client:
        client.post(f"/projects/{project}/render", json={"concept": 1})
        done = settled(client, project)
    assert done["status"] == "completed", done["error"]
    return done


def with_scenes(server: Server, campaign: str) -> dict[str, Any]:
    project = with_ideas(server, campaign, "video")["id"]
    with server.client() as client:
        client.post(f"/projects/{project}/script", json={"concept": 1})
        settled(client, project)
        client.post(f"/projects/{project}/scenes")
        return settled(client, project)


def buy(page: Page, button: str, price: str) -> None:
    """Presses what costs, reads the price in the dialog, and agrees."""
    page.get_by_role("button", name=f"{button} · {price}").click()
    asked = page.get_by_role("dialog", name=button)
    expect(asked).to_contain_text("That leaves")
    asked.get_by_role("button", name=f"{button} for {price}").click()
    expect(asked).to_have_count(0)


def spoken(page: Page) -> str:
    """What the script says, line by line."""
    return "\n".join(page.locator(".line-of p:not(.quiet)").all_inner_texts())


def focused(page: Page) -> Locator:
    return page.locator(":focus")


class TestAFilm:
    def test_is_made_from_an_idea_to_the_reviewed_film_without_a_reload(
        self, server: Server, open_page: Open
    ) -> None:
        campaign = draft(server, "Hat Weather")
        page = open_page(f"/#/campaigns/{campaign}", viewport={"width": 1280, "height": 900})
        page.evaluate("window.sameVisit = true")
        self.begin(page)
        self.choose_the_second_idea(page)
        self.shorten(page)
        self.edit_a_scene(page)
        self.film(page)
        assert page.evaluate("window.sameVisit") is True

    def begin(self, page: Page) -> None:
        page.get_by_role("button", name="New project").click()
        dialog = page.get_by_role("dialog", name="New project")
        expect(dialog).to_contain_text("57 to 87 in all")
        dialog.get_by_label("Format").select_option("1:1")
        dialog.get_by_role("button", name="Begin with three ideas · free").click()
        expect(page.get_by_role("article", name=re.compile("^Idea"))).to_have_count(3)
        expect(page.get_by_role("heading", level=1)).to_be_focused()

    def choose_the_second_idea(self, page: Page) -> None:
        page.get_by_role("button", name=re.compile("^Choose: idea 2")).click()
        expect(page.get_by_role("button", name=re.compile("^Chosen: idea 2"))).to_be_focused()
        buy(page, "Write the script", "2 credits")
        expect(page.locator(".line-of").nth(2)).to_be_visible()

    def shorten(self, page: Page) -> None:
        before = spoken(page)
        page.get_by_label("How should it be different?").fill("shorter")
        page.keyboard.press("Enter")
        wait_until(page, lambda: 0 < len(spoken(page)) < len(before))
        expect(page.get_by_label("How should it be different?")).to_have_value("")
        page.get_by_role("button", name="Plan the scenes · free").click()
        expect(page.get_by_role("article", name="Scene 3")).to_be_visible()

    def edit_a_scene(self, page: Page) -> None:
        scene = page.get_by_role("article", name="Scene 2")
        scene.get_by_role("button", name="Edit scene 2").press("Enter")
        words = scene.get_by_label("What is said")
        expect(words).to_be_focused()
        words.fill("Look up, and keep the sun out of your eyes.")
        scene.get_by_role("button", name="Save").click()
        expect(scene).to_contain_text("Look up, and keep the sun out of your eyes.")
        expect(scene.get_by_role("button", name="Edit scene 2")).to_be_focused()

    def film(self, page: Page) -> None:
        price = 15 * page.get_by_role("article", name=re.compile("^Scene")).count() + 10
        buy(page, "Film it", f"{price} credits")
        expect(page.get_by_role("progressbar", name="The film is being made")).to_be_visible()
        film = page.locator("video.film")
        expect(film).to_be_visible(timeout=FILM)
        wait_until(page, lambda: film.evaluate("film => film.duration") > 5)
        assert film.evaluate("film => film.videoWidth === film.videoHeight && film.videoWidth >= 720")
        poster = page.request.get(str(film.get_attribute("poster")))
        assert (poster.status, poster.headers["content-type"]) == (200, "image/jpeg")
        captions = page.request.get(str(film.locator("track").get_attribute("src"))).text()
        assert captions.startswith("WEBVTT")
        assert "out of your eyes." in " ".join(captions.split())
        expect(page.get_by_text("Passed the review: 100 of 100")).to_be_visible()
        expect(page.locator(".bench-head")).to_contain_text(f"{price + 2} credits spent")
        expect(page.get_by_role("link", name="MP4")).to_be_visible()
        page.get_by_role("button", name="Ideas", exact=True).click()
        expect(page.get_by_role("button", name=re.compile("^Chosen: idea 2"))).to_be_visible()


class TestStages:
    def test_a_scene_that_failed_is_named_with_its_mend_and_filmed_again_alone(
        self, server: Server, open_page: Open
    ) -> None:
        campaign = draft(server, "Cloudy")
        project = with_scenes(server, campaign)
        asked: list[Any] = []

        def retried(route: Route) -> None:
            asked.append(route.request.post_data_json)
            route.fulfill(json={**_stopped(project), "status": "generating", "error": None})

        page = open_page()
        page.route(
            f"**/campaigns/{campaign}/projects?*",
            lambda route: route.fulfill(json={"items": [_stopped(project)], "next_cursor": None}),
        )
        page.route("**/retry", retried)
        page.goto(f"/#/campaigns/{campaign}/projects/{project['id']}")
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text(
            "Scene 2 stopped: it would not render. Change its words."
        )
        page.get_by_role("button", name="Scenes", exact=True).click()
        expect(page.get_by_role("article", name="Scene 1")).to_contain_text("Filmed")
        page.get_by_role("article", name="Scene 2").get_by_role("button", name="Film scene 2 again").click()
        page.get_by_role("dialog").get_by_role("button", name="Film scene 2 again for 15 credits").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert asked == [{"scene": 2}]

    def test_a_note_that_is_not_understood_says_what_would_be_and_leaves_the_script(
        self, server: Server, open_page: Open
    ) -> None:
        campaign = draft(server, "Ahoy")
        project = with_scenes(server, campaign)
        page = open_page(f"/#/campaigns/{campaign}/projects/{project['id']}")
        page.get_by_role("button", name="Script", exact=True).click()
        before = spoken(page)
        note = page.get_by_label("How should it be different?")
        note.fill("like a pirate")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Say which of these, or edit the words yourself.")
        expect(note).to_be_focused()
        assert spoken(page) == before

    def test_three_other_ideas_are_paid_a_project_is_renamed_and_what_is_done_elsewhere_is_seen(
        self, server: Server, open_page: Open
    ) -> None:
        campaign = draft(server, "Second Thoughts")
        project = with_ideas(server, campaign, "banner")
        page = open_page(f"/#/campaigns/{campaign}/projects/{project['id']}")
        first = page.get_by_role("article", name="Idea 1")
        before = project["concepts"][0]["hook"]
        expect(first).to_contain_text(before)
        buy(page, "Three other ideas", "2 credits")
        expect(first).not_to_contain_text(before)
        page.get_by_role("button", name="Rename the project").click()
        page.get_by_label("Name", exact=True).fill("The loud one")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The loud one", level=1)).to_be_visible()
        expect(page.get_by_role("button", name="Rename the project")).to_be_focused()
        with server.client() as client:
            client.patch(f"/projects/{project['id']}", json={"chosen": 3})
        expect(page.get_by_role("button", name=re.compile("^Chosen: idea 3"))).to_be_visible()


def _stopped(project: dict[str, Any]) -> dict[str, Any]:
    """The project as it is when the second of its scenes could not be filmed."""
    error = {"stage": "generating", "step": "scene 2", "part": 2, "cause": "it would not render"}
    error["mend"] = "change its words"
    parts = [
        {
            "id": f"part-{scene['number']}",
            "stage": "generating",
            "index": scene["number"],
            "round": 1,
            "credits": 15,
            "status": "failed" if scene["number"] == 2 else "completed",
            "error": error if scene["number"] == 2 else None,
            "verdict": None,
        }
        for scene in project["scenes"]
    ]
    said = {"status": "failed", "error": error, "legal": ["edit", "retry"], "prices": {"retry": 25}}
    return {**project, **said, "parts": parts}


class TestVersions:
    def test_what_was_made_before_can_be_looked_at_and_brought_back(
        self, server: Server, open_page: Open
    ) -> None:
        campaign = draft(server, "Twice")
        project = finished(server, campaign)["id"]
        page = open_page(f"/#/campaigns/{campaign}/projects/{project}")
        expect(page.get_by_text("Version 1 of 1")).to_be_visible()
        buy(page, "Make the image again", "4 credits")
        expect(page.get_by_text("Version 2 of 2")).to_be_visible()
        page.get_by_role("button", name="Version 1", exact=True).click()
        page.get_by_role("button", name="Bring version 1 back").click()
        expect(page.get_by_text("Version 3 of 3")).to_be_visible()


class TestCompare:
    def test_two_projects_lie_side_by_side(self, server: Server, open_page: Open) -> None:
        campaign = draft(server, "Rivals")
        image = finished(server, campaign)
        video = with_scenes(server, campaign)
        page = open_page(f"/#/campaigns/{campaign}")
        page.get_by_label(f"Compare {image['title']}").check()
        page.get_by_label(f"Compare {video['title']}").check()
        page.get_by_role("link", name="Compare 2").click()
        expect(page.get_by_role("heading", name="Side by side")).to_be_focused()
        row = page.get_by_role("row")
        picture = row.filter(has_text="Picture").get_by_role("img")
        expect(picture).to_have_js_property("complete", value=True)
        expect(row.filter(has_text="Spent")).to_contain_text("4 credits")
        expect(row.filter(has_text="Review")).to_contain_text("Passed the review: 100 of 100")
        expect(row.filter(has_text="Review")).to_contain_text("Not yet reviewed")
        expect(row.filter(has_text="Format")).to_contain_text("Portrait, 720p")
        expect(row.filter(has_text="Idea")).to_contain_text(video["concepts"][0]["hook"])
        page.get_by_role("link", name=video["title"]).click()
        expect(page.get_by_role("heading", name=video["title"], level=1)).to_be_focused()
        page.get_by_role("link", name="Rivals").click()
        expect(focused(page)).to_contain_text(video["title"])


class TestMoney:
    def test_who_is_short_is_told_by_how_much_and_goes_on_after_a_grant(self, browser: Browser) -> None:
        with serving(DRUMBEAT_STARTING_CREDITS="3") as server:
            campaign = draft(server, "Short")
            project = with_ideas(server, campaign, "image")["id"]
            page = browser.new_page(base_url=server.url)
            page.goto(server.sign_in_link)
            page.goto(f"/#/campaigns/{campaign}/projects/{project}")
            page.get_by_role("button", name=re.compile("^Choose: idea 1")).click()
            page.get_by_role("button", name="Make the image · 4 credits").click()
            asked = page.get_by_role("dialog", name="Make the image")
            expect(asked).to_contain_text("You have 3 credits: 1 credit short.")
            asked.get_by_role("button", name="Make the image for 4 credits").click()
            expect(asked.get_by_role("alert")).to_contain_text("you are 1 credit short. Add credits")
            asked.get_by_role("button", name="Add credits").click()
            page.get_by_role("dialog", name="Add credits").get_by_role(
                "button", name="Add", exact=True
            ).click()
            expect(asked).to_contain_text("That leaves 99 credits of your 103")
            asked.get_by_role("button", name="Make the image for 4 credits").click()
            expect(page.locator(".pieces img").first).to_be_visible()
            expect(page.locator(".balance strong")).to_have_text("99")
            page.close()


class TestEverybody:
    @pytest.mark.parametrize("width", [390, 1280])
    def test_every_control_has_a_name_and_nothing_scrolls_sideways(
        self, server: Server, open_page: Open, width: int
    ) -> None:
        campaign = draft(server, f"A rather long name for a campaign, {width} wide")
        project = with_scenes(server, campaign)
        image = finished(server, campaign)
        page = open_page(f"/#/campaigns/{campaign}", viewport={"width": width, "height": 844})
        if width < 1000:
            parts = page.get_by_role("navigation", name="Parts of the page")
            parts.get_by_role("button", name="Campaign", exact=True).click()

        def look(path: str, seen: Locator) -> None:
            page.goto(f"/#/campaigns/{campaign}{path}")
            expect(seen).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("document.querySelector('main').scrollWidth") <= width
            assert nameless(page) == []

        look("", page.get_by_role("heading", name="Projects"))
        look(f"/projects/{project['id']}", page.get_by_role("article", name="Scene 1"))
        for stage in ("Ideas", "Script"):
            page.get_by_role("button", name=stage, exact=True).click()
            look(f"/projects/{project['id']}", page.get_by_role("region", name=stage))
        look(f"/projects/{image['id']}", page.get_by_text("Version 1 of 1"))
        look(f"/compare/{project['id']},{image['id']}", page.get_by_role("table"))
        page.reload()
        expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
        page.get_by_role("link", name="A rather long name").click()
        page.get_by_role("button", name="New project").click()
        look("", page.get_by_role("dialog"))
