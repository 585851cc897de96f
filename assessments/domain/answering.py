"""The life of an attempt from its start to its end: begin, save one answer at a time, submit, expire.

Each change of state is one conditional update of which exactly one wins; the same update locks the row, so that no
answer slips in behind a submit.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from assessments.domain import grading
from assessments.domain.drawing import draw
from assessments.enums import AttemptState
from assessments.kinds.base import State
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting
from assessments.signals import attempt_submitted
from cohorts.domain.study import finish_module
from cohorts.enums import EnrollmentState
from cohorts.models.enrollment import Enrollment
from common import audit
from common.canonical import canonical_json

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""How long after the end a write that was under way is still taken."""


class CannotStart(Exception):
    """No attempt may begin now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Saving(StrEnum):
    """What became of one write."""

    STORED = "stored"
    CONFLICT = "conflict"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one write, and the answer that counts now."""

    outcome: Saving
    stored: Answer | None


def start_obstacle(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> str:
    """Return the code of what keeps a new attempt from beginning, or nothing."""
    if enrollment.state == EnrollmentState.WITHDRAWN:
        return "withdrawn"
    if not sitting.is_open(at):
        return "not-yet-open" if at < sitting.opens_at else "closed"
    if attempts_left(sitting=sitting, enrollment=enrollment) == 0:
        return "no-attempt-left"
    return ""


def attempts_left(*, sitting: Sitting, enrollment: Enrollment) -> int:
    """Return how many more attempts may begin."""
    return max(0, sitting.attempts_allowed - _last_number(sitting, enrollment))


def start(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> Attempt:
    """Begin an attempt, or return the one that is in progress: a double click and a second device get the same."""
    running = Attempt.objects.in_progress().filter(sitting=sitting, enrollment=enrollment).first()
    if running is not None and not close_if_over(attempt=running, at=at):
        return running
    if code := start_obstacle(sitting=sitting, enrollment=enrollment, at=at):
        raise CannotStart(code)
    try:
        with transaction.atomic():
            return _begin(sitting, enrollment, at)
    except IntegrityError:
        # Somebody was faster: one attempt in progress, and each number once, are constraints.
        return Attempt.objects.filter(sitting=sitting, enrollment=enrollment).latest("number")


def due(*, sitting: Sitting, started_at: datetime) -> datetime:
    """Return when an attempt ends: after the minutes allowed, and never after the window."""
    if sitting.minutes is None:
        return sitting.closes_at
    return min(started_at + timedelta(minutes=sitting.minutes), sitting.closes_at)


def seconds_left(attempt: Attempt, *, at: datetime) -> int:
    """Return the whole seconds until the end, by the server's clock."""
    return max(0, int((attempt.due_at - at).total_seconds())) if attempt.is_in_progress else 0


def save(*, item: AttemptItem, revision: int, operation: UUID, response: Mapping[str, Any], at: datetime) -> Saved:
    """Keep one write. The highest revision in time is the answer; what comes too late is kept and not graded."""
    with transaction.atomic():
        writable = Attempt.objects.in_progress().filter(pk=item.attempt_id, due_at__gte=at - GRACE)
        is_open = writable.update(saved_at=at) == 1
        stored = stored_answer(item)
        if stored is not None and _is_same(stored, revision, response):
            return Saved(Saving.STORED, stored)
        answer = Answer(item=item, revision=revision, operation=operation, response=response, received_at=at)
        if not is_open:
            return Saved(Saving.LATE, _keep_late(answer))
        if stored is not None and revision <= stored.revision:
            return Saved(Saving.CONFLICT, stored)
        answer.save()
    return Saved(Saving.STORED, answer)


def stored_answer(item: AttemptItem) -> Answer | None:
    """Return the answer that counts for an item, or None where nothing was written in time."""
    return item.answers.filter(is_late=False).order_by("-revision").first()


def submit(*, attempt: Attempt, at: datetime) -> bool:
    """End an attempt by its taker's will; tells whether this call was the one that did."""
    if at > attempt.due_at + GRACE:
        return close_if_over(attempt=attempt, at=at)
    return _finish(attempt, AttemptState.SUBMITTED, finished_at=min(at, attempt.due_at), at=at)


def close_if_over(*, attempt: Attempt, at: datetime) -> bool:
    """End an attempt whose time is over, at the moment it was due; tells whether it is closed for this reason."""
    if not attempt.is_in_progress or at <= attempt.due_at + GRACE:
        return False
    _finish(attempt, AttemptState.AUTO_SUBMITTED, finished_at=attempt.due_at, at=at)
    return True


def close_all_over(*, at: datetime) -> int:
    """End every attempt whose time is over; needs no browser."""
    over = Attempt.objects.in_progress().filter(due_at__lt=at - GRACE).select_related("sitting", "enrollment")
    return sum(_is_closed(attempt, at) for attempt in over)


def _is_closed(attempt: Attempt, at: datetime) -> bool:
    """Close one among many: one that cannot be closed is logged, and the others do not wait for it."""
    try:
        return close_if_over(attempt=attempt, at=at)
    except Exception:
        logger.exception("Attempt %s could not be closed", attempt.uuid)
        return False


def _begin(sitting: Sitting, enrollment: Enrollment, at: datetime) -> Attempt:
    number = _last_number(sitting, enrollment) + 1
    if number > sitting.attempts_allowed:  # Asked again here: an attempt may have come and gone since.
        raise CannotStart("no-attempt-left")
    attempt = Attempt.objects.create(
        sitting=sitting,
        enrollment=enrollment,
        number=number,
        started_at=at,
        due_at=due(sitting=sitting, started_at=at),
    )
    drawn = draw(attempt_uuid=attempt.uuid, items=sitting.items.all(), shuffle=sitting.shuffle)
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, item=each.item, position=each.position, option_order=each.option_order)
        for each in drawn
    )
    return attempt


