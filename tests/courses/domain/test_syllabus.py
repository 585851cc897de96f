"""A cohort is pinned to what was published, not to drafts, and each module can be had as a revision had it."""

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.kinds.registry import check
from courses.domain.syllabus import case_snapshot, page_of, published_modules, script_of
from courses.models.modules import SimulationPage
from tests.factories.courses import (
    ENDING,
    ending_value,
    make_case_study,
    make_course,
    make_lecture,
    make_simulation,
    stream,
)

pytestmark = pytest.mark.django_db


def test_it_lists_the_published_modules_in_order() -> None:
    course = make_course()
    lecture, case = make_lecture(course), make_case_study(course)
    make_lecture(course, "Never published", live=False)
    make_lecture(make_course("Another course"), "Elsewhere")

    pinned = published_modules(course)

    assert [(item.module.pk, item.title, item.kind, item.credit_hours) for item in pinned] == [
        (lecture.pk, lecture.title, "lecture", Decimal("1.0")),
        (case.pk, case.title, "case_study", Decimal("1.0")),
    ]


def test_a_later_draft_does_not_show() -> None:
    course = make_course()
    lecture = make_lecture(course, "Published")
    lecture.title = "Drafted"
    lecture.save_revision()

    [pinned] = published_modules(course)

    assert (pinned.title, pinned.payload["title"]) == ("Published", "Published")


def test_a_pinned_revision_stays_what_it_was_when_a_newer_one_is_published() -> None:
    course = make_course()
    lecture = make_lecture(course, "First edition")
    [pinned] = published_modules(course)
    lecture.title = "Second edition"
    lecture.save_revision().publish()

    assert page_of(pinned.revision).title == "First edition"
    assert published_modules(course)[0].title == "Second edition"


def test_an_unpublished_module_is_no_longer_taught() -> None:
    course = make_course()
    lecture = make_lecture(course)
    lecture.unpublish()

    assert published_modules(course) == []


def test_it_takes_the_same_number_of_queries_for_three_modules_as_for_nine(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    few, many = make_course(), make_course("Longer")
    for number in range(9):
        make_lecture(many, f"Lecture {number}")
        if number < 3:
            make_lecture(few, f"Lecture {number}")
    published_modules(few)  # content types are looked up once per process

    with django_assert_num_queries(1):
        published_modules(few)
    with django_assert_num_queries(1):
        published_modules(many)


def test_the_script_of_a_pinned_simulation_is_that_of_its_revision() -> None:
    course = make_course()
    simulation: Any = make_simulation(course)
    [pinned] = published_modules(course)
    simulation.scenes = stream((ENDING, ending_value("Over before it began")))
    simulation.variables = stream()
    simulation.save_revision().publish()

    page = page_of(pinned.revision)

    assert isinstance(page, SimulationPage)
    assert script_of(page).start == "At the gate"


def test_the_submission_of_a_case_study_is_a_sound_item_for_assessments() -> None:
    page = make_case_study(make_course())

    snapshot = case_snapshot(page)

    assert check(snapshot) == []
    assert (snapshot["kind"], snapshot["min_length"], snapshot["max_length"]) == ("case_analysis", 20, 200)
    assert snapshot["stem"] == "Four years without a committee\n\n1. Why?\n\n2. What now?"
    [criterion] = snapshot["criteria"]
    assert [level["score"] for level in criterion["levels"]] == ["10", "0"]


def test_the_submission_shows_neither_hints_nor_what_really_happened() -> None:
    page = make_case_study(make_course())

    stem = case_snapshot(page)["stem"]

    assert "Money." in str(page.questions)
    assert "Money." not in stem
    assert "accounts" not in stem
