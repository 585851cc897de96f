"""The beginning of an attempt: whether one may begin, and what was drawn for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from assessments.domain import timing
from assessments.domain.answering import close_if_over
from assessments.domain.drawing import draw, items_for
from assessments.domain.families import has_passed
from assessments.domain.revealing import has_seen_key
from assessments.enums import AttemptState, Medium
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.enums import EnrollmentState
from cohorts.models.enrollment import Enrollment


class CannotStart(Exception):
    """No attempt may begin now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def start_obstacle(
    *, sitting: Sitting, enrollment: Enrollment, at: datetime, before: Sequence[Attempt] | None = None
) -> str:
    """Return the code of what keeps a new attempt from beginning, or nothing; `before` spares reading them again."""
    before = attempts_of(sitting, enrollment) if before is None else before
    if any(each.is_on_paper and each.is_in_progress for each in before):
        return "on-paper"
    return _closed_door(sitting, enrollment, before, at) or _refusal(sitting, before, at)


def attempts_of(sitting: Sitting, enrollment: Enrollment) -> list[Attempt]:
    """Return the attempts of this person, the last one last, those that were let go among them."""
    return list(Attempt.objects.filter(sitting=sitting, enrollment=enrollment).order_by("number"))


def attempts_left(*, sitting: Sitting, enrollment: Enrollment) -> int:
    """Return how many more attempts may begin."""
    return _left(sitting, attempts_of(sitting, enrollment))


def free_from(sitting: Sitting, attempts: Iterable[Attempt]) -> datetime | None:
    """Return from when another attempt may begin after these; None where there is no pause."""
    ends = [each.finished_at for each in attempts if each.finished_at and each.state != AttemptState.VOIDED]
    return max(ends) + timedelta(minutes=sitting.cooldown_minutes) if ends and sitting.cooldown_minutes else None


def start(*, sitting: Sitting, enrollment: Enrollment, at: datetime, device: str = "") -> Attempt:
    """Begin an attempt, or return the one in progress: a double click and a second device get the same.

    The device holds what it began; without one, the first that writes will.
    """
    try:
        with transaction.atomic():
            timing.hold_beginners(Enrollment.objects.filter(pk=enrollment.pk))
            before = attempts_of(sitting, enrollment)
            if before and before[-1].is_in_progress and not close_if_over(attempt=before[-1], at=at):
                return _online(before[-1])
            code = _closed_door(sitting, enrollment, before, at) or _refusal(sitting, before, at)
            if not code:
                return _begin_online(sitting, enrollment, before, at, device)
    except IntegrityError:
        # Somebody was faster: one attempt in progress, and each number once, are constraints.
        return _online(Attempt.objects.filter(sitting=sitting, enrollment=enrollment).latest("number"))
    raise CannotStart(code)  # Not above: an attempt that was over stays closed.


def prepare_on_paper(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> Attempt:
    """Draw an attempt to be printed, before the window opens or while it is open; no clock runs for it."""
    before = attempts_of(sitting, enrollment)
    if before and before[-1].is_in_progress:
        raise CannotStart("begun")
    if code := _closed_door(sitting, enrollment, before, max(at, sitting.opens_at)):
        raise CannotStart(code)
    if not _left(sitting, before):
        raise CannotStart("no-attempt-left")
    try:
        with transaction.atomic():
            return _begin(sitting, enrollment, before, at, medium=Medium.PAPER)
    except IntegrityError as error:
        raise CannotStart("begun") from error


def _closed_door(sitting: Sitting, enrollment: Enrollment, before: Sequence[Attempt], at: datetime) -> str:
    """What keeps everybody in this place from beginning, however many attempts are left."""
    if enrollment.state == EnrollmentState.WITHDRAWN:
        return "withdrawn"
    if sitting.is_resit and has_passed(sitting=sitting, enrollment=enrollment):
        return "passed"
    if before and has_seen_key(sitting=sitting, enrollment=enrollment, at=at):
        return "key-seen"
    if not sitting.is_open(at):
        return "not-yet-open" if at < sitting.opens_at else "closed"
    return ""


def _left(sitting: Sitting, before: Iterable[Attempt]) -> int:
    """How many more may begin; a form that was let go uses up none."""
    return max(0, sitting.attempts_allowed - sum(each.state != AttemptState.VOIDED for each in before))


def _refusal(sitting: Sitting, before: Sequence[Attempt], at: datetime) -> str:
    """What the attempts that were begun before say of another one."""
    if not _left(sitting, before):
        return "no-attempt-left"
    free_at = free_from(sitting, before)
    return "cooling-down" if free_at and at < free_at else ""


def _online(attempt: Attempt) -> Attempt:
    """Return what a device may go on with: never a printed form."""
    if attempt.is_on_paper and attempt.is_in_progress:
        raise CannotStart("on-paper")
    return attempt


def _begin_online(
    sitting: Sitting, enrollment: Enrollment, before: Sequence[Attempt], at: datetime, device: str
) -> Attempt:
    """Begin by the window and the grant of this moment."""
    due_at = timing.due_now(sitting=sitting, enrollment=enrollment, started_at=at)
    return _begin(sitting, enrollment, before, at, medium=Medium.ONLINE, holder=device, due_at=due_at)


def _begin(sitting: Sitting, enrollment: Enrollment, before: Sequence[Attempt], at: datetime, **rules: Any) -> Attempt:
    number = before[-1].number + 1 if before else 1
    attempt = Attempt.objects.create(sitting=sitting, enrollment=enrollment, number=number, started_at=at, **rules)
    drawn = draw(attempt_uuid=attempt.uuid, items=items_for(attempt), shuffle=sitting.shuffle)
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, item=each.item, position=each.position, option_order=each.option_order)
        for each in drawn
    )
    return attempt
