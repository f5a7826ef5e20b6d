from __future__ import annotations

import json

import openai
import pytest

from store.words import DeliverableType
from studio.openai.writing import OpenAiWriter
from studio.ports import File, MakerError, Output
from tests.studio.briefs import RUNNING, WORKSHOP, step
from tests.studio.openai.provider import Provider, as_json, message

ARTICLE = "# Wet rock\n\n" + "The path turns wet and the lug holds. " * 12 + "\n\n## Try it\n\nCome by.\n"
EMAIL = {
    "subject": "Wet rock, dry feet",
    "preheader": "What fifty runners told us",
    "heading": "Grip <you> can trust",
    "paragraphs": ["Hello {{ customer.firstName }}.", "The path & the shoe."],
    "button": "See the shoe",
}


def called(output: Output, ending: str) -> File:
    return next(file for file in output.files if file.name.endswith(ending))


async def test_an_article_comes_as_markdown_and_as_a_page(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = as_json(title="Wet rock & you", markdown=ARTICLE)
    output = await OpenAiWriter(client, "m").make(step(RUNNING, DeliverableType.BLOG_POST, 1)[0])
    assert output.title == "Wet rock & you"
    assert output.files[0].data.decode() == output.text == ARTICLE
    page = called(output, ".html").data.decode()
    assert "<h2>Try it</h2>" in page
    assert "<title>Wet rock &amp; you</title>" in page


async def test_markup_in_an_answer_never_becomes_markup_of_the_page(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = as_json(title="</title><script>", markdown=ARTICLE + "<script>alert(1)</script>")
    output = await OpenAiWriter(client, "m").make(step(RUNNING, DeliverableType.PLAN, 1)[0])
    assert "<script" not in called(output, ".html").data.decode()


async def test_a_post_fits_its_network_and_keeps_its_hashtag_limit(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = as_json(text="Clay forgives.", hashtags=[f"#clay{n}" for n in range(60)])
    linkedin, x = step(WORKSHOP, DeliverableType.SOCIAL_POSTS, 2)
    for brief in (linkedin, x):
        output = await OpenAiWriter(client, "m").make(brief)
        told = json.loads(called(output, ".json").data)
        assert told["network"] in provider.prompt
        assert told["text"] == called(output, ".txt").data.decode() == output.text
        assert len(output.text) <= (280 if told["network"] == "X" else 3000)
        assert "##" not in output.text


async def test_a_post_that_is_too_long_for_its_network_is_asked_for_again(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = as_json(text="Clay forgives. " * 40, hashtags=[])
    brief = step(WORKSHOP, DeliverableType.SOCIAL_POSTS, 2, channels=("x",))[1]
    with pytest.raises(MakerError, match="280") as raised:
        await OpenAiWriter(client, "m").make(brief)
    assert raised.value.transient


async def test_an_email_has_subject_preheader_a_page_and_a_way_out(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = json.dumps(EMAIL)
    output = await OpenAiWriter(client, "m").make(step(RUNNING, DeliverableType.EMAIL_NURTURE, 3)[1])
    page = called(output, ".html").data.decode()
    assert "Grip &lt;you&gt; can trust" in page
    assert "The path &amp; the shoe." in page
    for part in (page, called(output, ".txt").data.decode()):
        assert "{{ unsubscribe_url }}" in part
        assert "{{ customer.firstName }}" in part
    meta = json.loads(called(output, ".json").data)
    assert (meta["subject"], meta["preheader"]) == (EMAIL["subject"], EMAIL["preheader"])


async def test_the_writer_is_told_which_piece_it_writes_and_what_the_reviewer_minded(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = json.dumps(EMAIL)
    brief = step(RUNNING, DeliverableType.EMAIL_NURTURE, 3, notes=("Name the price.",))[2]
    await OpenAiWriter(client, "m").make(brief)
    for told in (
        "number 3 of 3",
        "Name the price.",
        "139 euros",
        "game-changing",
        "{{ customer.firstName }}",
    ):
        assert told in provider.prompt


@pytest.mark.parametrize(
    "answer", ["not json", '{"title": "x"', '{"subject": "An e-mail?"}', as_json(title="", markdown="short")]
)
async def test_copy_of_another_shape_is_asked_for_again(
    provider: Provider, client: openai.AsyncOpenAI, answer: str
) -> None:
    provider.answer = answer
    with pytest.raises(MakerError) as raised:
        await OpenAiWriter(client, "m").make(step(RUNNING, DeliverableType.BLOG_POST, 1)[0])
    assert raised.value.transient


async def test_a_refusal_is_final(provider: Provider, client: openai.AsyncOpenAI) -> None:
    provider.output = [message({"type": "refusal", "refusal": "I cannot help with that."})]
    with pytest.raises(MakerError, match="declined") as raised:
        await OpenAiWriter(client, "m").make(step(RUNNING, DeliverableType.BLOG_POST, 1)[0])
    assert not raised.value.transient
