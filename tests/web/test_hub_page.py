"""What the workspace works from: knowledge, brand and photos, brought in and found on the page."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.serving import Server
from tests.web.browsing import Open, nameless
from tests.web.test_page import draft


def hub(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Hub").click()
    expect(page.get_by_role("heading", name="Hub", level=1)).to_be_visible()


def file(name: str, mime: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": mime, "buffer": data}


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), "#b3261e").save(kept, "PNG")
    return kept.getvalue()


def test_a_document_is_brought_in_found_by_a_passage_and_taken_away(open_page: Open) -> None:
    page = open_page()
    hub(page)
    handbook = (
        b"# Boot handbook\n\nEvery boot is resoled twice for free.\n\n## Care\n\nWax the leather in autumn."
    )
    broken = file("broken.pdf", "application/pdf", b"no pdf at all")
    page.get_by_label("Choose files").set_input_files([file("boots.md", "text/markdown", handbook), broken])
    expect(page.get_by_role("alert")).to_contain_text("broken.pdf: ")
    documents = page.get_by_role("list", name="Documents")
    expect(documents.get_by_text("Boot handbook")).to_be_visible()

    page.get_by_label("Find a passage").fill("resoled")
    page.get_by_label("Find a passage").press("Enter")
    passages = page.get_by_role("list", name="Passages")
    expect(passages).to_contain_text("Every boot is resoled twice for free.")
    expect(passages).to_contain_text("boots.md")
    assert nameless(page) == []

    page.get_by_role("button", name="Delete Boot handbook").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    expect(documents.get_by_text("Boot handbook")).to_have_count(0)
    expect(page.get_by_role("heading", name="Knowledge")).to_be_focused()


def test_a_text_is_written_down_and_an_address_inside_is_refused(server: Server, open_page: Open) -> None:
    page = open_page("/#/hub")
    page.get_by_role("button", name="A text").click()
    page.get_by_label("Title").fill("Opening hours")
    page.get_by_label("Text", exact=True).fill("The shop opens at nine.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Known now: Opening hours.")).to_be_visible()
    page.get_by_role("button", name="A web page").click()
    page.get_by_label("Address of the page").fill(f"{server.url}/docs")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Address of the page")).to_have_value(f"{server.url}/docs")


def test_the_brand_kit_is_kept_and_what_is_no_colour_cannot_be_chosen(
    server: Server, open_page: Open
) -> None:
    page = open_page("/#/hub")
    page.get_by_label("Voice").fill("dry, kind")
    page.get_by_label("Main colour").fill("#0b6a77")
    page.get_by_label("Words never used").fill("cheap, guys")
    page.get_by_role("button", name="Save the brand kit").click()
    expect(page.get_by_text("Saved. What is made from now on follows it.")).to_be_visible()
    with server.client() as client:
        kit = client.get("/brand").json()
        client.put("/brand", json={})
    assert (kit["voice"], kit["primary_colour"]) == ("dry, kind", "#0b6a77")
    assert kit["banned_words"] == ["cheap", "guys"]


def test_a_photo_is_given_to_a_campaign_and_removed(server: Server, open_page: Open) -> None:
    draft(server, "Boots in a picture")
    page = open_page("/#/hub")
    page.get_by_label("For the campaign").select_option(label="Boots in a picture")
    page.get_by_label("Choose a photo").set_input_files(file("boot.png", "image/png", photo()))
    picture = page.get_by_role("img", name="The product of Boots in a picture")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 640)
    page.get_by_role("button", name="Remove the photo of Boots in a picture").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    expect(picture).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_hub_and_the_news_never_scroll_sideways(open_page: Open, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    hub(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('main').scrollWidth") <= width
    page.get_by_role("banner").get_by_role("button", name="News").click()
    expect(page.get_by_role("dialog", name="News")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
