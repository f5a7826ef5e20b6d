"""The strategy document: audience, message house, channels, calendar, measures, pieces, open points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prompts import number_words
from store.words import AwarenessStage, DeliverableType
from studio.ports import Brief, Output
from studio.text.data import data
from studio.text.desk import MAKER, Desk, desk_of, output
from studio.text.evidence import Fact
from studio.text.notes import FEWEST, noted, wishes_of
from studio.text.pages import document_files
from studio.text.patterns import AMOUNT
from studio.text.report import bullets, outside_words, table, tidied
from studio.text.spoken import capital, plain
from studio.text.words import call_of

FACTS = 5
"""Facts quoted in a plan: the ones that copy is to lean on."""


class Planner:
    """Writes the campaign's plan; further plans of the same step take another route."""

    name = MAKER

    async def make(self, brief: Brief) -> Output:
        desk = desk_of(brief)
        desk.words.update(outside_words(desk))
        route = data("plan")["routes"][(brief.index - 1) % len(data("plan")["routes"])]
        facts = desk.facts[:FACTS]
        title = desk.bank.heading("title", data("plan")["title"])
        if brief.of > 1:
            title = f"{title} ({route['name']})"
        sections = [f"# {title}", *_summary(desk, route["line"])]
        # What every plan of the campaign would share stands in the first.
        sections += _situation(desk, facts) if brief.index == 1 else ()
        sections += [*_audience(desk), *_house(desk)]
        sections += [*_route(desk, route["steps"]), *_channels(desk), *_calendar(desk), *_rules(desk)]
        if brief.index == 1:
            sections += [
                *_measures(desk),
                *_pieces(desk),
                _heading(desk, "open"),
                bullets(_open_points(desk)),
            ]
        sections[1:] = noted(wishes_of(brief), desk.bank, tidied(sections[1:]), FEWEST)
        markdown = "\n\n".join(tidied(sections))
        files = document_files(desk, "plan", title, markdown)
        return output(desk, title, markdown, files, facts, route=route["name"])


def _say(desk: Desk, section: str, name: str, **more: str) -> str:
    return desk.bank.line(f"{section}/{name}", [data("plan")[section][name]], more=more)


def _heading(desk: Desk, name: str) -> str:
    return f"## {desk.bank.heading(f'heading/{name}', data('plan')['headings'][name])}"


def _summary(desk: Desk, route: str) -> Iterator[str]:
    words = desk.words
    yield _heading(desk, "summary")
    yield desk.bank.line("summary", [data("plan")["summary"]])
    yield desk.bank.line("route", [route])
    rows = [("About", words["topic_cap"]), ("Objective", words.get("Aim", ""))]
    rows += [("Goals", words.get("goals", "")), ("Audience", words.get("Audience", ""))]
    rows += [("Message", words.get("message", "")), ("Products", words.get("products", ""))]
    rows += [("Deadline", words.get("due", ""))]
    if desk.brief.index == 1:
        yield bullets(f"**{label}:** {capital(value)}" for label, value in rows if value)


def _situation(desk: Desk, facts: tuple[Fact, ...]) -> Iterator[str]:
    yield _heading(desk, "situation")
    yield _say(desk, "situation", "known" if facts else "unknown")
    yield bullets(f"{fact.text} ({desk.sources[fact.number - 1][0]})" for fact in facts)
    for prior in desk.brief.priors:
        if prior.type is DeliverableType.RESEARCH:
            yield _say(desk, "situation", "research", report=plain(prior.title))


def _audience(desk: Desk) -> Iterator[str]:
    yield _heading(desk, "audience")
    yield _say(desk, "audience", "known" if "audience" in desk.words else "unknown")
    stage = desk.brief.awareness_stage
    if stage is None:
        yield _say(desk, "audience", "no_stage")
        return
    told = data("stages")[stage]
    yield _say(desk, "audience", "stage", stage_knows=told["knows"], stage_job=told["job"])


def _house(desk: Desk) -> Iterator[str]:
    lines = data("plan")["house"]
    yield _heading(desk, "house")
    yield _say(desk, "house", "core" if "message" in desk.words else "no_core")
    yield _say(desk, "house", "voice")
    rows = []
    for stage in AwarenessStage:
        told = data("stages")[stage]
        name = capital(told["name"])
        here = f"**{name}** (this campaign)" if stage is desk.brief.awareness_stage else name
        rows.append((here, capital(told["knows"]), desk.bank.line(f"says/{stage}", [lines["says"][stage]])))
    yield table(lines["columns"], rows)


