"""E-mail through a real SMTP server: once, in both forms, over TLS, tried again with back-off, and logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import httpx2
import mrml
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from fastapi import FastAPI
from pydantic import SecretStr

from api import frontend
from orchestrator.news.kinds import NewsKind, Ways
from orchestrator.news.letters import LEASE, RETRIES, Letters
from orchestrator.news.reader import NewsReader
from orchestrator.news.smtp import mailer
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from prompts.letters import letter
from settings import Settings
from store.database import Database
from tests.conftest import Clock
from tests.orchestrator.certificates import self_signed
from tests.orchestrator.conftest import Drafting
from tests.serving import free_port


class Sink:
    """Takes letters, answering each as it is told; 250 when nothing is."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 kept as 7"
        if answer.startswith("250"):
            parsed = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(parsed, EmailMessage)
            self.letters.append(parsed)
        return answer


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp(sink: Sink) -> Iterator[Controller]:
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def mailing(settings: Settings, smtp: Controller) -> Settings:
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}?starttls=no")
    return settings.model_copy(update={"smtp_url": url, "mail_from": "Drumbeat <news@drumbeat.example>"})


@pytest.fixture
async def reader(
    orchestrator: Orchestrator, database: Database, mailing: Settings, owner: Actor
) -> NewsReader:
    async with database.write() as uow:
        member = await uow.members.get(owner.member_id)
        member.name, member.email = "Ada", "ada@shop.example"
    return NewsReader(database, mailing)


@pytest.fixture
def letters(database: Database, mailing: Settings) -> Letters:
    return Letters(database, mailer(mailing), mailing.mail_from)


async def finish(database: Database, owner: Actor, name: str = "Sun & <b>Sea</b>") -> None:
    async with database.write() as uow:
        await uow.emit("campaign.completed", owner.workspace_id, None, {"name": name, "credits": 3})


async def test_a_letter_comes_once_and_in_both_forms(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    letters: Letters,
    sink: Sink,
) -> None:
    await finish(database, owner)
    for _ in range(2):
        await reader.take()
        await letters.drain()
    [mail] = sink.letters
    assert mail["To"] == "ada@shop.example"
    assert mail["From"] == "Drumbeat <news@drumbeat.example>"
    assert mail["Subject"] == "Sun & <b>Sea</b> is done"
    assert mail["Message-ID"].endswith("@drumbeat.example>")
    plain = mail.get_body(("plain",)).get_content()
    assert plain.splitlines()[:3] == [
        "Hello Ada,",
        "",
        "Everything that Sun & <b>Sea</b> owed is made, for 3 credits.",
    ]
    tree = html5lib.parse(mail.get_body(("html",)).get_content(), namespaceHTMLElements=False)
    shown = " ".join("".join(tree.itertext()).split())
    assert "Everything that Sun & <b>Sea</b> owed is made, for 3 credits." in shown
    assert "{{" not in shown
    [logged] = (await orchestrator.notifications.letters(owner)).items
    assert (logged.status, logged.attempts, logged.to) == ("sent", 1, "ada@shop.example")
    assert "kept as 7" in logged.answer


async def test_who_wants_no_mail_gets_none(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    letters: Letters,
    sink: Sink,
) -> None:
    await orchestrator.notifications.prefer(owner, "run_completed", Ways(mail=False))
    await finish(database, owner)
    await reader.take()
    await letters.drain()
    assert sink.letters == []
    assert len((await orchestrator.notifications.list(owner)).items) == 1


async def test_a_server_that_is_busy_is_asked_again_later(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    letters: Letters,
    sink: Sink,
    clock: Clock,
) -> None:
    sink.answers = ["451 greylisted"]
    await finish(database, owner)
    await reader.take()
    await letters.drain()
    clock.advance(seconds=RETRIES[0].total_seconds() - 1)
    await letters.drain()
    assert sink.letters == []
    clock.advance(seconds=1)
    await letters.drain()
    assert len(sink.letters) == 1


async def test_a_server_that_is_never_there_is_given_up_on(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    mailing: Settings,
    smtp: Controller,
    clock: Clock,
) -> None:
    url = SecretStr(f"smtp://127.0.0.1:{free_port()}?starttls=no")
    nobody = Letters(database, mailer(mailing.model_copy(update={"smtp_url": url})), mailing.mail_from)
    await finish(database, owner)
    await reader.take()
    for wait in (timedelta(0), *RETRIES, timedelta(days=2)):
        clock.advance(seconds=wait.total_seconds())
        await nobody.drain()
    [logged] = (await orchestrator.notifications.letters(owner)).items
    assert (logged.status, logged.attempts, logged.next_at) == ("failed", len(RETRIES) + 1, None)


