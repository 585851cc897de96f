"""The life of an attempt: begun once, answered write by write, ended once, and never a moment too long."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from assessments.domain import answering, starting
from assessments.domain.answering import GRACE, Saving
from assessments.domain.drawing import draw
from assessments.domain.starting import CannotStart
from assessments.enums import AttemptState, MarkingState
from assessments.kinds.registry import UnknownSnapshot
from assessments.models.attempts import Answer, Attempt
from cohorts.domain.enrolling import withdraw
from tests.factories.assessments import answer, due_of, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
MS = timedelta(milliseconds=1)


def stored(attempt: Attempt, position: int = 1) -> dict[str, object]:
    found = answering.stored_answer(attempt.items.get(position=position))
    return found.response if found else {}


def test_starting_draws_every_item_once_and_stores_the_draw() -> None:
    sitting = make_sitting(snapshots=[single_snapshot()] * 3, shuffle=True)

    attempt = make_attempt(sitting)

    drawn = draw(attempt_uuid=attempt.uuid, items=sitting.items.all(), shuffle=True)
    stored = [(each.item, each.position, each.option_order) for each in attempt.items.select_related("item")]
    assert stored == [(each.item, each.position, each.option_order) for each in drawn]
    assert [position for _, position, _ in stored] == [1, 2, 3]
    assert attempt.due_at == AT + timedelta(minutes=60)


def test_a_start_that_fails_half_way_leaves_nothing_behind() -> None:
    sitting = make_sitting()
    sitting.items.update(snapshot={**single_snapshot(), "format": 0})

    with pytest.raises(UnknownSnapshot):
        make_attempt(sitting)

    assert not Attempt.objects.exists()


def test_starting_twice_gives_the_same_attempt() -> None:
    attempt = make_attempt()

    again = starting.start(sitting=attempt.sitting, enrollment=attempt.enrollment, at=AT + timedelta(minutes=5))

    assert again == attempt
    assert again.due_at == attempt.due_at


@pytest.mark.parametrize(
    ("moment", "code"),
    [(AT - MS, "not-yet-open"), (AT + timedelta(hours=48), "closed")],
)
def test_no_attempt_begins_outside_the_window(moment: datetime, code: str) -> None:
    sitting = make_sitting()
    enrollment = make_enrollment(sitting.cohort)

    with pytest.raises(CannotStart) as refusal:
        starting.start(sitting=sitting, enrollment=enrollment, at=moment)

    assert refusal.value.code == code
    assert not Attempt.objects.exists()


def test_a_sitting_in_preparation_cannot_be_begun() -> None:
    sitting = make_sitting(published=False)

    with pytest.raises(CannotStart):
        starting.start(sitting=sitting, enrollment=make_enrollment(sitting.cohort), at=AT)


def test_somebody_who_left_the_cohort_cannot_begin() -> None:
    sitting = make_sitting()
    enrollment = withdraw(enrollment=make_enrollment(sitting.cohort), at=AT, reason="调离")

    with pytest.raises(CannotStart) as refusal:
        starting.start(sitting=sitting, enrollment=enrollment, at=AT)

    assert refusal.value.code == "withdrawn"


def test_attempts_are_counted_and_never_exceed_what_is_allowed() -> None:
    sitting = make_sitting(attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    for number in (1, 2):
        attempt = starting.start(sitting=sitting, enrollment=enrollment, at=AT)
        answering.submit(attempt=attempt, at=AT)
        assert attempt.number == number

    with pytest.raises(CannotStart) as refusal:
        starting.start(sitting=sitting, enrollment=enrollment, at=AT)

    assert refusal.value.code == "no-attempt-left"


def test_a_late_answer_is_kept_once_and_never_graded() -> None:
    attempt = make_attempt()
    item, operation = attempt.items.get(position=1), uuid4()
    late = due_of(attempt) + GRACE + MS

    for _ in range(3):
        answering.save(item=item, revision=1, operation=operation, response={"chosen": "a"}, at=late)
    answering.close_if_over(attempt=attempt, at=late)

    assert Answer.objects.get().is_late
    attempt.refresh_from_db()
    assert attempt.percent == 0


def test_an_answer_after_submitting_is_late_even_in_time() -> None:
    attempt = make_attempt()
    answering.submit(attempt=attempt, at=AT)

    assert answer(attempt, 1, {"chosen": "a"}).outcome is Saving.LATE
    assert Answer.objects.get().is_late


def test_a_retry_of_an_acknowledged_answer_after_submitting_is_acknowledged_again() -> None:
    attempt = make_attempt()
    answer(attempt, 1, {"chosen": "a"})
    answering.submit(attempt=attempt, at=AT)

    assert answer(attempt, 1, {"chosen": "a"}).outcome is Saving.STORED
    assert Answer.objects.count() == 1


def test_the_highest_revision_is_the_answer_and_every_write_is_kept() -> None:
    attempt = make_attempt()
    for revision, chosen in enumerate("abc", start=1):
        answer(attempt, 1, {"chosen": chosen}, revision=revision)

    assert stored(attempt) == {"chosen": "c"}
    assert Answer.objects.count() == 3


def test_the_same_revision_with_the_same_body_is_acknowledged_again() -> None:
    attempt = make_attempt()
    first = answer(attempt, 1, {"chosen": "a"})

    again = answer(attempt, 1, {"chosen": "a"})

    assert (again.outcome, again.stored) == (Saving.STORED, first.stored)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(("revision", "chosen"), [(2, "c"), (1, "a"), (1, "d")])
def test_another_body_or_an_older_revision_is_a_conflict_that_says_what_is_stored(revision: int, chosen: str) -> None:
    attempt = make_attempt()
    answer(attempt, 1, {"chosen": "a"}, revision=1)
    newest = answer(attempt, 1, {"chosen": "b"}, revision=2)

    saved = answer(attempt, 1, {"chosen": chosen}, revision=revision)

    assert (saved.outcome, saved.stored) == (Saving.CONFLICT, newest.stored)
    assert stored(attempt) == {"chosen": "b"}


def test_thirty_writes_out_of_order_and_doubled_end_like_those_in_order() -> None:
    attempt = make_attempt(make_sitting(snapshots=[single_snapshot()] * 3))
    writes = [
        (position, revision, "abcd"[(position + revision) % 4]) for position in (1, 2, 3) for revision in range(1, 11)
    ]
    jumbled = sorted(writes, key=lambda write: (write[1] * 7 + write[0] * 3) % 11) * 2

    for position, revision, chosen in jumbled:
        answer(attempt, position, {"chosen": chosen}, revision=revision)

    assert [stored(attempt, position) for position in (1, 2, 3)] == [
        {"chosen": "abcd"[(position + 10) % 4]} for position in (1, 2, 3)
    ]


def test_submitting_twice_submits_once() -> None:
    attempt = make_attempt()

    assert answering.submit(attempt=attempt, at=AT) is True
    assert answering.submit(attempt=attempt, at=AT + timedelta(minutes=1)) is False
    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at) == (AttemptState.SUBMITTED, AT)


def test_a_stale_copy_of_the_attempt_cannot_submit_again() -> None:
    attempt = make_attempt()
    stale = Attempt.objects.get(pk=attempt.pk)
    answering.submit(attempt=attempt, at=AT)

    assert answering.submit(attempt=stale, at=AT + timedelta(minutes=1)) is False
    assert attempt.items.get(position=1).grades.count() == 1


def test_submitting_in_the_grace_finishes_at_the_end() -> None:
    attempt = make_attempt()

    answering.submit(attempt=attempt, at=due_of(attempt) + GRACE)

    assert (attempt.state, attempt.finished_at) == (AttemptState.SUBMITTED, attempt.due_at)


def test_the_clock_closes_an_attempt_without_a_browser_at_the_moment_it_was_due() -> None:
    attempt = make_attempt()
    answer(attempt, 1, {"chosen": "a"})

    assert answering.close_all_over(at=due_of(attempt) + GRACE) == 0
    assert answering.close_all_over(at=due_of(attempt) + GRACE + MS) == 1

    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at) == (AttemptState.AUTO_SUBMITTED, attempt.due_at)
    assert (attempt.marking, attempt.percent) == (MarkingState.AUTO_GRADED, 100)


def test_seconds_left_are_the_servers_and_none_once_it_is_over() -> None:
    attempt = make_attempt()

    assert answering.seconds_left(attempt, at=due_of(attempt) - timedelta(seconds=90)) == 90
    answering.submit(attempt=attempt, at=AT)
    assert answering.seconds_left(attempt, at=AT) == 0
