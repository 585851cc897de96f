"""The pause between two attempts: from the moment the last one ended, to the millisecond."""

from datetime import datetime, timedelta

import pytest

from assessments.domain import answering, starting
from assessments.domain.starting import CannotStart
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from tests.factories.assessments import due_of, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
MS = timedelta(milliseconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(attempts_allowed=2, cooldown_minutes=30)


@pytest.fixture
def lin(sitting: Sitting) -> Enrollment:
    return make_enrollment(sitting.cohort)


def obstacle(sitting: Sitting, lin: Enrollment, at: datetime) -> str:
    return starting.start_obstacle(sitting=sitting, enrollment=lin, at=at)


def test_the_next_attempt_waits_for_the_pause(sitting: Sitting, lin: Enrollment) -> None:
    attempt = hand_in(make_attempt(sitting, lin), at=AT + MINUTE)
    free_at = AT + 31 * MINUTE

    assert starting.free_from(sitting, [attempt]) == free_at
    assert obstacle(sitting, lin, free_at - MS) == "cooling-down"
    with pytest.raises(CannotStart, match="cooling-down"):
        make_attempt(sitting, lin, at=free_at - MS)
    assert Attempt.objects.count() == 1

    assert obstacle(sitting, lin, free_at) == ""
    assert make_attempt(sitting, lin, at=free_at).number == 2


def test_an_attempt_that_the_clock_ended_counts_from_its_end(sitting: Sitting, lin: Enrollment) -> None:
    attempt = make_attempt(sitting, lin)
    answering.close_all_over(at=due_of(attempt) + timedelta(hours=1))
    attempt.refresh_from_db()

    assert starting.free_from(sitting, [attempt]) == AT + 90 * MINUTE


def test_the_first_attempt_and_the_one_under_way_wait_for_nothing(sitting: Sitting, lin: Enrollment) -> None:
    attempt = make_attempt(sitting, lin)

    assert make_attempt(sitting, lin, at=AT + MINUTE) == attempt
    assert starting.free_from(sitting, []) is None


def test_without_a_pause_the_next_begins_at_once(lin: Enrollment) -> None:
    sitting = make_sitting(lin.cohort, attempts_allowed=2)
    hand_in(make_attempt(sitting, lin))

    assert make_attempt(sitting, lin).number == 2


def test_whoever_has_used_up_every_attempt_is_not_told_to_wait(sitting: Sitting, lin: Enrollment) -> None:
    for at in (AT, AT + 30 * MINUTE):
        hand_in(make_attempt(sitting, lin, at=at), at=at)

    assert obstacle(sitting, lin, AT + 31 * MINUTE) == "no-attempt-left"
