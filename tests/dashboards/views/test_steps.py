"""The trainee's next step by its deadline, and the words for what is begun, not yet open, or waits for others."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone

from assessments.domain.sittings import open_case_sittings
from assessments.enums import AttemptState, MarkingState, SittingState
from assessments.models import Attempt, Sitting
from certificates.enums import PledgeState
from cohorts.models import Cohort
from cohorts.models.enrollment import Enrollment
from cohorts.models.requirements import AllOf, Leaf, to_json
from people.domain.notices import notify
from people.models import User
from tests.factories.assessments import answer, make_attempt
from tests.factories.cohorts import make_cohort, make_enrollment, make_full_course, make_person
from tests.factories.dashboards import make_pledge, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    return make_person("林秀英")


@pytest.fixture
def enrollment(lin: User) -> Enrollment:
    """Lin in a class that runs now: a lecture, a case with its text, a pledge and an examination."""
    cohort = make_cohort(course=make_full_course(), at=timezone.now())
    leaves = [Leaf("module", "1"), Leaf("result", "case-2"), Leaf("pledge", "integrity"), Leaf("result", "final")]
    cohort.requirements = to_json(AllOf(tuple(leaves)))
    cohort.save()
    return make_enrollment(cohort, lin)


def examination(cohort: Cohort, *, opens_in: int, days: int = 3) -> Sitting:
    """The final examination, which opens in so many days."""
    sitting = make_sitting(cohort, state=SittingState.PUBLISHED)
    sitting.opens_at = timezone.now() + timedelta(days=opens_in)
    sitting.closes_at = sitting.opens_at + timedelta(days=days)
    sitting.save()
    return sitting


def desk_of(person: User) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse("dashboards:desk"))


def row_of(desk: Any, label: str) -> dict[str, Any]:
    """The line of the checklist with that name."""
    (found,) = [row for each in desk.context["trainee"]["classes"] for row in each["rows"] if row["label"] == label]
    return dict(found)


def test_an_open_examination_that_closes_soon_comes_before_a_module_that_has_time(
    lin: User, enrollment: Enrollment
) -> None:
    sitting = examination(enrollment.cohort, opens_in=-1)

    step = desk_of(lin).context["trainee"]["step"]

    assert step["url"] == reverse("assessments:attempt-start", args=[sitting.pk])


def test_what_shares_a_day_stays_in_the_order_of_the_class(lin: User, enrollment: Enrollment) -> None:
    assert desk_of(lin).context["trainee"]["step"]["url"] == reverse("cohorts:module", args=[enrollment.cohort_id, 1])


def test_an_examination_that_is_not_yet_open_says_when_it_opens_and_leads_nowhere(
    lin: User, enrollment: Enrollment
) -> None:
    sitting = examination(enrollment.cohort, opens_in=9)
    opens = formats.date_format(timezone.localtime(sitting.opens_at), "Y年n月j日 G:i")

    desk = desk_of(lin)

    row = row_of(desk, "结业考核")
    assert (row["state"], row["url"], row["note"]) == ("later", "", f"{opens} 开放")
    assert '<span class="checklist__state">尚未开放</span>' in desk.text


def test_a_case_text_that_was_begun_hides_no_other_step(lin: User, enrollment: Enrollment) -> None:
    (case,) = open_case_sittings(cohort=enrollment.cohort)
    make_attempt(case, enrollment, at=timezone.now())

    desk = desk_of(lin)

    assert desk.context["trainee"]["step"]["url"] == reverse("cohorts:module", args=[enrollment.cohort_id, 1])
    assert "计时不会停止" not in desk.text
    assert "已动笔，还没有提交" in row_of(desk, case.name)["note"]


def test_a_case_text_that_is_next_is_never_called_an_examination(lin: User, enrollment: Enrollment) -> None:
    (case,) = open_case_sittings(cohort=enrollment.cohort)
    Sitting.objects.filter(pk=case.pk).update(closes_at=timezone.now() + timedelta(days=2))
    case.refresh_from_db()
    attempt = make_attempt(case, enrollment, at=timezone.now())

    step = desk_of(lin).context["trainee"]["step"]

    assert (step["text"], step["action"]) == ("您的书面作业还没有提交。", "继续写")
    assert step["url"] == reverse("assessments:attempt-item", args=[attempt.uuid, 1])
    assert formats.date_format(timezone.localdate() + timedelta(days=2), "Y年n月j日") in step["due"]


def test_a_case_that_is_asked_for_as_a_module_leads_to_its_text_too(lin: User, enrollment: Enrollment) -> None:
    enrollment.cohort.requirements = to_json(AllOf((Leaf("module", "2"),)))
    enrollment.cohort.save()
    (case,) = open_case_sittings(cohort=enrollment.cohort)
    attempt = make_attempt(case, enrollment, at=timezone.now())

    desk = desk_of(lin)

    assert desk.context["trainee"]["step"]["url"] == reverse("assessments:attempt-item", args=[attempt.uuid, 1])
    assert "已动笔，还没有提交" in row_of(desk, enrollment.cohort.modules.get(position=2).title)["note"]


def test_what_waits_says_for_whom(lin: User, enrollment: Enrollment) -> None:
    (case,) = open_case_sittings(cohort=enrollment.cohort)
    attempt = make_attempt(case, enrollment, at=timezone.now())
    answer(attempt, 1, {"text": "先听。"}, at=timezone.now())
    handed_in = {"state": AttemptState.SUBMITTED, "finished_at": timezone.now()}
    Attempt.objects.filter(pk=attempt.pk).update(**handed_in, marking=MarkingState.NEEDS_MARKING)
    pledge = make_pledge(enrollment, state=PledgeState.SIGNED)

    before = desk_of(lin)
    Attempt.objects.filter(pk=attempt.pk).update(marking=MarkingState.MARKED)
    after = desk_of(lin)

    assert row_of(before, case.name)["word"] == "等待阅卷"
    assert row_of(after, case.name)["word"] == "等待成绩发布"
    assert row_of(after, pledge.text.title)["word"] == "等待组织员会签"
    assert '<span class="checklist__state">等待组织员会签</span>' in after.text


def test_what_is_due_says_first_how_long_there_is(lin: User, enrollment: Enrollment) -> None:
    examination(enrollment.cohort, opens_in=-1, days=4)
    day = timezone.localdate() + timedelta(days=3)

    first = desk_of(lin).context["trainee"]["due"][0]

    assert first["left"] == "还剩 3 天"
    assert first["day"].endswith(f"{day.month}月{day.day}日")


def test_new_notices_are_counted_at_the_account(lin: User) -> None:
    assert 'class="tool__count"' not in desk_of(lin).text
    for number in range(3):
        notify(recipient=lin, key=f"n{number}", subject="成绩已发布", at=timezone.now())

    assert (
        desk_of(lin).text.count('<span class="tool__count">3<span class="visually-hidden"> 条新通知</span></span>') == 2
    )
