"""Automatic grading: the pure engine's word on every item of a finished attempt, written down once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.domain import results
from assessments.domain.rekeying import key_of, outcome_of
from assessments.enums import MarkingState
from assessments.kinds.base import Graded, State
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade


def grade_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Grade every item of a finished attempt; what only a person can judge joins the marking queue."""
    items = list(attempt.items.select_related("item__key_version"))
    responses = dict(Answer.objects.in_force().filter(item__attempt=attempt).values_list("item_id", "response"))
    outcomes = [(item, outcome_of(key_of(item.item), responses.get(item.pk))) for item in items]
    waiting = [item for item, outcome in outcomes if outcome.state is State.NEEDS_MARKING and key_of(item.item).counts]
    with transaction.atomic():
        ItemGrade.objects.bulk_create(_row(item, outcome, at) for item, outcome in outcomes)
        ask_for_marks(waiting, markers=attempt.sitting.markers)
        if waiting:
            attempt.marking = MarkingState.NEEDS_MARKING
            attempt.save(update_fields=["marking"])
        else:
            attempt.marking = MarkingState.AUTO_GRADED
            results.score(attempt=attempt)
            if attempt.sitting.is_practice:
                results.show_practice(attempt=attempt)
    return attempt


def grade_again(*, item: AttemptItem, attempt: Attempt, at: datetime) -> None:
    """Grade one item of a graded attempt by the answer that counts now; marks that people gave for it begin anew."""
    key = key_of(item.item)
    answer = Answer.objects.in_force().filter(item=item).first()
    grade = _row(item, outcome_of(key, answer.response if answer else None), at)
    grade.number = item.grades.latest("number").number + 1
    grade.save()
    AttemptItem.objects.filter(pk=item.pk).update(needs_marking=False)
    if grade.state == State.NEEDS_MARKING and key.counts:
        ask_for_marks([item], markers=attempt.sitting.markers)
    if attempt.items.filter(needs_marking=True).exists():
        attempt.marking = MarkingState.NEEDS_MARKING
        results.unscore(attempt=attempt)
    else:
        was_waiting = attempt.marking == MarkingState.NEEDS_MARKING
        attempt.marking = MarkingState.MARKED if was_waiting else attempt.marking
        results.score(attempt=attempt)


def ask_for_marks(items: Iterable[AttemptItem], *, markers: int) -> None:
    """Put written answers into the queue, for as many markers as the sitting or the rubric itself asks for."""
    needed = {item.pk: max(markers, int(item.item.key.get("markers", 1))) for item in items}
    for count in set(needed.values()):
        these = [pk for pk, wanted in needed.items() if wanted == count]
        AttemptItem.objects.filter(pk__in=these).update(needs_marking=True, marks_needed=count)


def _row(item: AttemptItem, outcome: Graded, at: datetime) -> ItemGrade:
    return ItemGrade(
        item=item, fraction=outcome.fraction, state=outcome.state, note_code=outcome.note_code, graded_at=at
    )
