"""Markdown documents, and the same as a page in the brand's colours."""

from __future__ import annotations

from markdown_it import MarkdownIt

from studio.ports import Brand, File
from studio.templates import render
from studio.text.colours import palette_of
from studio.text.desk import Desk, file_name
from studio.text.mail import web_address
from studio.text.spoken import clipped

SUMMARY = 155
"""Characters of a page's description that search engines show."""


def page(brand: Brand, *, title: str, markdown: str, summary: str, button: str = "") -> str:
    """A whole HTML page. Raw HTML in `markdown` is shown as text. `button` leads to the brand's website, if any."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return render(
        "text/page.html.j2",
        title=title,
        summary=clipped(summary, SUMMARY),
        palette=palette_of(brand),
        body=reader.render(markdown),
        link=web_address(brand.website) if button else "",
        button=button,
    )


def document_files(
    desk: Desk, kind: str, title: str, markdown: str, *, button: str = ""
) -> tuple[File, File]:
    """The Markdown file and its page."""
    paragraphs = [part for part in markdown.split("\n\n") if part[:1].isalpha()]
    summary = paragraphs[0].replace("\n", " ") if paragraphs else title
    html = page(desk.brief.brand, title=title, markdown=markdown, summary=summary, button=button)
    return (
        File(file_name(desk, kind, "md"), "text", "text/markdown", f"{markdown}\n".encode()),
        File(file_name(desk, kind, "html"), "document", "text/html", f"{html}\n".encode()),
    )
