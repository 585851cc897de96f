"""The life of an attempt once it has begun: save one answer at a time, change the device, submit, expire.

Each change of state is one conditional update of which exactly one wins; the same update locks the row, so that no
answer slips in behind a submit.
"""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from assessments.domain import grading
from assessments.enums import AttemptState
from assessments.kinds.base import State
from assessments.models.attempts import Answer, Attempt, AttemptItem, AttemptQuerySet
from assessments.models.grades import ItemGrade
from assessments.signals import attempt_submitted
from cohorts.domain.study import finish_module
from common import audit
from common.canonical import canonical_json
from people.models.accounts import User

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""How long after the end a write that was under way is still taken."""


class Saving(StrEnum):
    """What became of one write."""

    STORED = "stored"
    CONFLICT = "conflict"
    TAKEN_OVER = "taken-over"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one write, and the answer that counts now."""

    outcome: Saving
    stored: Answer | None


def seconds_left(attempt: Attempt, *, at: datetime) -> int:
    """Return the whole seconds until the end, by the server's clock."""
    if attempt.due_at is None or not attempt.is_in_progress:
        return 0
    return max(0, int((attempt.due_at - at).total_seconds()))


def save(
    *, item: AttemptItem, revision: int, operation: UUID, response: Mapping[str, Any], at: datetime, device: str = ""
) -> Saved:
    """Keep one write. The highest revision in time is the answer; what comes too late is kept and not graded.

    One device answers at a time: what another sends while the attempt is open changes nothing.
    """
    with transaction.atomic():
        is_open = _claim(item.attempt_id, device=device, at=at)
        stored = stored_answer(item)
        if stored is not None and _is_same(stored, revision, response):
            return Saved(Saving.STORED, stored)
        answer = Answer(item=item, revision=revision, operation=operation, response=response, received_at=at)
        if not is_open and _takes_answers(item.attempt_id, at=at):
            return Saved(Saving.TAKEN_OVER, stored)
        if not is_open:
            return Saved(Saving.LATE, _keep_late(answer))
        if stored is not None and revision <= stored.revision:
            return Saved(Saving.CONFLICT, stored)
        answer.save()
    return Saved(Saving.STORED, answer)


def stored_answer(item: AttemptItem) -> Answer | None:
    """Return the answer that counts for an item, or None where nothing was written in time."""
    return item.answers.filter(is_late=False).order_by("-revision").first()


def stored_answers(items: Collection[AttemptItem]) -> dict[int, Answer]:
    """Return the answers that count for several items, by item."""
    return {answer.item_id: answer for answer in Answer.objects.in_force().filter(item__in=items)}


def take_over(*, attempt: Attempt, device: str, seen: int, at: datetime) -> bool:
    """Let another device answer from now on; tells whether this one holds the attempt afterwards.

    `seen` is the epoch that its taker was shown: of two devices that press at once one wins, and the other is asked.
    """
    with transaction.atomic():
        rows = Attempt.objects.in_progress().filter(pk=attempt.pk, epoch=seen, due_at__gte=at - GRACE)
        if rows.exclude(holder=device).update(holder=device, epoch=seen + 1) == 1:
            audit.record("assessments.attempt_taken_over", subject=attempt, user=attempt.enrollment.person)
    attempt.refresh_from_db(fields=["state", "holder", "epoch"])
    return attempt.is_in_progress and attempt.holder == device


def submit(*, attempt: Attempt, at: datetime, device: str = "") -> bool:
    """End an attempt by its taker's will, on the device that holds it; tells whether this call was the one that did."""
    if attempt.due_at is None:  # On paper: its taker hands in the sheet, and whoever keys it in ends the attempt.
        return False
    if at > attempt.due_at + GRACE:
        return close_if_over(attempt=attempt, at=at)
    rows = Attempt.objects.answerable_on(device)
    by = attempt.enrollment.person
    return _finish(attempt, rows, AttemptState.SUBMITTED, finished_at=min(at, attempt.due_at), at=at, by=by)


def submit_keyed(*, attempt: Attempt, seen: datetime | None, by: User, at: datetime) -> bool:
    """End an attempt on paper with what was keyed in; of two clerks one does.

    `seen` is when the sheet had last been keyed for whoever looked at it.
    """
    rows = Attempt.objects.on_paper().in_progress().filter(saved_at=seen)
    return _finish(attempt, rows, AttemptState.SUBMITTED, finished_at=at, at=at, by=by)


def close_if_over(*, attempt: Attempt, at: datetime) -> bool:
    """End an attempt whose time is over, at the moment it was due; tells whether it is closed for this reason."""
    if not attempt.is_in_progress or attempt.due_at is None or at <= attempt.due_at + GRACE:
        return False
    over = Attempt.objects.in_progress().filter(due_at__lt=at - GRACE)  # More minutes may have been given since.
    _finish(attempt, over, AttemptState.AUTO_SUBMITTED, finished_at=F("due_at"), at=at)
    return not attempt.is_in_progress


def close_all_over(*, at: datetime) -> int:
    """End every attempt whose time is over; needs no browser."""
    over = Attempt.objects.in_progress().filter(due_at__lt=at - GRACE).select_related("sitting", "enrollment")
    return sum(_is_closed(attempt, at) for attempt in over)


def finish_case_module(*, attempt: Attempt, at: datetime) -> None:
    """A case study is finished by a written submission that somebody can judge; its reveal opens with that."""
    module = attempt.sitting.module
    said = ItemGrade.objects.filter(item__attempt=attempt).exclude(state__in=[State.UNANSWERED, State.INVALID])
    if module is not None and said.exists():
        finish_module(enrollment=attempt.enrollment, module=module, at=at)


def _is_closed(attempt: Attempt, at: datetime) -> bool:
    """Close one among many: one that cannot be closed is logged, and the others do not wait for it."""
    try:
        return close_if_over(attempt=attempt, at=at)
    except Exception:
        logger.exception("Attempt %s could not be closed", attempt.uuid)
        return False


def _claim(attempt_id: int, *, device: str, at: datetime) -> bool:
    """Lock the attempt for one write, if it takes one from this device; a device that writes first holds it."""
    rows = Attempt.objects.answerable_on(device).filter(pk=attempt_id, due_at__gte=at - GRACE)
    return rows.update(saved_at=at, holder=device) == 1


def _takes_answers(attempt_id: int, *, at: datetime) -> bool:
    return Attempt.objects.in_progress().filter(pk=attempt_id, due_at__gte=at - GRACE).exists()


def _finish(
    attempt: Attempt,
    rows: AttemptQuerySet,
    state: AttemptState,
    *,
    finished_at: datetime | F,
    at: datetime,
    by: User | None = None,
) -> bool:
    with transaction.atomic():
        won = rows.filter(pk=attempt.pk).update(state=state, finished_at=finished_at) == 1
        attempt.refresh_from_db(fields=["state", "due_at", "finished_at", "marking"])
        if won:
            grading.grade_attempt(attempt=attempt, at=at)
            finish_case_module(attempt=attempt, at=at)
            audit.record("assessments.attempt_submitted", subject=attempt, user=by, state=state)
            transaction.on_commit(lambda: attempt_submitted.send(Attempt, attempt_id=attempt.pk))
    return won


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
