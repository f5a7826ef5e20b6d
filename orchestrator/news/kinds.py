"""The news that members are told, and who of them hears it how unless they chose otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store.words import Role


class NewsKind(StrEnum):
    RUN_COMPLETED = "run_completed"
    RUN_FAILED = "run_failed"
    REVIEW_FAILED = "review_failed"
    CREDITS_LOW = "credits_low"
    WEBHOOK_DISABLED = "webhook_disabled"
    CALLER_WANTS_PERSON = "caller_wants_person"
    CALL_BACK_UNREACHED = "call_back_unreached"
    CALL_BACK_VOICEMAIL = "call_back_voicemail"


@dataclass(frozen=True, slots=True)
class Ways:
    """How one kind of news reaches a member."""

    in_app: bool = True
    mail: bool = True


DEFAULT_WAYS = {
    NewsKind.RUN_COMPLETED: Ways(),
    NewsKind.RUN_FAILED: Ways(),
    # The run's own failure follows at once: one letter is enough.
    NewsKind.REVIEW_FAILED: Ways(mail=False),
    NewsKind.CREDITS_LOW: Ways(),
    NewsKind.WEBHOOK_DISABLED: Ways(),
    NewsKind.CALLER_WANTS_PERSON: Ways(),
    NewsKind.CALL_BACK_UNREACHED: Ways(),
    # They were told, though only by a machine: it is there to be looked up.
    NewsKind.CALL_BACK_VOICEMAIL: Ways(mail=False),
}

_KEEPERS = {NewsKind.CREDITS_LOW, NewsKind.WEBHOOK_DISABLED}
"""What only those who can mend it are told."""


def concerns(kind: NewsKind, role: str) -> bool:
    return kind not in _KEEPERS or role in (Role.OWNER, Role.ADMIN)
