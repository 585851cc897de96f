"""The demo course is whole, sound and substantial, and loading it twice makes one."""

import re

import pytest
from django.utils.html import strip_tags

from assessments.kinds.registry import check as check_item
from courses.domain.publishing import obstacles
from courses.domain.syllabus import case_snapshot, page_of, published_modules
from courses.models.catalogue import CoursePage
from courses.models.modules import CaseStudyPage, LecturePage, ModulePage, SimulationPage
from courses.simulation.check import check
from courses.simulation.script import Quality, SceneKind
from people.models.accounts import User
from training.demo.course import load_course

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]")


@pytest.fixture
def modules(chen: User) -> list[ModulePage]:
    """The three modules as they were published."""
    return [page_of(pinned.revision) for pinned in published_modules(load_course(author=chen))]


def test_it_is_published_whole_and_without_obstacles(modules: list[ModulePage]) -> None:
    assert [type(module) for module in modules] == [LecturePage, CaseStudyPage, SimulationPage]
    assert [obstacle for module in modules for obstacle in obstacles(module)] == []
    assert all(module.sources for module in modules)


def test_loading_it_twice_makes_one_course(chen: User) -> None:
    first = load_course(author=chen)

    second = load_course(author=chen)

    assert first.pk == second.pk
    assert CoursePage.objects.count() == 1
    assert ModulePage.objects.count() == 3


def test_the_lecture_is_worth_reading(modules: list[ModulePage]) -> None:
    lecture = modules[0]
    assert isinstance(lecture, LecturePage)

    text = strip_tags(str(lecture.body))

    assert 1500 <= len(CHINESE.findall(text)) <= 2500


def test_the_case_study_is_an_item_that_can_be_marked(modules: list[ModulePage]) -> None:
    case = modules[1]
    assert isinstance(case, CaseStudyPage)

    snapshot = case_snapshot(case)

    assert check_item(snapshot) == []
    assert (len(case.questions), len(snapshot["criteria"])) == (4, 4)


def test_the_simulation_has_decisions_with_reasons_and_rules_and_four_endings(modules: list[ModulePage]) -> None:
    simulation = modules[2]
    assert isinstance(simulation, SimulationPage)
    script = simulation.script

    report = check(script)

    assert report.is_sound
    assert not report.capped
    decisions = [scene for scene in script.scenes if scene.kind is SceneKind.DECISION]
    assert 4 <= len(decisions) <= 6
    assert all(choice.rationale and choice.rule for scene in decisions for choice in scene.choices)
    assert all(any(choice.quality is Quality.VIOLATION for choice in scene.choices) for scene in decisions)
    assert len([scene for scene in script.scenes if scene.kind is SceneKind.ENDING]) == 4


def test_it_is_set_with_chinese_punctuation(modules: list[ModulePage]) -> None:
    texts = [module.title + module.summary + module.sources for module in modules]
    texts += [strip_tags(str(modules[0].body)), strip_tags(str(modules[1].background)), modules[2].script.to_json()]

    assert [found for text in texts for found in HALF_WIDTH.findall(text)] == []
