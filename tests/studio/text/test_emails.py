from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from store.words import DeliverableType
from studio.ports import Brand, Brief
from studio.text import email_html
from studio.text.colours import AA, contrast, palette_of
from studio.text.emails import plot
from tests.studio.briefs import COFFEE, REALISTIC, RUNNING
from tests.studio.text.making import Page, file, made_step

EMAIL = DeliverableType.EMAIL_NURTURE


def page_of(html: str) -> Page:
    """MJML writes tables for Outlook inside comments; what is left has to be well-formed by itself."""
    return Page(re.sub(r"<!--.*?-->|<!\[endif\]-->", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("campaign", REALISTIC.values(), ids=REALISTIC)
@pytest.mark.parametrize("of", [1, 2, 3, 5, 9])
def test_every_email_shows_whole_in_an_inbox(campaign: Brief, of: int) -> None:
    for output in made_step(campaign, EMAIL, of):
        told = json.loads(file(output, ".json"))
        assert 3 <= len(told["subject"]) <= 60
        assert 3 <= len(told["preheader"]) <= 110
        assert (
            told["variables"] == output.provenance["variables"] == ["customer.firstName", "unsubscribe_url"]
        )
        html = file(output, ".html")
        page = page_of(html)
        assert "{{ unsubscribe_url }}" in page.links
        assert "{{ customer.firstName }}" in page.seen
        assert told["heading"] in page.seen
        assert "max-width:600px" in html
        assert len(html) < 100_000  # beyond about this, a large mail service cuts the message off
        text = file(output, ".txt")
        assert "Unsubscribe: {{ unsubscribe_url }}" in text
        for paragraph in filter(None, text.split("\n\n")[1:4]):
            assert paragraph in page.seen


def test_a_sequence_has_a_beginning_and_an_end() -> None:
    assert plot(1) == ("welcome",)
    assert plot(3) == ("problem", "value", "offer")
    for of in range(6, 30):
        roles = plot(of)
        assert len(roles) == of
        assert (roles[0], *roles[-2:]) == ("welcome", "offer", "last")


def test_the_button_leads_to_the_website_or_asks_for_a_reply() -> None:
    with_site = made_step(RUNNING, EMAIL, 1)[0]
    assert "https://fellside.example" in page_of(file(with_site, ".html")).links
    without = made_step(COFFEE, EMAIL, 1)[0]
    assert page_of(file(without, ".html")).links == ["{{ unsubscribe_url }}"]
    assert "Reply to this e-mail." in without.text


def test_the_proof_quotes_the_knowledge_base_and_no_other_email_quotes_the_same() -> None:
    outputs = made_step(RUNNING, EMAIL, 5)
    assert sum("41 of 50 runners" in output.text for output in outputs) == 1
    assert sum("139 euros" in output.text for output in outputs) == 1
    late = replace(RUNNING, knowledge=())
    assert all("41 of 50" not in output.text for output in made_step(late, EMAIL, 5))


@pytest.mark.parametrize(
    "brand",
    [
        Brand(),
        Brand(primary_colour="#ffff00", text_colour="#fefefe"),
        Brand(primary_colour="#777777", background_colour="#808080", text_colour="#7f7f7f"),
        Brand(primary_colour="no colour", background_colour="#10101a", text_colour=""),
    ],
)
def test_text_can_be_read_in_any_brands_colours(brand: Brand) -> None:
    palette = palette_of(brand)
    pairs = [(palette.on_primary, palette.primary), (palette.text, palette.card)]
    pairs += [(palette.heading, palette.card), (palette.on_page, palette.page)]
    assert all(contrast(ink, ground) >= AA for ink, ground in pairs)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_email_html_escapes_what_it_is_given_and_keeps_variables() -> None:
    html = email_html(
        Brand(name="Kettle & Crow", website="kettle.example"),
        subject="A <b> & b",
        preheader="Pre",
        heading="Tea & toast",
        paragraphs=["Hi {{ customer.firstName }}, 1 < 2"],
        button="Go",
    )
    page = page_of(html)
    assert "Kettle & Crow" in page.seen
    assert "Hi {{ customer.firstName }}, 1 < 2" in page.seen
    assert page.links == ["https://kettle.example", "{{ unsubscribe_url }}"]
