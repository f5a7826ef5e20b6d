"""A process that cannot come up, or whose parts fail to close, leaves nothing open."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.talks import Talks
from api.chores import Chores
from api.runtime import start
from orchestrator.engine_dbos import DbosEngine
from settings import Settings


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None)


async def test_after_a_failed_start_the_directory_can_be_served_at_once(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_talks: Talks) -> bool:
        raise RuntimeError("no warmth")

    with monkeypatch.context() as broken:
        broken.setattr(Talks, "warm_up", breaks)
        with pytest.raises(RuntimeError, match="no warmth"):
            await start(own)
    runtime = await start(own)
    await runtime.close()


async def test_what_fails_to_close_keeps_nothing_else_open(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = Chores.close

    async def breaks(chores: Chores) -> None:
        await close(chores)
        raise RuntimeError("stuck")

    monkeypatch.setattr(Chores, "close", breaks)
    runtime = await start(own)
    with pytest.raises(RuntimeError, match="stuck"):
        await runtime.close()
    assert isinstance(runtime.engine, DbosEngine)
    assert not runtime.engine.running
