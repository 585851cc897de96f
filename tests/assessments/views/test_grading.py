"""The marking desk: the piles, one answer at a time, anonymous, and never twice."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models.attempts import AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(make_cohort(make_unit("市中区")), snapshots=[case_snapshot()])


@pytest.fixture
def sun(sitting: Sitting) -> User:
    return make_organizer(sitting.cohort.unit, name="孙阅卷", role="grader")


@pytest.fixture
def as_sun(client: Client, sun: User) -> Client:
    client.force_login(sun)
    return client


def written(sitting: Sitting, person: User | None = None, *, text: str = "先听，后办。") -> AttemptItem:
    attempt = hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, person)), {"text": text})
    return attempt.items.get()


def url_of(item: AttemptItem) -> str:
    return reverse("assessments:grading-item", args=[item.pk])


def rubric(first: str = "5", second: str = "3", *, based_on: int = 1, comment: str = "") -> dict[str, str]:
    return {"level-c1": first, "level-c2": second, "based_on": str(based_on), "comment": comment}


def test_the_answer_is_shown_without_its_writers_name(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting, make_person("林秀英"))

    page = as_sun.get(url_of(item))

    assert "先听，后办。" in page.text
    assert item.attempt.code in page.text
    assert "林秀英" not in page.text
    assert "还剩 1 份" in page.text


def test_saving_leads_to_the_next_and_at_the_end_to_the_piles(as_sun: Client, sitting: Sitting) -> None:
    first, second = written(sitting), written(sitting)

    reply = as_sun.post(url_of(first), rubric(comment="依据写得好。"))
    page = as_sun.post(url_of(second), rubric(), follow=True)

    assert reply["Location"] == url_of(second)
    assert "的作答已全部评完" in page.text
    grade = ItemGrade.objects.in_force().get(item=first)
    assert (grade.levels, grade.comment) == ({"c1": "5", "c2": "3"}, "依据写得好。")


def test_a_criterion_without_a_level_is_asked_for(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting)

    page = as_sun.post(url_of(item), rubric(second=""))

    assert "请为“标准2”选择档次" in page.text
    assert item.grades.count() == 1


@pytest.mark.parametrize("level", ["6", "-1", "abc", "5.5"])
def test_a_level_beside_the_rubric_is_refused(as_sun: Client, sitting: Sitting, level: str) -> None:
    item = written(sitting)

    as_sun.post(url_of(item), rubric(level))

    assert item.grades.count() == 1


def test_a_double_press_marks_once(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting)

    for _ in range(2):
        assert as_sun.post(url_of(item), rubric()).status_code == 302

    assert item.grades.count() == 2


def test_the_second_marker_is_told_and_the_first_mark_stands(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting)
    as_sun.post(url_of(item), rubric("5"))
    as_sun.force_login(make_organizer(sitting.cohort.unit, name="钱阅卷", role="grader"))

    page = as_sun.post(url_of(item), rubric("0"), follow=True)

    assert "这份已不再等您评阅" in page.text
    assert ItemGrade.objects.in_force().get(item=item).levels["c1"] == "5"


def test_ones_own_answer_is_unknown(as_sun: Client, sun: User, sitting: Sitting) -> None:
    own, other = written(sitting, sun), written(sitting)
    assert as_sun.get(url_of(other)).status_code == 200

    assert as_sun.get(url_of(own)).status_code == 404
    assert as_sun.post(url_of(own), rubric()).status_code == 404
    assert own.grades.count() == 1


def test_another_district_knows_nothing_of_an_answer(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting)
    next_url = reverse("assessments:grading-next", args=[sitting.pk])
    as_sun.force_login(make_organizer(make_unit("历城区"), name="何阅卷", role="grader"))

    assert as_sun.get(url_of(item)).status_code == 404
    assert as_sun.post(url_of(item), rubric()).status_code == 404
    assert as_sun.get(next_url).status_code == 404
    assert "没有待阅的作答" in as_sun.get(reverse("assessments:grading-queue")).text
    assert item.grades.count() == 1


def test_markup_in_an_answer_is_shown_as_text(as_sun: Client, sitting: Sitting) -> None:
    item = written(sitting, text="<img src=x onerror=alert(1)>")

    page = as_sun.get(url_of(item)).text

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_queue_costs_the_same_for_3_30_and_300(
    as_sun: Client, sitting: Sitting, django_assert_max_num_queries: Any
) -> None:
    url = reverse("assessments:grading-queue")
    costs = []
    for more in (3, 27, 270):
        for _ in range(more):
            written(sitting)
        with django_assert_max_num_queries(10) as counted:
            page = as_sun.get(url)
        costs.append(len(counted))

    assert len(set(costs)) == 1
    assert "有 300 份作答等您评阅" in page.text


def test_of_two_markers_neither_sees_what_the_other_gives(as_sun: Client, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(markers=2)
    sitting.refresh_from_db()
    item = written(sitting)
    as_sun.post(url_of(item), rubric("5", "5", comment="依据写得好。"))
    as_sun.force_login(make_organizer(sitting.cohort.unit, name="钱阅卷", role="grader"))

    page = as_sun.get(url_of(item)).text

    assert "由两人评阅" in page
    assert "依据写得好。" not in page
    assert "checked" not in page


def test_the_third_marker_is_told_that_he_decides_and_not_what_was_given(as_sun: Client, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(markers=2)
    sitting.refresh_from_db()
    item = written(sitting)
    as_sun.post(url_of(item), rubric("5", "5", comment="依据写得好。"))
    for name, marks in (("钱阅卷", rubric("0", "0", comment="没有依据。")), ("李阅卷", None)):
        as_sun.force_login(make_organizer(sitting.cohort.unit, name=name, role="grader"))
        if marks:
            as_sun.post(url_of(item), marks)

    page = as_sun.get(url_of(item)).text

    assert "由您裁定" in page
    assert "依据写得好。" not in page
    assert "没有依据。" not in page
    assert "checked" not in page
