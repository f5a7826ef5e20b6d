from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.words import AwarenessStage, DeliverableType
from studio.ports import Brand, Brief, Passage, Prior
from studio.review import objections
from studio.text import network_of
from tests.studio.briefs import BARE, COFFEE, REALISTIC, RUNNING, WORKSHOP, step
from tests.studio.text.making import ARTICLE, RESIDUE, WRITTEN, Page, file, made, made_step, sentences

D = DeliverableType
every_type = pytest.mark.parametrize("kind", WRITTEN)
every_campaign = pytest.mark.parametrize("campaign", REALISTIC.values(), ids=REALISTIC)


@every_type
@every_campaign
def test_what_is_written_reads_clean_and_passes_the_reviewer(campaign: Brief, kind: DeliverableType) -> None:
    outputs = made_step(campaign, kind, 4)
    for place, (brief, output) in enumerate(zip(step(campaign, kind, 4), outputs, strict=True)):
        text = re.sub(r"\{\{ (?:customer\.firstName|unsubscribe_url) \}\}", "Ann", output.text)
        assert not RESIDUE.search(text), RESIDUE.search(text)
        assert not ARTICLE.search(text), ARTICLE.search(text)
        assert objections(brief, output, [other.text for other in outputs[:place]]) == ()


@every_type
def test_a_seed_makes_the_same_bytes_again_and_another_seed_other_ones(kind: DeliverableType) -> None:
    brief = step(RUNNING, kind, 3)[1]
    assert made(brief) == made(brief)
    assert len({made(replace(brief, seed=seed)).text for seed in range(12)}) >= 6


@pytest.mark.parametrize(("kind", "of"), [(D.SOCIAL_POSTS, 60), (D.EMAIL_NURTURE, 12), (D.BLOG_POST, 12)])
@every_campaign
def test_no_two_units_of_a_step_say_the_same_sentence(
    campaign: Brief, kind: DeliverableType, of: int
) -> None:
    said = [sentence for output in made_step(campaign, kind, of) for sentence in set(sentences(output.text))]
    assert len(said) == len(set(said)), {sentence for sentence in said if said.count(sentence) > 1}


def test_five_hundred_posts_still_each_say_something_of_their_own() -> None:
    texts = [made(brief).text for brief in step(COFFEE, D.SOCIAL_POSTS, 500)[::7]]
    assert len(set(texts)) == len(texts)


@every_type
def test_the_facts_of_the_brief_are_there(kind: DeliverableType) -> None:
    whole = " ".join(output.text for output in made_step(RUNNING, kind, 10)).lower()
    expected = ["running shoes", "trail runners in their thirties", "grip you can trust", "fellside"]
    if kind not in {D.SOCIAL_POSTS, D.RESEARCH}:
        expected += ["31 july 2026", "ridgeline 2"]
    if kind in {D.PLAN, D.RESEARCH}:
        expected.append("a thousand new leads by the end of july")
    if kind is D.BLOG_POST:
        expected.remove("fellside")
        assert "https://fellside.example" in whole
    for fact in expected:
        assert fact in whole


@every_type
def test_figures_come_from_the_brief_and_the_knowledge_base_alone(kind: DeliverableType) -> None:
    known = {"41", "50", "2", "5", "139", "60", "31", "2026", "1"}
    for output in made_step(RUNNING, kind, 3):
        prose = re.sub(r"\[\d+\]|\*\*H\d\*\*", "", output.text)
        assert set(re.findall(r"\d+", prose)) <= known
        assert output.provenance["maker"] == "embedded-writer"
        quoted = {source["source"] for source in output.provenance["sources"]}
        assert quoted <= {"wear-test.pdf", "prices.md"}
        assert ("41 of 50" in prose) <= ("wear-test.pdf" in quoted)


@every_type
def test_the_brands_banned_words_are_avoided_by_choosing_other_lines(kind: DeliverableType) -> None:
    banned = ("calm", "plain", "choose", "look", "ask")
    campaign = replace(COFFEE, brand=replace(COFFEE.brand, banned_words=banned))
    for output in made_step(campaign, kind, 3):
        if kind in {D.SOCIAL_POSTS, D.EMAIL_NURTURE, D.BLOG_POST}:
            found = re.findall(rf"(?i)\b(?:{'|'.join(banned)})\b", output.text)
            assert len(found) <= 1, found  # the call to action is the objective's own
        assert output.text


@every_campaign
def test_a_post_fits_its_network_and_tells_what_it_is_for(campaign: Brief) -> None:
    for brief, output in zip(
        step(campaign, D.SOCIAL_POSTS, 24), made_step(campaign, D.SOCIAL_POSTS, 24), strict=True
    ):
        told = json.loads(file(output, ".json"))
        network = network_of(brief)
        assert file(output, ".txt").strip() == output.text == told["text"]
        assert told["network"] == network.name
        assert told["characters"] == len(output.text) <= network.limit
        assert len(told["hashtags"]) <= network.hashtags
        assert all(re.fullmatch(r"#\w+", tag) for tag in told["hashtags"])
    assert network_of(replace(campaign, channels=("email",), index=4)).name == "X"


def test_a_long_brief_is_cut_to_fit_a_short_network() -> None:
    wordy = replace(RUNNING, channels=("x",), topic="our shoes " + "for very long days outside " * 12)
    wordy = replace(wordy, audience="people who " + "walk and " * 30, messaging="step by step " * 20)
    assert all(len(output.text) <= 280 for output in made_step(wordy, D.SOCIAL_POSTS, 10))


