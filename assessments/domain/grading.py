"""Automatic grading: the pure engine's word on every item of a finished attempt, written down once."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.domain import results
from assessments.enums import MarkingState
from assessments.kinds.base import Graded, Response, State, invalid
from assessments.kinds.registry import UnknownSnapshot, grade
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade

logger = logging.getLogger(__name__)


def grade_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Grade every item of a finished attempt; what only a person can judge joins the marking queue."""
    items = list(attempt.items.select_related("item"))
    responses = dict(Answer.objects.in_force().filter(item__attempt=attempt).values_list("item_id", "response"))
    outcomes = [(item, _outcome(item, responses.get(item.pk))) for item in items]
    waiting = [item for item, outcome in outcomes if outcome.state is State.NEEDS_MARKING]
    with transaction.atomic():
        ItemGrade.objects.bulk_create(_row(item, outcome, at) for item, outcome in outcomes)
        ask_for_marks(waiting, markers=attempt.sitting.markers)
        attempt.marking = MarkingState.NEEDS_MARKING if waiting else MarkingState.AUTO_GRADED
        attempt.save(update_fields=["marking"])
        if not waiting:
            results.score(attempt=attempt)
    return attempt


def ask_for_marks(items: Iterable[AttemptItem], *, markers: int) -> None:
    """Put written answers into the queue, for as many markers as the sitting or the rubric itself asks for."""
    needed = {item.pk: max(markers, int(item.item.snapshot.get("markers", 1))) for item in items}
    for count in set(needed.values()):
        these = [pk for pk, wanted in needed.items() if wanted == count]
        AttemptItem.objects.filter(pk__in=these).update(needs_marking=True, marks_needed=count)


def _outcome(item: AttemptItem, response: Response | None) -> Graded:
    """One answer that no kind can read costs its own marks, and never keeps a whole class from its results."""
    try:
        return grade(item.item.snapshot, response)
    except UnknownSnapshot:
        raise
    except Exception:
        logger.exception("Item %s of attempt %s could not be graded", item.position, item.attempt_id)
        return invalid("ungradable")


def _row(item: AttemptItem, outcome: Graded, at: datetime) -> ItemGrade:
    return ItemGrade(
        item=item, fraction=outcome.fraction, state=outcome.state, note_code=outcome.note_code, graded_at=at
    )
