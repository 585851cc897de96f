"""One device answers at a time: who began holds the attempt until another takes over, and then saves nothing more."""

from datetime import timedelta
from uuid import uuid4

import pytest

from assessments.domain import answering, starting
from assessments.domain.answering import GRACE, Saved, Saving
from assessments.models.attempts import Answer, Attempt
from tests.factories.assessments import due_of, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
PHONE, DESK = "phone", "desk"


def begun_on(device: str) -> Attempt:
    sitting = make_sitting()
    return starting.start(sitting=sitting, enrollment=make_enrollment(sitting.cohort), at=AT, device=device)


def write(attempt: Attempt, device: str, chosen: str, *, revision: int = 1, after: timedelta = timedelta(0)) -> Saved:
    item = attempt.items.select_related("attempt").get(position=1)
    response = {"chosen": chosen}
    return answering.save(
        item=item, revision=revision, operation=uuid4(), response=response, at=AT + after, device=device
    )


def test_another_device_changes_nothing_until_it_takes_over() -> None:
    attempt = begun_on(PHONE)

    saved = write(attempt, DESK, "a")

    assert (saved.outcome, saved.stored) == (Saving.TAKEN_OVER, None)
    assert not Answer.objects.exists()


def test_after_a_take_over_the_first_device_saves_nothing_and_the_second_goes_on() -> None:
    attempt = begun_on(PHONE)
    first = write(attempt, PHONE, "a")

    assert answering.take_over(attempt=attempt, device=DESK, seen=0, at=AT) is True

    refused = write(attempt, PHONE, "b", revision=2)
    assert (refused.outcome, refused.stored) == (Saving.TAKEN_OVER, first.stored)
    assert write(attempt, DESK, "c", revision=2).outcome is Saving.STORED
    assert [answer.response["chosen"] for answer in Answer.objects.all()] == ["a", "c"]


def test_the_first_device_may_take_it_back() -> None:
    attempt = begun_on(PHONE)
    answering.take_over(attempt=attempt, device=DESK, seen=0, at=AT)

    assert answering.take_over(attempt=attempt, device=PHONE, seen=1, at=AT) is True

    assert write(attempt, PHONE, "b").outcome is Saving.STORED
    assert attempt.epoch == 2


def test_of_two_devices_that_saw_the_same_the_second_is_asked_again() -> None:
    attempt = begun_on(PHONE)
    answering.take_over(attempt=attempt, device=DESK, seen=0, at=AT)

    assert answering.take_over(attempt=attempt, device="tablet", seen=0, at=AT) is False

    assert (attempt.holder, attempt.epoch) == (DESK, 1)


def test_pressing_twice_takes_over_once() -> None:
    attempt = begun_on(PHONE)

    for seen in (0, 0, 1):
        assert answering.take_over(attempt=attempt, device=DESK, seen=seen, at=AT) is True

    assert attempt.epoch == 1


def test_a_retry_of_what_was_acknowledged_before_is_acknowledged_still() -> None:
    attempt = begun_on(PHONE)
    write(attempt, PHONE, "a")
    answering.take_over(attempt=attempt, device=DESK, seen=0, at=AT)

    assert write(attempt, PHONE, "a").outcome is Saving.STORED


def test_the_first_device_cannot_hand_in_what_the_second_is_answering() -> None:
    attempt = begun_on(PHONE)
    answering.take_over(attempt=attempt, device=DESK, seen=0, at=AT)

    assert answering.submit(attempt=attempt, at=AT, device=PHONE) is False
    assert attempt.is_in_progress
    assert answering.submit(attempt=attempt, at=AT, device=DESK) is True


def test_an_attempt_that_no_device_began_belongs_to_the_first_that_writes() -> None:
    attempt = begun_on("")

    assert write(attempt, PHONE, "a").outcome is Saving.STORED
    assert write(attempt, DESK, "b", revision=2).outcome is Saving.TAKEN_OVER
    assert write(attempt, "", "b", revision=2).outcome is Saving.TAKEN_OVER


def test_nothing_is_taken_over_once_the_time_is_over() -> None:
    attempt = begun_on(PHONE)

    assert answering.take_over(attempt=attempt, device=DESK, seen=0, at=due_of(attempt) + GRACE * 2) is False
    assert attempt.holder == PHONE


def test_what_comes_too_late_is_kept_from_whichever_device() -> None:
    attempt = begun_on(PHONE)

    assert write(attempt, DESK, "a", after=timedelta(hours=2)).outcome is Saving.LATE
    assert Answer.objects.get().is_late
