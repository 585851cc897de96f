"""Clerks who sit themselves: until they have answered, the papers and answers of others are not for their eyes."""

from datetime import datetime, timedelta

from assessments.domain import families, starting, timing
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User


def is_yet_to_answer(*, sitting: Sitting, person: User, at: datetime) -> bool:
    """Return whether somebody may himself still answer the questions of a sitting, in it or in its resit."""
    enrollment = families.those_to_sit(sitting).filter(person=person).first()
    if enrollment is None:
        return False
    return (
        _is_answering(sitting, enrollment, at)
        or _may_begin(sitting, enrollment, at)
        or families.resit_ahead(sitting=sitting, enrollment=enrollment, at=at) is not None
    )


def _is_answering(sitting: Sitting, enrollment: Enrollment, at: datetime) -> bool:
    running = Attempt.objects.in_progress().filter(sitting=sitting, enrollment=enrollment, due_at__gt=at)
    return running.exists()


def _may_begin(sitting: Sitting, enrollment: Enrollment, at: datetime) -> bool:
    granted = timing.granted(sitting=sitting, enrollment=enrollment)
    window_ends = sitting.closes_at + (granted.extension if granted else timedelta(0))
    return window_ends > at and starting.attempts_left(sitting=sitting, enrollment=enrollment) > 0
