"""E-mails of a nurture sequence: each has a part in a plot that runs from hello to a last call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.ports import Brief, File, Output
from studio.text.data import data
from studio.text.desk import MAKER, Desk, as_json, desk_of, file_name, output, own_facts, varied
from studio.text.evidence import Fact
from studio.text.mail import UNSUBSCRIBE_URL, email_html, web_address
from studio.text.notes import greeting, heeded, wishes_of
from studio.text.spoken import clipped

SUBJECT, PREHEADER = 60, 110
"""Characters that the common readers show of a subject and of a preheader."""


SELLING = frozenset({"welcome", "value", "offer", "last"})
"""The parts of the plot that name what is taken off the price."""


class EmailWriter:
    """Writes one e-mail of the sequence: subject, preheader, HTML and text."""

    name = MAKER

    async def make(self, brief: Brief) -> Output:
        desk = desk_of(brief)
        roles = plot(max(brief.of, brief.index))
        role = roles[brief.index - 1]
        lap = roles[: brief.index - 1].count(role), roles.count(role)
        mail, used = _mail(desk, role, lap, _facts(desk, roles))
        html = email_html(brief.brand, **mail)
        text = email_text(desk, mail)
        variables = ["customer.firstName", "unsubscribe_url"]
        meta = {
            **{key: mail[key] for key in ("subject", "preheader", "heading", "button")},
            "role": role,
            "position": brief.index,
            "of": brief.of,
            "link": web_address(brief.brand.website),
            "variables": variables,
        }
        files = (
            File(file_name(desk, "email", "html"), "email", "text/html", html.encode()),
            File(file_name(desk, "email", "txt"), "text", "text/plain", f"{text}\n".encode()),
            File(file_name(desk, "email", "json"), "document", "application/json", as_json(meta)),
        )
        whole = f"Subject: {mail['subject']}\nPreheader: {mail['preheader']}\n\n{text}"
        return output(desk, mail["subject"], whole, files, used, role=role, variables=variables)


def plot(of: int) -> tuple[str, ...]:
    """The parts of a sequence of `of` e-mails, in order."""
    plots: dict[int, list[str]] = data("emails")["plots"]
    if of in plots:
        return tuple(plots[of])
    middle: list[str] = data("emails")["middle"]
    filled = tuple(middle[position % len(middle)] for position in range(of - 3))
    return ("welcome", *filled, "offer", "last")


def _facts(desk: Desk, roles: tuple[str, ...]) -> tuple[Fact, ...]:
    """Up to two facts for an e-mail that proves something, then one for each of the others, no fact twice."""
    proving = [place for place, role in enumerate(roles, 1) if role == "proof"]
    if desk.brief.index in proving:
        return own_facts(desk, proving.index(desk.brief.index), each=2)
    others = [place for place, role in enumerate(roles, 1) if role in {"value", "offer", "doubts", "how"}]
    if desk.brief.index not in others:
        return ()
    turn = 2 * len(proving) + others.index(desk.brief.index)
    return own_facts(desk, turn)


def _mail(
    desk: Desk, role: str, lap: tuple[int, int], facts: tuple[Fact, ...]
) -> tuple[dict[str, Any], tuple[Fact, ...]]:
    bank = desk.bank
    parts: dict[str, list[str]] = data("emails")["roles"][role]

    def part(name: str, longest: int = 0) -> str:
        return bank.line(f"{role}/{name}", parts[name], place=lap, longest=longest)

    subject = part("subject", SUBJECT)
    middle = [line for line in parts["middle"] if line != "{fact}"]
    body = [part("opening"), *(fact.text for fact in facts)]
    if role in SELLING and desk.words.get("offer", "\n") not in body[0]:
        body.append(bank.line("occasion", data("emails")["occasion"]))
    body += [bank.line(f"{role}/middle/{number}", [line], place=lap) for number, line in enumerate(middle)]
    body = varied([paragraph for paragraph in (*body, part("end")) if paragraph], desk.words)
    wishes = wishes_of(desk.brief)
    body = heeded(wishes, bank, body)
    hello = greeting(wishes, data("emails")["greetings"][desk.brief.index % 2])
    mail = {
        "subject": subject or clipped(desk.words["name"], SUBJECT),
        "preheader": part("preheader", PREHEADER) or clipped(desk.words["name"], PREHEADER),
        "heading": part("heading", 80) or subject,
        "paragraphs": [hello, *body],
        "button": desk.words["button"],
    }
    return mail, facts


def email_text(desk: Desk, mail: Mapping[str, Any]) -> str:
    """The text part: heading, paragraphs, call, brand and the footer with its unsubscribe address."""
    link = web_address(desk.brief.brand.website)
    lines = data("emails")
    call = f"{mail['button']}: {link}" if link else f"{mail['button']}? {lines['reply']}"
    footer = f"{lines['footer']} {lines['unsubscribe']}: {UNSUBSCRIBE_URL}"
    sign = desk.words.get("brand", "")
    return "\n\n".join(
        part for part in (mail["heading"], *mail["paragraphs"], call, sign, "--", footer) if part
    )
