"""Campaigns as people speak them: fragments, first person, missing slots."""

from __future__ import annotations

from dataclasses import replace

from store.words import AwarenessStage, DeliverableType
from studio.ports import Brand, Brief, Passage

RUNNING = Brief(
    DeliverableType.BLOG_POST,
    index=1,
    of=1,
    seed=7,
    name="Trail Season",
    topic="our running shoes, the new trail line",
    objective="a thousand new leads by the end of July",
    channels=("email", "social"),
    audience="trail runners in their thirties who train before work",
    messaging="grip you can trust when the path turns wet",
    goals="a thousand leads",
    awareness_stage=AwarenessStage.PROBLEM_AWARE,
    products=("Ridgeline 2",),
    deadline="2026-07-31",
    brand=Brand(
        name="Fellside",
        tagline="Made for the long way round",
        voice="warm, plain, confident",
        website="https://fellside.example",
        primary_colour="#0f5132",
        accent_colour="#ffb703",
        banned_words=("revolutionary", "game-changing"),
    ),
    knowledge=(
        Passage(
            "doc-1",
            "Wear test",
            "wear-test.pdf",
            "In our spring wear test 41 of 50 runners said the Ridgeline 2 gripped wet rock better than their "
            "old pair. The outsole lugs are 5 millimetres deep.",
        ),
        Passage(
            "doc-2",
            "Price list",
            "prices.md",
            "The Ridgeline 2 costs 139 euros. Returns are free for 60 days.",
        ),
    ),
)

COFFEE = Brief(
    DeliverableType.BLOG_POST,
    index=1,
    of=1,
    seed=11,
    name="Morning Post",
    topic="launch of our coffee subscription",
    objective="to get people to try the first bag",
    channels=("instagram", "facebook"),
    audience="people who work from home",
    awareness_stage=AwarenessStage.MOST_AWARE,
    brand=Brand(
        name="Kettle & Crow", primary_colour="#f4e1c1", accent_colour="#e76f51", text_colour="#3d2b1f"
    ),
)

BARE = Brief(
    DeliverableType.BLOG_POST,
    index=1,
    of=1,
    seed=3,
    name="Summer Sale",
    topic="the summer sale",
    objective="sell more",
)

WORKSHOP = Brief(
    DeliverableType.BLOG_POST,
    index=1,
    of=1,
    seed=19,
    name="Autumn Open Day",
    topic="I want to promote our pottery workshops for beginners",
    objective="we need forty bookings before October",
    channels=("linkedin", "x", "email"),
    audience="local families & first-time makers",
    messaging="nobody is bad at clay, they just haven't tried it yet",
    awareness_stage=AwarenessStage.UNAWARE,
    products=("the Saturday class", "a gift voucher"),
    deadline="before October",
    brand=Brand(name="Mud Room", voice="playful, kind", background_colour="#10101a", text_colour="#f5f5f5"),
)

REALISTIC = {"running": RUNNING, "coffee": COFFEE, "bare": BARE, "workshop": WORKSHOP}


def step(campaign: Brief, kind: DeliverableType, of: int, **changes: object) -> list[Brief]:
    """The briefs of a whole step, each with a seed of its own as the orchestrator gives it."""
    return [
        replace(campaign, type=kind, index=index, of=of, seed=campaign.seed * 1000 + index, **changes)  # type: ignore[arg-type]
        for index in range(1, of + 1)
    ]
