"""The campaign that a talk is about, and its newest project, read once between tool calls."""

from __future__ import annotations

from typing import Any

from orchestrator.errors import DrumbeatError
from orchestrator.views import CampaignView
from tools.projects import newest_project
from tools.registry import Desk


class Focus:
    """What the desk's campaign looks like. `stale` after whatever may have changed it: the next look reads it anew.

    A reading is about ten statements, and a turn needs it up to six times before its first word.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: str | None = None
        self._campaign: CampaignView | None = None
        self._project: dict[str, Any] | None = None
        self._project_read = False

    def stale(self) -> None:
        self._of, self._project_read = None, False

    async def campaign(self) -> CampaignView | None:
        """None, and no campaign on the desk, when it is gone."""
        wanted = self._desk.campaign_id
        if wanted is None:
            return None
        if self._of != wanted:
            self.stale()
            try:
                self._campaign = await self._desk.orchestrator.campaigns.get(self._desk.actor, wanted)
            except DrumbeatError:
                self._desk.campaign_id = None
                return None
            self._of = wanted
        return self._campaign

    async def project(self) -> dict[str, Any] | None:
        """As far as a model is told of it; None when there is none."""
        if await self.campaign() is None:
            return None
        if not self._project_read:
            self._project = await newest_project(self._desk)
            self._project_read = True
        return self._project
