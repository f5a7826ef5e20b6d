"""Files and pages become passages that are found and cited; what cannot be read says why and leaves nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from orchestrator.errors import InvalidField
from orchestrator.ingest import sandbox
from orchestrator.knowledge import Knowledge
from orchestrator.orchestrator import Orchestrator
from orchestrator.outward import Outward
from orchestrator.recall import Recall
from orchestrator.views import Actor
from orchestrator.work import Workshop
from settings import Settings
from store.database import Database
from store.files import FileStore
from studio.ports import MakerError
from tests.orchestrator import files
from tests.orchestrator.makers import Lenient, Scribe, all_by
from tests.orchestrator.world import World
from tests.receiver import Receiver, Reply, receiver

__all__ = ["receiver"]


@pytest.fixture
def knowledge(orchestrator: Orchestrator) -> Knowledge:
    return orchestrator.knowledge


async def cited(knowledge: Knowledge, actor: Actor, query: str) -> str:
    return (await knowledge.search(actor, query, limit=1))[0].source


class TestFiles:
    async def test_a_pdf_is_cited_by_its_page(self, knowledge: Knowledge, owner: Actor) -> None:
        data = files.pdf("Welcome to the company.", "Holidays", "Parental leave is\nsixteen weeks.")
        document = await knowledge.upload(owner, "handbook.pdf", data)
        assert (document.kind, document.pages, document.title) == ("pdf", 3, "handbook.pdf")
        assert await cited(knowledge, owner, "parental leave") == "handbook.pdf, page 3"
        found = await knowledge.search(owner, "parental leave")
        assert found[0].text == "Parental leave is sixteen weeks."

    async def test_a_word_file_keeps_headings_and_tables(self, knowledge: Knowledge, owner: Actor) -> None:
        data = files.docx("Prices", "All of them net.", ("Trail shoe", "129 euros"))
        document = await knowledge.upload(owner, "C:\\files\\prices.docx", data, title="Price list")
        assert (document.kind, document.title, document.source) == ("docx", "Price list", "prices.docx")
        found = await knowledge.search(owner, "trail shoe")
        assert found[0].text == "Prices. All of them net. Trail shoe; 129 euros"

    async def test_markdown_is_read_as_it_is_meant(self, knowledge: Knowledge, owner: Actor) -> None:
        data = b"# Shop\n\nWe sell *shoes*.\n\n## Returns\n\nWithin [thirty](http://x.example) days.\n"
        document = await knowledge.upload(owner, "shop.md", data)
        assert (document.kind, document.title) == ("markdown", "Shop")
        assert (await knowledge.search(owner, "returns"))[0].text == "Returns. Within thirty days."

    async def test_of_a_page_the_content_is_kept(self, knowledge: Knowledge, owner: Actor) -> None:
        data = (
            "<html><head><title>Our story</title><script>var secret</script></head><body><nav>Menu</nav>"
            "<h2>Founders</h2><p>Ana and <b>Ben</b> began in Göttingen.</p><footer>Imprint</footer></body></html>"
        )
        document = await knowledge.upload(
            owner, "story.html", data.encode("latin-1"), "text/html; charset=latin-1"
        )
        assert document.title == "Our story"
        found = await knowledge.search(owner, "Göttingen")
        assert found[0].text == "Founders. Ana and Ben began in Göttingen."
        for left_out in ("secret", "menu", "imprint"):
            assert await knowledge.search(owner, left_out) == []

    async def test_the_same_file_twice_at_once_is_kept_once(
        self, either_database: Database, settings: Settings
    ) -> None:
        orchestrator = Orchestrator(either_database, FileStore(settings.files_dir), settings, None)
        await orchestrator.access.bootstrap(settings)
        owner, knowledge = await orchestrator.access.owner(), orchestrator.knowledge
        data = files.pdf("Welcome.", "Open from nine to five.")
        first, second = await asyncio.gather(*(knowledge.upload(owner, "hours.pdf", data) for _ in range(2)))
        assert first.id == second.id
        assert len((await knowledge.list(owner)).items) == 1
        assert await cited(knowledge, owner, "nine to five") == "hours.pdf, page 2"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"  \n", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "no file that can be read"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx"),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "damaged"),
        ("renamed.pdf", b"just words", "damaged or something else"),
        ("locked.pdf", files.locked(files.pdf("secret")), "password"),
        ("scan.pdf", files.pdf("", ""), "text recognition"),
        ("broken.docx", b"PK\x03\x04 and nothing", "damaged"),
        (
            "photos.zip",
            files.bomb(honest=True).replace(b"word/document.xml", b"word/doc_ment.xml"),
            "no Word",
        ),
        ("bomb.docx", files.bomb(honest=True), "unpacks"),
        ("sly-bomb.docx", files.bomb(honest=False), ""),
        ("huge.txt", b"a" * 20_000_001, "20 MB"),
        ("long.txt", b"word " * 700_000, "3,000,000"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
async def test_what_cannot_be_read_is_refused_whole(
    knowledge: Knowledge, owner: Actor, name: str, data: bytes, why: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        await knowledge.upload(owner, name, data)
    assert refused.value.field == "file"
    assert why in refused.value.detail
    assert (await knowledge.list(owner)).items == []


async def test_a_file_that_takes_too_long_is_given_up_on(
    knowledge: Knowledge, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.01)
    with pytest.raises(InvalidField, match="too long"):
        await knowledge.upload(owner, "slow.pdf", files.pdf("slow"))
    assert (await knowledge.list(owner)).items == []


class TestPages:
    async def test_a_page_is_fetched_through_its_redirects(
        self, database: Database, owner: Actor, receiver: Receiver
    ) -> None:
        receiver.answers(
            Reply(302, headers={"Location": "/hours"}),
            Reply(200, b"<title>Hours</title><p>Closed on Mondays.", {"Content-Type": "text/html"}),
        )
        knowledge = Knowledge(database, Outward(frozenset({"localhost"})))
        document = await knowledge.fetch(owner, receiver.url("/start"))
        assert (document.title, document.source) == ("Hours", receiver.url("/hours"))
        assert await cited(knowledge, owner, "mondays") == receiver.url("/hours")

    async def test_a_redirect_into_the_network_is_not_followed(
        self, database: Database, owner: Actor, receiver: Receiver
    ) -> None:
        receiver.answers(Reply(302, headers={"Location": f"http://127.0.0.1:{receiver.port}/inside"}))
        knowledge = Knowledge(database, Outward(frozenset({"localhost"})))
        with pytest.raises(InvalidField, match="private network"):
            await knowledge.fetch(owner, receiver.url("/start"))
        assert [request.path for request in receiver.requests] == ["/start"]

    @pytest.mark.parametrize(
        ("reply", "why"),
        [
            (Reply(404, b"gone"), "answers 404"),
            (Reply(200, b"a" * 20_000_001), "more than 20 MB"),
            (Reply(200, b"x", {"Content-Encoding": "gzip"}), "packed"),
            (Reply(302, headers={"Location": "/again"}, times=9), "more than 5 times"),
        ],
    )
    async def test_what_a_page_must_not_do(
        self, database: Database, owner: Actor, receiver: Receiver, reply: Reply, why: str
    ) -> None:
        receiver.answers(reply)
        knowledge = Knowledge(database, Outward(frozenset({"localhost"})))
        with pytest.raises(InvalidField, match=why) as refused:
            await knowledge.fetch(owner, receiver.url("/"))
        assert refused.value.field == "url"
        assert (await knowledge.list(owner)).items == []


class Meaning:
    """Knows that a refund and money back are one thing; breaks when told to."""

    model = "meaning"
    broken = False

    async def embed(self, texts, timeout: float = 1.0):
        if self.broken:
            raise MakerError("it is down", "wait", transient=True)
        refund = [any(word in text for word in ("refund", "money back")) for text in texts]
        return np.array([[1, 0] if about else [0, 1] for about in refund], dtype="<f4")


class TestMeaning:
    async def test_what_means_the_same_is_found(self, database: Database, owner: Actor) -> None:
        knowledge = Knowledge(database, Outward(), Meaning())
        await knowledge.add(owner, "Hours", "Open daily.")
        await knowledge.add(owner, "Promise", "You get your money back.")
        assert (await knowledge.search(owner, "refund"))[0].title == "Promise"

    async def test_without_the_model_the_words_still_find(self, database: Database, owner: Actor) -> None:
        meaning = Meaning()
        knowledge = Knowledge(database, Outward(), meaning)
        meaning.broken = True
        await knowledge.add(owner, "Promise", "You get your money back.")
        assert (await knowledge.search(owner, "money"))[0].title == "Promise"
        assert await knowledge.search(owner, "refund") == []

    async def test_what_was_kept_before_the_model_is_given_its_meaning_once(
        self, database: Database, owner: Actor
    ) -> None:
        await Knowledge(database).add(owner, "Hours", "Open daily.")
        await Knowledge(database).add(owner, "Promise", "You get your money back.")
        knowledge = Knowledge(database, Outward(), Meaning())
        assert await knowledge.search(owner, "refund") == []
        assert (await knowledge.fill(), await knowledge.fill()) == (2, 0)
        assert (await knowledge.search(owner, "refund"))[0].title == "Promise"

    async def test_another_model_makes_its_own_vectors(self, database: Database, owner: Actor) -> None:
        class Newer(Meaning):
            model = "newer"

        await Knowledge(database, Outward(), Meaning()).add(owner, "Promise", "You get your money back.")
        knowledge = Knowledge(database, Outward(), Newer())
        assert (await knowledge.fill(), await knowledge.fill()) == (1, 0)
        assert (await knowledge.search(owner, "refund"))[0].title == "Promise"

    async def test_the_makers_are_told_what_means_the_same(
        self, database: Database, owner: Actor, tmp_path: Path
    ) -> None:
        world = World(database, FileStore(tmp_path), owner.workspace_id)
        await Knowledge(database, Outward(), Meaning()).add(owner, "Promise", "You get your money back.")
        campaign = await world.campaign({"research": 1})
        async with database.write() as uow:
            (await uow.work.lock_campaign(campaign)).topic = "refund policy"
        scribe = Scribe()
        await world.grant(20, "more")
        workshop = Workshop(
            database, all_by(scribe), Lenient(), world.files, recall=Recall(database, Meaning())
        )
        await world.drive(await world.run(campaign), workshop)
        assert [passage.title for passage in scribe.briefs[0].knowledge] == ["Promise"]