def _route(desk: Desk, steps: list[str]) -> Iterator[str]:
    yield _heading(desk, "route")
    routes = len(data("plan")["routes"])
    lap = (desk.brief.index - 1) // routes, -(-max(desk.brief.of, desk.brief.index) // routes)
    yield bullets(desk.bank.line(f"route/{number}", [step], place=lap) for number, step in enumerate(steps))


def _rules(desk: Desk) -> Iterator[str]:
    yield _heading(desk, "rules")
    yield bullets(
        desk.bank.line(f"rules/{number}", [rule]) for number, rule in enumerate(data("plan")["rules"])
    )


def _channels(desk: Desk) -> Iterator[str]:
    lines = data("plan")["channels"]
    chosen = [channel for channel in dict.fromkeys(desk.brief.channels) if channel in lines["jobs"]]
    yield _heading(desk, "channels")
    if not chosen:
        yield _say(desk, "channels", "none")
    rows = []
    for channel in chosen or lines["proposal"]:
        told = lines["jobs"][channel]
        cells = [desk.bank.line(f"{channel}/{part}", [told[part]]) for part in ("job", "goes")]
        rows.append((told["name"], *cells))
    yield table(lines["columns"], rows)


def _calendar(desk: Desk) -> Iterator[str]:
    lines: dict[str, Any] = data("plan")["calendar"]
    weeks: list[dict[str, str]] = lines["weeks"]
    due = desk.words.get("due")
    rows = []
    for position, week in enumerate(weeks):
        left = len(weeks) - position
        counted = "a week" if left == 1 else f"{number_words(left)} weeks"
        when = (
            lines["before"].format(weeks=capital(counted), due=due)
            if due
            else lines["after"].format(week=position + 1)
        )
        cells = [desk.bank.line(f"week/{position}/{part}", [week[part]]) for part in ("what", "pieces")]
        rows.append((when, *cells))
    yield _heading(desk, "calendar")
    yield _say(desk, "calendar", "dated" if due else "undated")
    yield table(lines["columns"], rows)


def _measures(desk: Desk) -> Iterator[str]:
    lines: dict[str, Any] = data("plan")["measures"]
    later = desk.bank.line("measures/later", [lines["later"]])
    calls: dict[str, Any] = data("calls")
    kind = next(name for name, call in calls.items() if call is call_of(desk.brief))
    channels = [name for name in lines["channels"] if name in _kinds_of_channel(desk.brief)]
    rows = [*lines["rows"][kind], *(lines["channels"][name] for name in channels)]
    targets = [_target(desk) or later, *[later] * (len(rows) - 1)]
    yield _heading(desk, "measures")
    if "aim" in desk.words:
        yield _say(desk, "measures", "lead", goal=desk.words["aim"])
    yield table(lines["columns"], [(*row, target) for row, target in zip(rows, targets, strict=True)])


def _target(desk: Desk) -> str:
    """The aim as a figure, where it is one: "150 demo requests" rather than "generating" them."""
    verb, _, rest = desk.words.get("to_aim", "").partition(" ")
    counted = verb and AMOUNT.match(rest)
    return capital(rest) if counted else desk.words.get("Aim", "")


def _kinds_of_channel(brief: Brief) -> set[str]:
    social = set(data("networks")) & set(brief.channels)
    return {*brief.channels, *(["social"] if social else [])} or {"email", "social", "blog"}


def _pieces(desk: Desk) -> Iterator[str]:
    lines: dict[str, Any] = data("plan")["pieces"]
    yield _heading(desk, "pieces")
    labels: dict[str, str] = lines["labels"]
    yield bullets(f"**{label}:** {_say(desk, 'pieces', kind)}" for kind, label in labels.items())


def _open_points(desk: Desk) -> list[str]:
    """What the brief leaves open, as questions, and who answers the public."""
    brief = desk.brief
    given = {
        "audience": brief.audience,
        "messaging": brief.messaging,
        "channels": brief.channels,
        "deadline": brief.deadline,
        "products": brief.products,
        "awareness_stage": brief.awareness_stage,
        "website": brief.brand.website,
        "knowledge": brief.knowledge,
    }
    missing = [name for name, value in given.items() if not value]
    return [_say(desk, "open", name) for name in (*missing, "always")]
