"""What a taker is told before handing in, on the receipt, and on coming back to the start page."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.domain import results, sittings
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from tests.assessments.views.sitting_room import begun, item_url
from tests.factories.assessments import (
    answer,
    case_snapshot,
    hand_in,
    make_attempt,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_full_course

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]

ESSAY = case_snapshot(min_length=400, max_length=1500)


@pytest.fixture
def case(lin: User) -> Attempt:
    """Lin's written submission of a case study that asks for 300 to 1500 characters."""
    cohort = make_cohort(course=make_full_course())
    enrollment = make_enrollment(cohort, lin)
    (sitting,) = sittings.open_case_sittings(cohort=cohort)
    return make_attempt(sitting, enrollment)


def review(client: Client, attempt: Attempt) -> str:
    return client.get(reverse("assessments:attempt-review", args=[attempt.uuid])).text


def primary(page: str) -> list[str]:
    """The words of the primary buttons at the foot of the page."""
    return re.findall(r"button--primary[^>]*>([^<]+)<", page.rpartition('<div class="actions">')[2])


def test_a_text_that_is_too_short_is_named_and_going_back_comes_first(as_lin: Client, case: Attempt) -> None:
    answer(case, 1, {"text": "听" * 68})

    page = review(as_lin, case)

    assert "只写了 68 字，要求至少 300 字" in page
    assert primary(page) == ["返回修改"]
    assert "仍然提交" in page


def test_a_text_of_the_length_asked_for_is_handed_in_without_a_word(as_lin: Client, case: Attempt) -> None:
    answer(case, 1, {"text": "听" * 300})

    page = review(as_lin, case)

    assert "要求" not in page
    assert primary(page) == ["提交作业"]


def test_a_case_without_a_text_is_led_back_to_it(as_lin: Client, case: Attempt) -> None:
    assert primary(review(as_lin, case)) == ["返回修改"]


@pytest.mark.parametrize(
    ("length", "words"),
    [(399, "第 2 题只写了 399 字，要求至少 400 字"), (1501, "第 2 题已写 1501 字，要求不超过 1500 字")],
)
def test_an_essay_in_an_examination_is_measured_too(as_lin: Client, lin: User, length: int, words: str) -> None:
    attempt = begun(lin, make_sitting(snapshots=[single_snapshot(), ESSAY]))
    answer(attempt, 1, {"chosen": "a"})
    answer(attempt, 2, {"text": "听" * length})

    page = review(as_lin, attempt)

    assert words in page
    assert primary(page) == ["返回第 2 题"]


def test_the_length_never_keeps_anybody_from_handing_in(as_lin: Client, case: Attempt) -> None:
    answer(case, 1, {"text": "听" * 68})

    as_lin.post(reverse("assessments:attempt-submit", args=[case.uuid]))

    case.refresh_from_db()
    assert not case.is_in_progress


def test_the_number_grid_takes_the_ticked_answer_along_without_scripts(as_lin: Client, lin: User) -> None:
    page = as_lin.get(item_url(begun(lin), 2)).text

    moves = re.findall(r'<button[^>]*form="question-2" name="next" value="(\w+)"', page)

    assert moves == ["1", "2", "3", "4", "5", "review"]
    assert '<form class="exam-question" id="question-2"' in page


def test_the_check_has_a_place_for_the_flags_and_the_key_of_the_grid(as_lin: Client, lin: User) -> None:
    page = review(as_lin, begun(lin))

    assert page.count("data-flag-word hidden") == 5
    assert 'class="number-grid-key"' in page


def test_a_case_is_never_spoken_of_as_an_examination(as_lin: Client, case: Attempt) -> None:
    answer(case, 1, {"text": "听" * 300})
    before = review(as_lin, case)
    after = as_lin.post(reverse("assessments:attempt-submit", args=[case.uuid]), follow=True).text

    assert "<title>检查并提交" in before
    assert "作业编号" in after
    for page in (before, after):
        assert not re.search("交卷|答卷|考试", page.split("<main")[1])


def test_after_a_case_the_way_leads_on_to_what_really_happened(as_lin: Client, case: Attempt) -> None:
    hand_in(case, {"text": "听" * 300})

    page = as_lin.get(reverse("assessments:attempt-result", args=[case.uuid])).text

    assert primary(page) == ["看看后来怎么样了"]
    assert f'href="/learn/{case.sitting.cohort_id}/2/#reveal"' in page


def test_after_an_examination_the_desk_is_one_tap_away(as_lin: Client, lin: User) -> None:
    attempt = hand_in(begun(lin), {"chosen": "a"})

    page = as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text

    assert '<a class="button" href="/desk/">返回工作台</a>' in page


@pytest.fixture
def released(lin: User) -> tuple[Sitting, Enrollment, Attempt]:
    """Lin had one of two single choices right, and was told so."""
    sitting = make_sitting(snapshots=[single_snapshot(), single_snapshot()], pass_percent=Decimal("50.00"))
    enrollment = make_enrollment(sitting.cohort, lin)
    attempt = hand_in(make_attempt(sitting, enrollment), {"chosen": "a"}, {"chosen": "b"})
    results.release(sitting=sitting, by=sitting.cohort.organizer, at=AT)
    return sitting, enrollment, attempt


def test_a_result_is_told_in_points_first_and_without_noughts(
    as_lin: Client, released: tuple[Sitting, Enrollment, Attempt]
) -> None:
    page = as_lin.get(reverse("assessments:attempt-result", args=[released[2].uuid])).text

    assert '<p class="score">2<span class="score__whole">分</span></p>' in page
    assert "满分 4 分，得分率 50%，及格线 50%。" in page
    assert ".00" not in page


def test_whoever_has_taken_part_is_told_so_first(as_lin: Client, released: tuple[Sitting, Enrollment, Attempt]) -> None:
    page = as_lin.get(reverse("assessments:attempt-start", args=[released[0].pk])).text

    assert "您已参加，2 分（满分 4 分），及格。" in page
    for words in ("剩余次数", "请先阅读", "次数已用完"):
        assert words not in page


def test_after_the_window_nobody_who_took_part_is_told_that_it_was_missed(
    as_lin: Client,
    lin: User,
    released: tuple[Sitting, Enrollment, Attempt],
    nine_o_clock: time_machine.Traveller,
) -> None:
    nine_o_clock.move_to(released[0].closes_at + timedelta(days=1))
    as_lin.force_login(lin)

    page = as_lin.get(reverse("assessments:attempt-start", args=[released[0].pk])).text

    assert "您已参加" in page
    assert "错过" not in page


def test_no_attempts_are_counted_while_one_runs(as_lin: Client, lin: User) -> None:
    attempt = begun(lin, make_sitting(attempts_allowed=2))

    page = as_lin.get(reverse("assessments:attempt-start", args=[attempt.sitting_id])).text

    assert "继续作答" in page
    assert "剩余次数" not in page
