"""One campaign with every type of deliverable, over HTTP: it completes, and other programs open what it made."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from pypdf import PdfReader

from store.words import DeliverableType
from tests.serving import serving
from tests.studio import readers

pytestmark = pytest.mark.timeout(400)
PATIENCE = 300.0
"""Seconds for two whole films on two busy cores; on idle ones the campaign takes about one minute."""
OWED = {
    **dict.fromkeys(map(str, DeliverableType), 2),
    "social_posts": 6,
    "email_nurture": 4,
}
PRICES = {"research": 5, "plan": 5, "blog_post": 5, "social_posts": 1, "email_nurture": 2, "images": 4}
PRICES |= {"banner": 4, "flyer": 4, "jingle": 5}
BRAND = {
    "name": "Lindenhof Dental",
    "website": "https://lindenhof-dental.example",
    "tagline": "Gentle teeth care",
    "voice": "calm, caring, clear",
    "primary_colour": "#0e7490",
    "accent_colour": "#f59e0b",
}
FACT = "The first check-up takes 30 minutes and costs 25 euros."
CAMPAIGN = {
    "name": "Smile Check",
    "topic": "first check-ups for families",
    "objective": "80 new bookings",
    "strategy": {
        "audience": "families with children in the neighbourhood",
        "messaging": "gentle dentistry without the wait",
    },
    "channels": ["instagram", "facebook", "email"],
    "deliverables": [{"type": kind, "quantity": count} for kind, count in OWED.items()],
}
MM = 72 / 25.4


class Made:
    """The finished campaign's ZIP, by its manifest."""

    def __init__(
        self, archive: zipfile.ZipFile, progress: dict[str, Any], ledger: list[dict[str, Any]]
    ) -> None:
        self.archive, self.progress, self.ledger = archive, progress, ledger
        self.rows: list[dict[str, Any]] = json.loads(archive.read("manifest.json"))

    def files(self, kind: str, mime: str = "") -> list[tuple[dict[str, Any], bytes]]:
        return [
            (row, self.archive.read(row["file"]))
            for row in self.rows
            if row["type"] == kind and row["mime"].startswith(mime)
        ]

    def texts(self, kind: str) -> list[str]:
        """The words of each unit as they are to be published."""
        return [
            data.decode() for row, data in self.files(kind) if row["mime"] in ("text/plain", "text/markdown")
        ]


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    with serving(DRUMBEAT_STARTING_CREDITS="2000", DRUMBEAT_RENDER_PROCESSES="2") as server:
        with server.client() as client:
            client.put("/brand", json=BRAND).raise_for_status()
            client.post("/knowledge", json={"title": "Practice facts", "text": FACT}).raise_for_status()
            campaign = client.post("/campaigns", json=CAMPAIGN).raise_for_status().json()["id"]
            client.post(f"/campaigns/{campaign}/run").raise_for_status()
            progress = finished(client, campaign)
            ledger = client.get("/credits/ledger", params={"limit": 200}).json()["items"]
            data = client.get(f"/campaigns/{campaign}/download").raise_for_status().content
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Made(archive, progress, [entry for entry in ledger if entry["amount"] < 0])


