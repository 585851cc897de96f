"""An appeal from the trainee's result to the answer he reads, without the answerer learning his name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import appeals, results
from assessments.models.appeals import Appeal
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from tests.assessments.domain.test_appeals import fresh, grader
from tests.assessments.domain.test_regrading import B
from tests.factories.assessments import hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_person, make_unit
from tests.factories.questions import numeric_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(make_cohort(make_unit("市中区")), snapshots=[single_snapshot()])


def released(sitting: Sitting, name: str = "林秀英") -> Attempt:
    attempt = hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, make_person(name))), B)
    results.release(sitting=sitting, by=make_person(), at=timezone.now())
    attempt.refresh_from_db()
    return attempt


def test_the_whole_way_of_an_appeal(client: Client, sitting: Sitting) -> None:
    attempt = released(sitting)
    file_url = reverse("assessments:appeal-file", args=[attempt.uuid, 1])
    result_url = reverse("assessments:attempt-result", args=[attempt.uuid])
    client.force_login(attempt.enrollment.person)
    assert file_url in client.get(result_url).text

    page = client.post(file_url, {"reason": "选项有歧义。"}, follow=True).text
    assert "复核申请已提交" in page
    assert "待答复" in page
    assert file_url not in page

    appeal = Appeal.objects.get()
    client.force_login(grader(sitting, "钱阅卷"))
    queue = client.get(reverse("assessments:appeal-queue")).text
    answer_url = reverse("assessments:appeal-answer", args=[appeal.pk])
    shown = client.get(answer_url).text
    assert answer_url in queue
    assert "选项有歧义。" in shown
    assert "林秀英" not in queue + shown

    client.post(answer_url, {"decision": "changed", "points": "1", "answer": "确有歧义，给一半分。"})

    assert Result.objects.get().percent == 50
    client.force_login(attempt.enrollment.person)
    assert "确有歧义，给一半分。" in client.get(result_url).text


def test_whoever_answers_reads_of_the_answer_and_the_trainee_of_his_own(client: Client) -> None:
    sitting = make_sitting(make_cohort(make_unit("市中区")), snapshots=[numeric_snapshot()])
    attempt = hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, make_person("林秀英"))), {"value": "99"})
    results.release(sitting=sitting, by=make_person(), at=timezone.now())
    client.force_login(attempt.enrollment.person)
    assert "您的数值" in client.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text
    client.post(reverse("assessments:appeal-file", args=[attempt.uuid, 1]), {"reason": "题目没有写明是否含候补。"})

    client.force_login(grader(sitting, "钱阅卷"))
    page = client.get(reverse("assessments:appeal-answer", args=[Appeal.objects.get().pk])).text

    assert "作答的数值" in page
    assert "您的" not in page.split("<main")[1]


def test_points_beyond_the_question_are_refused(client: Client, sitting: Sitting) -> None:
    appeal = appeals.file(item=fresh(released(sitting).pk)[0], reason="请再看。", at=timezone.now())
    client.force_login(grader(sitting, "钱阅卷"))
    answer_url = reverse("assessments:appeal-answer", args=[appeal.pk])

    for points in ("2.01", "-1", "abc", ""):
        page = client.post(answer_url, {"decision": "changed", "points": points, "answer": "改。"})
        assert page.status_code == 200

    appeal.refresh_from_db()
    assert appeal.state == "waiting"


def test_the_organizer_sees_who_asked_and_the_clock(client: Client, sitting: Sitting) -> None:
    appeals.file(item=fresh(released(sitting).pk)[0], reason="请再看。", at=timezone.now())
    client.force_login(make_organizer(sitting.cohort.unit))

    page = client.get(reverse("assessments:sitting-appeals", args=[sitting.pk])).text

    assert "林秀英" in page
    assert "待答复" in page


def test_the_queue_costs_the_same_for_three_and_for_thirty(
    client: Client, sitting: Sitting, django_assert_max_num_queries: Any
) -> None:
    client.force_login(grader(sitting, "钱阅卷"))
    costs = []
    for more in (3, 27):
        for _ in range(more):
            appeals.file(item=fresh(released(sitting).pk)[0], reason="请再看。", at=timezone.now())
        with django_assert_max_num_queries(12) as counted:
            client.get(reverse("assessments:appeal-queue"))
        costs.append(len(counted))

    assert costs[0] == costs[1]
