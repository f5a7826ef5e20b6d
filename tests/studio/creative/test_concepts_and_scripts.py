from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from rapidfuzz import fuzz

from store.words import AwarenessStage
from studio.creative.concepts import device_of, write_concepts
from studio.creative.scenes import break_down
from studio.creative.script import rewrite_script, wishes_of, write_script
from studio.creative.types import Concept, Direction, Script
from studio.ports import Brand, Brief, MakerError
from tests.studio.briefs import COFFEE, RUNNING

BARE = replace(COFFEE, messaging="", audience="", goals="", products=(), knowledge=(), brand=Brand())
BRIEFS = [RUNNING, COFFEE, BARE]
RNG = random.Random


def texts(concept: Concept) -> list[str]:
    return [concept.title, concept.hook, concept.narrative, concept.visuals, concept.sound]


@pytest.mark.parametrize("stage", AwarenessStage)
@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.name)
def test_three_rounds_of_ideas_are_nine_ads_told_in_different_ways(
    brief: Brief, stage: AwarenessStage
) -> None:
    told: list[Concept] = []
    for seed in (1, 2, 3):
        told += write_concepts(replace(brief, seed=seed, awareness_stage=stage), Direction(), told)
    assert len({device_of(concept) for concept in told}) == 9
    for concept, other in [(a, b) for i, a in enumerate(told) for b in told[:i]]:
        assert fuzz.ratio(concept.hook, other.hook) < 80
        assert fuzz.ratio(concept.narrative, other.narrative) < 80
    for concept in told:
        assert all(texts(concept))
        assert not any(mark in text for text in texts(concept) for mark in "{}[]|")


def test_what_the_project_says_of_its_own_comes_before_the_campaign() -> None:
    direction = Direction(
        product_name="Peak Pole", creative_style="stop motion", persuasion_principle="social proof"
    )
    concepts = write_concepts(RUNNING, direction)
    assert device_of(concepts[0]) == "people"
    assert all("stop motion" in concept.visuals.casefold() for concept in concepts)
    assert "Peak Pole" in " ".join(concept.narrative for concept in concepts)
    assert "running shoes" not in " ".join(concept.narrative for concept in concepts)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.name)
def test_a_script_has_three_to_five_scenes_from_the_hook_to_the_call(brief: Brief) -> None:
    for concept in write_concepts(brief, Direction()):
        script = write_script(brief, concept, Direction(), RNG(4))
        assert 3 <= len(script.scenes) <= 5
        assert script.scenes[0].says == concept.hook
        assert script.call_to_action in script.scenes[-1].shows
        assert 9 <= script.seconds <= 45
        assert len({scene.says for scene in script.scenes}) == len(script.scenes)
        assert [scene.number for scene in script.scenes] == list(range(1, len(script.scenes) + 1))
        assert not any(mark in f"{scene.says}{scene.shows}" for scene in script.scenes for mark in "{}[]|")


@pytest.fixture
def script() -> Script:
    return write_script(COFFEE, write_concepts(COFFEE, Direction())[0], Direction(), RNG(4))


def test_shorter_is_shorter_and_keeps_hook_and_call(script: Script) -> None:
    short = rewrite_script(COFFEE, Direction(), script, "could you make it a bit shorter", RNG(1))
    assert short.seconds < 0.85 * script.seconds
    assert len(short.scenes) >= 3
    assert script.scenes[0].says.startswith(short.scenes[0].says.rstrip("."))
    assert short.scenes[-1].shows == script.scenes[-1].shows


def test_less_formal_loosens_the_words_and_more_formal_takes_it_back(script: Script) -> None:
    plain = replace(
        script, scenes=tuple(replace(s, says="It is here. You do not wait.") for s in script.scenes)
    )
    loose = rewrite_script(COFFEE, Direction(), plain, "less formal please", RNG(1))
    assert loose.scenes[0].says == "It's here. You don't wait."
    stiff = rewrite_script(COFFEE, Direction(), loose, "more formal", RNG(1))
    assert stiff.scenes[0].says == "It is here. You do not wait."


def test_longer_says_something_new(script: Script) -> None:
    long = rewrite_script(RUNNING, Direction(), script, "longer", RNG(1))
    assert long.seconds > script.seconds
    assert len(long.scenes) <= 5


def test_a_note_that_nothing_here_can_follow_is_refused_in_words(script: Script) -> None:
    assert wishes_of("make it purple") == ()
    with pytest.raises(MakerError, match="shorter"):
        rewrite_script(COFFEE, Direction(), script, "make it purple", RNG(1))


def test_the_breakdown_gives_every_scene_something_to_see_and_changes_no_words(script: Script) -> None:
    shots = break_down(COFFEE, Direction(creative_style="paper cut"), script)
    assert [shot.says for shot in shots] == [scene.says for scene in script.scenes]
    assert all("paper cut" in shot.visual for shot in shots)
    assert shots[0].transition == "cut"
    assert all(before.transition != after.transition for before, after in pairwise(shots))


@pytest.mark.parametrize(
    "website", ["https://fellside.example", "http://www.fellside.example/", "fellside.example/shop?a=1"]
)
def test_a_film_says_where_to_go_as_people_say_it(website: str) -> None:
    brief = replace(RUNNING, brand=replace(RUNNING.brand, website=website))
    (concept, *_) = write_concepts(brief, Direction(), ())
    ends = [write_script(brief, concept, Direction(), RNG(seed)).scenes[-1].says for seed in range(12)]
    assert any("fellside.example" in said for said in ends)
    assert not any(part in said for said in ends for part in ("http", "www", "/", "?"))
