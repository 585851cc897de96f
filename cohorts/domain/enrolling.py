"""Enrolling: by rule, by hand; leaving and coming back; and the day on which somebody has done everything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cohorts.domain.covering import due_seats
from cohorts.enums import ChangeKind, CohortState, EnrolledBy, EnrollmentState
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment, EnrollmentChange
from cohorts.signals import enrolled
from people.domain.notices import notify_all
from people.models.accounts import User
from people.models.elections import Seat

BATCH = 500


class CohortNotOpen(Exception):
    """The cohort has closed: nobody comes in or goes out any more."""


class NobodyToEnroll(Exception):
    """The person holds no seat and never did, so nothing says where they belong."""


class EnrollmentConcluded(Exception):
    """The person has done everything the cohort asks for; that is a record and stays."""


class NotEnrolled(Exception):
    """The person has withdrawn."""


@dataclass(frozen=True)
class Movement:
    """What keeping a cohort in step with its rules changed: ids of enrollments."""

    enrolled: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


@transaction.atomic
def enroll_by_rules(*, cohort: Cohort, at: datetime) -> Movement:
    """Bring the cohort in step with its rules, both ways; a second call changes nothing.

    Who was enrolled by hand stays, who was withdrawn by hand stays out, who has concluded is a record.
    """
    _hold(cohort)
    due = due_seats(cohort.rules.select_related("unit"), day=timezone.localdate(at))
    known = {enrollment.person_id: enrollment for enrollment in cohort.enrollments.all()}
    new = _add(cohort, [seat for person, seat in due.items() if person not in known], at=at)
    back = [
        enrollment.pk
        for person, enrollment in known.items()
        if person in due
        and enrollment.state == EnrollmentState.WITHDRAWN
        and enrollment.withdrawn_by == EnrolledBy.RULE
    ]
    gone = [
        enrollment.pk
        for person, enrollment in known.items()
        if person not in due and enrollment.is_active and enrollment.enrolled_by == EnrolledBy.RULE
    ]
    for batch in _batches(back):
        Enrollment.objects.filter(pk__in=batch).update(state=EnrollmentState.ACTIVE, withdrawn_by="")
    for batch in _batches(gone):
        Enrollment.objects.filter(pk__in=batch).update(state=EnrollmentState.WITHDRAWN, withdrawn_by=EnrolledBy.RULE)
    _note(back, ChangeKind.RETURNED, at=at)
    _note(gone, ChangeKind.WITHDRAWN, at=at)
    _announce(cohort, [*new, *back], at=at)
    return Movement(enrolled=tuple(new), returned=tuple(back), withdrawn=tuple(gone))


@transaction.atomic
def enroll_person(*, cohort: Cohort, person: User, at: datetime, by: User | None = None) -> Enrollment:
    """Enroll somebody by hand, or bring them back after withdrawing; who is in already stays as they are."""
    _hold(cohort)
    enrollment = cohort.enrollments.filter(person=person).first()
    if enrollment is None:
        seat = _seat_of(person, timezone.localdate(at))
        enrollment = Enrollment.objects.create(
            cohort=cohort,
            person=person,
            unit=seat.unit,
            seat=seat,
            enrolled_by=EnrolledBy.HAND,
            enrolled_at=at,
            clock_from=_clock_from(seat),
        )
        _note([enrollment.pk], ChangeKind.ENROLLED, at=at, by=by)
        _announce(cohort, [enrollment.pk], at=at)
    elif enrollment.state == EnrollmentState.WITHDRAWN:
        enrollment.state, enrollment.withdrawn_by, enrollment.enrolled_by = EnrollmentState.ACTIVE, "", EnrolledBy.HAND
        enrollment.save(update_fields=["state", "withdrawn_by", "enrolled_by"])
        _note([enrollment.pk], ChangeKind.RETURNED, at=at, by=by)
        _announce(cohort, [enrollment.pk], at=at)
    return enrollment


@transaction.atomic
def withdraw(*, enrollment: Enrollment, at: datetime, reason: str, by: User | None = None) -> Enrollment:
    """Take somebody out of the cohort; what they have done is kept. A second call changes nothing."""
    left = Enrollment.objects.filter(pk=enrollment.pk, state=EnrollmentState.ACTIVE).update(
        state=EnrollmentState.WITHDRAWN, withdrawn_by=EnrolledBy.HAND
    )
    enrollment.refresh_from_db()
    if enrollment.state == EnrollmentState.CONCLUDED:
        raise EnrollmentConcluded
    if left:
        _note([enrollment.pk], ChangeKind.WITHDRAWN, at=at, by=by, reason=reason)
    return enrollment


@transaction.atomic
def conclude(*, enrollment: Enrollment, at: datetime) -> Enrollment:
    """Record that everything the cohort asks for is done. A second call changes nothing."""
    concluded = Enrollment.objects.filter(pk=enrollment.pk, state=EnrollmentState.ACTIVE).update(
        state=EnrollmentState.CONCLUDED, concluded_at=at
    )
    enrollment.refresh_from_db()
    if enrollment.state == EnrollmentState.WITHDRAWN:
        raise NotEnrolled
    if concluded:
        _note([enrollment.pk], ChangeKind.CONCLUDED, at=at)
    return enrollment


def _hold(cohort: Cohort) -> None:
    """Take the cohort's row until the end of the transaction, so that two who enroll at once do it one by one."""
    if not Cohort.objects.filter(pk=cohort.pk).exclude(state=CohortState.CLOSED).update(state=F("state")):
        raise CohortNotOpen


