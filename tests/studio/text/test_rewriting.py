"""A text edited by hand is in every file that holds it, and what is ours stays as it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from store.words import DeliverableType as D
from studio.ports import Brand, Brief, Output
from studio.review import RuleReviewer
from studio.text import makers
from studio.text.rewriting import WRITTEN, rewritten

BRIEF = Brief(
    D.EMAIL_NURTURE,
    1,
    3,
    7,
    "Summer Sale",
    "our new trail running shoes",
    "a thousand new leads",
    channels=("email", "social"),
    brand=Brand(name="Acme", website="acme.example"),
)


async def made(kind: D) -> Output:
    return await makers()[kind].make(replace(BRIEF, type=kind))


def edited(kind: D, before: Output, text: str) -> Output:
    return rewritten(replace(BRIEF, type=kind), text, before.title, before.files, "Ada")


def said(output: Output, mime: str) -> str:
    return next(file.data.decode() for file in output.files if file.mime == mime)


@pytest.mark.parametrize("kind", sorted(WRITTEN))
async def test_a_word_changed_in_what_was_shown_is_the_only_change(kind: D) -> None:
    before = await made(kind)
    after = edited(kind, before, before.text.replace("shoes", "boots"))
    assert after.text.split() == before.text.replace("shoes", "boots").split()
    assert [(f.name, f.kind, f.mime) for f in after.files] == [(f.name, f.kind, f.mime) for f in before.files]
    assert after.provenance["edited_by"] == "Ada"
    assert "boots" in after.files[0].data.decode()
    assert (await RuleReviewer().review(replace(BRIEF, type=kind), after, ())).reviewer == "rules"


async def test_an_email_keeps_one_footer_and_takes_a_new_subject() -> None:
    before = await made(D.EMAIL_NURTURE)
    after = edited(D.EMAIL_NURTURE, before, "Subject: Doors open\n\nCome in\n\nHello.\n\nThe shoes are here.")
    assert after.title == "Doors open"
    page, plain = said(after, "text/html"), said(after, "text/plain")
    assert "The shoes are here." in page
    assert plain.count("unsubscribe_url") == 1
    assert json.loads(said(after, "application/json"))["subject"] == "Doors open"
    again = edited(D.EMAIL_NURTURE, after, after.text)
    assert again.text == after.text


async def test_a_posts_details_follow_its_text() -> None:
    after = edited(D.SOCIAL_POSTS, await made(D.SOCIAL_POSTS), "New boots!\n\n#Boots")
    meta = json.loads(said(after, "application/json"))
    assert (meta["text"], meta["hashtags"], meta["characters"]) == ("New boots!\n\n#Boots", ["#Boots"], 18)
    assert after.title.endswith("New boots!")


async def test_markup_in_a_document_is_shown_not_run() -> None:
    before = await made(D.BLOG_POST)
    after = edited(D.BLOG_POST, before, "# New\n\n<script>alert(1)</script> and **bold**")
    assert after.title == "New"
    page = said(after, "text/html")
    assert "<script>" not in page
    assert "<strong>bold</strong>" in page
