"""The product as the server of the races runs it; with WITHOUT_PROTECTION set, without its conditional updates.

That is the negative control: a race that cannot be lost proves nothing. Nothing of this is reachable from a setting.
"""

import os
import random
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from training.wsgi import application as application

# What follows wants Django to be set up, which the line above did.
from assessments.domain import answering, grading, late_answers, starting, timing  # isort: skip
from assessments.domain.answering import Saved, Saving  # isort: skip
from assessments.enums import AttemptState  # isort: skip
from assessments.models.attempts import Answer, Attempt, AttemptItem  # isort: skip
from assessments.models.late import LateDecision  # isort: skip
from assessments.models.sittings import Sitting  # isort: skip
from cohorts.models.enrollment import Enrollment  # isort: skip
from people.models.accounts import User  # isort: skip

PAUSE = 0.4
"""Between looking and acting, so that the others look meanwhile."""


def start(*, sitting: Sitting, enrollment: Enrollment, at: datetime, device: str = "") -> Attempt:
    """Look whether one runs, then begin."""
    running = Attempt.objects.in_progress().filter(sitting=sitting, enrollment=enrollment).first()
    if running is not None:
        return running
    time.sleep(PAUSE)
    number, due = random.randrange(1, 30_000), timing.due(sitting=sitting, started_at=at)
    return Attempt.objects.create(
        sitting=sitting, enrollment=enrollment, number=number, holder=device, started_at=at, due_at=due
    )


def save(
    *, item: AttemptItem, revision: int, operation: UUID, response: Mapping[str, Any], at: datetime, device: str = ""
) -> Saved:
    """Look what is stored, then write; whoever holds the attempt."""
    stored = answering.stored_answer(item)
    if stored is not None and revision <= stored.revision:
        return Saved(Saving.CONFLICT, stored)
    time.sleep(PAUSE)
    answer = Answer.objects.create(item=item, revision=revision, operation=operation, response=response, received_at=at)
    return Saved(Saving.STORED, answer)


def take_over(*, attempt: Attempt, device: str, seen: int, at: datetime) -> bool:
    """Look whether nobody else took over, then take over."""
    if attempt.epoch != seen:
        return False
    time.sleep(PAUSE)
    Attempt.objects.filter(pk=attempt.pk).update(holder=device, epoch=seen + 1)
    return True


def submit(*, attempt: Attempt, at: datetime, device: str = "") -> bool:
    """Look whether it runs, then end and grade it."""
    if not attempt.is_in_progress:
        return False
    time.sleep(PAUSE)
    attempt.state, attempt.finished_at = AttemptState.SUBMITTED, at
    attempt.save(update_fields=["state", "finished_at"])
    grading.grade_attempt(attempt=attempt, at=at)
    return True


def accept(*, answer: Answer, reason: str, by: User, at: datetime) -> LateDecision:
    """Look which revision is next, then write and grade."""
    revision = answer.revision + 1
    time.sleep(PAUSE)
    written = Answer.objects.create(
        item=answer.item, revision=revision, operation=answer.operation, response=answer.response, received_at=at
    )
    grading.grade_again(item=answer.item, attempt=answer.item.attempt, at=at)
    return LateDecision.objects.create(answer=answer, accepted_as=written, reason=reason, decided_by=by, decided_at=at)


if os.environ.get("WITHOUT_PROTECTION"):
    late_answers.accept = accept
    starting.start = start
    answering.save, answering.take_over, answering.submit = save, take_over, submit
