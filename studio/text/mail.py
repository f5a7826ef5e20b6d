"""E-mail HTML that holds in the common readers, by MJML, in the brand's colours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import mrml

from studio.ports import Brand
from studio.templates import render
from studio.text.colours import palette_of
from studio.text.data import data
from studio.text.spoken import cleaned

UNSUBSCRIBE_URL = "{{ unsubscribe_url }}"


def email_html(
    brand: Brand, *, subject: str, preheader: str, heading: str, paragraphs: Sequence[str], button: str
) -> str:
    """A whole HTML page. `{{ ... }}` variables in the texts stay as they are; everything else is escaped.

    Without a website there is nowhere to link to, so the button becomes an invitation to reply.
    """
    lines = data("emails")
    mjml = render(
        "text/email.mjml.j2",
        palette=palette_of(brand),
        brand=cleaned(brand.name),
        tagline=cleaned(brand.tagline),
        link=web_address(brand.website),
        subject=subject,
        preheader=preheader,
        heading=heading,
        paragraphs=list(paragraphs),
        button=button,
        reply=lines["reply"],
        reason=lines["footer"],
        unsubscribe=lines["unsubscribe"],
    )
    return str(mrml.to_html(mjml).content)


def web_address(website: str) -> str:
    """The website as a link ("https://..."), or "" when there is none or it is no web address."""
    site = website.strip()
    if not site or any(character.isspace() or character in "<>\"'{}" for character in site):
        return ""
    link = site if "://" in site else f"https://{site}"
    parts = urlsplit(link)
    return link if parts.scheme in {"http", "https"} and "." in parts.netloc else ""


def domain(website: str) -> str:
    """The website as people say it: neither "https" nor "www" nor what stands behind the first slash."""
    return re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", website.strip(), flags=re.IGNORECASE).split("/")[0]
