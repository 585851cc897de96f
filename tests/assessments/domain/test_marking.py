"""Marking by people: the queue, the rubric, one mark per answer, and never one's own."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.domain import marking
from assessments.domain.marking import AlreadyMarked
from assessments.enums import MarkingState
from assessments.kinds.case_analysis import MarksIncomplete
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting
from people.domain.scope import scope_of
from people.models.accounts import User
from people.roles import Scope
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db
TEXT = {"text": "先听两边的话，再请物业到场。"}


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="2 1")])


@pytest.fixture
def sun(sitting: Sitting) -> User:
    return make_organizer(sitting.cohort.unit, name="孙阅卷", role="grader")


def scope(user: User) -> Scope:
    return scope_of(user, on=date(2026, 3, 2))


def written(sitting: Sitting, person: User | None = None) -> Attempt:
    return hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, person)), {"chosen": "a"}, TEXT)


def mark(item: AttemptItem, marker: User, *, first: int = 5, second: int = 2, based_on: int = 1) -> ItemGrade:
    levels = {"c1": Decimal(first), "c2": Decimal(second)}
    item = AttemptItem.objects.get(pk=item.pk)
    return marking.mark(item=item, marker=marker, levels=levels, comment="思路清楚。", based_on=based_on, at=AT)


def test_a_written_answer_waits_and_is_scored_when_marked(sitting: Sitting, sun: User) -> None:
    attempt = written(sitting)
    assert (attempt.marking, attempt.percent) == (MarkingState.NEEDS_MARKING, None)

    mark(attempt.items.get(position=2), sun)

    attempt.refresh_from_db()
    assert attempt.marking == MarkingState.MARKED
    assert attempt.total == 2 + 2 * Decimal("0.8")


def test_a_blank_answer_does_not_wait(sitting: Sitting, sun: User) -> None:
    attempt = hand_in(make_attempt(sitting), {"chosen": "a"}, {"text": " \n"})

    assert attempt.marking == MarkingState.AUTO_GRADED
    assert not marking.markable(scope(sun), marker=sun).exists()


def test_the_piles_say_how_many_are_left(sitting: Sitting, sun: User) -> None:
    first, _ = written(sitting), written(sitting)
    mark(first.items.get(position=2), sun)

    (pile,) = marking.piles(scope(sun), marker=sun)

    assert (pile.sitting, pile.waiting, pile.done) == (sitting, 1, 1)


def test_nobody_is_offered_his_own_answer_and_may_not_mark_it(sitting: Sitting, sun: User) -> None:
    own = written(sitting, sun)
    assert own.items.get(position=2).needs_marking

    assert not marking.markable(scope(sun), marker=sun).exists()
    with pytest.raises(AlreadyMarked):
        mark(own.items.get(position=2), sun)


def test_another_districts_grader_is_offered_nothing(sitting: Sitting, sun: User) -> None:
    written(sitting)
    other = make_organizer(make_unit("历城区"), name="何阅卷", role="grader")

    assert marking.markable(scope(sun), marker=sun).count() == 1
    assert marking.markable(scope(other), marker=other).count() == 0


def test_an_answer_in_progress_is_not_offered(sitting: Sitting, sun: User) -> None:
    make_attempt(sitting)

    assert not marking.markable(scope(sun), marker=sun).exists()


def test_of_two_markers_the_second_is_told(sitting: Sitting, sun: User) -> None:
    item = written(sitting).items.get(position=2)
    mark(item, sun)
    second = make_organizer(sitting.cohort.unit, name="钱阅卷", role="grader")

    for based_on in (1, 2):
        with pytest.raises(AlreadyMarked):
            mark(item, second, first=0, based_on=based_on)

    assert marking.current_grade(item).marker == sun


def test_pressing_twice_marks_once(sitting: Sitting, sun: User) -> None:
    item = written(sitting).items.get(position=2)

    assert mark(item, sun) == mark(item, sun)
    assert item.grades.count() == 2


def test_a_marker_may_correct_himself_and_both_marks_are_kept(sitting: Sitting, sun: User) -> None:
    attempt = written(sitting)
    item = attempt.items.get(position=2)
    mark(item, sun)

    mark(item, sun, first=0, second=0, based_on=2)

    attempt.refresh_from_db()
    assert attempt.total == 2
    assert [grade.number for grade in item.grades.all()] == [1, 2, 3]


def test_every_criterion_needs_a_level(sitting: Sitting, sun: User) -> None:
    item = written(sitting).items.get(position=2)

    with pytest.raises(MarksIncomplete):
        marking.mark(item=item, marker=sun, levels={"c1": Decimal(5)}, comment="", based_on=1, at=AT)

    assert item.grades.count() == 1


def test_the_next_answer_follows_and_then_begins_again(sitting: Sitting, sun: User) -> None:
    first, second = (written(sitting).items.get(position=2) for _ in range(2))

    def following(after: int) -> AttemptItem | None:
        return marking.next_item(scope(sun), marker=sun, sitting=sitting, after=after)

    assert following(0) == first
    assert following(first.pk) == second
    assert following(second.pk) == first
