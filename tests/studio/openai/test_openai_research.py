from __future__ import annotations

import hashlib

import openai
import pytest

from store.words import DeliverableType
from studio.openai.research import OpenAiResearcher
from studio.ports import MakerError
from tests.studio.briefs import RUNNING, step
from tests.studio.openai.provider import Provider, answers, message

BRIEF = step(RUNNING, DeliverableType.RESEARCH, 1)[0]


async def test_research_lists_every_cited_page_once(provider: Provider, client: openai.AsyncOpenAI) -> None:
    report, survey = ("https://a.example/report", "A report"), ("https://b.example", "A survey")
    provider.output = answers("# Findings\n\nRunners buy in spring.", report, survey, report)
    output = await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    assert output.text.count("https://a.example/report") == 1
    assert "2. [A survey](https://b.example)" in output.text
    assert output.files[0].data.decode() == output.text
    assert output.provenance["sources"] == [
        {"url": "https://a.example/report", "title": "A report"},
        {"url": "https://b.example", "title": "A survey"},
    ]


async def test_the_question_carries_brief_and_knowledge_and_is_not_kept(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.answer = "# Findings\n\nNothing was found."
    output = await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    asked = provider.responses[-1]
    assert asked.tools[0]["type"] == "web_search"
    assert asked.model == output.provenance["model"] == "a-text-model"
    for fact in (BRIEF.topic, BRIEF.objective, "41 of 50 runners", "revolutionary"):
        assert fact in asked.input
    assert output.provenance["prompt_sha256"] == hashlib.sha256(asked.input.encode()).hexdigest()
    assert output.provenance["usage"] == {"input_tokens": 812, "output_tokens": 344}


@pytest.mark.parametrize(
    ("status", "transient", "said"),
    [
        (429, True, "did not answer"),
        (500, True, "did not answer"),
        (503, True, "did not answer"),
        (401, False, "key"),
        (404, False, "model"),
        (400, False, "refused"),
    ],
)
async def test_a_providers_refusal_says_what_to_do(
    provider: Provider, client: openai.AsyncOpenAI, status: int, transient: bool, said: str
) -> None:
    provider.status = status
    with pytest.raises(MakerError, match=said) as raised:
        await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    assert raised.value.transient is transient
    assert raised.value.mend
    assert len(provider.responses) == 1, "retries are the engine's"


@pytest.mark.parametrize("raw", ["<html>gateway</html>", "{}", '{"output": "nonsense"}', ""])
async def test_an_answer_of_another_shape_is_a_makers_error(
    provider: Provider, client: openai.AsyncOpenAI, raw: str
) -> None:
    provider.raw = raw
    with pytest.raises(MakerError) as raised:
        await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    assert raised.value.transient


async def test_a_refusal_is_told_as_a_refusal(provider: Provider, client: openai.AsyncOpenAI) -> None:
    provider.output = [message({"type": "refusal", "refusal": "I cannot help with that."})]
    with pytest.raises(MakerError, match="declined: I cannot help") as raised:
        await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    assert not raised.value.transient


async def test_an_account_without_credit_is_not_asked_again(
    provider: Provider, client: openai.AsyncOpenAI
) -> None:
    provider.status, provider.error = 429, {"code": "insufficient_quota"}
    with pytest.raises(MakerError, match="no credit left") as raised:
        await OpenAiResearcher(client, "a-text-model").make(BRIEF)
    assert not raised.value.transient


async def test_a_cut_off_answer_is_not_delivered(provider: Provider, client: openai.AsyncOpenAI) -> None:
    provider.answer = "# Findings\n\nRunners buy in"
    provider.incomplete = True
    with pytest.raises(MakerError):
        await OpenAiResearcher(client, "a-text-model").make(BRIEF)


async def test_a_server_that_is_gone_asks_for_another_attempt() -> None:
    nowhere = openai.AsyncOpenAI(api_key="x", base_url="http://127.0.0.1:9/v1", max_retries=0)
    async with nowhere:
        with pytest.raises(MakerError) as raised:
            await OpenAiResearcher(nowhere, "a-text-model").make(BRIEF)
    assert raised.value.transient