def _finish(attempt: Attempt, state: AttemptState, *, finished_at: datetime, at: datetime) -> bool:
    with transaction.atomic():
        running = Attempt.objects.in_progress().filter(pk=attempt.pk)
        won = running.update(state=state, finished_at=finished_at) == 1
        attempt.refresh_from_db()
        if won:
            grading.grade_attempt(attempt=attempt, at=at)
            _finish_case_module(attempt, at)
            by = attempt.enrollment.person if state == AttemptState.SUBMITTED else None
            audit.record("assessments.attempt_submitted", subject=attempt, user=by, state=state)
            transaction.on_commit(lambda: attempt_submitted.send(Attempt, attempt_id=attempt.pk))
    return won


def _finish_case_module(attempt: Attempt, at: datetime) -> None:
    """A case study is finished by a written submission that somebody can judge; its reveal opens with that."""
    module = attempt.sitting.module
    said = ItemGrade.objects.filter(item__attempt=attempt).exclude(state__in=[State.UNANSWERED, State.INVALID])
    if module is not None and said.exists():
        finish_module(enrollment=attempt.enrollment, module=module, at=at)


def _last_number(sitting: Sitting, enrollment: Enrollment) -> int:
    rows = Attempt.objects.filter(sitting=sitting, enrollment=enrollment)
    return rows.aggregate(last=Max("number"))["last"] or 0


def _is_same(stored: Answer, revision: int, response: Mapping[str, Any]) -> bool:
    return stored.revision == revision and canonical_json(stored.response) == canonical_json(response)


def _keep_late(answer: Answer) -> Answer:
    """Keep a late write once, however often the browser repeats it."""
    kept, _ = Answer.objects.get_or_create(
        item=answer.item,
        operation=answer.operation,
        is_late=True,
        defaults={"revision": answer.revision, "response": answer.response, "received_at": answer.received_at},
    )
    return kept
