"""Which brain there is; how a remote one behaves over the wire is in model_brain/."""

from __future__ import annotations

from agent.brain import remote_brain
from settings import Settings


def test_without_key_and_address_there_is_no_remote_brain() -> None:
    assert remote_brain(Settings(openai_base_url="", openai_api_key=None, _env_file=None)) is None


async def test_an_address_alone_makes_one() -> None:
    brain = remote_brain(Settings(openai_base_url="http://127.0.0.1:9/v1", brain_timeout=3, _env_file=None))
    assert brain is not None
    assert brain.timeout == 3
    await brain.close()
