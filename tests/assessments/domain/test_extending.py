"""A window that closes later: for everybody, once per decision, until the results are out."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from assessments.domain import results
from assessments.domain.extending import CannotExtend, extend
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from people.models.notices import Notice
from tests.factories.assessments import due_of, give_time, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(minutes=60, hours=1)


def later(sitting: Sitting, by: timedelta = HOUR, *, at: object = AT) -> Sitting:
    organizer = sitting.cohort.organizer
    return extend(sitting=sitting, closes_at=sitting.closes_at + by, reason="停电", by=organizer, at=at)  # type: ignore[arg-type]


def due_after_start(attempt: Attempt) -> timedelta:
    return due_of(Attempt.objects.get(pk=attempt.pk)) - AT


def test_attempts_that_the_window_cut_get_what_they_would_have_had(sitting: Sitting) -> None:
    whole, cut, lengthened = (make_enrollment(sitting.cohort) for _ in range(3))
    give_time(sitting, lengthened, factor="2")
    attempts = [make_attempt(sitting, whole), make_attempt(sitting, cut, at=AT + 30 * MINUTE)]
    attempts.append(make_attempt(sitting, lengthened))
    assert [due_after_start(attempt) for attempt in attempts] == [HOUR, HOUR, HOUR]

    later(sitting, at=AT + 40 * MINUTE)

    assert [due_after_start(attempt) for attempt in attempts] == [HOUR, 90 * MINUTE, 2 * HOUR]


def test_an_attempt_that_has_ended_stays_ended(sitting: Sitting) -> None:
    attempt = hand_in(make_attempt(sitting, at=AT + 30 * MINUTE))

    later(sitting)

    assert due_after_start(attempt) == HOUR


def test_everybody_is_told_and_it_is_written_down(sitting: Sitting) -> None:
    lin = make_enrollment(sitting.cohort)

    later(sitting)
    later(sitting)

    notices = Notice.objects.filter(recipient=lin.person, key__startswith="sitting-extended")
    assert notices.count() == 2
    entry = ModelLogEntry.objects.filter(action="assessments.sitting_extended").latest("pk")
    assert (entry.data["reason"], entry.data["after"]) == ("停电", sitting.closes_at.isoformat())


@pytest.mark.parametrize("by", [timedelta(0), -MINUTE])
def test_it_closes_later_and_never_earlier(sitting: Sitting, by: timedelta) -> None:
    with pytest.raises(CannotExtend):
        later(sitting, by)


def test_a_closed_window_opens_again_only_to_an_end_ahead(sitting: Sitting) -> None:
    with pytest.raises(CannotExtend):
        later(sitting, at=sitting.closes_at + HOUR)

    later(sitting, at=sitting.closes_at)

    assert make_attempt(sitting, at=AT + 90 * MINUTE).due_at == AT + 2 * HOUR


def test_of_two_organizers_with_the_same_page_one_extends(sitting: Sitting) -> None:
    stale = Sitting.objects.select_related("cohort__organizer").get(pk=sitting.pk)
    later(sitting)

    with pytest.raises(CannotExtend):
        later(stale, 2 * HOUR)


def test_after_the_release_the_window_stays(sitting: Sitting) -> None:
    hand_in(make_attempt(sitting), {"chosen": "a"})
    stale = Sitting.objects.select_related("cohort__organizer").get(pk=sitting.pk)
    results.release(sitting=sitting, by=sitting.cohort.organizer, at=AT)

    for each in (sitting, stale):
        with pytest.raises(CannotExtend):
            later(each)
