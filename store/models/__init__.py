"""Every table, one file a subject."""

from store.models.base import Base
from store.models.caller import CallBack, CallerPin, CallNote, CallRecording, PhoneCall
from store.models.campaign import Campaign, CampaignRevision, CampaignSlot, Deliverable
from store.models.hub import AssetVersion, CampaignInput, Remake
from store.models.knowledge import KnowledgeChunk, KnowledgeDocument, KnowledgeVector
from store.models.notification import Letter, NewsCursor, Notification, NotificationPreference
from store.models.outbox import Event, Executor
from store.models.project import Project, ProjectFile, ProjectPart
from store.models.share import Share
from store.models.talk import Confirmation, Conversation, ToolCall, Turn
from store.models.webhook import Webhook, WebhookAttempt, WebhookDelivery
from store.models.work import Asset, Run, Step, Unit
from store.models.workspace import ApiKey, LedgerEntry, LoginLink, Member, Session, Workspace

__all__ = [
    "ApiKey",
    "Asset",
    "AssetVersion",
    "Base",
    "CallBack",
    "CallNote",
    "CallRecording",
    "CallerPin",
    "Campaign",
    "CampaignInput",
    "CampaignRevision",
    "CampaignSlot",
    "Confirmation",
    "Conversation",
    "Deliverable",
    "Event",
    "Executor",
    "KnowledgeChunk",
    "KnowledgeDocument",
    "KnowledgeVector",
    "LedgerEntry",
    "Letter",
    "LoginLink",
    "Member",
    "NewsCursor",
    "Notification",
    "NotificationPreference",
    "PhoneCall",
    "Project",
    "ProjectFile",
    "ProjectPart",
    "Remake",
    "Run",
    "Session",
    "Share",
    "Step",
    "ToolCall",
    "Turn",
    "Unit",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "Workspace",
]
