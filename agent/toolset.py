"""Which tools a model is shown: those that could do something now. A short list is answered sooner and more surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestrator.views import CampaignView
from store.words import CampaignStatus

OF_THE_MADE = frozenset({"remake_asset", "approve_assets", "reject_asset", "share_results"})
OF_A_PROJECT = frozenset(
    {"choose_idea", "script_project", "rewrite_script", "render_project", "retry_project", "get_project"}
)
OF_A_CAMPAIGN = frozenset({"ideas_project", "list_projects", "call_back_campaign"})


def of_no_use(campaign: CampaignView | None, project: Mapping[str, Any] | None) -> frozenset[str]:
    """The tools for which there is nothing yet: nothing made, no project, no campaign in focus."""
    if campaign is None:
        return OF_THE_MADE | OF_A_PROJECT | OF_A_CAMPAIGN
    unmade = campaign.status in (CampaignStatus.DRAFT, CampaignStatus.READY)
    return (OF_THE_MADE if unmade else frozenset()) | (frozenset() if project else OF_A_PROJECT)