async def test_a_final_no_ends_it(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    letters: Letters,
    sink: Sink,
    clock: Clock,
) -> None:
    sink.answers = ["550 no such person"]
    await finish(database, owner)
    await reader.take()
    await letters.drain()
    clock.advance(days=1)
    await letters.drain()
    [logged] = (await orchestrator.notifications.letters(owner)).items
    assert (logged.status, logged.answer) == ("failed", "550 no such person")
    assert sink.letters == []


async def test_a_letter_whose_process_died_is_sent_by_the_next(
    database: Database, owner: Actor, reader: NewsReader, letters: Letters, sink: Sink, clock: Clock
) -> None:
    await finish(database, owner)
    await reader.take()
    async with database.write() as uow:
        [letter_id] = await uow.news.due_letters(uow.now, 5)
        assert await uow.news.claim_letter(letter_id, uow.now, uow.now + LEASE) is not None
    await letters.drain()
    assert sink.letters == []
    clock.advance(seconds=LEASE.total_seconds())
    await letters.drain()
    assert len(sink.letters) == 1


async def test_without_a_server_nothing_is_written(
    orchestrator: Orchestrator, database: Database, settings: Settings, owner: Actor, reader: NewsReader
) -> None:
    await finish(database, owner)
    await NewsReader(database, settings).take()
    assert (await orchestrator.notifications.letters(owner)).items == []
    assert mailer(settings) is None


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_over_tls(sink: Sink, settings: Settings, tmp_path: Path, scheme: str) -> None:
    """With a password where the server can ask for one: aiosmtpd's does so after STARTTLS only."""
    certificate, context = self_signed(tmp_path, "127.0.0.1")

    def known(server, session, envelope, mechanism, login) -> AuthResult:
        return AuthResult(success=login == LoginPassword(b"us@x", b"p/w"))

    implicit = scheme == "smtps"
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=None if implicit else known,
        auth_required=not implicit,
        ssl_context=context if implicit else None,
        tls_context=None if implicit else context,
        require_starttls=not implicit,
    )
    controller.start()
    try:
        login = "" if implicit else "us%40x:p%2Fw@"
        url = f"{scheme}://{login}127.0.0.1:{controller.port}?ca={certificate}"
        sender = mailer(settings.model_copy(update={"smtp_url": SecretStr(url)}))
        assert sender is not None
        assert "p/w" not in repr(sender)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@x.example", "b@x.example", "Hello"
        mail.set_content("Hello")
        await sender.send(mail)
    finally:
        controller.stop()
    assert [each["Subject"] for each in sink.letters] == ["Hello"]


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://h:1?starttls=perhaps", "smtp://h:loud"]
)
def test_an_address_of_no_mail_server_is_named(settings: Settings, url: str) -> None:
    with pytest.raises(ValueError, match="DRUMBEAT_SMTP_URL"):
        mailer(settings.model_copy(update={"smtp_url": SecretStr(url)}))


async def test_the_link_of_a_campaigns_letter_leads_to_the_campaign(
    orchestrator: Orchestrator,
    database: Database,
    owner: Actor,
    reader: NewsReader,
    letters: Letters,
    sink: Sink,
    mailing: Settings,
    drafted: Drafting,
    tmp_path: Path,
) -> None:
    """The page is followed as a browser does: path from the server, then the fragment as the dashboard reads it."""
    campaign = await drafted()
    async with database.write() as uow:
        payload = {"name": "Summer Sale", "credits": 3}
        await uow.emit("campaign.completed", owner.workspace_id, campaign.id, payload)
    await reader.take()
    await letters.drain()
    words = sink.letters[0].get_body(("plain",)).get_content()
    links = [urlsplit(found) for found in re.findall(r"http\S+", words)]
    (tmp_path / "index.html").write_text("the dashboard")
    app = FastAPI()
    frontend.add_to(app, tmp_path)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url=mailing.public_url) as client:
        pages = [await client.get(link.geturl()) for link in links]
    assert [page.text for page in pages] == ["the dashboard"] * len(links)
    selection = (Path(__file__).parents[2] / "web/src/shell/selection.ts").read_text()
    prefix = re.search(r'PREFIX = "(.+?)"', selection)
    assert prefix is not None
    assert f"#{links[0].fragment}" == prefix[1] + campaign.id


@pytest.mark.parametrize("kind", list(NewsKind))
def test_every_kind_has_its_letter(kind: NewsKind) -> None:
    link, settings_link = "https://drumbeat.example/#/campaigns/7", "https://drumbeat.example/"
    values = dict.fromkeys(("text", "campaign", "workspace", "member"), "Word")
    words = letter(kind.value, **values, link=link, settings_link=settings_link)
    assert words.subject
    assert "Word" in words.text
    assert {link, settings_link} <= set(words.text.split())
    html = html5lib.parse(str(mrml.to_html(words.mjml).content), namespaceHTMLElements=False)
    assert {link, settings_link} <= {each.get("href") for each in html.iter("a")}
