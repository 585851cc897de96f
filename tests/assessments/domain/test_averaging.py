"""The average of attempts: of unrounded shares, decided on what is shown."""

from decimal import Decimal

import pytest

from assessments.domain import marking, results
from assessments.domain.averaging import average
from assessments.enums import Counting
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_person

RIGHT, WRONG = {"chosen": "a"}, {"chosen": "b"}


def scored(total: str, maximum: str = "3", sections: dict[str, str] | None = None) -> Attempt:
    rows = [
        {"title": title, "percent": percent, "minimum": "80", "passed": False}
        for title, percent in (sections or {}).items()
    ]
    return Attempt(number=1, total=Decimal(total), maximum=Decimal(maximum), sections=rows)


@pytest.mark.parametrize(
    ("totals", "percent"),
    [
        (["2", "1"], "50.00"),
        (["2", "1.5"], "58.33"),  # Of the shown percentages, 66.67 and 50, it would be 58.34.
        (["2.9999", "2.9998"], "100.00"),
        (["1", "1", "2"], "44.44"),
        (["0.00045", "0"], "0.01"),
        (["3", "0.0003"], "50.01"),  # 50.005: to even it would be 50.00.
    ],
)
def test_the_percentage_is_the_mean_of_the_unrounded_ones_half_up(totals: list[str], percent: str) -> None:
    assert average([scored(total) for total in totals], pass_percent=Decimal(60))["percent"] == Decimal(percent)


def test_attempts_of_different_totals_weigh_the_same() -> None:
    """Of a drawn paper one attempt may have lost a void question that another never had."""
    found = average([scored("3", "4"), scored("1", "2")], pass_percent=Decimal(60))

    assert (found["percent"], found["total"], found["maximum"]) == (Decimal("62.50"), 2, 3)


@pytest.mark.parametrize(("pass_mark", "passed"), [("58.33", True), ("58.34", False)])
def test_passing_is_decided_on_the_shown_mean(pass_mark: str, passed: bool) -> None:
    found = average([scored("2"), scored("1.5")], pass_percent=Decimal(pass_mark))

    assert found["passed"] is passed


@pytest.mark.parametrize(("second", "mean", "passed"), [("60", "80.00", True), ("59.98", "79.99", False)])
def test_the_mean_of_a_section_must_reach_its_minimum(second: str, mean: str, passed: bool) -> None:
    attempts = [scored("3", sections={"廉洁履职": "100"}), scored("3", sections={"廉洁履职": second})]

    found = average(attempts, pass_percent=Decimal(60))

    assert found["sections"] == [{"title": "廉洁履职", "percent": mean, "minimum": "80", "passed": passed}]
    assert found["passed"] is passed


# ---- As a result ----------------------------------------------------------------------------------------------------


@pytest.fixture
def sitting(db: None) -> Sitting:
    return make_sitting(
        snapshots=[single_snapshot()] * 3, attempts_allowed=3, counting=Counting.AVERAGE, pass_percent=Decimal(55)
    )


def test_the_result_is_the_mean_and_points_at_the_last_attempt(sitting: Sitting) -> None:
    enrollment = make_enrollment(sitting.cohort)
    for responses in ([RIGHT, RIGHT, RIGHT], [RIGHT, WRONG, WRONG], [WRONG, RIGHT, WRONG]):
        hand_in(make_attempt(sitting, enrollment), *responses)

    results.release(sitting=sitting, by=make_person(), at=AT)

    result = Result.objects.get()
    assert (result.attempt.number, result.maximum) == (3, 6)
    assert result.total == Decimal("3.333333333")
    assert (result.percent, result.passed) == (Decimal("55.56"), True)


def test_one_attempt_is_its_own_mean_and_a_later_release_takes_the_next_in(sitting: Sitting) -> None:
    enrollment = make_enrollment(sitting.cohort)
    percents = []
    for responses in ([RIGHT, RIGHT, RIGHT], [WRONG, WRONG, WRONG]):
        hand_in(make_attempt(sitting, enrollment), *responses)
        results.release(sitting=sitting, by=make_person(), at=AT)
        percents.append(Result.objects.get().percent)

    assert percents == [100, 50]


def test_recounting_without_a_change_finds_nothing(sitting: Sitting) -> None:
    enrollment = make_enrollment(sitting.cohort)
    for responses in ([RIGHT, RIGHT, WRONG], [RIGHT, WRONG, WRONG], [RIGHT, RIGHT, RIGHT]):
        hand_in(make_attempt(sitting, enrollment), *responses)
    results.release(sitting=sitting, by=make_person(), at=AT)

    assert results.recount(sitting=sitting, enrollment_ids=[enrollment.pk]) == []


def test_an_attempt_that_waits_for_marks_keeps_the_average_waiting(db: None) -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")], attempts_allowed=2, counting=Counting.AVERAGE)
    enrollment = make_enrollment(sitting.cohort)
    for level in (5, 2):
        item = hand_in(make_attempt(sitting, enrollment), {"text": "先听后办。"}).items.get()
        with pytest.raises(results.CannotRelease):
            results.release(sitting=sitting, by=make_person(), at=AT)
        marking.mark(item=item, marker=make_person(), levels={"c1": Decimal(level)}, comment="", based_on=1, at=AT)

    results.release(sitting=sitting, by=make_person(), at=AT)

    assert Result.objects.get().percent == 70
