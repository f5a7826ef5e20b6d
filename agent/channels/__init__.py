"""How callers reach the agent. Pipecat's log goes where ours goes, from its warnings upwards."""

from __future__ import annotations

import importlib
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from loguru import logger

if TYPE_CHECKING:
    from loguru import Message


def _to_our_log(message: Message) -> None:
    structlog.get_logger("pipecat").warning(message.record["message"])


logger.remove()
logger.add(_to_our_log, level="WARNING", format="{message}")

# Pipecat imports audioop, whose leaving the standard library (3.13, then a package) is no concern of ours.
with warnings.catch_warnings(), suppress(ImportError):
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("audioop")