def _add(cohort: Cohort, seats: Iterable[Seat], *, at: datetime) -> list[int]:
    rows = Enrollment.objects.bulk_create(
        [
            Enrollment(
                cohort=cohort,
                person_id=seat.person_id,
                unit=seat.unit,
                seat=seat,
                enrolled_by=EnrolledBy.RULE,
                enrolled_at=at,
                clock_from=_clock_from(seat),
            )
            for seat in seats
        ],
        batch_size=BATCH,
    )
    added = [row.pk for row in rows]
    _note(added, ChangeKind.ENROLLED, at=at)
    return added


def _note(
    enrollments: Iterable[int], kind: ChangeKind, *, at: datetime, by: User | None = None, reason: str = ""
) -> None:
    EnrollmentChange.objects.bulk_create(
        [EnrollmentChange(enrollment_id=pk, kind=kind, reason=reason, by=by, at=at) for pk in enrollments],
        batch_size=BATCH,
    )


def _announce(cohort: Cohort, enrollments: list[int], *, at: datetime) -> None:
    """Tell the people, once the cohort is open, and the rooms above."""
    if not enrollments:
        return
    if cohort.is_open:
        tell_enrolled(cohort=cohort, enrollments=enrollments, at=at)
    transaction.on_commit(lambda: enrolled.send(Cohort, cohort_id=cohort.pk, enrollment_ids=enrollments))


def tell_enrolled(*, cohort: Cohort, enrollments: Iterable[int], at: datetime) -> None:
    """Put the news into each person's notices, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("You are enrolled in %(cohort)s") % {"cohort": cohort.name}
        body = _("Learning runs from %(start)s to %(end)s. Open the study room to begin.") % {
            "start": cohort.starts_on,
            "end": cohort.ends_on,
        }
    for batch in _batches(enrollments):
        notify_all(
            recipients=User.objects.filter(enrollments__in=batch).values_list("pk", flat=True),
            key=f"cohort:{cohort.pk}:enrolled",
            subject=subject,
            body=body,
            url=reverse("cohorts:study-room", args=[cohort.pk]),
            at=at,
        )


def _seat_of(person: User, day: date) -> Seat:
    seats = list(Seat.objects.filter(person=person).select_related("unit", "election"))
    if not seats:
        raise NobodyToEnroll
    return min(seats, key=lambda seat: (not _is_held(seat, day), -seat.started_on.toordinal()))


def _is_held(seat: Seat, day: date) -> bool:
    return seat.ended_on is None or seat.ended_on > day


def _clock_from(seat: Seat) -> date:
    return seat.election.held_on if seat.election else seat.started_on


def _batches(ids: Iterable[int]) -> Iterable[list[int]]:
    whole = list(ids)
    return (whole[start : start + BATCH] for start in range(0, len(whole), BATCH))
