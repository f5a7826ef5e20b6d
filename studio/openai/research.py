"""Research on the web through the Responses API; the sources are the ones that the answer cites."""

from __future__ import annotations

from typing import Any

import openai

from studio.openai.client import finished, provenance, provider_errors, usage_of
from studio.ports import Brief, File, MakerError, Output
from studio.templates import render

MOST_SEARCHES = 5
"""Web searches for one research; five cover audience, market, timing and competitors."""


class OpenAiResearcher:
    name = "openai-researcher"

    def __init__(self, client: openai.AsyncOpenAI, model: str) -> None:
        self._client = client
        self._model = model

    async def make(self, brief: Brief) -> Output:
        prompt = render("openai/research.md.j2", brief=brief)
        with provider_errors():
            response = await self._client.responses.create(
                model=self._model,
                input=prompt,
                store=False,
                max_tool_calls=MOST_SEARCHES,
                # Left out, the search would be made as if from the United States.
                tools=[{"type": "web_search", "user_location": {"type": "approximate"}}],
                include=["web_search_call.action.sources"],
            )
        finished(response)
        if not response.output_text.strip():
            raise MakerError("OpenAI answered without a text", "restart", transient=True)
        sources = _citations(response)
        listed = "\n".join(f"{n}. [{title}]({url})" for n, (url, title) in enumerate(sources, 1))
        text = response.output_text.strip() + (f"\n\n## Sources\n\n{listed}\n" if listed else "")
        file = File(f"research-{brief.index}.md", "text", "text/markdown", text.encode())
        made_by = provenance(
            self.name,
            self._model,
            prompt,
            brief,
            sources=[{"url": url, "title": title} for url, title in sources],
            usage=usage_of(response),
        )
        return Output(f"Research: {brief.name}", text, (file,), made_by)


def _citations(response: Any) -> list[tuple[str, str]]:
    """Every cited address once, in the order of the text."""
    found: dict[str, str] = {}
    for item in response.output:
        if item.type != "message":
            continue
        for content in item.content:
            for annotation in getattr(content, "annotations", ()):
                if annotation.type == "url_citation":
                    found.setdefault(annotation.url, annotation.title)
    return list(found.items())
