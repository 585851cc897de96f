"""Calibration: everybody marks the same few answers first and sees nobody's marks before his own; none of it counts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.domain import calibration, marking, results
from assessments.domain.calibration import CannotCalibrate
from assessments.domain.marking import CalibrateFirst
from assessments.models.attempts import AttemptItem
from assessments.models.calibration import CalibrationMark, CalibrationSet
from assessments.models.sittings import Sitting, SittingItem
from people.domain.scope import scope_of
from people.models.accounts import User
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")], markers=2)
    for number in range(3):
        attempt = make_attempt(sitting, make_enrollment(sitting.cohort, make_person(f"学员{number}")))
        hand_in(attempt, {"text": f"第{number}份答卷。"})
    return sitting


@pytest.fixture
def item(sitting: Sitting) -> SittingItem:
    return sitting.items.select_related("sitting").get()


@pytest.fixture
def chosen(item: SittingItem) -> CalibrationSet:
    return choose(item, 2)


def grader(sitting: Sitting, name: str) -> User:
    return make_organizer(sitting.cohort.unit, name=name, role="grader")


def choose(item: SittingItem, count: int) -> CalibrationSet:
    answers = list(calibration.candidates(item)[:count])
    return calibration.choose(item=item, answers=answers, by=make_person("吴组织员"), at=AT)


def calibrate(marker: User, *scores: int) -> None:
    """Give these levels, of five, to the answers that wait for this marker."""
    for score in scores:
        answer = calibration.waiting(marker=marker)[0]
        calibration.give(answer=answer, marker=marker, levels={"c1": Decimal(score)}, at=AT)


def mark(item: AttemptItem, marker: User, score: int = 5) -> Any:
    return marking.mark(item=item, marker=marker, levels={"c1": Decimal(score)}, comment="", based_on=1, at=AT)


@pytest.mark.parametrize("count", [0, 1, 6])
def test_a_set_holds_two_to_five_answers(item: SittingItem, count: int) -> None:
    answers = [calibration.candidates(item)[0]] * count

    with pytest.raises(CannotCalibrate, match="how-many"):
        calibration.choose(item=item, answers=answers, by=make_person(), at=AT)


def test_another_set_may_be_chosen_until_somebody_has_marked_one(item: SittingItem, sitting: Sitting) -> None:
    choose(item, 2)
    again = choose(item, 3)
    calibrate(grader(sitting, "孙丽"), 4)

    with pytest.raises(CannotCalibrate, match="calibration-begun"):
        choose(item, 2)

    assert again.answers.count() == 3


def test_no_set_is_chosen_once_marking_has_begun(item: SittingItem, sitting: Sitting) -> None:
    mark(
        AttemptItem.objects.select_related("item", "attempt__sitting", "attempt__enrollment")[0],
        grader(sitting, "孙丽"),
    )

    with pytest.raises(CannotCalibrate, match="marking-begun"):
        choose(item, 2)


def test_nobody_marks_before_his_own_calibration_is_in(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, he = grader(sitting, "孙丽"), grader(sitting, "何军")
    answer = AttemptItem.objects.select_related("item", "attempt__sitting", "attempt__enrollment")[0]
    for each in chosen.answers.all():
        calibration.give(answer=each, marker=he, levels={"c1": Decimal(3)}, at=AT)

    for score in (3, 4):
        assert not marking.may_mark(item=answer, marker=sun)
        with pytest.raises(CalibrateFirst):
            mark(answer, sun)
        calibrate(sun, score)
    mark(answer, sun)

    assert marking.has_begun(sitting)


def test_nobody_sees_the_others_before_his_own_are_in(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, he = grader(sitting, "孙丽"), grader(sitting, "何军")
    calibrate(he, 1, 1)
    calibrate(sun, 5)

    half_way = calibration.comparison(calibration=chosen, marker=sun)
    calibrate(sun, 4)

    assert half_way == []
    assert [each.own for each in calibration.comparison(calibration=chosen, marker=sun)] == [2, Decimal("1.60")]


def test_ones_own_marks_stand_beside_mean_and_spread_of_the_others(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, he, chen = (grader(sitting, name) for name in ("孙丽", "何军", "陈老师"))
    calibrate(sun, 5, 5)
    calibrate(he, 1, 2)
    calibrate(chen, 3, 2)

    first, second = calibration.comparison(calibration=chosen, marker=sun)

    assert (first.own, first.others, first.mean, first.spread) == (2, 2, Decimal("0.80"), Decimal("0.57"))
    assert (second.mean, second.spread) == (Decimal("0.80"), 0)
    assert (first.criteria[0].own, first.criteria[0].words, first.criteria[0].mean) == ("5", "5档", 2)


def test_the_organizer_sees_how_far_each_was_from_the_mean(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, he = grader(sitting, "孙丽"), grader(sitting, "何军")
    calibrate(sun, 5, 4)
    calibrate(he, 3, 4)

    found = {each.name: (each.count, each.distance, each.lean) for each in calibration.distances(sitting)}

    assert found == {"孙丽": (2, Decimal("10.00"), Decimal("10.00")), "何军": (2, Decimal("10.00"), Decimal("-10.00"))}


def test_calibration_counts_for_nobody(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, he = grader(sitting, "孙丽"), grader(sitting, "何军")
    calibrate(sun, 0, 0)
    calibrate(he, 0, 0)

    waiting = [marking.piles(scope_of(each, on=AT.date()), marker=each)[0].waiting for each in (sun, he)]
    for answer in AttemptItem.objects.select_related("item", "attempt__sitting", "attempt__enrollment"):
        mark(answer, sun)
        mark(answer, he)
    released = results.release(sitting=sitting, by=make_person(), at=AT)

    assert waiting == [3, 3]
    assert [result.percent for result in released] == [100, 100, 100]


def test_a_marker_who_sat_himself_is_not_asked_for_his_own_answer(chosen: CalibrationSet, sitting: Sitting) -> None:
    taker = chosen.answers.all()[0].answer.attempt.enrollment.person

    assert calibration.waiting(marker=taker).count() == 1


def test_pressing_twice_keeps_what_was_given_first(chosen: CalibrationSet, sitting: Sitting) -> None:
    sun, answer = grader(sitting, "孙丽"), chosen.answers.all()[0]

    for score in (2, 5):
        calibration.give(answer=answer, marker=sun, levels={"c1": Decimal(score)}, at=AT)

    assert CalibrationMark.objects.get().levels == {"c1": "2"}


def test_the_database_refuses_to_change_what_was_given(chosen: CalibrationSet, sitting: Sitting) -> None:
    calibrate(grader(sitting, "孙丽"), 2)

    for statement in ("UPDATE assessments_calibrationmark SET fraction = 1", "DELETE FROM assessments_calibrationmark"):
        with pytest.raises(Exception, match="insert only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_refuses_a_calibration_of_ones_own(chosen: CalibrationSet) -> None:
    answer = chosen.answers.all()[0]
    taker = answer.answer.attempt.enrollment.person

    with pytest.raises(IntegrityError), transaction.atomic():
        CalibrationMark.objects.create(
            answer=answer, marker=taker, taker=taker, fraction=1, levels={"c1": "5"}, marked_at=AT
        )
