"""What is written is said as people say it."""

from __future__ import annotations

import pytest

from agent.speech.spoken_form import spoken_form


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("That is 43 credits of your 200.", "That is forty-three credits of your two hundred."),
        ("I made 1,250 of them.", "I made one thousand two hundred fifty of them."),
        ("It costs $1,200.50 in all.", "It costs one thousand two hundred dollars and fifty cents in all."),
        ("A budget of €2.5k", "A budget of two point five thousand euros"),
        ("£1", "one pound"),
        ("30% off", "thirty percent off"),
        ("1.5k leads", "one point five thousand leads"),
        ("5-10 posts", "five to ten posts"),
        ("by 2026-07-31.", "by July thirty-first, twenty twenty-six."),
        ("on July 4th, 2027", "on July fourth, twenty twenty-seven"),
        ("the 31st of July", "the thirty-first of July"),
        ("Summer 2026 is near", "Summer twenty twenty-six is near"),
        ("at 14:30", "at two thirty P M"),
        ("at 9:05 am", "at nine oh five A M"),
        ("Write to mia.k@acme.com.", "Write to mia dot k at acme dot com."),
        ("See https://www.acme.com/sale, please", "See acme dot com slash sale, please"),
        ("Order now: fellside.example.", "Order now: fellside dot example."),
        ("Go to Acme.com or wear-test.pdf", "Go to Acme dot com or wear dash test dot pdf"),
        ("social_posts and email_nurture", "social posts and email nurture"),
        ("your AI assistant, two CTAs", "your A I assistant, two C T As"),
        ("Research & plan", "Research and plan"),
        ("#SummerSale", "hashtag SummerSale"),
        ("open 24/7", "open twenty-four seven"),
        ("code 007", "code zero zero seven"),
        ("It's running. Shall I tell you as things finish?",) * 2,
    ],
)
def test_written_things_are_said_in_words(written: str, said: str) -> None:
    assert spoken_form(written) == said


def test_an_impossible_date_is_not_made_up() -> None:
    assert "July" not in spoken_form("2026-13-45")
