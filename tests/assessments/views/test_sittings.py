"""Sittings as the organizer sees them: set up, published, watched, released."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import answering
from assessments.enums import SittingState
from assessments.models.grades import Result
from assessments.models.papers import Paper
from assessments.models.sittings import Sitting
from cohorts.models.cohort import Cohort
from people.models.accounts import User
from tests.factories.assessments import case_snapshot, due_of, hand_in, make_attempt, make_paper, make_sitting
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_unit("市中区"))


@pytest.fixture
def wu(cohort: Cohort) -> User:
    return make_organizer(cohort.unit)


@pytest.fixture
def as_wu(client: Client, wu: User) -> Client:
    client.force_login(wu)
    return client


def form_of(paper: Paper, **changes: str) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "name": "结业考试",
        "purpose": "final",
        "paper": paper.pk,
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
        "minutes": "60",
        "attempts_allowed": "1",
        "cooldown_minutes": "0",
        "counting": "best",
        "pass_percent": "60",
        "reveal": "after_close",
        "shuffle": "on",
        **changes,
    }


def test_a_sitting_is_set_up_published_and_then_closed_to_changes(as_wu: Client, cohort: Cohort) -> None:
    paper = make_paper(unit=cohort.unit)
    as_wu.post(reverse("assessments:sitting-create", args=[cohort.pk]), form_of(paper))
    sitting = Sitting.objects.get()
    url = reverse("assessments:sitting-edit", args=[sitting.pk])
    as_wu.post(url, form_of(paper, name="结业考核"))

    for _ in range(2):
        as_wu.post(reverse("assessments:sitting-publish", args=[sitting.pk]))
    as_wu.post(url, form_of(paper, name="迟了", minutes="5"))

    sitting.refresh_from_db()
    assert (sitting.name, sitting.state, sitting.minutes) == ("结业考核", SittingState.PUBLISHED, 60)
    assert sitting.items.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": "2020-01-01T00:00"},
        {"pass_percent": "101"},
        {"attempts_allowed": "0"},
        {"purpose": "case"},
        {"opens_at": "tomorrow"},
    ],
)
def test_rules_that_make_no_sense_are_refused(as_wu: Client, cohort: Cohort, changes: dict[str, str]) -> None:
    form = form_of(make_paper(unit=cohort.unit), **changes)

    page = as_wu.post(reverse("assessments:sitting-create", args=[cohort.pk]), form)

    assert "error-summary" in page.text
    assert not Sitting.objects.exists()


def test_a_second_final_examination_is_refused_with_the_way_out(as_wu: Client, cohort: Cohort) -> None:
    paper = make_paper(unit=cohort.unit)
    url = reverse("assessments:sitting-create", args=[cohort.pk])
    as_wu.post(url, form_of(paper))

    page = as_wu.post(url, form_of(paper))

    assert "请打开那场考核设置补考" in page.text
    assert Sitting.objects.count() == 1


def test_the_key_follows_the_purpose(as_wu: Client, cohort: Cohort) -> None:
    paper = make_paper(unit=cohort.unit)
    url = reverse("assessments:sitting-create", args=[cohort.pk])
    for purpose in ["quiz", "final", "quiz"]:
        as_wu.post(url, form_of(paper, purpose=purpose))

    assert list(Sitting.objects.order_by("pk").values_list("key", flat=True)) == ["quiz-1", "final", "quiz-2"]

    final = Sitting.objects.get(key="final")
    as_wu.post(reverse("assessments:sitting-edit", args=[final.pk]), form_of(paper, purpose="quiz"))

    final.refresh_from_db()
    assert (final.key, final.purpose) == ("quiz-3", "quiz")


def test_another_districts_paper_cannot_be_chosen_but_the_citys_can(as_wu: Client) -> None:
    city = make_unit("济南市")
    cohort = make_cohort(make_unit("市中区", parent=city))
    as_wu.force_login(make_organizer(cohort.unit))
    url = reverse("assessments:sitting-create", args=[cohort.pk])

    as_wu.post(url, form_of(make_paper(unit=make_unit("历城区"))))
    assert not Sitting.objects.exists()

    as_wu.post(url, form_of(make_paper(unit=city)))
    assert Sitting.objects.exists()


def test_the_page_says_who_sat_who_did_not_and_what_came_of_it(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort, snapshots=[case_snapshot()])
    make_enrollment(cohort)
    make_attempt(sitting)
    hand_in(make_attempt(sitting), {"text": "先听。"})
    hand_in(make_attempt(sitting), {"text": ""})
    url = reverse("assessments:sitting-detail", args=[sitting.pk])

    page = as_wu.get(url)
    tabs = {str(tab["label"]): tab["count"] for tab in page.context["tabs"]}

    assert tabs == {"全部": 4, "未参加": 1, "作答中": 1, "待阅卷": 1, "待发布": 1, "及格": 0, "不及格": 0}
    for standing, count in (("absent", 1), ("needs_marking", 1), ("passed", 0)):
        assert len(as_wu.get(url, {"standing": standing}).context["rows"]) == count


def test_results_are_released_once_with_a_confirmation(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort)
    hand_in(make_attempt(sitting), {"chosen": "a"})
    url = reverse("assessments:sitting-release", args=[sitting.pk])
    assert "1 人将看到成绩" in as_wu.get(url).text
    assert not Result.objects.exists()

    first = as_wu.post(url, follow=True)
    as_wu.post(url)

    assert "已发布 1 人的成绩" in first.text
    assert Result.objects.count() == 1


def test_release_is_refused_with_reasons_while_answers_wait(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort, snapshots=[case_snapshot()])
    hand_in(make_attempt(sitting), {"text": "先听。"})

    page = as_wu.post(reverse("assessments:sitting-release", args=[sitting.pk]), follow=True)

    assert "还有 1 份作答待阅卷" in page.text
    assert not Result.objects.exists()


def test_who_may_not_release_is_not_offered_it(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort)
    hand_in(make_attempt(sitting), {"chosen": "a"})
    as_wu.force_login(make_organizer(cohort.unit, name="陈老师", role="trainer"))

    page = as_wu.get(reverse("assessments:sitting-detail", args=[sitting.pk]))
    refused = as_wu.post(reverse("assessments:sitting-release", args=[sitting.pk]))

    assert "发布成绩" not in page.text
    assert refused.status_code == 403
    assert not Result.objects.exists()


def test_late_answers_are_counted_in_sight(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort)
    attempt = make_attempt(sitting)
    item = attempt.items.get()
    late = due_of(attempt) + timedelta(hours=1)
    answering.save(item=item, revision=1, operation=attempt.uuid, response={"chosen": "a"}, at=late)

    page = as_wu.get(reverse("assessments:sitting-detail", args=[sitting.pk]))

    assert "1 份作答超时" in page.text


def test_another_district_knows_nothing_of_a_sitting(as_wu: Client, cohort: Cohort) -> None:
    sitting = make_sitting(cohort, published=False)
    pages = [
        reverse("assessments:sitting-list", args=[cohort.pk]),
        reverse("assessments:sitting-create", args=[cohort.pk]),
        reverse("assessments:sitting-detail", args=[sitting.pk]),
        reverse("assessments:sitting-edit", args=[sitting.pk]),
        reverse("assessments:sitting-release", args=[sitting.pk]),
    ]
    assert [as_wu.get(url).status_code for url in pages] == [200] * 5

    as_wu.force_login(make_organizer(make_unit("历城区"), name="何组织员"))

    assert [as_wu.get(url).status_code for url in pages] == [404] * 5
    assert as_wu.post(reverse("assessments:sitting-publish", args=[sitting.pk])).status_code == 404
    sitting.refresh_from_db()
    assert sitting.state == SittingState.DRAFT


def test_an_organizer_without_a_unit_sees_nothing(client: Client, cohort: Cohort, wu: User) -> None:
    wu.grants.all().delete()
    client.force_login(wu)

    assert client.get(reverse("assessments:sitting-list", args=[cohort.pk])).status_code == 403


def test_the_page_costs_the_same_for_three_and_for_thirty(
    as_wu: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("assessments.views.sittings.PAGE_SIZE", 1000)
    sitting = make_sitting(cohort)
    url = reverse("assessments:sitting-detail", args=[sitting.pk])
    as_wu.get(url)
    costs = []
    for more in (3, 27):
        for _ in range(more):
            hand_in(make_attempt(sitting), {"chosen": "a"}, at=AT)
        with django_assert_max_num_queries(23) as counted:
            as_wu.get(url)
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_publishing_says_first_what_it_does(as_wu: Client, cohort: Cohort) -> None:
    make_enrollment(cohort)
    sitting = make_sitting(cohort, published=False)
    url = reverse("assessments:sitting-publish", args=[sitting.pk])

    page = as_wu.get(url).text

    for words in (f"“{cohort.name}”的 1 人", "1 题，共 2 分", "60%", "平时测验"):
        assert words in page
    sitting.refresh_from_db()
    assert sitting.state == SittingState.DRAFT


def test_without_a_paper_it_says_whom_to_ask(as_wu: Client, cohort: Cohort) -> None:
    make_organizer(cohort.unit, name="陈老师", role="trainer")
    make_organizer(make_unit("历城区"), name="别处的老师", role="trainer")
    url = reverse("assessments:sitting-create", args=[cohort.pk])

    page = as_wu.get(url).text

    assert "还没有试卷" in page
    assert "陈老师" in page
    assert "别处的老师" not in page
    make_paper(unit=cohort.unit)
    assert "还没有试卷" not in as_wu.get(url).text


def test_whoever_writes_papers_is_led_to_it(as_wu: Client, cohort: Cohort) -> None:
    as_wu.force_login(make_organizer(cohort.unit, name="陈老师", role="trainer"))

    page = as_wu.get(reverse("assessments:sitting-create", args=[cohort.pk])).text

    assert reverse("assessments:paper-create") in page
