"""The copy of businesses that have little in common, by several seeds, read for what a marketer would strike out."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from store.words import AwarenessStage, DeliverableType
from studio.ports import Brand, Output, Passage
from studio.text import makers
from tests.studio.briefs import BARE, step
from tests.studio.readers import residue, sentences

D = DeliverableType
UNITS = {D.RESEARCH: 2, D.PLAN: 2, D.BLOG_POST: 2, D.SOCIAL_POSTS: 10, D.EMAIL_NURTURE: 6}
BUSINESSES = {
    "dentist": replace(
        BARE,
        name="Smile Check Autumn",
        topic="free first check-ups at our dental practice",
        objective="80 new patient bookings",
        channels=("instagram", "facebook", "email"),
        audience="families with children in the neighbourhood",
        messaging="gentle dentistry without the wait",
        awareness_stage=AwarenessStage.PROBLEM_AWARE,
        products=("First Check-up", "Professional Cleaning"),
        deadline="end of October",
        brand=Brand("Lindenhof Dental", "Gentle teeth care", "calm, caring", "https://lindenhof.example"),
        knowledge=(Passage("d1", "Practice facts", "facts.md", "The first check-up takes 30 minutes."),),
    ),
    "restaurant": replace(
        BARE,
        name="Green Table",
        topic="the opening of our vegan restaurant in Leeds",
        objective="full tables in the opening week",
        channels=("instagram", "tiktok"),
        audience="young professionals who like to eat out",
        messaging="comfort food that happens to be vegan",
        awareness_stage=AwarenessStage.UNAWARE,
        products=("tasting menu",),
        deadline="12 December",
        brand=Brand("Beet & Barley", "", "playful, warm", "https://beetandbarley.example"),
    ),
    "software": replace(
        BARE,
        name="Q1 Pipeline",
        topic="invoice automation software for accounting teams",
        objective="generate 150 demo requests from finance leaders",
        channels=("linkedin", "email"),
        audience="CFOs and finance managers at mid-size manufacturers",
        messaging="close the month in two days instead of ten",
        awareness_stage=AwarenessStage.SOLUTION_AWARE,
        products=("LedgerLoop Core", "LedgerLoop Audit"),
        brand=Brand("LedgerLoop", "The calm close", "precise", "https://ledgerloop.example"),
        knowledge=(Passage("k1", "Prices", "prices.pdf", "The Core plan costs 490 euros a month."),),
    ),
    "gym": replace(
        BARE,
        name="New Year Start",
        topic="twenty percent off annual memberships",
        objective="sell 200 memberships",
        channels=("instagram", "x"),
        audience="people over fifty who want to get fit again",
        brand=Brand("Northside Gym"),
    ),
    "charity": replace(
        BARE,
        name="Warm Winter",
        topic="help families heat their homes",
        objective="raise 50,000 euros in donations",
        channels=("facebook", "email"),
        audience="people in our city",
        messaging="no child should do homework in a winter coat",
        deadline="31 January",
        brand=Brand("Hearth Aid"),
    ),
}
SEEDS = (1, 2, 3)
every_business = pytest.mark.parametrize("name", BUSINESSES)


@cache
def written(name: str, kind: DeliverableType, seed: int) -> tuple[Output, ...]:
    briefs = step(replace(BUSINESSES[name], seed=seed), kind, UNITS[kind])
    return tuple(asyncio.run(makers()[kind].make(brief)) for brief in briefs)


def readable(output: Output) -> str:
    return re.sub(r"\{\{ [\w.]+ \}\}", "Ann", f"{output.title}\n{output.text}")


@every_business
def test_nothing_has_to_be_struck_out(name: str) -> None:
    found = [
        flaw
        for kind in UNITS
        for seed in SEEDS
        for output in written(name, kind, seed)
        for flaw in residue(f"{kind}, seed {seed}", readable(output))
    ]
    assert not found, "\n".join(found)


@every_business
def test_no_sentence_comes_twice_in_a_step_and_no_subject_either(name: str) -> None:
    known = " ".join(passage.text for passage in BUSINESSES[name].knowledge)
    for kind in (D.SOCIAL_POSTS, D.EMAIL_NURTURE, D.BLOG_POST):
        for seed in SEEDS:
            outputs = written(name, kind, seed)
            seen = Counter(sentence for output in outputs for sentence in set(sentences(output.text)))
            assert not [one for one, times in seen.items() if times > 1 and one not in known]
            assert len({output.title for output in outputs}) == len(outputs)


@every_business
def test_the_brief_is_told(name: str) -> None:
    brief = BUSINESSES[name]
    for seed in SEEDS:
        mails = " ".join(output.text.lower() for output in written(name, D.EMAIL_NURTURE, seed))
        posts = " ".join(output.text.lower() for output in written(name, D.SOCIAL_POSTS, seed))
        for text in (mails, posts):
            assert brief.messaging.lower() in text
            assert not brief.deadline or brief.deadline.lower() in text
        assert brief.brand.name.lower() in mails
        assert (
            name != "gym" or min(text.count("twenty percent off our annual") for text in (mails, posts)) >= 3
        )
