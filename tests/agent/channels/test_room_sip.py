"""A telephone call over SIP into a room: LiveKit's server and SIP bridge, a real worker, baresip for a telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from livekit import api

from agent.channels.rooms.tokens import AGENT
from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from tests import sip_bridge
from tests.listener import heard_as, utterances
from tests.livekit_server import KEY as LIVEKIT_KEY
from tests.livekit_server import SECRET, livekit_server
from tests.room_worker import rooms_worker
from tests.serving import Server, serving
from tests.sip_bridge import RATE, Bridge

pytestmark = [pytest.mark.timeout(500), pytest.mark.slow]
OURS, THEIRS = "+15550100100", "+15550100200"
FIRST_WORDS_AFTER = 9
"""Seconds of silence with which the caller's recording begins: the greeting."""


@pytest.fixture(scope="module")
def exchange() -> Iterator[tuple[Server, Bridge]]:
    sip_bridge.needed()
    with (
        sip_bridge.redis() as port,
        livekit_server(f'redis: {{address: "127.0.0.1:{port}"}}') as livekit,
        sip_bridge.sip_bridge(livekit, port) as bridge,
        serving(**livekit.settings) as server,
        rooms_worker(server, livekit),
    ):
        asyncio.run(_open_line(bridge))
        yield server, bridge


async def _open_line(bridge: Bridge) -> None:
    """Our number, and the rule that puts each of its callers into a room of their own, with the agent."""
    url = f"http://127.0.0.1:{bridge.livekit.port}"
    trunk = api.SIPInboundTrunkInfo(name="tests", numbers=[OURS], allowed_addresses=["127.0.0.1"])
    own_room = api.SIPDispatchRuleIndividual(room_prefix="call-")
    with_agent = api.RoomConfiguration(agents=[api.RoomAgentDispatch(agent_name=AGENT)])
    async with api.LiveKitAPI(url, LIVEKIT_KEY, SECRET) as livekit:
        await livekit.sip.create_inbound_trunk(api.CreateSIPInboundTrunkRequest(trunk=trunk))
        await livekit.sip.create_dispatch_rule(
            api.CreateSIPDispatchRuleRequest(
                rule=api.SIPDispatchRule(dispatch_rule_individual=own_room), room_config=with_agent
            )
        )


async def until_drafted(client: httpx2.AsyncClient, name: str) -> dict[str, Any]:
    """The newest conversation, once its draft has that name and its reply has been written down."""
    async with asyncio.timeout(90):
        while True:
            for listed in (await client.get("/conversations", params={"limit": 1})).json()["items"]:
                talk: dict[str, Any] = (await client.get(f"/conversations/{listed['id']}")).json()
                if talk["draft"] and talk["draft"]["name"] == name and len(talk["turns"]) > 2:
                    return talk
            await asyncio.sleep(0.5)


async def test_a_recognised_telephone_speaks_a_campaign_into_being_and_hears_the_reply(
    exchange: tuple[Server, Bridge],
) -> None:
    server, bridge = exchange
    voice = EspeakVoice(CALLER_TONE)
    words = await voice.say("create a campaign called summer sale with five images")
    voice.close()
    says = bytes(FIRST_WORDS_AFTER * RATE * 2) + words + bytes(60 * RATE * 2)
    with server.client() as owner:
        member = owner.get("/members").json()["items"][0]["id"]
        assert owner.put(f"/members/{member}/phone", json={"number": THEIRS}).status_code == 200
        key = owner.headers["Authorization"]
    base, headers = f"{server.url}/api/v1", {"Authorization": key}
    async with httpx2.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
        with sip_bridge.telephone(bridge, THEIRS, OURS, says) as folder:
            talk = await until_drafted(client, "Summer Sale")
            await asyncio.sleep(6)
            heard = sip_bridge.heard_by(folder)
    assert (talk["channel"], talk["caller"]) == ("livekit", THEIRS)
    assert [(item["type"], item["quantity"]) for item in talk["draft"]["deliverables"]] == [("images", 5)]
    reply = talk["turns"][2]["text"]
    others = ["Winter Fair: two banners, got it. Who is it meant for?", "Your draft is kept. Goodbye."]
    assert reply in [heard_as(said, [*others, reply]) for said in utterances(heard)]
