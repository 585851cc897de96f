"""Two markers at the same moment: two seats at one answer, and an attempt scored once its last answer is final."""

from decimal import Decimal

import pytest

from assessments import tasks
from assessments.domain import marking
from assessments.domain.marking import AlreadyMarked
from assessments.enums import MarkingState
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.marks import MarkerSeat
from people.models.accounts import User
from tests.assessments.domain.test_answering_in_parallel import at_once
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_organizer

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = {"text": "先听，后办。"}


def mark(item_id: int, marker: User) -> bool:
    """Mark from a thread of one's own; tells whether the mark was taken."""
    item = AttemptItem.objects.select_related("item", "attempt__sitting", "attempt__enrollment").get(pk=item_id)
    levels = {"c1": Decimal(5)}
    try:
        marking.mark(item=item, marker=marker, levels=levels, comment="", based_on=1, at=AT)
    except AlreadyMarked:
        return False
    return True


def test_of_six_markers_two_get_a_seat() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")], markers=2)
    item = hand_in(make_attempt(sitting), TEXT).items.get()
    graders = [make_organizer(sitting.cohort.unit, name=f"阅卷{n}", role="grader") for n in range(6)]

    taken = at_once(6, lambda number: mark(item.pk, graders[number]))

    assert sum(taken) == 2
    assert sorted(MarkerSeat.objects.values_list("number", flat=True)) == [1, 2]


def test_the_last_two_answers_of_an_attempt_marked_at_once_leave_it_scored() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")] * 4)
    attempt = hand_in(make_attempt(sitting), *[TEXT] * 4)
    items = list(attempt.items.values_list("pk", flat=True))
    graders = [make_organizer(sitting.cohort.unit, name=f"阅卷{n}", role="grader") for n in range(4)]

    at_once(4, lambda number: mark(items[number], graders[number]))

    attempt.refresh_from_db()
    assert (attempt.marking, attempt.percent) == (MarkingState.MARKED, 100)


def test_an_attempt_that_waits_for_marks_none_of_its_answers_needs_is_scored_by_the_clock() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")])
    attempt = hand_in(make_attempt(sitting), TEXT)
    mark(attempt.items.get().pk, make_organizer(sitting.cohort.unit, role="grader"))
    Attempt.objects.update(marking=MarkingState.NEEDS_MARKING, percent=None)
    waiting = hand_in(make_attempt(sitting), TEXT)

    tasks.tick(AT)

    attempt.refresh_from_db()
    waiting.refresh_from_db()
    assert (attempt.marking, attempt.percent) == (MarkingState.MARKED, 100)
    assert waiting.marking == MarkingState.NEEDS_MARKING
