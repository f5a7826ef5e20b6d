"""Whatever slots are put into words by the grammar's own patterns are understood as those slots."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from agent.offline.bank import filler
from agent.offline.generate import sentences
from agent.offline.reading import Situation
from agent.offline.understand import understand
from prompts import join
from store.words import Channel, DeliverableType

NOUNS = {
    "research": "research reports",
    "plan": "plans",
    "blog_post": "blog posts",
    "social_posts": "social posts",
    "email_nurture": "emails",
    "images": "images",
    "banner": "banners",
    "flyer": "flyers",
    "jingle": "jingles",
    "video": "videos",
}
SPOKEN = {
    "x": "twitter",
    "web": "the website",
    "blog": "the blog",
    "social": "social media",
    "sms": "text messages",
}
NAMES = ("summer sale", "trail blazers", "back to school", "blue monday", "grand opening", "spring fling")
TOPICS = (
    "our running shoes",
    "the new trail line",
    "our vegan menu",
    "my yoga studio",
    "a coffee subscription",
)
quantities = st.dictionaries(
    st.sampled_from([str(t) for t in DeliverableType]), st.integers(1, 50), min_size=1, max_size=5
)
channel_lists = st.lists(st.sampled_from([str(c) for c in Channel]), unique=True, min_size=1, max_size=3)
ANYTHING = Situation(date(2026, 11, 21))


def said_list(wanted: dict[str, int]) -> str:
    return join(f"{num2words(n).replace('-', ' ')} {NOUNS[kind]}" for kind, n in wanted.items()).replace(
        ",", ""
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(TOPICS), channel_lists, quantities)
def test_a_campaign_said_in_one_breath_is_understood_exactly(
    name: str, topic: str, channels: list[str], wanted: dict[str, int]
) -> None:
    on = join(SPOKEN.get(channel, channel) for channel in channels).replace(",", "")
    said = f"create a campaign called {name} about {topic} on {on} with {said_list(wanted)}"
    reading = understand(said, ANYTHING)
    assert reading.create
    assert reading.slots["name"].lower() == name
    assert reading.slots["topic"] == topic
    assert reading.slots["channels"] == channels
    assert {item.type: item.quantity for item in reading.items} == wanted


@settings(max_examples=150, deadline=None)
@given(quantities)
def test_a_list_answered_in_any_order_is_understood_exactly(wanted: dict[str, int]) -> None:
    situation = Situation(date(2026, 11, 21), {"kind": "slot", "slot": "deliverables"}, {"deliverables": []})
    reading = understand(said_list(wanted), situation)
    assert {item.type: item.quantity for item in reading.items} == wanted


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["topic", "objective", "audience"]))
def test_free_answers_are_kept_word_for_word(seed: int, slot: str) -> None:
    said = filler(slot, random.Random(seed))
    situation = Situation(
        date(2026, 11, 21), {"kind": "slot", "slot": slot}, {"deliverables": [], "topic": ""}
    )
    value = understand(said, situation).slots.get(slot, "")
    assert value
    assert said.endswith(value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_no_text_at_all_breaks_the_understanding(text: str) -> None:
    assert 0.0 <= understand(text, ANYTHING).rest <= 1.0


def test_generated_sentences_are_spoken_words_of_many_kinds() -> None:
    said = list(sentences(random.Random(7), 4000))
    assert len(set(said)) > 2000
    assert all(set(sentence) <= set("abcdefghijklmnopqrstuvwxyz' ") for sentence in said)
    assert said == list(sentences(random.Random(7), 4000))


def test_what_the_grammar_says_the_grammar_understands() -> None:
    said = [sentence for sentence in sentences(random.Random(3), 1500) if sentence]
    lost = [sentence for sentence in said if understand(sentence, ANYTHING).rest > 0.5]
    # Bare names, topics and audiences mean nothing until they were asked for.
    assert len(lost) < 0.2 * len(said), lost[:20]
