"""What goes wrong with speech engines."""

from __future__ import annotations

from orchestrator.errors import DrumbeatError


class SpeechUnavailableError(DrumbeatError):
    """A speech engine was asked for by name and cannot be used here. The detail says what is wrong and the mend."""

    status = 503
    title = "Speech is not available"


class SpeechFailed(Exception):  # noqa: N818
    """An engine that was ready did not hear or say something this time. The cause is chained."""
