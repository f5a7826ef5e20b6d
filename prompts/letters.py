"""E-mails from `prompts/mail/<template>/`: subject, text and MJML of the same values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER = Path(__file__).parent / "mail"


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    mjml: str


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("mjml",), default=False),
        keep_trailing_newline=True,
    )


def letter(template: str, **values: Any) -> Words:
    """Raises jinja2.TemplateNotFound, and jinja2.UndefinedError for a value that was not given."""
    subject, text, mjml = (
        _environment().get_template(f"{template}/{part}").render(values)
        for part in ("subject.txt", "body.txt", "body.mjml")
    )
    return Words(" ".join(subject.split()), text, mjml)
