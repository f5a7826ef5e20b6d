"""The evaluation catches what it is there to catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.brain import embedded_brain
from agent.evaluation.generated import distinct_bigrams, generated, opening_of
from agent.evaluation.judge import Verdict, agrees, unconfirmed
from agent.evaluation.report import as_html, figures, good_enough
from agent.evaluation.run import Held, hold_all
from agent.evaluation.scenario import BadScenario, Class, Style, load, parse
from agent.evaluation.world import NOW, Worlds
from orchestrator.views import ConversationView, ToolCallView, TurnView
from store.words import DeliverableType, SlotName
from tests.agent.scripted import ScriptedBrain, call

SCENARIO = {
    "id": "six-emails",
    "class": "correction",
    "says": ["a campaign called Morning Brew for coffee with four emails", "no, six"],
    "expect": {"campaign": {"name": "Morning Brew", "deliverables": {"email_nurture": 6}}, "corrections": 1},
}


def talk(*, answer: str, between: str = "", sure: float = 1.0) -> ConversationView:
    """A read-back at turn 1, perhaps something said in between and heard so surely, then a run at the answer."""
    said = [("user", "run it"), ("agent", "So: six emails. Shall I run it?")]
    if between:
        said += [("user", between), ("agent", "Hm.")]
    said.append(("user", answer))
    turns = tuple(
        TurnView(str(n), n, who, words, False, sure if words == between else 1.0, {}, "completed", NOW)
        for n, (who, words) in enumerate(said, 1)
    )
    mint = ToolCallView(1, "run_campaign", "act", {}, {"needs_confirmation": True}, 1.0)
    act = ToolCallView(len(said), "confirm", "draft", {}, {"did": "run"}, 1.0)
    return ConversationView("c", "typed", "", None, None, {}, None, NOW, None, turns, (mint, act))


def test_a_wrong_field_is_refused_with_its_file_its_scenario_and_its_name(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(
        "- {id: my-own, class: act, says: [hi], expect: {campaign: {deliverables: {mails: 2}}}}"
    )
    with pytest.raises(BadScenario, match=r"wrong\.yaml: my-own: expect\.campaign\.deliverables\.mails"):
        load(tmp_path)


def test_every_scenario_written_by_hand_can_be_read() -> None:
    assert {scenario.class_ for scenario in load()} == set(Class)


def test_an_act_needs_the_yes_directly_after_its_read_back() -> None:
    assert unconfirmed(talk(answer="yes please")) == []
    assert unconfirmed(talk(answer="hm, what about instagram")) != []
    assert unconfirmed(talk(answer="yes", between="how many credits have I got")) != []
    assert unconfirmed(talk(answer="yes", between="guess", sure=0.1)) == []


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("yes", True),
        ("sure, go ahead", True),
        ("yeah no problem, run it", True),
        ("nope, no changes, start", True),
        ("aye, off you go", True),
        ("nothing else to change", False),
        ("yes but make it eight", False),
        ("no", False),
        ("don't run it", False),
        ("the weather is mild", False),
    ],
)
def test_the_judge_reads_a_yes_for_itself(words: str, *, yes: bool) -> None:
    assert agrees(words) is yes


async def test_a_brain_that_ignores_a_correction_is_caught(tmp_path: Path) -> None:
    create = call(
        "create_campaign", name="Morning Brew", deliverables=[{"type": "email_nurture", "quantity": 4}]
    )
    brain = ScriptedBrain([[create], ["Noted."], ["Six emails, of course."]])
    held = await hold_all(
        [parse(SCENARIO, "here")], Worlds(tmp_path, [brain]), repeats=1, seed=1, heard=lambda _: None
    )  # type: ignore[list-item]
    assert "deliverables is {'email_nurture': 4}, not {'email_nurture': 6}" in held[0].verdict.wrong[0]
    assert figures(held).corrections_right == 0.0
    assert not good_enough(figures(held), 0.98)


def test_one_act_without_its_yes_fails_the_whole_evaluation() -> None:
    held = [Held(parse(SCENARIO, "here"), 0, Verdict()) for _ in range(200)]
    assert good_enough(figures(held), 0.98)
    held[7].verdict.unconfirmed = ["run: no read-back came before it"]
    assert not good_enough(figures(held), 0.0)


def test_generated_scenarios_differ_and_cover_every_word_of_the_domain() -> None:
    made = generated(160, 1)
    assert len(made) == len({opening_of(one).casefold() for one in made}) == 160
    assert distinct_bigrams(made) > 0.3
    owed = {kind for one in made if one.expect.campaign for kind in one.expect.campaign.deliverables or {}}
    assert owed == set(DeliverableType)
    assert {slot for one in made if one.user for slot in one.user.facts} == set(SlotName)
    assert {one.user.style for one in made if one.user} == set(Style)
    assert {one.class_ for one in made} == set(Class)
    assert made == generated(160, 1)


def said_by_user(one: Held) -> list[str]:
    """What the user said depends on all that the agent answered, but not on its "One moment" on a slow machine."""
    return [words for speaker, words in one.lines if speaker == "user"]


@pytest.mark.slow
async def test_the_embedded_brain_does_the_same_twice(tmp_path: Path) -> None:
    sample = generated(30, 7)
    runs = []
    for name in ("first", "second"):
        worlds = Worlds(tmp_path / name, [embedded_brain()])
        runs.append(await hold_all(sample, worlds, repeats=1, seed=7, heard=lambda _: None))
    first, second = runs
    assert [(said_by_user(one), one.verdict) for one in first] == [
        (said_by_user(one), one.verdict) for one in second
    ]
    assert figures(first).unconfirmed == 0
    assert figures(first).passed >= 0.8


def test_the_page_shows_what_was_said_as_text() -> None:
    held = Held(
        parse(SCENARIO, "here"), 0, Verdict(["it was wrong"]), [("user", "<script>alert(1)</script>")]
    )
    page = as_html([held], {"brain": "<b>mine</b>"})
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;mine" in page
