"""The beginning of an attempt: whether one may begin, how long it lasts, and what was drawn for it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from assessments.domain.answering import close_if_over
from assessments.domain.drawing import draw, items_for
from assessments.domain.families import has_passed
from assessments.domain.revealing import has_seen_key
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.enums import EnrollmentState
from cohorts.models.enrollment import Enrollment


class CannotStart(Exception):
    """No attempt may begin now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def start_obstacle(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> str:
    """Return the code of what keeps a new attempt from beginning, or nothing."""
    if code := _closed_door(sitting, enrollment, at):
        return code
    return "" if attempts_left(sitting=sitting, enrollment=enrollment) else "no-attempt-left"


def attempts_left(*, sitting: Sitting, enrollment: Enrollment) -> int:
    """Return how many more attempts may begin."""
    return max(0, sitting.attempts_allowed - _last_number(sitting, enrollment))


def start(*, sitting: Sitting, enrollment: Enrollment, at: datetime, device: str = "") -> Attempt:
    """Begin an attempt, or return the one in progress: a double click and a second device get the same.

    The device holds what it began; without one, the first that writes will.
    """
    last = Attempt.objects.filter(sitting=sitting, enrollment=enrollment).order_by("-number").first()
    if last is not None and last.is_in_progress and not close_if_over(attempt=last, at=at):
        return last
    if code := _closed_door(sitting, enrollment, at):
        raise CannotStart(code)
    number = last.number + 1 if last else 1
    if number > sitting.attempts_allowed:
        raise CannotStart("no-attempt-left")
    try:
        with transaction.atomic():
            return _begin(sitting, enrollment, number, at, device)
    except IntegrityError:
        # Somebody was faster: one attempt in progress, and each number once, are constraints.
        return Attempt.objects.filter(sitting=sitting, enrollment=enrollment).latest("number")


def due(*, sitting: Sitting, started_at: datetime) -> datetime:
    """Return when an attempt ends: after the minutes allowed, and never after the window."""
    if sitting.minutes is None:
        return sitting.closes_at
    return min(started_at + timedelta(minutes=sitting.minutes), sitting.closes_at)


def _closed_door(sitting: Sitting, enrollment: Enrollment, at: datetime) -> str:
    """What keeps everybody in this place from beginning, however many attempts are left."""
    if enrollment.state == EnrollmentState.WITHDRAWN:
        return "withdrawn"
    if sitting.is_resit and has_passed(sitting=sitting, enrollment=enrollment):
        return "passed"
    if has_seen_key(sitting=sitting, enrollment=enrollment, at=at):
        return "key-seen"
    if not sitting.is_open(at):
        return "not-yet-open" if at < sitting.opens_at else "closed"
    return ""


def _begin(sitting: Sitting, enrollment: Enrollment, number: int, at: datetime, device: str) -> Attempt:
    attempt = Attempt.objects.create(
        sitting=sitting,
        enrollment=enrollment,
        number=number,
        holder=device,
        started_at=at,
        due_at=due(sitting=sitting, started_at=at),
    )
    drawn = draw(attempt_uuid=attempt.uuid, items=items_for(attempt), shuffle=sitting.shuffle)
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, item=each.item, position=each.position, option_order=each.option_order)
        for each in drawn
    )
    return attempt


def _last_number(sitting: Sitting, enrollment: Enrollment) -> int:
    rows = Attempt.objects.filter(sitting=sitting, enrollment=enrollment)
    return rows.aggregate(last=Max("number"))["last"] or 0
