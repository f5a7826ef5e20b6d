"""Log lines: for people on a terminal, as JSON where machines read them. Ids only; nobody's words."""

from __future__ import annotations

import logging
import sys

import structlog

from settings import Settings

QUIET = (
    "dbos",
    "httpx2",
    "httpcore2",
    "openai",
    "alembic",
    "pipecat",
    "uvicorn.access",
    "aiosqlite",
    "PIL",
    "livekit",
)


def configure(settings: Settings) -> None:
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    _quieten_pipecat(level)
    renderer = (
        structlog.processors.JSONRenderer()
        if settings.log_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info
            if settings.log_json
            else structlog.processors.UnicodeDecoder(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _quieten_pipecat(level: int) -> None:
    """Pipecat logs through loguru, by default at DEBUG and with what was said."""
    from loguru import logger

    logger.remove()
    logger.add(sys.stderr, level=max(level, logging.WARNING), format="{level} {name}: {message}")
