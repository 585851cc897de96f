"""Everyone's progress: the rows, the filters, the cost, the sheet."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cohorts.domain.enrolling import conclude, withdraw
from cohorts.domain.progress import cohort_progress, finished_modules
from cohorts.domain.study import finish_module, open_module
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from cohorts.views import progress
from people.models.organisation import OrgUnit
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_enrollment,
    make_lecture,
    make_organizer,
    make_person,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> OrgUnit:
    """Wu's district."""
    return make_unit("市中区")


@pytest.fixture
def browser(client: Client, district: OrgUnit) -> Client:
    """Wu's browser, in English."""
    client.force_login(make_organizer(district))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def cohort(district: OrgUnit) -> Cohort:
    """An open cohort of two lectures."""
    course = make_course()
    for title in ("第一讲", "第二讲"):
        make_lecture(course, title)
    return make_cohort(district, course=course)


def finish(enrollment: Enrollment, count: int) -> Enrollment:
    """Finish the first modules."""
    for module in enrollment.cohort.modules.all()[:count]:
        finish_module(enrollment=enrollment, module=module, at=AT)
    return enrollment


@pytest.fixture
def three(cohort: Cohort) -> None:
    """One who has not begun, one half-way, one who is done; and one who has left."""
    make_enrollment(cohort, make_person("甲未开始"))
    finish(make_enrollment(cohort, make_person("乙一半")), 1)
    finish(make_enrollment(cohort, make_person("丙完成")), 2)
    withdraw(enrollment=finish(make_enrollment(cohort, make_person("丁退出")), 1), at=AT, reason="调离")


def names(browser: Client, cohort: Cohort, **query: str) -> list[str]:
    """The names on the page, in its order."""
    response = browser.get(reverse("cohorts:cohort-progress", args=[cohort.pk]), query)
    return [row.enrollment.person.name for row in response.context["rows"]]


@pytest.mark.usefixtures("three")
def test_it_shows_everybody_who_has_not_left(browser: Client, cohort: Cohort) -> None:
    response = browser.get(reverse("cohorts:cohort-progress", args=[cohort.pk]))

    rows = {row.enrollment.person.name: [step.state for step in row.steps] for row in response.context["rows"]}
    assert rows == {"甲未开始": ["open", "open"], "乙一半": ["done", "open"], "丙完成": ["done", "done"]}
    assert [count for _module, count in response.context["modules"]] == [2, 1]


@pytest.mark.usefixtures("three")
def test_it_is_narrowed_and_ordered(browser: Client, cohort: Cohort) -> None:
    assert names(browser, cohort, far="none") == ["甲未开始"]
    assert names(browser, cohort, far="some") == ["乙一半"]
    assert names(browser, cohort, far="all") == ["丙完成"]
    assert names(browser, cohort, q="丙") == ["丙完成"]
    assert names(browser, cohort, order="behind") == ["甲未开始", "乙一半", "丙完成"]


@pytest.mark.usefixtures("three")
def test_it_is_narrowed_to_how_people_stand_at_one_module(browser: Client, cohort: Cohort) -> None:
    open_module(
        enrollment=cohort.enrollments.get(person__name="甲未开始"), module=cohort.modules.get(position=1), at=AT
    )

    assert names(browser, cohort, module="1", state="done") == ["丙完成", "乙一半"]
    assert names(browser, cohort, module="1", state="started") == ["甲未开始"]
    assert set(names(browser, cohort, module="2", state="open")) == {"甲未开始", "乙一半"}


@pytest.mark.usefixtures("three")
def test_whoever_has_modules_left_and_is_in_training_is_one_list(browser: Client, cohort: Cohort) -> None:
    assert set(names(browser, cohort, far="unfinished")) == {"甲未开始", "乙一半"}

    conclude(enrollment=cohort.enrollments.get(person__name="乙一半"), at=AT)

    assert names(browser, cohort, far="unfinished") == ["甲未开始"]


@pytest.mark.usefixtures("three")
def test_the_counts_of_the_modules_open_those_who_have_finished_them(browser: Client, cohort: Cohort) -> None:
    page = browser.get(reverse("cohorts:cohort-detail", args=[cohort.pk])).text

    assert f'href="{reverse("cohorts:cohort-progress", args=[cohort.pk])}?state=done&amp;module=1"' in page


@pytest.mark.usefixtures("three")
def test_on_paper_the_list_is_whole_and_says_which_it_is(
    browser: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PAGE_SIZE", 1)
    url = reverse("cohorts:cohort-progress", args=[cohort.pk])
    assert "Print the whole list" in browser.get(url).text

    page = browser.get(url, {"print": "1", "module": "1", "state": "done"})

    assert len(page.context["rows"]) == 2
    assert "Everybody in the cohort · 1. 第一讲 · Finished · 2 people in all" in page.text


def test_it_costs_the_same_for_3_30_and_300(browser: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PAGE_SIZE", 1000)
    costs = []
    for total in (3, 30, 300):
        while cohort.enrollments.count() < total:
            enrollment = make_enrollment(cohort)
            open_module(enrollment=enrollment, module=cohort.modules.all()[0], at=AT)
        with CaptureQueriesContext(connection) as queries:
            shown = names(browser, cohort)
        assert len(shown) == total
        costs.append(len(queries))

    assert len(set(costs)) == 1


@pytest.mark.usefixtures("three")
def test_the_sheet_holds_the_rows_of_the_page_and_is_logged(browser: Client, cohort: Cohort) -> None:
    response = browser.get(reverse("cohorts:progress-export", args=[cohort.pk]), {"far": "some"})

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][0].startswith(f"{cohort.name} · Some modules done · 1 person · as of 20")
    assert rows[1:] == [
        ("Name", "Unit", "State", "Modules finished", "1. 第一讲", "2. 第二讲"),
        ("乙一半", "市中区", "In training", 1, "Finished", "Not started"),
    ]
    assert f"{cohort.name}-Progress-" in unquote(response["Content-Disposition"])
    entry = ModelLogEntry.objects.get(action="cohorts.export")
    assert entry.data == {"rows": 1}


@pytest.mark.usefixtures("three")
def test_finished_modules_are_told_in_one_query(cohort: Cohort) -> None:
    people = list(cohort.enrollments.select_related("person"))

    with CaptureQueriesContext(connection) as queries:
        finished = finished_modules(people)

    assert len(queries) == 1
    by_name = {person.person.name: finished[person.pk] for person in people}
    assert by_name == {"甲未开始": set(), "乙一半": {1}, "丙完成": {1, 2}, "丁退出": {1}}


@pytest.mark.usefixtures("three")
def test_each_row_knows_what_comes_next(cohort: Cohort) -> None:
    rows = {row.enrollment.person.name: row for row in cohort_progress(cohort)}

    following = {name: row.next and row.next.module.title for name, row in rows.items()}

    assert following == {"甲未开始": "第一讲", "乙一半": "第二讲", "丙完成": None}
    assert rows["甲未开始"].last_seen_at is None
    assert rows["乙一半"].last_seen_at == AT
