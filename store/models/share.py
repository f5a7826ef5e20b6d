"""Links that show a campaign or an asset to whoever has them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class Share(Base):
    __tablename__ = "share"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    asset_id: Mapped[str | None] = mapped_column(Id, ForeignKey("asset.id", ondelete="CASCADE"))
    """The one asset that is shown; without it the whole campaign is."""
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the link's token, hex; the token itself is shown once and never stored."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)
    viewed_at: Mapped[datetime | None]
