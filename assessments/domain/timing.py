"""How long an attempt lasts, and when a sitting is over: the rules of docs/reference/attempt-time.md.

Only the server's clock counts, and a promised end is never taken back: `due_at` moves later or not at all.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, FilteredRelation, Max, OuterRef, Q, QuerySet

from assessments.domain.answering import GRACE
from assessments.enums import SittingState
from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt, AttemptQuerySet
from assessments.models.sittings import Sitting, SittingQuerySet
from cohorts.models.enrollment import Enrollment

MINUTE_IN_MS = 60_000


def due(*, sitting: Sitting, started_at: datetime, accommodation: Accommodation | None = None) -> datetime:
    """Return when an attempt ends: min(begun + limit × factor, end of the window + extension)."""
    window_ends = sitting.closes_at + (accommodation.extension if accommodation else timedelta(0))
    allowed = time_allowed(sitting, accommodation)
    return window_ends if allowed is None else min(started_at + allowed, window_ends)


def due_now(*, sitting: Sitting, enrollment: Enrollment, started_at: datetime) -> datetime:
    """Return the end of an attempt that begins: the window and the grant are read anew, for both may have changed."""
    own = FilteredRelation("accommodations", condition=Q(accommodations__enrollment=enrollment.pk))
    rows = Sitting.objects.annotate(own=own).values_list("closes_at", "own__factor", "own__extension")
    sitting.closes_at, factor, extension = rows.get(pk=sitting.pk)
    accommodation = None if factor is None else Accommodation(factor=factor, extension=extension)
    return due(sitting=sitting, started_at=started_at, accommodation=accommodation)


def time_allowed(sitting: Sitting, accommodation: Accommodation | None) -> timedelta | None:
    """Return the limit of an attempt for this person; None where only the window ends it."""
    if sitting.minutes is None:
        return None
    factor = accommodation.factor if accommodation else Decimal(1)
    return timedelta(milliseconds=int(sitting.minutes * MINUTE_IN_MS * factor))


def granted(*, sitting: Sitting, enrollment: Enrollment) -> Accommodation | None:
    """Return what this person is granted in a sitting."""
    return Accommodation.objects.filter(sitting=sitting, enrollment=enrollment).first()


def hold_beginners(enrollments: QuerySet[Enrollment]) -> None:
    """Let none of these begin an attempt until the transaction ends, so that every end is reckoned by one rule.

    SQLite lets one transaction write at a time in any case.
    """
    list(enrollments.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def keep_promises(attempts: AttemptQuerySet, *, at: datetime) -> int:
    """Move attempts under way to the end that the rules now give them, where it is later; return how many moved."""
    running = list(attempts.in_progress().filter(due_at__gte=at - GRACE).select_related("sitting"))
    rows = Accommodation.objects.filter(sitting__in={attempt.sitting_id for attempt in running})
    theirs = {(row.sitting_id, row.enrollment_id): row for row in rows}
    return sum(_move(attempt, theirs.get((attempt.sitting_id, attempt.enrollment_id)), at) for attempt in running)


def last_end(sitting: Sitting) -> datetime:
    """Return when the last attempt of a sitting can end: with the longest extension that anybody has."""
    longest = sitting.accommodations.aggregate(longest=Max("extension"))["longest"]
    return sitting.closes_at + (longest or timedelta(0))


def over(sittings: SittingQuerySet, *, at: datetime) -> SittingQuerySet:
    """Return the sittings that can be looked back on: released or past their last end, and nobody is answering."""
    return sittings.published().filter(Q(state=SittingState.RELEASED) | _is_past(at), _is_quiet())


def ended(sittings: SittingQuerySet, *, at: datetime) -> SittingQuerySet:
    """Return the sittings that nobody can answer any more: past their last end, and nobody is answering."""
    return sittings.published().filter(_is_past(at), _is_quiet())


def _is_past(at: datetime) -> Q:
    """The condition on a sitting that its window has closed for everybody, the longest extension included."""
    ends_at = ExpressionWrapper(F("sitting__closes_at") + F("extension"), output_field=DateTimeField())
    extended = Accommodation.objects.filter(sitting=OuterRef("pk")).annotate(ends_at=ends_at).filter(ends_at__gt=at)
    return Q(~Exists(extended), closes_at__lte=at)


def _is_quiet() -> Q:
    """The condition on a sitting that nobody is answering."""
    return ~Q(Exists(Attempt.objects.in_progress().filter(sitting=OuterRef("pk"))))


def _move(attempt: Attempt, accommodation: Accommodation | None, at: datetime) -> int:
    ends_at = due(sitting=attempt.sitting, started_at=attempt.started_at, accommodation=accommodation)
    rows = Attempt.objects.in_progress().filter(pk=attempt.pk, due_at__gte=at - GRACE, due_at__lt=ends_at)
    return rows.update(due_at=ends_at)
