"""The reviewer that follows rules: it needs no model, says the same twice, and names what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from studio.checks.claims import supported
from studio.checks.copy import covered, filled, length, unbanned
from studio.checks.documents import printable
from studio.checks.films import playable_films
from studio.checks.pictures import light_banners, readable_pictures
from studio.checks.repeats import fresh
from studio.checks.sounds import playable_sounds
from studio.ports import Brief, Output, Verdict

_WEIGHT = 0.25
"""What each objection takes off the score: four leave nothing."""


class RuleReviewer:
    """Implements `studio.ports.Reviewer`."""

    name = "rules"

    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict:
        """Passes what breaks no rule; each reason is a sentence that a maker can act upon."""
        # Decoding and measuring a picture takes tens of milliseconds, which a live call's loop does not have.
        reasons = await asyncio.to_thread(objections, brief, output, siblings)
        return Verdict(not reasons, max(0.0, 1.0 - _WEIGHT * len(reasons)), reasons, self.name)


def objections(brief: Brief, output: Output, siblings: Sequence[str]) -> tuple[str, ...]:
    """Everything that speaks against the output, the weightiest first."""
    if not output.files or not all(file.data for file in output.files):
        return ("There is nothing in it.",)
    rules = (
        covered,
        unbanned,
        filled,
        supported,
        length,
        readable_pictures,
        light_banners,
        printable,
        playable_sounds,
        playable_films,
    )
    found = [reason for rule in rules for reason in rule(brief, output)]
    return tuple(dict.fromkeys([*found, *fresh(brief, output, siblings)]))
