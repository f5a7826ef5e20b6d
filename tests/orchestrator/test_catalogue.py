from __future__ import annotations

from orchestrator.catalogue import DEFAULT_QUANTITY, PRICE, TIER
from settings import Settings
from store.words import DeliverableType
from studio.catalogue import makers
from studio.render import RenderPool


def test_every_type_has_a_price_a_tier_and_a_default_quantity() -> None:
    for table in (PRICE, TIER, DEFAULT_QUANTITY):
        assert set(table) == set(DeliverableType)


class Silent:
    """A narrator with nothing to say."""

    name = "silent"

    async def say(self, text: str) -> tuple[bytes, int]:
        return b"", 16000


def test_every_type_is_made_with_and_without_a_key() -> None:
    pool = RenderPool(1)
    try:
        for settings in (
            Settings(_env_file=None),
            Settings(openai_base_url="http://127.0.0.1:9/v1", _env_file=None),
        ):
            assert set(makers(settings, pool, Silent())) == set(DeliverableType)
    finally:
        pool.close()
