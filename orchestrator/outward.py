"""Requests to addresses that a user named: never to this machine, its network or its cloud's metadata."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx2

from settings import Settings

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

REDIRECTS = 5
_MOST_URL = 2000
_HERE = (
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's platform, a public address that answers inside only
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64: an IPv4 address in disguise
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),  # 6to4, the same
    ipaddress.ip_network("2001::/32"),  # Teredo, the same
    ipaddress.ip_network("::/96"),  # IPv4-compatible, the same
)


class Refused(Exception):  # noqa: N818
    """The address may not be asked; the message says why, to the user who named it."""


class Unreached(Exception):  # noqa: N818
    """Nobody answered, or not as it should; the message says how."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is cut at what was asked for; `url` is where the redirects ended."""

    code: int
    body: bytes
    content_type: str
    url: str
    whole: bool
    """False when there was more body than asked for."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The host's addresses, by the system's resolver. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Outward:
    """Asks only public addresses, and the `private_hosts` that the operator allows by name.

    A name is resolved once and the connection is pinned to the address that was judged: a second look-up
    could answer differently. TLS still checks the name.
    """

    def __init__(
        self,
        private_hosts: frozenset[str] = frozenset(),
        look_up: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._private = private_hosts
        self._resolve = look_up
        self._tls = tls

    def check(self, url: str, *, https_only: bool = False) -> str:
        """The tidy address, judged by its looks alone. Raises `Refused`."""
        parts = _split(url)
        trusted = self._trusted(parts)
        if https_only and parts.scheme != "https" and not trusted:
            raise Refused("Use an https address: what is sent must not be read or changed on its way.")
        try:
            literal = ipaddress.ip_address(parts.hostname or "")
        except ValueError:
            return url.strip()
        if not trusted and not public(literal):
            raise Refused("That address is inside a private network. Use one that the internet can reach.")
        return url.strip()

    async def get(self, url: str, *, most: int, seconds: float) -> Answer:
        """Follows redirects, each judged anew. Raises `Refused` and `Unreached`."""
        try:
            async with asyncio.timeout(seconds):
                for _ in range(REDIRECTS + 1):
                    answer, location = await self._ask("GET", url, {"Accept": _ACCEPT}, None, most, seconds)
                    if location is None:
                        return answer
                    url = urljoin(url, location)
        except TimeoutError as error:
            raise Unreached(f"It did not answer within {seconds:.0f} seconds.") from error
        raise Unreached(f"It redirects more than {REDIRECTS} times.")

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, most: int, seconds: float
    ) -> Answer:
        """A redirect is an answer like any other and is not followed. Raises `Refused` and `Unreached`."""
        try:
            async with asyncio.timeout(seconds):
                answer, _ = await self._ask("POST", url, headers, body, most, seconds)
        except TimeoutError as error:
            raise Unreached(f"It did not answer within {seconds:.0f} seconds.") from error
        return answer

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, most: int, seconds: float
    ) -> tuple[Answer, str | None]:
        self.check(url)
        parts = _split(url)
        address = await self._address(parts)
        host = parts.hostname or ""
        target = httpx2.URL(url).copy_with(host=address)
        # Packed bodies are not asked for: a small one could unpack to any size.
        sent = {"Host": _authority(parts), "User-Agent": "Drumbeat", "Accept-Encoding": "identity", **headers}
        # Without the environment's proxies: they would resolve the name themselves.
        client = httpx2.AsyncClient(
            timeout=seconds, follow_redirects=False, trust_env=False, verify=self._trust()
        )
        try:
            async with (
                client,
                client.stream(
                    method, target, headers=sent, content=body, extensions={"sni_hostname": host}
                ) as answer,
            ):
                if answer.headers.get("content-encoding", "identity") != "identity":
                    raise Unreached("It answers packed although it was asked not to.")
                return await _taken(answer, url, most)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise Unreached(f"It could not be reached ({type(error).__name__}).") from error

    async def _address(self, parts: SplitResult) -> str:
        host, port = parts.hostname or "", _port(parts)
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreached(f"There is no host called {host}.") from error
        if not addresses:
            raise Unreached(f"There is no host called {host}.")
        if not self._trusted(parts) and not all(public(_ip(each)) for each in addresses):
            raise Refused("That address leads into a private network. Use one that the internet can reach.")
        return addresses[0]

    def _trust(self) -> ssl.SSLContext:
        """Made at the first request: reading the certificates takes tens of milliseconds."""
        if self._tls is None:
            self._tls = httpx2.create_ssl_context(trust_env=False)
        return self._tls

    def _trusted(self, parts: SplitResult) -> bool:
        host = (parts.hostname or "").casefold()
        return host in self._private or f"{host}:{_port(parts)}" in self._private


def outward_of(settings: Settings) -> Outward:
    """With the hosts that the settings allow."""
    named = (host.strip().casefold() for host in settings.private_hosts.split(","))
    return Outward(frozenset(host for host in named if host))


_ACCEPT = "text/html, text/markdown, text/plain, application/pdf, */*;q=0.5"


async def _taken(answer: httpx2.Response, url: str, most: int) -> tuple[Answer, str | None]:
    body = bytearray()
    location = answer.headers.get("location") if answer.is_redirect else None
    if location is None:
        async for part in answer.aiter_raw():
            body += part
            if len(body) > most:
                break
    content_type = answer.headers.get("content-type", "")
    return Answer(answer.status_code, bytes(body[:most]), content_type, url, len(body) <= most), location


def public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether everybody on the internet means the same machine by it."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address.version == net.version and address in net for net in _HERE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(text.partition("%")[0])


def _split(url: str) -> SplitResult:
    text = url.strip()
    if len(text) > _MOST_URL or not text.isprintable() or " " in text:
        raise Refused("That is no web address.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused("That is no web address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("Use a full web address, such as https://example.com/page.")
    if parts.username is not None or parts.password is not None:
        raise Refused("A web address here carries no user name or password.")
    if port is not None and port < 1024 and port not in (80, 443):
        raise Refused(f"Port {port} is not one on which the web answers.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _authority(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]
