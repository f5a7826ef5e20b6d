"""Twilio's REST API, as far as it is used: place a call, and give a call that is up new instructions."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2
import structlog

log = structlog.get_logger()

WITHIN = 10.0
"""Seconds for an answer; Twilio takes a call within one."""
RINGS = 25
"""Seconds that it rings: five rings, before most voicemails pick up."""


class CarrierRefused(Exception):  # noqa: N818
    """The carrier will not do it; the message is its reason."""


class CarrierUnheard(Exception):  # noqa: N818
    """No answer: the call may have been placed or not. Its status webhook will tell, or silence will."""


@dataclass(frozen=True, slots=True)
class Placing:
    """A call to be placed. The webhooks' addresses name the attempt, so that late ones are known as such."""

    to: str
    answered_url: str
    status_url: str


@dataclass(frozen=True, slots=True)
class TwilioCalls:
    """The account's calls. `number` is ours, E.164; without it none can be placed."""

    account_sid: str
    auth_token: str
    number: str
    api_url: str

    async def place(self, call: Placing) -> str:
        """Returns the call's sid. Raises `CarrierRefused` or `CarrierUnheard`.

        Twilio listens first: the answered webhook comes once it knows whether a person or a machine picked up, and
        for a machine once its greeting is over, so that a message is left whole.
        """
        form: dict[str, str | list[str]] = {
            "To": call.to,
            "From": self.number,
            "Url": call.answered_url,
            "Method": "POST",
            "StatusCallback": call.status_url,
            "StatusCallbackMethod": "POST",
            "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
            "MachineDetection": "DetectMessageEnd",
            "Timeout": str(RINGS),
        }
        answer = await self._post("/Calls.json", form)
        return str(answer.get("sid", ""))

    async def redirect(self, call_sid: str, twiml: str) -> None:
        """The call follows this TwiML from now on; its media stream ends. Raises as `place` does."""
        await self._post(f"/Calls/{call_sid}.json", {"Twiml": twiml})

    async def _post(self, path: str, form: dict[str, str | list[str]]) -> dict[str, object]:
        url = f"{self.api_url.rstrip('/')}/2010-04-01/Accounts/{self.account_sid}{path}"
        login = (self.account_sid, self.auth_token)
        try:
            async with httpx2.AsyncClient(timeout=WITHIN, auth=login) as client:
                answer = await client.post(url, data=form)
        except httpx2.ConnectError as error:
            raise CarrierRefused(f"the carrier cannot be reached: {error}") from error
        except httpx2.HTTPError as error:
            raise CarrierUnheard(str(error)) from error
        if answer.status_code >= 500:
            raise CarrierUnheard(f"HTTP {answer.status_code}")
        if answer.status_code >= 400:
            raise CarrierRefused(_reason(answer))
        found = answer.json()
        return found if isinstance(found, dict) else {}


def _reason(answer: httpx2.Response) -> str:
    try:
        found = answer.json()
        return str(found.get("message") or f"HTTP {answer.status_code}")[:200]
    except (ValueError, AttributeError):
        return f"HTTP {answer.status_code}"
