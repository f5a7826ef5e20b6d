"""Sentences leave the stream as soon as they are whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.sentences import SentenceStream, speakable


def test_a_sentence_leaves_as_soon_as_the_next_begins() -> None:
    stream = SentenceStream()
    assert stream.feed("Summer Sale, on email.") == []
    assert stream.feed(" What is it") == ["Summer Sale, on email."]
    assert stream.rest() == "What is it"


def test_numbers_and_abbreviations_do_not_end_a_sentence() -> None:
    stream = SentenceStream()
    assert stream.feed("That is 4.5 credits for Dr. Jones. Shall ") == ["That is 4.5 credits for Dr. Jones."]


def test_markup_is_not_spoken() -> None:
    assert speakable("**Done**: see [the page](http://x) `now`") == "Done: see the page now"


@given(st.lists(st.text(alphabet="ab .?!", max_size=12), max_size=12))
def test_nothing_is_lost_however_the_text_is_cut(deltas: list[str]) -> None:
    stream = SentenceStream()
    said = [sentence for delta in deltas for sentence in stream.feed(delta)]
    said.append(stream.rest())
    assert "".join("".join(said).split()) == "".join("".join(deltas).split())
