"""The reference at `/docs` is whole, ours, and needs nothing from elsewhere."""

from __future__ import annotations

import re

import httpx2
from html5lib import HTMLParser

from tests.serving import Server


def test_every_path_is_on_the_page_and_the_page_loads_nothing(server: Server) -> None:
    answer = httpx2.get(f"{server.url}/docs")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = answer.text
    HTMLParser(strict=True).parse(page)
    assert not re.search(r'<script|<link|<img|url\(|(?:src|href)="(?!#|/openapi\.json")', page)
    schema = httpx2.get(f"{server.url}/openapi.json").json()
    for path in schema["paths"]:
        assert f">{path}</span>" in page, path
    linked = set(re.findall(r'href="#([^"]+)"', page))
    assert linked
    assert linked <= set(re.findall(r'id="([^"]+)"', page))
