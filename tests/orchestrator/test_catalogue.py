from __future__ import annotations

from orchestrator.catalogue import DEFAULT_QUANTITY, NOT_MADE, PRICE, TIER
from settings import Settings
from store.words import DeliverableType
from studio.catalogue import makers
from studio.render import RenderPool


def test_every_type_has_a_price_a_tier_and_a_default_quantity() -> None:
    for table in (PRICE, TIER, DEFAULT_QUANTITY):
        assert set(table) == set(DeliverableType)


def test_what_is_said_not_to_be_made_is_what_no_maker_makes() -> None:
    pool = RenderPool(1)
    try:
        for settings in (
            Settings(_env_file=None),
            Settings(openai_base_url="http://127.0.0.1:9/v1", _env_file=None),
        ):
            assert set(DeliverableType) - set(makers(settings, pool)) == set(NOT_MADE)
    finally:
        pool.close()
