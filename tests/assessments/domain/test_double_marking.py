"""Double marking: neither sees the other, the mean within the threshold, a third beyond it, nobody twice or himself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import marking, results
from assessments.domain.marking import AlreadyMarked, MarkingHasBegun
from assessments.domain.results import CannotRelease
from assessments.domain.settling import agree, mean_levels, mean_of
from assessments.enums import MarkingState
from assessments.models.attempts import AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.marks import Mark
from assessments.models.sittings import Sitting
from people.domain.scope import scope_of
from people.models.accounts import User
from people.roles import Scope
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_organizer

pytestmark = pytest.mark.django_db
TEXT = {"text": "先听两边的话，再请物业到场。"}


def case_of(*scores: str) -> dict[str, Any]:
    """A case analysis of one criterion with these levels."""
    levels = [{"score": score, "text": f"{score}分"} for score in scores]
    criteria = [{"id": "c1", "name": "思路", "weight": "1", "levels": levels}]
    return {**case_snapshot(), "criteria": criteria}


def sitting_of(*scores: str, points: int = 100, **rules: Any) -> Sitting:
    fields: dict[str, Any] = {"markers": 2, "marking_step": Decimal("0.01"), **rules}
    sitting = make_sitting(snapshots=[case_of(*scores)], **fields)
    sitting.items.update(points=points)
    return sitting


def written(sitting: Sitting, person: User | None = None) -> AttemptItem:
    return hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, person)), TEXT).items.get()


def grader(sitting: Sitting, name: str) -> User:
    return make_organizer(sitting.cohort.unit, name=name, role="grader")


def scope(user: User) -> Scope:
    return scope_of(user, on=date(2026, 3, 2))


def mark(item: AttemptItem, marker: User, score: str, *, based_on: int = 1, comment: str = "") -> ItemGrade:
    item = AttemptItem.objects.get(pk=item.pk)
    levels = {"c1": Decimal(score)}
    return marking.mark(item=item, marker=marker, levels=levels, comment=comment, based_on=based_on, at=AT)


def fresh(item: AttemptItem) -> AttemptItem:
    return AttemptItem.objects.select_related("attempt").get(pk=item.pk)


def waits_for(item: AttemptItem, marker: User) -> bool:
    return marking.next_item(scope(marker), marker=marker, sitting=item.attempt.sitting) == item


@pytest.mark.parametrize(
    ("first", "second", "settled", "passed"),
    [
        ("59.99", "60.00", "60.00", True),
        ("59.98", "60.00", "59.99", False),
        ("59.99", "59.99", "59.99", False),
        ("59.98", "59.99", "59.99", False),
    ],
)
def test_double_marking_at_the_boundary_59_995(first: str, second: str, settled: str, passed: bool) -> None:
    """The mean of 59.99 and 60.00 is 59.995: half up to the step of 0.01 it is 60.00, and a pass."""
    sitting = sitting_of("0", "59.98", "59.99", "60.00", "100", pass_percent=Decimal(60))
    item = written(sitting)

    mark(item, grader(sitting, "孙"), first)
    mark(item, grader(sitting, "钱"), second)

    attempt = fresh(item).attempt
    assert (attempt.total, attempt.percent, attempt.passed) == (Decimal(settled), Decimal(settled), passed)


@pytest.mark.parametrize(
    ("first", "second", "points", "step", "settled"),
    [
        ("0.5", "0.6", "10", "0.5", "5.5"),
        ("0.5", "0.5", "10", "0.5", "5"),
        ("0.5", "0.65", "10", "0.5", "6"),  # 5.75 is half-way between 5.5 and 6
        ("0.5", "0.64", "10", "0.5", "5.5"),
        ("0.5", "0.55", "10", "0.5", "5.5"),  # 5.25 is half-way too: to even it would be 5
        ("1", "1", "2.25", "0.5", "2.25"),  # never above all of them
        ("0", "0", "10", "0.5", "0"),
    ],
)
def test_the_mean_is_rounded_half_up_to_the_step(first: str, second: str, points: str, step: str, settled: str) -> None:
    found = mean_of(Decimal(first), Decimal(second), points=Decimal(points), step=Decimal(step))

    assert found * Decimal(points) == Decimal(settled)


fractions = st.decimals(0, 1, places=7)


@given(fractions, fractions, st.sampled_from(["1", "2", "5", "10", "100"]), st.sampled_from(["0.01", "0.5", "1"]))
def test_a_settled_mark_lies_within_half_a_step_of_the_mean_whoever_comes_first(
    first: Decimal, second: Decimal, points: str, step: str
) -> None:
    rules = {"points": Decimal(points), "step": Decimal(step)}

    found = mean_of(first, second, **rules)

    assert found == mean_of(second, first, **rules)
    assert 0 <= found <= 1
    assert abs(found - (first + second) / 2) * Decimal(points) <= Decimal(step) / 2 + Decimal("0.00001")


@pytest.mark.parametrize(
    ("second", "agreed"), [("0.65", True), ("0.6500001", False), ("0.35", True), ("0.3499999", False)]
)
def test_two_agree_up_to_the_threshold_and_not_beyond(second: str, agreed: bool) -> None:
    assert agree(Decimal("0.5"), Decimal(second), threshold=Decimal(15)) is agreed


def test_the_levels_of_a_mean_are_the_means_of_the_levels() -> None:
    assert mean_levels([{"a": "5", "b": "3"}, {"a": "4", "b": "3"}]) == {"a": "4.5", "b": "3"}


def test_an_answer_is_final_only_with_the_second_mark() -> None:
    sitting = sitting_of("0", "50", "60", "100")
    item = written(sitting)
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")

    mark(item, sun, "50", comment="依据不足。")

    assert fresh(item).needs_marking
    assert not waits_for(item, sun)
    assert waits_for(item, qian)
    assert marking.current_grade(item).fraction is None
    with pytest.raises(CannotRelease):
        results.release(sitting=sitting, by=sun, at=AT)

    grade = mark(item, qian, "60", comment="步骤完整。")

    assert (grade.fraction, grade.levels, grade.marker) == (Decimal("0.55"), {"c1": "55"}, None)
    assert grade.comment == "依据不足。\n\n步骤完整。"
    assert fresh(item).attempt.marking == MarkingState.MARKED


def test_beyond_the_threshold_a_third_marker_decides() -> None:
    sitting = sitting_of("0", "50", "65", "66", "100")
    item = written(sitting)
    sun, qian, li = (grader(sitting, name) for name in "孙钱李")
    mark(item, sun, "50")
    mark(item, qian, "66")

    assert fresh(item).needs_marking
    assert (waits_for(item, sun), waits_for(item, qian), waits_for(item, li)) == (False, False, True)
    for again in (sun, qian):
        with pytest.raises(AlreadyMarked):
            mark(item, again, "100")

    grade = mark(item, li, "65")

    assert (grade.fraction, grade.marker) == (Decimal("0.65"), li)
    assert not fresh(item).needs_marking


def test_no_fourth_mark_is_taken() -> None:
    sitting = sitting_of("0", "50", "100")
    item = written(sitting)
    for name, score in zip("孙钱李", ("0", "100", "50"), strict=True):
        mark(item, grader(sitting, name), score)
    late = grader(sitting, "周")

    assert not waits_for(item, late)
    for based_on in (1, 2):
        with pytest.raises(AlreadyMarked):
            mark(item, late, "0", based_on=based_on)

    assert Mark.objects.count() == 3


def test_a_marker_sees_his_own_mark_and_no_other() -> None:
    sitting = sitting_of("0", "50", "60", "100")
    item = written(sitting)
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")
    mark(item, sun, "50")

    own = marking.own_mark(item=item, marker=sun)

    assert own is not None
    assert own.levels == {"c1": "50"}
    assert marking.own_mark(item=item, marker=qian) is None


def test_the_first_marker_may_correct_himself_until_the_second_has_marked() -> None:
    sitting = sitting_of("0", "50", "55", "60", "100")
    item = written(sitting)
    sun, qian = grader(sitting, "孙"), grader(sitting, "钱")
    mark(item, sun, "50")
    assert marking.last_marked(marker=sun, sitting=sitting) == item
    mark(item, sun, "60")

    mark(item, qian, "60")

    assert marking.current_grade(item).fraction == Decimal("0.6")
    assert marking.last_marked(marker=sun, sitting=sitting) is None
    assert marking.last_marked(marker=qian, sitting=sitting) is None
    for marker in (sun, qian):
        with pytest.raises(AlreadyMarked):
            mark(item, marker, "0", based_on=2)


def test_ones_own_answer_is_marked_by_two_others() -> None:
    sitting = sitting_of("0", "50", "100")
    sun = grader(sitting, "孙")
    own = written(sitting, sun)

    assert not waits_for(own, sun)
    with pytest.raises(AlreadyMarked):
        mark(own, sun, "100")


def test_a_rubric_may_ask_for_two_markers_by_itself() -> None:
    sitting = sitting_of("0", "50", "100", markers=1)
    sitting.items.update(snapshot={**case_of("0", "50", "100"), "markers": 2})

    assert written(sitting).marks_needed == 2


def test_the_rules_hold_from_the_first_mark_on() -> None:
    sitting = sitting_of("0", "50", "100", markers=1)
    item, by = written(sitting), grader(sitting, "孙")

    def set_rules(markers: int) -> Sitting:
        return marking.set_rules(sitting=sitting, markers=markers, threshold=Decimal(10), step=Decimal(1), by=by)

    set_rules(2)
    assert (fresh(item).marks_needed, sitting.marking_threshold) == (2, 10)
    mark(item, by, "50")

    with pytest.raises(MarkingHasBegun):
        set_rules(1)
    assert fresh(item).marks_needed == 2
