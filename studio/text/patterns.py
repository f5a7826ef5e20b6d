"""How people begin, bend and end what they say about a campaign; `fragments` reads with these."""

from __future__ import annotations

import re

DETERMINER = re.compile(
    r"^(?:(?:all|both) )?(?:(?:our|my|the|an?|this|these|those|some|their|his|her|your|its)(?: |$))+",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^(?:(?:it's|it is|it's all|it is all|this is|that's|the (?:topic|campaign|subject) is|(?:a|the) campaign)\b ?|"
    r"(?:(?:i|we) (?:want|would like|need|plan|hope|wish) to|(?:i|we)'d (?:like|love) to|(?:i|we)(?:'m|'re| am| are)"
    r"(?: going to| about to)?|(?:i|we) (?:sell|offer|make|have|run)|we will|we'll|to|let's)\b ?|"
    r"(?:all )?about\b ?|for (?=our|my|the)|"
    r"(?:promot(?:e|ing)|advertis(?:e|ing)|market(?:ing)? (?=our|my|the|a )|push(?:ing)? (?=our|my|the)|"
    r"sell(?:ing)?(?: more(?: of)?)?|talk(?:ing)? about)\b ?)+",
    re.IGNORECASE,
)
EVENTS = {
    "launch": "launch", "opening": "opening", "reopening": "reopening", "release": "release", "relaunch": "relaunch",
    "introduction": "introduction", "arrival": "arrival", "start": "start", "anniversary": "anniversary",
    "launching": "launch", "opening up": "opening", "releasing": "release", "relaunching": "relaunch",
    "introducing": "introduction", "reopening up": "reopening", "open": "opening", "introduce": "introduction",
}  # fmt: skip
OF_EVENT = re.compile(
    rf"^(?:(?:our|the|an?|my) )?((?:grand |big |new )?)({'|'.join(EVENTS)}) of (?=\w)", re.IGNORECASE
)
DOING_EVENT = re.compile(
    r"^(launching|opening up|opening|releasing|relaunching|introducing|launch|open|release|introduce|relaunch)"
    r" (?=(?:our|my|the|an?|some|this|these) )",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"^(?:how|why|what|when|where|whether|who)\b", re.IGNORECASE)
OBJECT = (
    r"(?:people|families|children|kids|women|men|students|customers|businesses|companies|teams|patients|parents|users|"
    r"neighbours|neighbors|everybody|everyone|every|each|our|your|the|an?|my|their|more|better)\b"
)
"""What follows a verb and no noun: "help families", but "help desk software"."""
DOING = re.compile(
    rf"^\w+ing (?:{OBJECT}|(?:to|with|from)\b)",
    re.IGNORECASE,
)
TAIL = re.compile(
    r" (?:because|so that|so we|and (?:we|i|it|they)|but|since we|which we|before we|as we)\b.*$",
    re.IGNORECASE,
)
AFTER_HEAD = re.compile(
    r"(?:,| (?:for|of|in|with|without|that|which|who|where|at|from|to|on|by|about|near|made|under|over|during|"
    r"before|until)\b)"
    r".*$",
    re.IGNORECASE,
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "next", "latest", "other")
AMOUNT = re.compile(
    r"^(?:an? (?:thousand|hundred|million|dozen|couple|few|lot|bunch)|\d|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|fifteen|hundreds|thousands|"
    r"at least|around|about|over|more than)",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|(?:five|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
OFFER = re.compile(
    rf"^(?:(?:our|the|an?|my|get|save) )?((?:up to )?(?:{_NUMBER} ?(?:%|percent|per cent|euros?|pounds?|dollars?)"
    r"|[€$£] ?\d+(?:[.,]\d+)?|half price|(?:two|three|2|3)[- ]for[- ](?:one|two|1|2)))"
    r" ?\b(off|discounts? (?:on|for)|reductions? (?:on|for)|on|for|)"
    r" (?:all |every )?(?:of )?(?=\w)(?!(?:sales?|deals?|offers?|promotions?|vouchers?|coupons?|codes?)\b)",
    re.IGNORECASE,
)
FOR = re.compile(r"price|for", re.IGNORECASE)
"""Offers that are "on" something, where a discount is "off" it."""
WANT = re.compile(
    r"^(?:(?:i|we) (?:really )?(?:want|need|would like|hope for|hope|plan|aim for|aim|are looking for|"
    r"are after)(?: to)?|"
    r"(?:i|we)'(?:d like|re looking for|re after)(?: to)?|(?:the|our|my) (?:goal|aim|objective|target) is(?: to)?|"
    r"it(?:'s| is)(?: to)?|to|for|so that we|that we)\b ?",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(our own|our|my own|my|ours|mine|us|me|we|i|ourselves|myself)\b", re.IGNORECASE)
WHO_SHOULD = re.compile(
    r"^(?:(?:more|many|new|young|enough|the) )?(?:people|everybody|everyone|"
    r"customers|families|students|companies|users) to ",
    re.IGNORECASE,
)
DUE = re.compile(
    r"^(?:(?:by|until|till|before|on|no later than|not later than|at|due|it's|it is)\b ?)+", re.IGNORECASE
)