def finished(client: httpx2.Client, campaign: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        progress: dict[str, Any] = client.get(f"/campaigns/{campaign}/progress").json()
        if progress["status"] in ("completed", "failed"):
            assert progress["status"] == "completed", client.get(f"/campaigns/{campaign}").json()["error"]
            return progress
        time.sleep(0.2)
    raise AssertionError(f"not finished within {PATIENCE:.0f} s: {progress}")


def test_every_unit_of_every_type_is_in_the_zip_with_a_good_verdict(made: Made) -> None:
    units = {(row["type"], row["unit"]) for row in made.rows}
    assert units == {(kind, unit) for kind, count in OWED.items() for unit in range(1, count + 1)}
    assert made.archive.testzip() is None
    assert set(made.archive.namelist()) == {"manifest.json", *(row["file"] for row in made.rows)}
    for row in made.rows:
        assert row["verdict"]["passed"], row
        assert 0 < row["verdict"]["score"] <= 1
        assert row["provenance"]["maker"]


def test_each_unit_is_charged_once_at_its_price(made: Made) -> None:
    charged: dict[str, list[int]] = defaultdict(list)
    for entry in made.ledger:
        charged[entry["cause"]["type"]].append(-entry["amount"])
    for kind, price in PRICES.items():
        assert charged[kind] == [price] * OWED[kind], kind
    assert len(charged["video"]) == OWED["video"]
    assert made.progress["spent"] == sum(map(sum, charged.values()))


def test_no_copy_carries_residue(made: Made) -> None:
    found = []
    for kind in OWED:
        for row, data in made.files(kind, "text/"):
            text = readers.page(data) if row["mime"] == "text/html" else data.decode()
            if row["type"] == "email_nurture":
                text = text.replace("{{ customer.firstName }}", "Ann").replace(
                    "{{ unsubscribe_url }}", "here"
                )
            found += readers.residue(row["file"], text)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", ["social_posts", "email_nurture", "blog_post"])
def test_no_sentence_stands_in_two_units(made: Made, kind: str) -> None:
    seen = Counter(sentence for text in made.texts(kind) for sentence in set(readers.sentences(text)))
    assert not [sentence for sentence, times in seen.items() if times > 1 and sentence not in FACT]


def test_the_copy_carries_the_briefs_facts(made: Made) -> None:
    for kind in ("research", "plan", "blog_post", "email_nurture", "social_posts"):
        whole = " ".join(made.texts(kind)).lower()
        assert "check-ups" in whole, kind
        assert "gentle dentistry without the wait" in whole, kind
    assert all(
        "check-ups" in text.lower() for kind in ("research", "plan", "blog_post") for text in made.texts(kind)
    )
    assert any("[1]" in text and "30 minutes" in text for text in made.texts("research"))
    assert any("25 euros" in text for text in made.texts("blog_post"))
    assert any("80 new bookings" in text for text in made.texts("plan"))
    assert all(BRAND["website"] in text or "link in bio" in text for text in made.texts("social_posts"))


def test_documents_parse_as_strict_html(made: Made) -> None:
    for kind in ("research", "plan", "blog_post"):
        pages = made.files(kind, "text/html")
        assert len(pages) == OWED[kind]
        assert all("check-ups" in readers.page(data).lower() for _, data in pages)
    assert all(600 <= len(text.split()) <= 1100 for text in made.texts("blog_post"))


def test_mails_parse_and_their_subjects_all_differ(made: Made) -> None:
    pages, texts, told = (
        made.files("email_nurture", mime) for mime in ("text/html", "text/plain", "application")
    )
    subjects = []
    for (_, html), (_, text), (_, meta) in zip(pages, texts, told, strict=True):
        subject = json.loads(meta)["subject"]
        subjects.append(subject)
        message = readers.mail(html, text, subject)
        assert message["Subject"] == subject
        for part in (message.get_body(("html",)), message.get_body(("plain",))):
            assert part is not None
            assert "{{ unsubscribe_url }}" in part.get_content()
        assert BRAND["website"] in readers.page(html) + html.decode()
        assert len(html) < 102_400, "Gmail clips longer e-mails"
    assert len(set(subjects)) == OWED["email_nurture"]


@pytest.mark.parametrize("kind", ["images", "banner", "flyer"])
def test_pictures_open_in_their_size_and_their_words_can_be_read(made: Made, kind: str) -> None:
    shown = made.files(kind, "image/")
    assert {row["unit"] for row, _ in shown} == {1, 2}
    for row, data in shown:
        opened, told = readers.picture(data), row["provenance"]
        assert list(opened.size) == told["size"]
        assert len(opened.convert("RGB").resize((200, 200)).getcolors(40_000) or ()) > 8
        assert all(text["contrast"] >= 4.5 for text in told["texts"])
        assert min(text["size"] for text in told["texts"]) >= 10
        if kind == "banner":
            assert len(data) <= 150_000
    titles = {row["unit"]: row["title"] for row, _ in shown}
    assert len(set(titles.values())) == len(titles)


def test_flyers_are_print_files_with_text_and_a_code_that_leads_to_the_website(made: Made) -> None:
    sheets = {"a5": (148, 210), "a4": (210, 297), "letter": (215.9, 279.4), "social": None}
    for row, data in made.files("flyer", "application/pdf"):
        sheet, reader = sheets[row["provenance"]["format"]], PdfReader(io.BytesIO(data))
        assert len(reader.pages) == 1
        if sheet is not None:
            trim = reader.pages[0].trimbox
            assert (float(trim.width) / MM, float(trim.height) / MM) == pytest.approx(sheet, abs=0.2)
        words = " ".join(reader.pages[0].extract_text().split()).lower()
        assert "check-ups" in words or "dentistry" in words
    codes = [readers.qr(readers.picture(data)) for _, data in made.files("flyer", "image/png")]
    assert codes == [BRAND["website"]] * OWED["flyer"]


def test_jingles_have_their_length_and_loudness_in_every_file(made: Made) -> None:
    sounds = made.files("jingle", "audio/")
    assert Counter(row["mime"] for row, _ in sounds) == {"audio/wav": 2, "audio/mpeg": 2, "audio/ogg": 2}
    for row, data in sounds:
        seconds, lufs, peak = readers.heard(data)
        assert seconds == pytest.approx(row["provenance"]["seconds"], abs=0.3)
        assert lufs == pytest.approx(-16, abs=1)
        assert peak <= (-1.0 if row["mime"] == "audio/wav" else 0.0)
    assert sounds[0][1] != sounds[3][1]


def test_films_have_picture_sound_captions_and_a_poster(made: Made) -> None:
    for row, data in made.files("video", "video/mp4"):
        film, told = readers.film(data), row["provenance"]
        assert film.codecs == ("h264", "aac")
        assert list(film.size) == told["size"]
        assert film.picture_seconds == pytest.approx(told["seconds"], abs=0.3)
        assert film.sound_seconds == pytest.approx(told["seconds"], abs=0.3)
        assert 10 <= film.picture_seconds <= 60
        assert film.brightest > 40
        assert readers.heard(data)[1] == pytest.approx(-16, abs=1.5)
    assert len(made.files("video", "video/mp4")) == OWED["video"]
    for _, data in made.files("video", "text/vtt"):
        assert data.decode().startswith("WEBVTT")
        assert data.decode().count("-->") >= 3
    assert all(min(readers.picture(data).size) >= 480 for _, data in made.files("video", "image/jpeg"))
