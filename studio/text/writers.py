"""The embedded makers of copy, by what they make."""

from __future__ import annotations

from store.words import DeliverableType
from studio.ports import Maker
from studio.text.articles import ArticleWriter
from studio.text.emails import EmailWriter
from studio.text.plans import Planner
from studio.text.posts import PostWriter
from studio.text.research import Researcher


def makers() -> dict[DeliverableType, Maker]:
    """A maker for every written type. They are pure: the same brief gives the same bytes."""
    return {
        DeliverableType.RESEARCH: Researcher(),
        DeliverableType.PLAN: Planner(),
        DeliverableType.BLOG_POST: ArticleWriter(),
        DeliverableType.SOCIAL_POSTS: PostWriter(),
        DeliverableType.EMAIL_NURTURE: EmailWriter(),
    }
