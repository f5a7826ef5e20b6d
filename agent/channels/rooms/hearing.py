"""Our speech recognition as LiveKit's `stt.STT`, with the ear in its stream: the one place that ends turns."""

from __future__ import annotations

from collections.abc import Callable

from livekit import rtc
from livekit.agents import APIConnectOptions, stt, utils
from livekit.agents.language import LanguageCode
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, NotGivenOr

from agent.channels.ear import Ear, Turn
from agent.channels.floor import Floor
from agent.channels.models import RATE
from agent.channels.ports import Talk
from agent.channels.rooms.turn_end import ENGLISH, RoomTurnEnd
from agent.speech.ports import ANYTHING, Heard, SpeechIn

ROOM_RATE = 16000
"""What the room's audio is asked for in: what LiveKit's detector hears; the ear has half of it."""


class RoomEars(stt.STT[str]):
    """`floor` is told what was heard. One room's ears: the session opens their one stream."""

    def __init__(self, ears: SpeechIn, talk: Talk, floor: Floor) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=False))
        self._speech_in = ears
        self._talk = talk
        self._floor = floor
        self._speaking: Callable[[], bool] = lambda: False

    @property
    def model(self) -> str:
        return self._speech_in.name

    @property
    def provider(self) -> str:
        return "drumbeat"

    @property
    def speaking(self) -> bool:
        return self._speaking()

    def stream(
        self,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    ) -> stt.RecognizeStream:
        return _Hearing(self, conn_options)

    def ear(self, turn_end: RoomTurnEnd, on_turn: Callable[[Turn], None]) -> Ear:
        """The ear of this room, wired to its floor."""

        def heard(turn: Turn) -> None:
            on_turn(turn)
            self._floor.heard(turn)

        ear = Ear(
            self._speech_in,
            expectation=self._talk.expectation,
            agent_speaks=lambda: self._floor.agent_speaks,
            on_cut_in=self._floor.cut_in,
            on_turn=heard,
            turn_end=turn_end.probability,
        )
        self._speaking = lambda: ear.speaking
        return ear

    async def _recognize_impl(
        self,
        buffer: utils.AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        whole = rtc.combine_audio_frames(buffer)
        hearing = self._speech_in.listen(ANYTHING, rate=whole.sample_rate)
        hearing.feed(bytes(whole.data))
        return _final(await hearing.read())


class _Hearing(stt.RecognizeStream):
    def __init__(self, ears: RoomEars, conn_options: APIConnectOptions) -> None:
        super().__init__(stt=ears, conn_options=conn_options, sample_rate=ROOM_RATE)
        self._ears = ears

    async def _run(self) -> None:
        turn_end = RoomTurnEnd()
        to_ear = rtc.AudioResampler(ROOM_RATE, RATE)

        def heard(turn: Turn) -> None:
            turn_end.turn_over()
            if turn.heard.text:
                self._event_ch.send_nowait(_final(turn.heard))

        ear = self._ears.ear(turn_end, heard)
        try:
            async for frame in self._input_ch:
                if not isinstance(frame, rtc.AudioFrame):
                    continue
                turn_end.push(frame)
                for part in to_ear.push(frame):
                    ear.feed(bytes(part.data))
        finally:
            ear.close()
            await turn_end.close()


def _final(heard: Heard) -> stt.SpeechEvent:
    said = stt.SpeechData(LanguageCode(ENGLISH), heard.text, confidence=heard.confidence)
    return stt.SpeechEvent(stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[said])
