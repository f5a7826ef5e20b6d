"""Copy through the Responses API with structured outputs: each type has its shape, each shape its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import openai
from markdown_it import MarkdownIt
from pydantic import BaseModel, Field

from store.words import DeliverableType
from studio.openai.client import finished, provenance, provider_errors, usage_of
from studio.ports import Brief, File, MakerError, Output
from studio.templates import render
from studio.text import email_html, network_of


class Document(BaseModel):
    title: str = Field(min_length=3, max_length=160)
    markdown: str = Field(min_length=200)


class Post(BaseModel):
    text: str = Field(min_length=10)
    hashtags: list[str]


class Email(BaseModel):
    subject: str = Field(min_length=3, max_length=60)
    preheader: str = Field(min_length=3, max_length=110)
    heading: str
    paragraphs: list[str] = Field(min_length=2)
    button: str = Field(max_length=30)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one type is asked for and what becomes of the answer."""

    what: str
    rules: str
    model: type[BaseModel]
    output: Callable[[Brief, BaseModel], tuple[str, str, tuple[File, ...]]]


class OpenAiWriter:
    name = "openai-writer"

    def __init__(self, client: openai.AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def make(self, brief: Brief) -> Output:
        shape = _SHAPES[brief.type]
        rules = shape.rules
        if brief.type is DeliverableType.SOCIAL_POSTS:
            network = network_of(brief)
            rules += (
                f"\n- The network is {network.name}: at most {network.limit} characters, hashtags included."
            )
        prompt = render("openai/writer.md.j2", brief=brief, what=shape.what, rules=rules)
        with provider_errors():
            response = await self._client.responses.parse(
                model=self._model, input=prompt, text_format=shape.model, store=False
            )
        finished(response)
        parsed = response.output_parsed
        if parsed is None:
            raise MakerError("OpenAI answered without the copy", "restart", transient=True)
        title, text, files = shape.output(brief, parsed)
        return Output(
            title, text, files, provenance(self.name, self._model, prompt, brief, usage=usage_of(response))
        )


def _document(brief: Brief, answer: BaseModel) -> tuple[str, str, tuple[File, ...]]:
    assert isinstance(answer, Document)
    name = f"{brief.type.replace('_', '-')}-{brief.index}"
    body = MarkdownIt("commonmark", {"html": False}).render(answer.markdown)
    page = f"<!doctype html><meta charset=utf-8><title>{escape(answer.title)}</title>{body}"
    files = (
        File(f"{name}.md", "text", "text/markdown", answer.markdown.encode()),
        File(f"{name}.html", "document", "text/html", page.encode()),
    )
    return answer.title, answer.markdown, files


def _post(brief: Brief, answer: BaseModel) -> tuple[str, str, tuple[File, ...]]:
    assert isinstance(answer, Post)
    network = network_of(brief)
    tags = " ".join(f"#{tag.lstrip('#')}" for tag in answer.hashtags[: network.hashtags])
    text = f"{answer.text}\n\n{tags}".strip()
    if len(text) > network.limit:
        raise MakerError(
            f"OpenAI wrote {len(text)} characters where {network.name} takes {network.limit}",
            "restart",
            transient=True,
        )
    meta = {"network": network.name, "text": text, "hashtags": tags.split(), "characters": len(text)}
    files = (
        File(f"post-{brief.index}.txt", "text", "text/plain", text.encode()),
        File(f"post-{brief.index}.json", "document", "application/json", _json(meta)),
    )
    return f"{network.name} post {brief.index}", text, files


def _email(brief: Brief, answer: BaseModel) -> tuple[str, str, tuple[File, ...]]:
    assert isinstance(answer, Email)
    html = email_html(
        brief.brand,
        subject=answer.subject,
        preheader=answer.preheader,
        heading=answer.heading,
        paragraphs=answer.paragraphs,
        button=answer.button,
    )
    text = "\n\n".join([answer.heading, *answer.paragraphs, "Unsubscribe: {{ unsubscribe_url }}"])
    meta = {"subject": answer.subject, "preheader": answer.preheader}
    files = (
        File(f"email-{brief.index}.html", "email", "text/html", html.encode()),
        File(f"email-{brief.index}.txt", "text", "text/plain", text.encode()),
        File(f"email-{brief.index}.json", "document", "application/json", _json(meta)),
    )
    return answer.subject, text, files


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


_D = DeliverableType
_SHAPES = {
    _D.PLAN: Shape(
        "the campaign's strategy document, in Markdown with headings: audience, message, channels, calendar, "
        "measures of success, and what each deliverable is for",
        "- 600 to 1000 words.",
        Document,
        _document,
    ),
    _D.BLOG_POST: Shape(
        "a blog post in Markdown with headings, an introduction and a call to action at its end",
        "- 600 to 1000 words.",
        Document,
        _document,
    ),
    _D.SOCIAL_POSTS: Shape(
        "one social post", "- Hashtags in their own field, without the sign.", Post, _post
    ),
    _D.EMAIL_NURTURE: Shape(
        "one e-mail of a nurture sequence; the sequence goes from problem to value to proof to offer to last call",
        "- Subject at most 60 characters, preheader at most 110, three to five short paragraphs, one button.",
        Email,
        _email,
    ),
}
