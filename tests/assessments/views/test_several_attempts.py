"""What a trainee reads where several attempts are allowed: the pause between them, and the average of all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import results
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.factories.assessments import hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
RIGHT, WRONG = {"chosen": "a"}, {"chosen": "b"}


def sat(lin: User, *rows: list[dict[str, str]], **rules: Any) -> tuple[Sitting, list[Attempt]]:
    sitting = make_sitting(snapshots=[single_snapshot()] * 3, **rules)
    enrollment = make_enrollment(sitting.cohort, lin)
    return sitting, [hand_in(make_attempt(sitting, enrollment), *responses) for responses in rows]


@pytest.mark.parametrize(("hours", "words"), [(48, "起再次作答"), (1, "如需再考，请联系组织员")])
def test_the_pause_is_told_in_words_and_nothing_begins(as_lin: Client, lin: User, hours: int, words: str) -> None:
    sitting, _ = sat(lin, [RIGHT], attempts_allowed=2, cooldown_minutes=90, hours=hours)
    url = reverse("assessments:attempt-start", args=[sitting.pk])

    page = as_lin.get(url).text

    assert "10:30" in page
    assert words in page
    assert "两次作答至少间隔 90 分钟" in page
    as_lin.post(url)
    assert Attempt.objects.count() == 1


def test_the_result_page_says_that_the_result_is_the_average(as_lin: Client, lin: User) -> None:
    sitting, attempts = sat(
        lin, [RIGHT, RIGHT, RIGHT], [RIGHT, WRONG, WRONG], attempts_allowed=2, counting="average", pass_percent=60
    )
    results.release(sitting=sitting, by=make_person(), at=AT + timedelta(minutes=1))

    page = as_lin.get(reverse("assessments:attempt-result", args=[attempts[1].uuid])).text

    assert "这是您 2 次成绩的平均" in page
    assert "66.67%" in page
    assert "第 2 次作答得 2 分（满分 6 分，得分率 33.33%）" in page
    assert "chip--done" in page.split("score__verdict")[1].split("</p>")[0]
    assert "这是您各次成绩的平均" in as_lin.get(reverse("assessments:attempt-start", args=[sitting.pk])).text


def test_which_answers_were_right_is_not_told_while_the_same_questions_may_be_asked_again(
    as_lin: Client, lin: User
) -> None:
    sitting, [attempt] = sat(lin, [RIGHT, WRONG, WRONG], attempts_allowed=2)
    results.release(sitting=sitting, by=make_person(), at=AT)
    url = reverse("assessments:attempt-result", args=[attempt.uuid])

    page = as_lin.get(url).text

    assert "您还可能再次作答这些试题" in page
    assert "exam-question" not in page
    hand_in(make_attempt(sitting, attempt.enrollment), RIGHT, RIGHT, RIGHT)
    assert "exam-question" in as_lin.get(url).text
