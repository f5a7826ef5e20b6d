"""The domain's closed vocabularies: every status, type and effect that a row, a tool or a client may name."""

from __future__ import annotations

from enum import StrEnum


class DeliverableType(StrEnum):
    """What a campaign can owe."""

    RESEARCH = "research"
    PLAN = "plan"
    BLOG_POST = "blog_post"
    SOCIAL_POSTS = "social_posts"
    EMAIL_NURTURE = "email_nurture"
    IMAGES = "images"
    BANNER = "banner"
    FLYER = "flyer"
    JINGLE = "jingle"
    VIDEO = "video"


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    ARCHIVED = "archived"


class WorkStatus(StrEnum):
    """The state of a run, a step or a unit."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ProjectKind(StrEnum):
    """What one project makes."""

    VIDEO = "video"
    BANNER = "banner"
    FLYER = "flyer"
    JINGLE = "jingle"
    IMAGE = "image"


class ProjectStatus(StrEnum):
    DRAFT = "draft"
    GENERATING_IDEAS = "generating_ideas"
    IDEAS_READY = "ideas_ready"
    GENERATING_SCRIPT = "generating_script"
    SCRIPT_READY = "script_ready"
    GENERATING_SCENES = "generating_scenes"
    SCENES_READY = "scenes_ready"
    GENERATING = "generating"
    RENDERING = "rendering"
    STITCHING = "stitching"
    COMPLETED = "completed"
    FAILED = "failed"


WORKING = (
    ProjectStatus.GENERATING_IDEAS,
    ProjectStatus.GENERATING_SCRIPT,
    ProjectStatus.GENERATING_SCENES,
    ProjectStatus.GENERATING,
    ProjectStatus.RENDERING,
    ProjectStatus.STITCHING,
)
"""The statuses in which a project is in the engine's hands; each is a stage of its work."""


class AwarenessStage(StrEnum):
    UNAWARE = "unaware"
    PROBLEM_AWARE = "problem_aware"
    SOLUTION_AWARE = "solution_aware"
    PRODUCT_AWARE = "product_aware"
    MOST_AWARE = "most_aware"


class Channel(StrEnum):
    """Where a campaign speaks to its audience."""

    EMAIL = "email"
    SOCIAL = "social"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    X = "x"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    BLOG = "blog"
    SMS = "sms"
    WEB = "web"
    PRINT = "print"
    RADIO = "radio"


class SlotName(StrEnum):
    """What the interview fills. `deliverables` stands for the whole list."""

    NAME = "name"
    TOPIC = "topic"
    OBJECTIVE = "objective"
    DELIVERABLES = "deliverables"
    CHANNELS = "channels"
    AUDIENCE = "audience"
    MESSAGING = "messaging"
    GOALS = "goals"
    AWARENESS_STAGE = "awareness_stage"
    PRODUCTS = "products"
    DEADLINE = "deadline"


REQUIRED_SLOTS = (SlotName.NAME, SlotName.TOPIC, SlotName.OBJECTIVE, SlotName.DELIVERABLES)


class SlotStatus(StrEnum):
    EMPTY = "empty"
    HEARD = "heard"
    CONFIRMED = "confirmed"


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    """Nobody's in the books: strangers on the telephone and visitors of other sites, for as long as they talk."""


class ConversationChannel(StrEnum):
    TYPED = "typed"
    PHONE = "phone"
    BROWSER = "browser"
    LIVEKIT = "livekit"


class Effect(StrEnum):
    """What a tool may do: an `act` spends, sends, deletes or publishes and needs a spent confirmation."""

    READ = "read"
    DRAFT = "draft"
    ACT = "act"
