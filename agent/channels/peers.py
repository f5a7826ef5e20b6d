"""The browser calls of this process by their peer connection: answered, renegotiated, hung up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
from aiortc.sdp import SessionDescription, candidate_from_sdp
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from orchestrator.errors import InvalidField, NotFound

log = structlog.get_logger()
Connection = SmallWebRTCConnection
Hold = Callable[[Connection], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ICE candidate of the browser; an empty one says that there are no more."""

    candidate: str
    sdp_mid: str
    sdp_mline_index: int


@dataclass(slots=True)
class Peer:
    """`owner` is who may touch it."""

    connection: SmallWebRTCConnection
    owner: str
    conversation_id: str
    call: asyncio.Task[object] | None = None

    @property
    def id(self) -> str:
        return str(self.connection.pc_id)

    @property
    def answer(self) -> str:
        """The SDP answer."""
        answer = self.connection.get_answer()  # type: ignore[no-untyped-call]
        assert answer is not None
        return str(answer["sdp"])


@dataclass(slots=True)
class Peers:
    """No ICE servers: without STUN the browser must reach this host itself (docs/decisions/043)."""

    _peers: dict[str, Peer] = field(default_factory=dict)

    async def accept(self, sdp: str) -> Connection:
        """A connection that answers this offer; no call is touched yet. Raises InvalidField when the offer is none."""
        connection = SmallWebRTCConnection()
        try:
            _require_audio(sdp)
            await connection.initialize(sdp, "offer")
        except Exception as error:  # noqa: BLE001 - aiortc has no class for a bad offer
            await connection.disconnect()  # type: ignore[no-untyped-call]
            log.info("an offer that is none", cause=str(error))
            raise InvalidField("sdp", "This is no WebRTC offer with audio that can be answered.") from None
        return connection

    async def begin(self, connection: Connection, owner: str, conversation_id: str, hold: Hold) -> Peer:
        """Begins the call. A call of the same conversation is handed over to this one."""
        peer = Peer(connection, owner, conversation_id)
        await self.hand_over(conversation_id)
        self._peers[peer.id] = peer
        peer.call = asyncio.create_task(self._hold(peer, hold))
        return peer

    async def renegotiate(self, peer_id: str, owner: str, sdp: str) -> Peer:
        """The browser's network changed: the same call goes on. Raises NotFound or InvalidField."""
        peer = self._of(peer_id, owner)
        try:
            _require_audio(sdp)
            await peer.connection.renegotiate(sdp, "offer")
        except Exception as error:  # noqa: BLE001 - aiortc has no class for a bad offer
            log.info("an offer that is none", cause=str(error))
            raise InvalidField("sdp", "This is no WebRTC offer that this call can take.") from None
        return peer

    async def add_candidates(self, peer_id: str, owner: str, candidates: Sequence[Candidate]) -> None:
        """Raises NotFound, or InvalidField when a candidate is none."""
        peer = self._of(peer_id, owner)
        for each in candidates:
            try:
                candidate = candidate_from_sdp(each.candidate) if each.candidate else None
            except (ValueError, IndexError, AssertionError):
                raise InvalidField("candidates", f"{each.candidate[:80]} is no ICE candidate.") from None
            if candidate is not None:
                candidate.sdpMid, candidate.sdpMLineIndex = each.sdp_mid, each.sdp_mline_index
            await peer.connection.add_ice_candidate(candidate)  # type: ignore[no-untyped-call]

    def holds(self, conversation_id: str) -> bool:
        """Whether this conversation is on a line now."""
        return any(peer.conversation_id == conversation_id for peer in self._peers.values())

    async def hand_over(self, conversation_id: str) -> None:
        """Ends the call that holds this conversation, if there is one: a talk is on one line at a time."""
        for peer in [peer for peer in self._peers.values() if peer.conversation_id == conversation_id]:
            if peer.call is not None:
                peer.call.cancel()
                await asyncio.wait({peer.call})

    def _of(self, peer_id: str, owner: str) -> Peer:
        peer = self._peers.get(peer_id)
        if peer is None or peer.owner != owner:
            raise NotFound("There is no such call here; it may have ended.")
        return peer

    async def _hold(self, peer: Peer, hold: Hold) -> object:
        try:
            return await hold(peer.connection)
        except Exception:
            log.exception("a browser call broke off")
            return "error"
        finally:
            self._peers.pop(peer.id, None)
            await peer.connection.disconnect()  # type: ignore[no-untyped-call]


def _require_audio(sdp: str) -> None:
    """Raises when no sound is offered, for aiortc answers what offers nothing with nothing, as if it were a call."""
    if all(media.kind != "audio" for media in SessionDescription.parse(sdp).media):
        raise ValueError("no audio is offered")
