"""What the bench's callers say. `[500]` is a pause of 500 ms within a turn."""

from __future__ import annotations

from agent.rehearsal.caller import Line
from agent.rehearsal.murmur import murmur

INTERVIEWS = (
    (
        "create a campaign called summer sale",
        "it's about our new running shoes",
        "a thousand new leads by the end of july",
        "five images and ten social posts",
        "no wait make that four images",
        "what have we got so far",
        "how many credits do i have",
        "how far are we",
    ),
    (
        "i would like to launch a campaign for our coffee shop",
        "call it morning roast",
        "more people who come back every week",
        "three emails and a flyer",
        "email and social media",
        "scratch the flyer",
        "what does that cost",
        "please repeat that",
    ),
    (
        "make a new campaign about spring cleaning",
        "spring fling",
        "two hundred bookings by the end of april",
        "research and six social posts",
        "actually make it eight",
        "young families who live in the city",
        "which campaigns are running",
        "what have we got so far",
    ),
)
"""Whole turns, as callers without hesitation say them; the answers fit what the agent asks."""

HESITANT = (
    (
        "create a campaign [300] called summer sale",
        "it's about [500] our new running shoes",
        "a thousand new leads [700] by the end of july",
        "five images [400] and ten social posts",
        "no wait [600] make that four images",
        "what have we [300] got so far",
    ),
    (
        "i would like to launch [700] a campaign for our coffee shop",
        "call it [600] morning roast",
        "more people [400] who come back every week",
        "three emails [500] a flyer [500] and two banners",
        "on email [700] and social media",
        "how many [300] credits do i have",
    ),
    (
        "make a new campaign [500] about spring cleaning",
        "the name is [400] spring fling",
        "two hundred bookings [600] by the end of april",
        "research [700] and six social posts",
        "young families [500] who live in the city",
        "tell me [400] what that costs",
    ),
    (
        "we want to promote [600] our summer school",
        "it should be called [700] bright minds",
        "we need [500] fifty new students",
        "a video [600] a jingle [300] and four emails",
        "change the name [400] to brighter minds",
        "which campaigns [300] are running now",
    ),
    (
        "please set up [400] something new about garden furniture",
        "name it [300] green season",
        "sell two hundred [500] garden chairs [400] by september",
        "social posts [600] and a blog post",
        "people over forty [700] with a garden",
        "read it [500] back to me please",
    ),
)
"""Turns with pauses of 0.3 to 0.7 s inside, at places where people look for the next word."""

CUT_INS = (
    "no wait make that four",
    "stop",
    "hang on a moment",
    "change the name please",
    "what does it cost",
    "actually five images",
    "how far are we",
    "never mind that",
    "can i ask something",
    "that is wrong",
)
HUMMED = (95.0, 105.0, 115.0, 130.0, 150.0, 175.0, 200.0, 220.0)
"""Hertz of the first note of "mm-hm", from a low man's to a high woman's voice."""
MURMURED = ("yeah", "okay", "uh huh", "right", "i see", "mm hm")
"""The same with an open mouth, in the synthetic voice."""


def said(interview: tuple[str, ...]) -> list[Line]:
    return [Line(words) for words in interview]


def cutting_in(words: tuple[str, ...]) -> list[Line]:
    """Each cuts into the answer to the one before, 0.6 to 1.4 s after it began."""
    lines = [Line("how far are we", listens=False)]
    for place, one in enumerate(words):
        lines.append(Line(one, cut_in_after=0.6 + 0.2 * (place % 5), listens=False))
    return lines


def humming(pitches: tuple[float, ...]) -> list[Line]:
    return _murmuring([Line(pcm=murmur(pitch), cut_in_after=1.0, expects_reply=False) for pitch in pitches])


def murmuring(words: tuple[str, ...]) -> list[Line]:
    return _murmuring([Line(one, cut_in_after=1.0, expects_reply=False) for one in words])


def _murmuring(murmurs: list[Line]) -> list[Line]:
    """Each over an answer of its own."""
    return [line for one in murmurs for line in (Line("how far are we", listens=False), one)]
