"""What can go wrong, in the owner's words. Each error carries the HTTP status that the API answers with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class DrumbeatError(Exception):
    """`detail` is a sentence that may be spoken; `extra` goes into the problem document."""

    status = 400
    title = "Bad request"
    retry_after: int | None = None
    """Seconds after which trying again makes sense, where that is known."""

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra


class NotFound(DrumbeatError):  # noqa: N818
    status = 404
    title = "Not found"


class Forbidden(DrumbeatError):  # noqa: N818
    status = 403
    title = "Not allowed"


class Unauthenticated(DrumbeatError):  # noqa: N818
    status = 401
    title = "Sign in first"


class InvalidField(DrumbeatError):  # noqa: N818
    """A value cannot be taken; `errors` names the fields and the mend."""

    status = 422
    title = "Invalid value"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, errors=[{"field": field, "detail": detail}])
        self.field = field


class IllegalTransition(DrumbeatError):  # noqa: N818
    """The campaign cannot do that now; `legal` lists what it can do."""

    status = 409
    title = "Not possible in this status"

    def __init__(self, detail: str, legal: Sequence[str]) -> None:
        super().__init__(detail, legal=list(legal))
        self.legal = list(legal)


class MissingSlots(DrumbeatError):  # noqa: N818
    """The campaign is not complete; `needed` lists the empty required slots."""

    status = 409
    title = "Not complete"

    def __init__(self, detail: str, needed: Sequence[str]) -> None:
        super().__init__(detail, needed=list(needed))
        self.needed = list(needed)


class ConfirmationRefused(DrumbeatError):  # noqa: N818
    """No open confirmation matches: it was spent, it expired, the draft changed, or the words were no yes."""

    status = 409
    title = "Not confirmed"
