"""The study room: what a trainee sees, keeps and finishes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohorts.domain.opening import close_cohort
from cohorts.domain.study import finish_module, keep_place
from cohorts.models.cohort import Cohort
from cohorts.models.progress import ModuleProgress
from people.models.accounts import User
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_enrollment,
    make_full_course,
    make_lecture,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    """A trainee."""
    return make_person("林秀英")


@pytest.fixture
def cohort(lin: User) -> Cohort:
    """An open cohort of a lecture, a case study and a simulation, with Lin in it."""
    cohort = make_cohort(course=make_full_course())
    make_enrollment(cohort, lin)
    return cohort


@pytest.fixture
def browser(client: Client, lin: User) -> Client:
    """Lin's browser, in English."""
    client.force_login(lin)
    client.cookies["django_language"] = "en"
    return client


def address(name: str, cohort: Cohort, *args: int) -> str:
    """The address of a page of the cohort."""
    return reverse(f"cohorts:{name}", args=[cohort.pk, *args])


def test_the_first_step_is_the_first_module(browser: Client, cohort: Cohort) -> None:
    response = browser.get(address("study-room", cohort))

    step = response.context["step"]
    assert (step["title"], step["url"]) == ("把组织建到楼栋", f"/learn/{cohort.pk}/1/")
    assert step["action"] == "Begin learning"


def test_the_next_step_is_what_is_not_done(browser: Client, cohort: Cohort, lin: User) -> None:
    enrollment = lin.enrollments.get()
    first, second, _third = cohort.modules.all()
    finish_module(enrollment=enrollment, module=first, at=AT)
    keep_place(enrollment=enrollment, module=second, place=430, at=AT)

    response = browser.get(address("study-room", cohort))

    assert (response.context["step"]["title"], response.context["step"]["action"]) == (second.title, "Go on learning")
    assert [step.state for step in response.context["row"].steps] == ["done", "started", "open"]
    assert "read to 43%" in response.text


def test_when_all_is_done_it_leads_to_the_desk(browser: Client, cohort: Cohort, lin: User) -> None:
    for module in cohort.modules.all():
        finish_module(enrollment=lin.enrollments.get(), module=module, at=AT)

    response = browser.get(address("study-room", cohort))

    assert response.context["step"]["url"] == "/desk/"


def test_a_lecture_shows_the_pinned_text(browser: Client, lin: User) -> None:
    course = make_course()
    lecture: Any = make_lecture(course, text="开班时的文字")
    cohort = make_cohort(course=course)
    make_enrollment(cohort, lin)
    lecture.body = '[{"type": "paragraph", "value": "<p>后来改的文字</p>"}]'
    lecture.save_revision().publish()

    text = browser.get(address("module", cohort, 1)).text

    assert "开班时的文字" in text
    assert "后来改的文字" not in text


def test_opening_a_module_begins_it_where_it_was_left(browser: Client, cohort: Cohort) -> None:
    browser.get(address("module", cohort, 1))
    browser.post(address("module-place", cohort, 1), {"place": "620"})

    text = browser.get(address("module", cohort, 1)).text

    assert ModuleProgress.objects.get().place == 620
    assert 'data-reading-place="620"' in text


@pytest.mark.parametrize("place", ["", "-1", "half", "1e3"])
def test_a_place_that_is_no_number_is_refused(browser: Client, cohort: Cohort, place: str) -> None:
    response = browser.post(address("module-place", cohort, 1), {"place": place})

    assert response.status_code == 400
    assert ModuleProgress.objects.count() == 0


def test_reading_to_the_end_finishes_a_lecture_and_leads_on(browser: Client, cohort: Cohort) -> None:
    response = browser.post(address("module-finish", cohort, 1))

    assert ModuleProgress.objects.get().is_finished
    assert response.headers["Location"] == f"/learn/{cohort.pk}/2/"


def test_pressing_it_twice_changes_nothing(browser: Client, cohort: Cohort) -> None:
    browser.post(address("module-finish", cohort, 1))
    finished_at = ModuleProgress.objects.get().finished_at

    browser.post(address("module-finish", cohort, 1))

    assert ModuleProgress.objects.get().finished_at == finished_at


