"""Totals, percentages, section minimums, which attempt counts, and release."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from assessments.domain import marking, results, starting
from assessments.domain.outcomes import outcomes
from assessments.domain.percentages import percent_of
from assessments.domain.results import CannotRelease
from assessments.enums import Counting, MarkingState, SittingPurpose, SittingState
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from assessments.signals import results_released
from cohorts.models.enrollment import Enrollment
from people.models.notices import Notice
from tests.factories.assessments import (
    blank,
    case_snapshot,
    extend_paper,
    fill_snapshot,
    hand_in,
    make_attempt,
    make_paper,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_person

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"chosen": "a"}, {"chosen": "b"}


def sat(sitting: Sitting, *responses: dict[str, str]) -> Attempt:
    return hand_in(make_attempt(sitting), *responses)


@pytest.mark.parametrize(
    ("total", "maximum", "percent"),
    [
        ("59.995", "100", "60.00"),
        ("59.994999999", "100", "59.99"),
        ("2", "3", "66.67"),
        ("0.005", "100", "0.01"),
        ("0", "0", "0.00"),
        ("1.9999998", "2", "100.00"),
    ],
)
def test_the_shown_percentage_is_rounded_half_up(total: str, maximum: str, percent: str) -> None:
    assert percent_of(Decimal(total), Decimal(maximum)) == Decimal(percent)


def test_the_total_is_not_rounded() -> None:
    thirds = fill_snapshot(blank("b1", "甲"), blank("b2", "乙"), blank("b3", "丙"))
    attempt = sat(make_sitting(snapshots=[thirds]), {"b1": "甲"})

    assert attempt.total == Decimal("0.6666666")
    assert abs(Fraction(attempt.total or 0) - Fraction(2, 3)) < Fraction(1, 1_000_000)
    assert attempt.percent == Decimal("33.33")


@pytest.mark.parametrize(("pass_mark", "passed"), [("66.66", True), ("66.67", True), ("66.68", False)])
def test_passing_is_decided_on_the_shown_number(pass_mark: str, passed: bool) -> None:
    sitting = make_sitting(snapshots=[single_snapshot()] * 3, pass_percent=Decimal(pass_mark))

    attempt = sat(sitting, RIGHT, RIGHT, WRONG)

    assert (attempt.percent, attempt.passed) == (Decimal("66.67"), passed)


@pytest.mark.parametrize(("integrity", "passed"), [([RIGHT, RIGHT], True), ([RIGHT, WRONG], False)])
def test_a_section_below_its_minimum_fails_the_whole(integrity: list[dict[str, str]], passed: bool) -> None:
    cohort = make_cohort()
    paper = make_paper([single_snapshot()] * 8, unit=cohort.unit, section="基础知识")
    extend_paper(paper, [single_snapshot()] * 2, section="廉洁履职", minimum=80)

    attempt = sat(make_sitting(cohort, paper=paper), *[RIGHT] * 8, *integrity)

    assert attempt.percent == (100 if passed else 90)
    assert attempt.passed is passed
    assert [section["passed"] for section in attempt.sections] == [True, passed]


@pytest.mark.parametrize(("minimum", "passed"), [("66.66", True), ("66.67", True), ("66.68", False)])
def test_a_section_is_decided_on_its_shown_number(minimum: str, passed: bool) -> None:
    sitting = make_sitting(snapshots=[single_snapshot()] * 3)
    sitting.items.update(section_minimum=Decimal(minimum))

    attempt = sat(sitting, RIGHT, RIGHT, WRONG)

    assert [(each["percent"], each["passed"]) for each in attempt.sections] == [("66.67", passed)]
    assert attempt.passed is passed


def test_an_unanswered_sitting_comes_to_nought() -> None:
    attempt = sat(make_sitting())

    assert (attempt.total, attempt.percent, attempt.passed) == (0, 0, False)


def test_release_writes_results_tells_the_people_and_announces_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sitting = make_sitting()
    attempt = sat(sitting, RIGHT)
    heard: list[dict[str, object]] = []
    results_released.connect(lambda **facts: heard.append(facts), weak=False, dispatch_uid="test")

    with django_capture_on_commit_callbacks(execute=True):
        results.release(sitting=sitting, by=make_person(), at=AT)

    results_released.disconnect(dispatch_uid="test")
    attempt.refresh_from_db()
    result = Result.objects.get()
    assert (result.attempt, result.percent, result.passed, result.released_at) == (attempt, 100, True, AT)
    assert (sitting.state, attempt.marking) == (SittingState.RELEASED, MarkingState.RELEASED)
    assert [(fact["sitting_id"], fact["enrollment_ids"]) for fact in heard] == [(sitting.pk, [attempt.enrollment_id])]
    assert Notice.objects.filter(key=f"result-released-{attempt.pk}").count() == 1


def test_releasing_twice_changes_nothing() -> None:
    sitting = make_sitting()
    sat(sitting, RIGHT)
    results.release(sitting=sitting, by=make_person(), at=AT)
    sitting.refresh_from_db()

    again = results.release(sitting=sitting, by=make_person(), at=AT + timedelta(hours=1))

    assert again == []
    assert Result.objects.get().released_at == AT


def test_release_waits_for_everyone_who_is_still_answering() -> None:
    sitting = make_sitting()
    sat(sitting, RIGHT)
    make_attempt(sitting)

    with pytest.raises(CannotRelease) as refusal:
        results.release(sitting=sitting, by=make_person(), at=AT)

    assert refusal.value.obstacles == {"in-progress": 1}
    assert not Result.objects.exists()


def test_release_waits_for_every_mark() -> None:
    sitting = make_sitting(snapshots=[case_snapshot()])
    sat(sitting, {"text": "先听后办。"})
    final = sat(sitting)

    with pytest.raises(CannotRelease) as refusal:
        results.release(sitting=sitting, by=make_person(), at=AT)

    assert final.marking == MarkingState.AUTO_GRADED
    assert refusal.value.obstacles == {"unmarked": 1}
    assert not Result.objects.exists()


def test_nothing_to_release_is_said_and_changes_no_state() -> None:
    sitting = make_sitting()

    with pytest.raises(CannotRelease):
        results.release(sitting=sitting, by=make_person(), at=AT)

    sitting.refresh_from_db()
    assert sitting.state == SittingState.PUBLISHED


@pytest.mark.parametrize(("counting", "number"), [(Counting.BEST, 2), (Counting.LAST, 3), (Counting.FIRST, 1)])
def test_the_attempt_that_counts_is_the_one_the_rules_name(counting: str, number: int) -> None:
    halves = [single_snapshot()] * 2
    sitting = make_sitting(snapshots=halves, attempts_allowed=3, counting=counting, pass_percent=Decimal(40))
    enrollment = make_enrollment(sitting.cohort)
    for responses in ([WRONG, WRONG], [RIGHT, RIGHT], [RIGHT, WRONG]):
        hand_in(starting.start(sitting=sitting, enrollment=enrollment, at=AT), *responses)

    results.release(sitting=sitting, by=make_person(), at=AT)

    assert Result.objects.get().attempt.number == number


def test_among_several_attempts_a_pass_is_better_than_a_higher_percentage() -> None:
    passed, higher = Attempt(number=1, passed=True, percent=61), Attempt(number=2, passed=False, percent=90)

    assert results.counting_attempt([passed, higher], Counting.BEST) == passed


def test_a_resit_stays_hidden_until_it_is_released_too() -> None:
    sitting = make_sitting(attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    hand_in(starting.start(sitting=sitting, enrollment=enrollment, at=AT), WRONG)
    results.release(sitting=sitting, by=make_person(), at=AT)
    hand_in(starting.start(sitting=sitting, enrollment=enrollment, at=AT), RIGHT)
    assert Result.objects.get().percent == 0

    results.release(sitting=sitting, by=make_person(), at=AT + timedelta(hours=1))

    assert Result.objects.get().percent == 100


def test_outcomes_tell_only_what_was_released() -> None:
    sitting = make_sitting(purpose=SittingPurpose.FINAL, attempts_allowed=2)
    attempt = sat(sitting, RIGHT)
    enrollments = [attempt.enrollment, make_enrollment(sitting.cohort)]

    before = outcomes(enrollments, ["final"])
    results.release(sitting=sitting, by=make_person(), at=AT)
    after = outcomes(enrollments, ["final"])

    mine, others = ((enrollment.pk, "final") for enrollment in enrollments)
    assert (before[mine].passed, before[mine].percent, before[mine].submitted) == (None, None, True)
    assert (after[mine].passed, after[mine].percent, after[mine].attempts_left) == (True, 100, 1)
    assert (after[others].submitted, after[others].attempts_left, after[others].passed) == (False, 2, None)


def test_outcomes_cost_the_same_for_one_and_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sitting = make_sitting(purpose=SittingPurpose.FINAL)
    for _ in range(4):
        sat(sitting, RIGHT)
    everyone = list(Enrollment.objects.all())

    for some in (everyone[:1], everyone):
        with django_assert_num_queries(3):
            outcomes(some, ["final"])


def test_a_mark_after_release_is_refused() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")])
    attempt = sat(sitting, {"text": "先听后办。"})
    item, marker = attempt.items.get(), make_person("孙阅卷")
    levels = {"c1": Decimal(5)}
    marking.mark(item=item, marker=marker, levels=levels, comment="", based_on=1, at=AT)
    results.release(sitting=sitting, by=make_person(), at=AT)

    item.attempt.refresh_from_db()
    with pytest.raises(marking.AlreadyMarked):
        marking.mark(item=item, marker=marker, levels={"c1": Decimal(0)}, comment="", based_on=2, at=AT)

    assert Result.objects.get().percent == 100
