"""Addresses that users name lead to the internet, and only to the machine that was judged."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from orchestrator.outward import Outward, Refused, Unreached, public
from tests.orchestrator.certificates import self_signed
from tests.receiver import Receiver, Reply, receiver

__all__ = ["receiver"]


class Names:
    """A resolver that answers as it is told, one look-up after the other."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if not self.answers:
            raise OSError("unknown")
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00:ec2::254", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
    ],
)
def test_only_what_everybody_can_reach_is_public(address: str, reachable: bool) -> None:
    assert public(ipaddress.ip_address(address)) is reachable


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
        "http://shop.example@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "http://shop.example:25/",
        "http://shop.example:99999/",
        "http://",
        "http://sh\nop.example/",
    ],
)
async def test_the_disguises_of_an_inner_address_are_seen_through(url: str) -> None:
    with pytest.raises(Refused):
        await Outward().get(url, most=10, seconds=5)


async def test_one_inner_address_among_many_is_enough_to_refuse() -> None:
    with pytest.raises(Refused, match="private network"):
        await Outward(look_up=Names(["93.184.216.34", "10.0.0.1"])).get(
            "http://shop.example/", most=10, seconds=5
        )


async def test_the_connection_goes_to_the_address_that_was_judged(receiver: Receiver) -> None:
    """A name that answers differently the second time is never asked a second time."""
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    outward = Outward(frozenset({"shop.example"}), names)
    answer = await outward.get(f"http://shop.example:{receiver.port}/a?b=c", most=10, seconds=5)
    assert answer.code == 200
    assert names.asked == ["shop.example"]
    assert receiver.requests[0].path == "/a?b=c"
    assert receiver.requests[0].headers["Host"] == f"shop.example:{receiver.port}"


async def test_each_redirect_is_judged_anew(receiver: Receiver) -> None:
    receiver.answers(Reply(301, headers={"Location": "http://metadata.example/latest"}))
    outward = Outward(frozenset({"shop.example"}), Names(["127.0.0.1"], ["169.254.169.254"]))
    with pytest.raises(Refused):
        await outward.get(f"http://shop.example:{receiver.port}/", most=10, seconds=5)


async def test_an_allowed_host_is_allowed_at_its_port_only(receiver: Receiver) -> None:
    outward = Outward(frozenset({f"localhost:{receiver.port}"}))
    assert (await outward.get(receiver.url("/"), most=10, seconds=5)).code == 200
    with pytest.raises(Refused):
        await outward.get("http://localhost:8080/", most=10, seconds=5)


async def test_an_unknown_host_is_said_to_be_unknown() -> None:
    with pytest.raises(Unreached, match=r"no host called shop\.example"):
        await Outward(look_up=Names()).get("http://shop.example/", most=10, seconds=5)


async def test_a_body_is_cut_where_it_was_asked_to_be(receiver: Receiver) -> None:
    receiver.answers(Reply(200, b"x" * 5000))
    answer = await Outward(frozenset({"localhost"})).get(receiver.url("/"), most=100, seconds=5)
    assert (len(answer.body), answer.whole) == (100, False)


async def test_tls_checks_the_name_and_not_the_address(tmp_path: Path) -> None:
    certificate, server_side = self_signed(tmp_path, "shop.example")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that turns away is part of the test."""

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = server_side.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        trusting = ssl.create_default_context(cafile=str(certificate))
        hosts = frozenset({"shop.example", "other.example"})
        outward = Outward(hosts, Names(["127.0.0.1"], ["127.0.0.1"]), tls=trusting)
        port = server.server_address[1]
        assert (await outward.get(f"https://shop.example:{port}/", most=10, seconds=5)).code == 204
        with pytest.raises(Unreached):
            await outward.get(f"https://other.example:{port}/", most=10, seconds=5)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
