"""Late answers as the organizer meets them: counted, listed, decided one by one, and nothing of the key in sight."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain import answering, late_answers, results
from assessments.domain.answering import GRACE
from assessments.models.attempts import Answer, Attempt
from assessments.models.late import LateDecision
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.assessments.views.sitting_room import EVERY_KIND
from tests.factories.assessments import answer, fill_snapshot, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
LATE = AT + timedelta(minutes=60) + GRACE + timedelta(minutes=4)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=EVERY_KIND)


@pytest.fixture
def wu(sitting: Sitting) -> User:
    return make_organizer(sitting.cohort.unit)


@pytest.fixture
def as_wu(client: Client, wu: User) -> Client:
    client.force_login(wu)
    return client


def late_by(sitting: Sitting, name: str, *, position: int = 1) -> Answer:
    """Somebody chose b in time, and a when it was too late."""
    attempt = make_attempt(sitting, make_enrollment(sitting.cohort, make_person(name)))
    answer(attempt, position, {"chosen": "b"})
    answer(attempt, position, {"chosen": "a"}, revision=2, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)
    return late_answers.waiting(sitting).get(item__attempt=attempt)


def url_of(name: str, sitting: Sitting, *late: Answer) -> str:
    return reverse(f"assessments:late-{name}", args=[sitting.pk, *(each.pk for each in late)])


def test_the_count_opens_the_list_and_the_list_says_it_all(as_wu: Client, sitting: Sitting) -> None:
    late = late_by(sitting, "林秀英")
    detail = as_wu.get(reverse("assessments:sitting-detail", args=[sitting.pk])).text
    assert url_of("list", sitting) in detail
    assert "1 份作答超时" in detail

    page = as_wu.get(url_of("list", sitting)).text

    assert "林秀英" in page
    assert "结束后 4 分钟" in page
    assert "B. 选项b" in page
    assert "A. 选项a" in page
    assert url_of("accept", sitting, late) in page
    assert url_of("leave", sitting, late) in page


def test_one_is_accepted_with_a_reason_and_leaves_the_list(as_wu: Client, wu: User, sitting: Sitting) -> None:
    late = late_by(sitting, "林秀英")
    url = url_of("accept", sitting, late)

    assert "error-summary" in as_wu.post(url, {"reason": ""}).text
    assert not LateDecision.objects.exists()
    as_wu.post(url, {"reason": "断网"})

    decision = LateDecision.objects.get()
    assert (decision.answer, decision.reason, decision.decided_by) == (late, "断网", wu)
    assert decision.accepted_as is not None
    assert Attempt.objects.get().items.get(position=1).grades.latest("number").state == "right"
    assert "没有待处理的作答" in as_wu.get(url_of("list", sitting)).text
    assert "已有人处理" in as_wu.post(url, {"reason": "断网"}, follow=True).text
    assert "已有人处理" in as_wu.get(url, follow=True).text


def test_one_is_left_with_a_reason_and_leaves_the_list(as_wu: Client, sitting: Sitting) -> None:
    late = late_by(sitting, "林秀英")

    as_wu.post(url_of("leave", sitting, late), {"reason": "无故超时"})

    assert LateDecision.objects.get().accepted_as is None
    assert Attempt.objects.get().items.get(position=1).grades.latest("number").state == "wrong"
    assert not late_answers.waiting(sitting).exists()


def test_ones_own_is_listed_and_left_to_somebody_else(as_wu: Client, wu: User, sitting: Sitting) -> None:
    attempt = make_attempt(sitting, make_enrollment(sitting.cohort, wu))
    answer(attempt, 1, {"chosen": "a"}, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)
    late = late_answers.waiting(sitting).get()

    listed = as_wu.get(url_of("list", sitting)).text
    assert "本人的作答" in listed
    assert url_of("accept", sitting, late) not in listed

    assert "须由他人处理" in as_wu.get(url_of("accept", sitting, late), follow=True).text
    as_wu.post(url_of("accept", sitting, late), {"reason": "断网"})
    assert not LateDecision.objects.exists()


def test_the_release_page_warns_and_afterwards_nothing_is_offered(as_wu: Client, wu: User) -> None:
    sitting = make_sitting(make_sitting().cohort)
    sitting = Sitting.objects.get(pk=sitting.pk)
    as_wu.force_login(make_organizer(sitting.cohort.unit))
    late = late_by(sitting, "林秀英")
    assert "1 份超时作答待处理" in as_wu.get(reverse("assessments:sitting-release", args=[sitting.pk])).text

    results.release(sitting=sitting, by=wu, at=LATE)

    page = as_wu.get(url_of("list", sitting)).text
    assert "不能再采纳" in page
    assert url_of("accept", sitting, late) not in page
    assert "成绩已经发布" in as_wu.post(url_of("accept", sitting, late), {"reason": "断网"}, follow=True).text
    assert not LateDecision.objects.exists()


def test_no_key_and_no_mark_stands_on_these_pages(as_wu: Client) -> None:
    sitting = make_sitting(snapshots=[fill_snapshot()])
    as_wu.force_login(make_organizer(sitting.cohort.unit))
    attempt = make_attempt(sitting)
    answer(attempt, 1, {"b1": "先听后办"}, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)
    late = late_answers.waiting(sitting).get()

    pages = [as_wu.get(url_of("list", sitting)).text]
    pages += [as_wu.get(url_of(name, sitting, late)).text for name in ("accept", "leave")]

    for page in pages:
        assert "先听后办" in page
        assert "民主协商" not in page
        assert "解析" not in page


def test_the_list_costs_the_same_for_one_and_for_three(as_wu: Client, sitting: Sitting) -> None:
    costs = []
    for names in (["林秀英"], ["赵国强", "梅兰"]):
        for name in names:
            late_by(sitting, name)
        with CaptureQueriesContext(connection) as queries:
            as_wu.get(url_of("list", sitting))
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("position", "response", "words"),
    [
        (2, {"chosen": ["a", "c"]}, "A. 选项a"),
        (3, {"chosen": "true"}, "正确"),
        (4, {"b1": "甲", "b2": "丙"}, "丙"),
        (5, {"text": "先听后办。"}, "先听后办。"),
    ],
)
def test_every_kind_of_answer_is_put_into_words(
    as_wu: Client, sitting: Sitting, position: int, response: dict[str, str], words: str
) -> None:
    attempt = make_attempt(sitting)
    answer(attempt, position, response, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)

    page = as_wu.get(url_of("list", sitting)).text

    assert words in page
    assert "未答" in page
