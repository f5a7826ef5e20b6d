"""Webhooks against a real receiver: signed, retried on schedule, logged, given up, never sent into the network."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import datetime, timedelta

import openai
import pytest

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.news.deliveries import DISABLE_AFTER, LEASE, RETRIES, Deliveries
from orchestrator.news.desk import NewsDesk
from orchestrator.news.reader import NewsReader
from orchestrator.orchestrator import Orchestrator
from orchestrator.outward import Outward
from orchestrator.views import Actor
from orchestrator.webhooks import DeliveryView, Webhooks
from settings import Settings
from store.clock import new_id
from store.database import Database
from store.files import FileStore
from store.words import Role
from tests.conftest import Clock
from tests.receiver import Receiver, Reply, Request, receiver

__all__ = ["receiver"]


@pytest.fixture
def outward() -> Outward:
    return Outward(frozenset({"localhost"}))


@pytest.fixture
def webhooks(database: Database, outward: Outward) -> Webhooks:
    return Webhooks(database, outward)


@pytest.fixture
def post(database: Database, settings: Settings, outward: Outward) -> Post:
    return Post(database, settings, Deliveries(database, outward, seconds=0.5))


class Post:
    """Emits events, and does one round of what the news desk does."""

    def __init__(self, db: Database, settings: Settings, deliveries: Deliveries) -> None:
        self.db, self.settings, self.deliveries = db, settings, deliveries

    async def emit(self, owner: Actor, *types: str) -> None:
        async with self.db.write() as uow:
            for type_ in types:
                await uow.emit(type_, owner.workspace_id, None, {"name": "Frühling", "credits": 3})

    async def round(self) -> None:
        await NewsReader(self.db, self.settings).take()
        await asyncio.gather(*(self.deliveries.drain(each) for each in await self.deliveries.due()))


def genuine(request: Request, secret: str, clock: Clock) -> bool:
    """As a receiver checks it, by the words of the standard."""
    stamp = request.headers["webhook-timestamp"]
    signed = f"{request.headers['webhook-id']}.{stamp}.".encode() + request.body
    digest = hmac.new(b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    near = abs(int(stamp) - clock.now.timestamp()) < 300
    return near and request.headers["webhook-signature"] == "v1," + b64encode(digest).decode()


async def log(webhooks: Webhooks, owner: Actor, webhook_id: str) -> list[DeliveryView]:
    """Oldest first."""
    return list(reversed((await webhooks.deliveries(owner, webhook_id)).items))


class TestDelivery:
    async def test_an_event_arrives_signed_and_once(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        created, secret = await webhooks.create(owner, receiver.url("/hook"), ["campaign.*"])
        await post.emit(owner, "campaign.completed", "unit.started")
        await asyncio.gather(*(post.round() for _ in range(3)))
        assert len(receiver.requests) == 1
        request = receiver.requests[0]
        assert genuine(request, secret, clock)
        body = json.loads(request.body)
        assert (body["type"], body["data"]["name"]) == ("campaign.completed", "Frühling")
        assert datetime.fromisoformat(body["timestamp"]) == clock.now
        [delivery] = await log(webhooks, owner, created.id)
        assert (delivery.id, delivery.status) == (request.headers["webhook-id"], "delivered")

    async def test_a_library_of_others_takes_the_signature(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        _, secret = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        await post.emit(owner, "campaign.completed")
        await post.round()
        request = receiver.requests[0]
        async with openai.AsyncOpenAI(api_key="none") as client:
            check = client.webhooks.verify_signature
            # It knows the time by its own clock, so its tolerance covers how far ours stands from it.
            check(request.body, dict(request.headers), secret=secret, tolerance=10**10)
            with pytest.raises(openai.InvalidWebhookSignatureError):
                check(request.body + b" ", dict(request.headers), secret=secret, tolerance=10**10)

    async def test_what_came_before_it_is_not_sent_after(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        await post.emit(owner, "campaign.completed")
        clock.advance(seconds=1)
        await webhooks.create(owner, receiver.url("/hook"), ["*"])
        await post.round()
        assert receiver.requests == []


class TestFailure:
    async def test_after_an_error_it_is_sent_again_under_the_same_id(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        created, secret = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        receiver.answers(Reply(500, b"x" * 3000))
        await post.emit(owner, "campaign.completed")
        await post.round()
        clock.advance(seconds=4)
        await post.round()
        assert len(receiver.requests) == 1
        clock.advance(seconds=1)
        await post.round()
        first, second = receiver.requests
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
        assert genuine(second, secret, clock)
        [delivery] = await log(webhooks, owner, created.id)
        assert delivery.status == "delivered"
        assert [(each.code, len(each.answer)) for each in delivery.attempts] == [(500, 1000), (200, 0)]

    async def test_the_schedule_ends(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        receiver.answers(Reply(503, times=99))
        await post.emit(owner, "campaign.completed")
        for wait in (timedelta(0), *RETRIES):
            clock.advance(seconds=wait.total_seconds())
            await post.round()
        clock.advance(days=9)
        await post.round()
        [delivery] = await log(webhooks, owner, created.id)
        assert (delivery.status, delivery.next_at, len(delivery.attempts)) == (
            "failed",
            None,
            len(RETRIES) + 1,
        )

    async def test_a_stalling_receiver_is_given_up_on_in_time(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post
    ) -> None:
        stalling, _ = await webhooks.create(owner, receiver.url("/stalls"), ["campaign.completed"])
        receiver.answers(Reply(stalls=True))
        await post.emit(owner, "campaign.completed")
        await post.round()
        [delivery] = await log(webhooks, owner, stalling.id)
        assert delivery.status == "waiting"
        assert delivery.attempts[0].code is None
        assert "did not answer within" in delivery.attempts[0].answer

    async def test_a_redirect_is_a_failure_and_not_followed(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        receiver.answers(Reply(307, headers={"Location": receiver.url("/elsewhere")}))
        await post.emit(owner, "campaign.completed")
        await post.round()
        assert [request.path for request in receiver.requests] == ["/hook"]
        assert (await log(webhooks, owner, created.id))[0].attempts[0].code == 307

    async def test_days_of_failures_turn_it_off_and_are_told(
        self,
        orchestrator: Orchestrator,
        webhooks: Webhooks,
        owner: Actor,
        receiver: Receiver,
        post: Post,
        clock: Clock,
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["campaign.completed"])
        receiver.answers(Reply(500, times=99))
        for _ in range(DISABLE_AFTER.days + 1):
            await post.emit(owner, "campaign.completed")
            await post.round()
            clock.advance(days=1)
        await post.round()
        off = await webhooks.get(owner, created.id)
        assert (off.enabled, off.disabled_reason) == (False, "nothing was taken for 5 days")
        assert {each.status for each in await log(webhooks, owner, created.id)} == {"failed"}
        told = (await orchestrator.notifications.list(owner)).items[0]
        assert told.title == "A webhook was turned off"
        await post.emit(owner, "campaign.completed")
        before = len(receiver.requests)
        await post.round()
        assert len(receiver.requests) == before
        assert (await webhooks.change(owner, created.id, enabled=True)).failing_since is None

    async def test_who_is_gone_is_not_asked_again(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        receiver.answers(Reply(410))
        await post.emit(owner, "campaign.completed")
        await post.round()
        clock.advance(days=1)
        await post.round()
        assert len(receiver.requests) == 1
        assert not (await webhooks.get(owner, created.id)).enabled

    async def test_an_attempt_whose_process_died_is_made_again(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post, clock: Clock
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        receiver.answers(Reply(stalls=True))
        await post.emit(owner, "campaign.completed")
        await NewsReader(post.db, post.settings).take()
        dying = asyncio.create_task(post.deliveries.drain(created.id))
        await receiver.received(1)
        dying.cancel()
        await post.round()
        assert len(receiver.requests) == 1
        clock.advance(seconds=LEASE.total_seconds())
        await post.round()
        assert len({request.headers["webhook-id"] for request in receiver.requests}) == 1
        [delivery] = await log(webhooks, owner, created.id)
        assert (delivery.status, len(receiver.requests)) == ("delivered", 2)


class TestByHand:
    async def test_a_test_says_what_was_answered(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, clock: Clock
    ) -> None:
        created, secret = await webhooks.create(owner, receiver.url("/hook"), ["campaign.*"])
        receiver.answers(Reply(404, b"no such hook"))
        tried = await webhooks.test(owner, created.id)
        assert (tried.type, tried.status) == ("webhook.test", "failed")
        assert [(each.code, each.answer) for each in tried.attempts] == [(404, "no such hook")]
        assert (await webhooks.test(owner, created.id)).status == "delivered"
        assert all(genuine(request, secret, clock) for request in receiver.requests)

    async def test_a_delivery_is_sent_again_on_request(
        self, webhooks: Webhooks, owner: Actor, receiver: Receiver, post: Post
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        await post.emit(owner, "campaign.completed")
        await post.round()
        [delivery] = await log(webhooks, owner, created.id)
        again = await webhooks.redeliver(owner, created.id, delivery.id)
        assert (again.id, again.status, len(again.attempts)) == (delivery.id, "delivered", 2)
        assert receiver.requests[0].body == receiver.requests[1].body

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("http://shop.example/hook", "https"),
            ("https://10.0.0.8/hook", "private network"),
            ("https://[::1]/hook", "private network"),
            ("https://me:pw@shop.example/", "user name"),
            ("https://shop.example:22/", "Port 22"),
            ("javascript:alert(1)", "full web address"),
            ("https://shop.example/a b", "no web address"),
        ],
    )
    async def test_an_address_that_cannot_be_is_refused_at_once(
        self, webhooks: Webhooks, owner: Actor, url: str, why: str
    ) -> None:
        with pytest.raises(InvalidField, match=why) as refused:
            await webhooks.create(owner, url, ["*"])
        assert refused.value.field == "url"

    async def test_a_name_that_leads_into_the_network_is_refused_when_it_is_called(
        self, database: Database, owner: Actor
    ) -> None:
        async def rebound(host: str, port: int) -> list[str]:
            return ["93.184.216.34", "169.254.169.254"]

        webhooks = Webhooks(database, Outward(look_up=rebound))
        created, _ = await webhooks.create(owner, "https://shop.example/hook", ["*"])
        tried = await webhooks.test(owner, created.id)
        assert (tried.status, tried.attempts[0].code) == ("failed", None)
        assert "private network" in tried.attempts[0].answer

    async def test_only_those_who_may_and_only_their_own(
        self, webhooks: Webhooks, owner: Actor, stranger: Actor, receiver: Receiver
    ) -> None:
        created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
        with pytest.raises(NotFound):
            await webhooks.test(stranger, created.id)
        with pytest.raises(Forbidden):
            await webhooks.list(Actor(owner.workspace_id, owner.member_id, Role.MEMBER))
        for events in ([], ["Campaign completed"], ["campaign.completed\n"]):
            with pytest.raises(InvalidField):
                await webhooks.create(owner, receiver.url("/hook"), events)
        await webhooks.delete(owner, created.id)
        assert (await webhooks.list(owner)).items == []


async def test_the_desk_is_woken_by_an_event_and_one_that_stalls_holds_up_nobody(
    database: Database,
    settings: Settings,
    outward: Outward,
    webhooks: Webhooks,
    owner: Actor,
    receiver: Receiver,
    post: Post,
) -> None:
    receiver.stalling = "/stalls"
    await webhooks.create(owner, receiver.url("/stalls"), ["*"])
    created, _ = await webhooks.create(owner, receiver.url("/hook"), ["*"])
    patient = Deliveries(database, outward, seconds=600)
    desk = NewsDesk(database, NewsReader(database, settings), patient, None)
    running = asyncio.create_task(desk.run())
    try:
        for count in (1, 2, 3):
            await post.emit(owner, "campaign.completed")
            await receiver.received(count + 1)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [request.path for request in receiver.requests].count("/stalls") == 1
    assert len(await log(webhooks, owner, created.id)) == 3


async def test_three_processes_on_postgres_send_each_once(
    postgres_url: str, clock: Clock, settings: Settings, receiver: Receiver, outward: Outward
) -> None:
    databases = [Database(postgres_url, clock=clock, new_id=new_id) for _ in range(3)]
    orchestrator = Orchestrator(databases[0], FileStore(settings.files_dir), settings, None)
    await orchestrator.access.bootstrap(settings)
    owner = await orchestrator.access.owner()
    await Webhooks(databases[0], outward).create(owner, receiver.url("/hook"), ["*"])
    posts = [Post(database, settings, Deliveries(database, outward)) for database in databases]
    await posts[0].emit(owner, *["campaign.completed"] * 12)
    await asyncio.gather(*(post.round() for post in posts))
    await posts[0].round()
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert (len(ids), len(set(ids))) == (12, 12)
    for database in databases:
        await database.close()
