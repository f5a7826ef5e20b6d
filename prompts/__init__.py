"""Instructions to models and spoken lines, as templates; and how quantities, lists and dates are said."""

from prompts.render import keys, line, text
from prompts.wording import deliverable_phrase, deliverables_phrase, join, number_words, spoken_date

__all__ = [
    "deliverable_phrase",
    "deliverables_phrase",
    "join",
    "keys",
    "line",
    "number_words",
    "spoken_date",
    "text",
]