@pytest.mark.parametrize("position", [2, 3])
def test_a_case_or_a_simulation_is_not_finished_by_saying_so(browser: Client, cohort: Cohort, position: int) -> None:
    response = browser.post(address("module-finish", cohort, position))

    assert response.status_code == 400
    assert ModuleProgress.objects.count() == 0


def test_a_case_leads_to_the_submission_and_hides_what_really_happened(browser: Client, cohort: Cohort) -> None:
    text = browser.get(address("module", cohort, 2)).text

    assert reverse("assessments:case-open", args=[cohort.pk, 2]) in text
    assert "候选人凑不齐" in text
    assert "后来三步解开了结" not in text


def test_after_the_submission_it_tells_what_really_happened(browser: Client, cohort: Cohort, lin: User) -> None:
    finish_module(enrollment=lin.enrollments.get(), module=cohort.modules.get(position=2), at=AT)

    assert "后来三步解开了结" in browser.get(address("module", cohort, 2)).text


def test_a_simulation_page_tells_nothing_of_its_scenes(browser: Client, cohort: Cohort) -> None:
    text = browser.get(address("module", cohort, 3)).text

    assert "您是刚上任的社区委员" in text
    for secret in ("大门口", "方案会", "廉洁", "理由:", "办成了"):
        assert secret not in text


def test_the_body_of_a_revision_is_rendered_once(browser: Client, cohort: Cohort) -> None:
    browser.get(address("module", cohort, 1))
    module = cohort.modules.get(position=1)
    # The text cannot change under its revision; if it did all the same, the cache would show the first one.
    type(module.revision).objects.filter(pk=module.revision_id).update(content={})

    assert "先听,后说" in browser.get(address("module", cohort, 1)).text


def test_a_class_that_has_ended_is_read_without_a_trace(browser: Client, cohort: Cohort) -> None:
    close_cohort(cohort=cohort, at=AT)

    page = browser.get(address("module", cohort, 1))
    finish = browser.post(address("module-finish", cohort, 1))

    assert (page.status_code, finish.status_code) == (200, 404)
    assert "I have read it to the end" not in page.text
    assert ModuleProgress.objects.count() == 0


def test_another_trainees_class_is_not_there(client: Client, cohort: Cohort, browser: Client) -> None:
    zhao = Client()
    zhao.force_login(make_person("赵建国"))

    for name, args in (("study-room", []), ("module", [1])):
        assert browser.get(address(name, cohort, *args)).status_code == 200
        assert zhao.get(address(name, cohort, *args)).status_code == 404
    assert zhao.post(address("module-finish", cohort, 1)).status_code == 404


def test_what_changes_something_is_not_got(browser: Client, cohort: Cohort) -> None:
    names = ("module-place", "module-finish", "run-start")

    assert [browser.get(address(name, cohort, 3)).status_code for name in names] == [405, 405, 405]


def test_the_room_costs_the_same_for_one_module_and_for_many(browser: Client, lin: User) -> None:
    costs = []
    for modules in (1, 12):
        course = make_course()
        for number in range(modules):
            make_lecture(course, f"第{number}讲")
        cohort = make_cohort(course=course)
        make_enrollment(cohort, lin)
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address("study-room", cohort))
        assert len(response.context["row"].steps) == modules
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_finished_module_says_so_beside_its_title_and_when_below_it(
    browser: Client, cohort: Cohort, lin: User
) -> None:
    finish_module(enrollment=lin.enrollments.get(), module=cohort.modules.get(position=1), at=AT)

    page = browser.get(address("study-room", cohort)).text

    assert '<span class="checklist__state">Finished</span>' in page
    assert 'credit hours · <time datetime="2026-03-02T09:00:00+08:00">2\xa0Mar\xa02026, 9:00</time></span>' in page


def test_the_next_step_names_its_last_day_as_people_write_it(browser: Client, cohort: Cohort) -> None:
    browser.cookies["django_language"] = "zh-hans"

    page = browser.get(address("study-room", cohort)).text

    assert f"请于{cohort.ends_on.year}年{cohort.ends_on.month}月{cohort.ends_on.day}日前完成" in page
