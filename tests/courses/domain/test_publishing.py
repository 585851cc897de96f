"""What stands against publishing is named in words, and no way of publishing passes it by; drafts always save."""

from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Page

from courses.domain.publishing import Obstacle, obstacles, simulation_obstacles
from courses.models.modules import NotReady, SimulationPage
from courses.simulation.check import Report
from courses.simulation.reading import Problem, ProblemCode
from tests.factories.courses import (
    DECISION,
    ENDING,
    choice_value,
    decision_value,
    ending_value,
    listed,
    make_case_study,
    make_course,
    make_lecture,
    make_simulation,
    stream,
)

pytestmark = pytest.mark.django_db


def broken_scenes() -> str:
    """A decision of which one choice leads nowhere."""
    choices = listed(choice_value("Listen", "Agreed"), choice_value("Run", "Nowhere"))
    return stream((DECISION, decision_value(choices=choices)), (ENDING, ending_value("Agreed")))


def test_a_sound_module_of_each_kind_meets_no_obstacle() -> None:
    course = make_course()

    for make in (make_lecture, make_case_study, make_simulation):
        assert obstacles(make(course)) == []


def test_a_simulation_names_the_scene_and_what_to_do() -> None:
    page = make_simulation(make_course(), live=False, variables=stream(), scenes=broken_scenes())

    with override("en"):
        assert obstacles(page) == [
            Obstacle(
                "scenes",
                "Scene “At the gate”",
                "“Run” leads to “Nowhere”, and there is no scene of that name.",
            )
        ]


def test_it_says_so_in_chinese() -> None:
    page = make_simulation(make_course(), live=False, variables=stream(), scenes=broken_scenes())

    with override("zh-hans"):
        [text] = map(str, obstacles(page))

    assert text == "场景“At the gate”：“Run”通往“Nowhere”，但没有叫这个名字的场景。请改正场景名，或者添加这个场景。"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_words(code: ProblemCode, language: str) -> None:
    problem = Problem(code, scene="Gate", choice="Run", variable="Trust", name="Nowhere", trail=("Listen",))

    with override(language):
        [obstacle] = simulation_obstacles(Report(problems=(problem,)))

    assert obstacle.text
    assert "%(" not in str(obstacle)


def test_a_way_to_the_fault_is_told() -> None:
    problem = Problem(ProblemCode.NO_OPEN_CHOICE, scene="Gate", trail=("Listen", "Decree"))

    with override("en"):
        [obstacle] = simulation_obstacles(Report(problems=(problem,)))

    assert obstacle.text.endswith("One way to get there: Listen → Decree.")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sources", "  "),
        ("background", stream()),
        ("questions", stream()),
        ("rubric", stream()),
        ("max_characters", 10),
    ],
)
def test_a_case_study_needs_its_source_background_questions_rubric_and_lengths(field: str, value: object) -> None:
    fields: dict[str, Any] = {field: value}
    page = make_case_study(make_course(), live=False, **fields)

    assert [obstacle.field for obstacle in obstacles(page)] == [field]


def test_a_lecture_without_text_is_not_published() -> None:
    page = make_lecture(make_course(), live=False, body=stream())

    assert [obstacle.field for obstacle in obstacles(page)] == ["body"]


def test_a_draft_with_faults_is_saved() -> None:
    page = make_simulation(make_course(), live=False, scenes=broken_scenes())

    draft = page.save_revision()

    assert draft.as_object().script.scenes[0].choices[1].next == "Nowhere"


def test_a_revision_with_faults_is_refused_however_it_is_published() -> None:
    page = make_simulation(make_course(), live=False, scenes=broken_scenes())

    with pytest.raises(NotReady):
        page.save_revision().publish()

    assert not Page.objects.get(pk=page.pk).live


def test_the_published_scenario_stays_while_a_broken_draft_waits() -> None:
    page: Any = make_simulation(make_course())
    page.scenes = broken_scenes()

    with pytest.raises(NotReady):
        page.save_revision().publish()

    live = SimulationPage.objects.get(pk=page.pk)
    assert [choice.next for choice in live.script.scenes[0].choices] == ["Agreed", "Stuck"]
