"""OpenAI's ears and voice over real HTTP, and what a caller gets when the server does not do its part."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import openai
import pytest

from agent.brain.speech import OpenAIEars, OpenAIVoice
from agent.speech.choose import SpeechUnavailableError, choose
from agent.speech.errors import SpeechFailed
from agent.speech.espeak import EspeakVoice
from agent.speech.guarded import GuardedEars
from agent.speech.ports import Expectation, Heard
from agent.speech.steady import SteadyVoice
from settings import Settings
from tests.agent.speech.speech_server import SpeechServer, speech_server, tone

NAMES = Expectation("name", ("Summer Sale", "Glow Up"))


@pytest.fixture(scope="module")
def _server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture
def server(_server: SpeechServer) -> SpeechServer:
    _server.mood, _server.transcript = "well", {"text": " Summer Sale."}
    _server.spoken, _server.heard = [], []
    return _server


@pytest.fixture
async def client(server: SpeechServer) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key="k", base_url=server.url, max_retries=0) as made:
        yield made


@pytest.fixture
def voice(client: openai.AsyncOpenAI) -> OpenAIVoice:
    return OpenAIVoice(client, model="gpt-4o-mini-tts", voice="marin", timeout=0.5)


@pytest.fixture
def ears(client: openai.AsyncOpenAI) -> OpenAIEars:
    return OpenAIEars(client, model="gpt-transcribe", timeout=0.5)


class Embedded:
    """Ears that always hear the same."""

    name = "embedded"

    def listen(self, expectation: Expectation, *, rate: int) -> Embedded:
        return self

    def feed(self, pcm: bytes) -> None: ...

    async def read(self) -> Heard:
        return Heard("summer sale", 0.6, engine=self.name)

    def close(self) -> None: ...


class TestVoice:
    async def test_words_are_asked_for_in_spoken_form_and_come_without_leading_silence(
        self, voice: OpenAIVoice, server: SpeechServer
    ) -> None:
        pcm = await voice.say("That is $5.", 0.8)
        assert server.spoken[0]["input"] == "That is five dollars."
        assert (server.spoken[0]["voice"], server.spoken[0]["speed"]) == ("marin", 0.8)
        assert server.spoken[0]["response_format"] == "pcm"
        samples = np.frombuffer(pcm, np.int16)
        assert np.abs(samples[:2400]).max() > 1000
        assert samples.size == pytest.approx(24000 * 1.12, rel=0.05)

    async def test_nothing_to_pronounce_is_not_asked_for(
        self, voice: OpenAIVoice, server: SpeechServer
    ) -> None:
        assert await voice.say("…") == b""
        assert not server.asked

    @pytest.mark.parametrize("mood", ["refuses", "stalls", "breaks", "empty"])
    async def test_when_it_fails_the_embedded_voice_says_it(
        self, voice: OpenAIVoice, server: SpeechServer, mood: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        server.mood = mood
        steady = SteadyVoice(voice, EspeakVoice())
        embedded = await SteadyVoice(EspeakVoice()).say("What shall we launch?")
        assert len(await steady.say("What shall we launch?")) == pytest.approx(len(embedded), rel=0.05)
        told = capsys.readouterr()
        assert "a voice failed" in told.out + told.err
        steady.close()

    async def test_after_two_failures_nobody_waits_for_it(
        self, voice: OpenAIVoice, server: SpeechServer
    ) -> None:
        server.mood = "refuses"
        steady = SteadyVoice(voice, EspeakVoice())
        for words in ("One.", "Two.", "Three.", "Four."):
            assert await steady.say(words)
        assert server.asked == 2
        steady.close()


class TestEars:
    async def test_a_turn_is_sent_once_as_a_wav_with_the_words_worth_hearing(
        self, ears: OpenAIEars, server: SpeechServer
    ) -> None:
        hearing = ears.listen(NAMES, rate=8000)
        hearing.feed(tone(1.0, 8000))
        heard = await hearing.read()
        assert await hearing.read() is heard
        assert (heard.text, heard.engine) == ("Summer Sale.", "openai")
        [asked] = server.heard
        assert asked["shape"] == (8000, 1, 8000)
        assert asked["keywords[]"] == ["Summer Sale", "Glow Up"]

    async def test_a_model_that_tells_likelihoods_gives_the_confidence(
        self, client: openai.AsyncOpenAI, server: SpeechServer
    ) -> None:
        server.transcript = {"text": "Glow Up", "logprobs": [{"logprob": -0.5}, {"logprob": -1.5}]}
        hearing = OpenAIEars(client, model="gpt-4o-transcribe", timeout=0.5).listen(NAMES, rate=8000)
        hearing.feed(tone(1.0, 8000))
        assert (await hearing.read()).confidence == pytest.approx(0.368, abs=0.001)
        assert server.heard[0]["include[]"] == ["logprobs"]

    @pytest.mark.parametrize("mood", ["refuses", "stalls", "nonsense"])
    async def test_when_it_fails_the_embedded_ears_are_asked_and_named(
        self, ears: OpenAIEars, server: SpeechServer, mood: str
    ) -> None:
        server.mood = mood
        hearing = GuardedEars(ears, Embedded()).listen(NAMES, rate=8000)
        hearing.feed(tone(1.0, 8000))
        assert await hearing.read() == Heard("summer sale", 0.6, engine="embedded")

    async def test_the_engine_is_named_also_when_it_works(self, ears: OpenAIEars) -> None:
        hearing = GuardedEars(ears, Embedded()).listen(NAMES, rate=8000)
        hearing.feed(tone(1.0, 8000))
        assert (await hearing.read()).engine == "openai"

    async def test_without_anything_behind_it_the_failure_is_told(
        self, ears: OpenAIEars, server: SpeechServer
    ) -> None:
        server.mood = "refuses"
        hearing = ears.listen(NAMES, rate=8000)
        hearing.feed(tone(1.0, 8000))
        with pytest.raises(SpeechFailed):
            await hearing.read()


class TestChoice:
    def test_a_key_alone_chooses_openai_with_the_embedded_engines_behind(self, home: Path) -> None:
        kit = choose(Settings(data_dir=home, openai_api_key="k", _env_file=None))
        assert (kit.ears.name, kit.voice.name) == ("openai", "openai")
        assert "pocketsphinx when it fails" in kit.why[0]
        assert "eSpeak NG when it fails" in kit.why[1]
        kit.close()

    def test_another_server_is_not_taken_for_one_that_speaks(self, home: Path) -> None:
        url = "http://127.0.0.1:9/v1"
        kit = choose(Settings(data_dir=home, openai_api_key="k", openai_base_url=url, _env_file=None))
        assert (kit.ears.name, kit.voice.name) == ("pocketsphinx", "espeak")
        kit.close()

    @pytest.mark.parametrize("setting", ["stt", "tts"])
    def test_asked_for_without_a_key_it_says_what_is_missing(self, home: Path, setting: str) -> None:
        chosen = Settings(data_dir=home, _env_file=None).model_copy(update={setting: "openai"})
        with pytest.raises(SpeechUnavailableError, match="DRUMBEAT_OPENAI_API_KEY"):
            choose(chosen)
