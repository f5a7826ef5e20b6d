"""One call in a room: the session's nodes are ours, the floor leads, and everything ends in an orderly way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import structlog
from livekit import rtc
from livekit.agents import AgentSession, AgentStateChangedEvent, JobContext, UserInputTranscribedEvent
from livekit.agents.voice.room_io import (
    AudioInputOptions,
    AudioOutputOptions,
    RoomOptions,
    TextInputEvent,
    TextInputOptions,
    TextOutputOptions,
)

from agent.channels.call import FINISH_WITHIN
from agent.channels.ear import Turn
from agent.channels.floor import Floor, Manners
from agent.channels.news import tell
from agent.channels.ports import Talk
from agent.channels.rooms.hearing import ROOM_RATE, RoomEars
from agent.channels.rooms.voice import MadeByTheSession, RoomAgent, RoomMouth, RoomVoice, TheTalkIsTheModel
from agent.speech.ports import Heard, SpeechKit
from agent.telephone.keypad import Keypad, is_menu
from agent.typed import typed_words

log = structlog.get_logger()
FRAME_MS = 20


class RoomCall:
    """A talk in a room with one caller; `hold` runs it."""

    def __init__(
        self,
        job: JobContext,
        caller: rtc.RemoteParticipant,
        talk: Talk,
        speech: SpeechKit,
        manners: Manners | None = None,
    ) -> None:
        self._job = job
        self._caller = caller
        self._talk = talk
        self._hung_up = asyncio.Event()
        voice = speech.voice
        self._session: AgentSession[None] = AgentSession(
            llm=TheTalkIsTheModel(),
            tts=RoomVoice(voice, lambda: talk.rate),
            vad=None,
            # The ear in the session's speech recognition ends turns and cuts in; the session does neither itself.
            turn_handling={
                "turn_detection": "manual",
                "interruption": {"resume_false_interruption": False},
                "preemptive_generation": {"enabled": True, "preemptive_tts": True},
            },
            aec_warmup_duration=None,
            user_away_timeout=None,
            tts_text_transforms=None,
        )
        mouth = RoomMouth(self._session)
        self.floor = Floor(talk, MadeByTheSession(voice.sample_rate), mouth, manners)
        mouth.played = self.floor.played
        self._ears = RoomEars(speech.ears, talk, self.floor)
        self.floor.caller_speaks = lambda: self._ears.speaking
        self._keypad = Keypad(
            is_menu=lambda: is_menu(talk.expectation()),
            take=lambda keys: self.take(keys, "keypad"),
            on_first=self.floor.cut_in,
        )
        self._output_rate = voice.sample_rate

    async def hold(self, announcements: AsyncIterator[str] | None) -> str:
        """Runs the call to its end and returns why it ended: goodbye, hung_up, cancelled or error."""
        self._listen()
        await self._session.start(
            RoomAgent(self._ears),
            room=self._job.room,
            room_options=self._options(),
            record=False,
            session_host=False,
        )
        floor = asyncio.create_task(self.floor.run())
        gone = asyncio.create_task(self._hung_up.wait())
        news = (
            asyncio.create_task(tell(announcements, self.floor.announce))
            if announcements is not None
            else None
        )
        reason = "cancelled"
        try:
            done, _ = await asyncio.wait({floor, gone}, return_when=asyncio.FIRST_COMPLETED)
            reason = _outcome(floor) if floor in done else "hung_up"
        finally:
            self._keypad.close()
            self.floor.hang_up()
            await asyncio.wait({floor}, timeout=FINISH_WITHIN)
            for task in (news, gone, floor):
                if task is not None:
                    task.cancel()
            await self._session.aclose()
            await self._talk.close(reason)
        return reason

    def take(self, words: str, engine: str) -> None:
        """A turn that was not spoken: keys pressed, words typed. It stops the agent's voice like any other."""
        now = asyncio.get_running_loop().time()
        self.floor.cut_in()
        self.floor.heard(Turn(Heard(words, 1.0, engine=engine), now))

    def announce(self, sentence: str) -> None:
        """Something to be said at the next pause."""
        self.floor.announce(sentence)

    def _listen(self) -> None:
        room, session = self._job.room, self._session

        @session.on("agent_state_changed")
        def state(event: AgentStateChangedEvent) -> None:
            if event.new_state == "speaking":
                self.floor.started()

        @session.on("user_input_transcribed")
        def written(event: UserInputTranscribedEvent) -> None:
            # The floor has the turn already; the session only keeps its own record of it.
            if event.is_final:
                session.commit_user_turn(skip_reply=True, transcript_timeout=0.1)

        @session.on("close")
        def closed(_event: object) -> None:
            self._hung_up.set()

        @room.on("participant_disconnected")
        def left(participant: rtc.RemoteParticipant) -> None:
            if participant.identity == self._caller.identity:
                self._hung_up.set()

        @room.on("disconnected")
        def disconnected(_reason: object) -> None:
            self._hung_up.set()

        @room.on("sip_dtmf_received")
        def key(pressed: rtc.SipDTMF) -> None:
            if pressed.participant is None or pressed.participant.identity == self._caller.identity:
                self._keypad.press(pressed.digit)

    def _options(self) -> RoomOptions:
        return RoomOptions(
            audio_input=AudioInputOptions(
                sample_rate=ROOM_RATE, frame_size_ms=FRAME_MS, pre_connect_audio=False
            ),
            audio_output=AudioOutputOptions(sample_rate=self._output_rate, track_name="drumbeat"),
            text_input=TextInputOptions(text_input_cb=self._typed),
            text_output=TextOutputOptions(sync_transcription=False),
            participant_identity=self._caller.identity,
        )

    def _typed(self, _session: AgentSession[None], event: TextInputEvent) -> None:
        if words := typed_words(event.text):
            self.take(words, "typed")


def _outcome(floor: asyncio.Task[str]) -> str:
    failure = floor.exception()
    if failure is None:
        return floor.result()
    log.error("a call in a room broke off", exc_info=failure)
    return "error"
