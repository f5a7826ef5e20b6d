"""Prices, tiers and default quantities of the deliverables: data, from product.md §2 and §4 and conversation.md."""

from __future__ import annotations

from types import MappingProxyType

from store.words import DeliverableType as D

PRICE = MappingProxyType(
    {
        D.RESEARCH: 5,
        D.PLAN: 5,
        D.BLOG_POST: 5,
        D.SOCIAL_POSTS: 1,
        D.EMAIL_NURTURE: 2,
        D.IMAGES: 4,
        D.BANNER: 4,
        D.FLYER: 4,
        D.JINGLE: 5,
        D.VIDEO: 2 + 4 * 15 + 5 + 5,
    }
)
"""Credits a unit. A video is a script, four scenes at 720p, a voice-over and the stitching."""

TIER = MappingProxyType(
    {
        D.RESEARCH: 1,
        D.PLAN: 2,
        D.BLOG_POST: 3,
        D.SOCIAL_POSTS: 3,
        D.EMAIL_NURTURE: 3,
        D.IMAGES: 4,
        D.BANNER: 4,
        D.FLYER: 4,
        D.JINGLE: 4,
        D.VIDEO: 5,
    }
)

DEFAULT_QUANTITY = MappingProxyType(
    {
        D.RESEARCH: 1,
        D.PLAN: 1,
        D.BLOG_POST: 1,
        D.SOCIAL_POSTS: 5,
        D.EMAIL_NURTURE: 3,
        D.IMAGES: 3,
        D.BANNER: 1,
        D.FLYER: 1,
        D.JINGLE: 1,
        D.VIDEO: 1,
    }
)

MOST = 50
"""More than this of one thing is asked back before it is taken (conversation.md)."""