@every_campaign
def test_a_blog_post_is_long_enough_and_opens_as_a_page(campaign: Brief) -> None:
    for output in made_step(campaign, D.BLOG_POST, 4):
        assert 600 <= len(output.text.split()) <= 1000
        page = Page(file(output, ".html"))
        assert page.tags.count("h1") == 1
        assert page.tags.count("h2") >= 5
        assert output.title in page.seen.replace("’", "'")
        assert (campaign.brand.website in page.links) is bool(campaign.brand.website)


def test_research_cites_what_it_says_and_admits_what_it_does_not_know() -> None:
    known = made(replace(RUNNING, type=D.RESEARCH))
    assert re.search(r"41 of 50 runners .*\[1\]", known.text)
    assert "[1] Wear test. wear-test.pdf" in known.text
    assert "[2] Price list. prices.md" in known.text
    unknown = made(replace(COFFEE, type=D.RESEARCH))
    assert not re.search(r"\[\d\]", unknown.text)
    assert unknown.provenance["sources"] == []
    assert "**H1**" in unknown.text
    assert re.search(r"knowledge base holds nothing|no document on the subject", unknown.text)


def test_a_plan_counts_back_from_its_deadline_and_asks_for_what_is_missing() -> None:
    dated = made(replace(RUNNING, type=D.PLAN, priors=(Prior(D.RESEARCH, 1, "Findings on shoes", "..."),)))
    assert "| Six weeks before 31 July 2026 |" in dated.text
    assert "**Problem aware** (this campaign)" in dated.text
    assert '"Findings on shoes"' in dated.text
    assert "New sign-ups" in dated.text
    bare = made(replace(BARE, type=D.PLAN))
    assert "| Week 1 |" in bare.text
    assert re.search(r"(?i)names? (?:the|no) audience|who exactly", bare.text)
    assert Page(file(bare, ".html")).tags.count("table") >= 4


def test_the_stage_of_awareness_decides_where_a_step_begins() -> None:
    first = {
        stage: made(replace(RUNNING, type=D.SOCIAL_POSTS, of=5, awareness_stage=stage)).provenance["angle"]
        for stage in AwarenessStage
    }
    assert first[AwarenessStage.UNAWARE] == "moment"
    assert first[AwarenessStage.MOST_AWARE] == "invite"


def test_markup_in_a_brief_is_never_markup_in_a_page() -> None:
    evil = "<script>alert(1)</script> {{ secret }} [x](javascript:alert(1)) | **bold**"
    passage = Passage("d", evil, evil, f"Our shoes last long {evil} and we like them a lot.")
    brand = Brand(name=evil, tagline=evil, website="javascript:alert(1)", primary_colour="red;}", voice=evil)
    campaign = replace(WORKSHOP, name=evil, topic=evil, messaging=evil, audience=evil, brand=brand)
    campaign = replace(campaign, objective=evil, products=(evil,), knowledge=(passage,))
    for kind in WRITTEN:
        output = made(replace(campaign, type=kind))
        assert "secret }}" not in output.text
        if kind is not D.SOCIAL_POSTS:
            page = Page(file(output, ".html"))
            assert "script" not in page.tags
            assert not [link for link in page.links if link.startswith("javascript")]


SCRAPS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(WRITTEN),
    topic=SCRAPS,
    objective=SCRAPS,
    audience=SCRAPS,
    messaging=SCRAPS,
    seed=st.integers(0, 2**62),
)
def test_any_brief_gets_something_to_read(
    kind: DeliverableType, topic: str, objective: str, audience: str, messaging: str, seed: int
) -> None:
    brief = replace(
        BARE, type=kind, topic=topic, objective=objective, audience=audience, messaging=messaging, seed=seed
    )
    output = made(brief)
    assert output.title.strip()
    assert len(output.text.split()) >= 5
    assert all(file.data for file in output.files)


def test_an_offer_is_named_in_every_post_and_in_the_emails_that_sell() -> None:
    sale = replace(COFFEE, topic="twenty percent off annual memberships", channels=("instagram", "x"))
    posts = [made(brief).text.lower() for brief in step(sale, D.SOCIAL_POSTS, 10)]
    assert all("twenty percent off our annual memberships" in text for text in posts)
    mails = [made(brief).text.lower() for brief in step(sale, D.EMAIL_NURTURE, 4)]
    assert sum("twenty percent off our annual memberships" in text for text in mails) >= 3
    assert "choose our twenty percent" not in " ".join(posts)


def test_an_invitation_that_ends_with_a_question_is_followed_by_its_link_without_a_colon() -> None:
    demo = replace(COFFEE, objective="more demos", brand=replace(COFFEE.brand, website="https://example.com"))
    for brief in step(replace(demo, channels=("linkedin",)), D.SOCIAL_POSTS, 12):
        assert "?:" not in made(brief).text


def test_what_a_name_stands_for_introduces_it_and_is_no_part_of_it() -> None:
    app = replace(
        COFFEE,
        topic="launch of FinTrack, a budgeting app",
        products=("FinTrack",),
        channels=("x", "linkedin"),
    )
    posts = " ".join(made(brief).text for brief in step(app, D.SOCIAL_POSTS, 10))
    assert "FinTrack, a budgeting app" in made(step(app, D.BLOG_POST, 1)[0]).text
    assert "in particular" not in posts.lower()
    assert "our way into FinTrack" not in posts
