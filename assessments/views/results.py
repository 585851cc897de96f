"""A trainee's own result: a receipt before release, the score and the review after."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import rules
from assessments.domain import appeals, families
from assessments.domain.revealing import key_from, may_be_asked_again, may_see_key
from assessments.domain.sheet import GradedItem, graded_sheet, sheet
from assessments.enums import Counting, MarkingState
from assessments.forms.answering import answer_fields, review_lines
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from people.access import PersonRequest, signed_in


@signed_in
@require_safe
def attempt_result(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The receipt of an attempt, and once it is released what it came to."""
    at = timezone.now()
    attempt = rules.own_result(request.user, uuid, at=at)
    if attempt.is_in_progress and attempt.is_on_paper:
        return redirect("assessments:attempt-start", attempt.sitting_id)
    if attempt.is_in_progress:
        return redirect("assessments:attempt-item", attempt.uuid, 1)
    questions = sheet(attempt)
    answered = sum(item.is_answered for item in questions)
    until = appeals.open_until(attempt)
    filed = appeals.of_attempt(attempt)
    result = _averaged_result(attempt)
    asked_again = attempt.is_released and may_be_asked_again(attempt, at=at)
    graded = [] if asked_again else graded_sheet(attempt, at=at)
    context = {
        "attempt": attempt,
        "appeal_until": until if until and at <= until else None,
        "sitting": attempt.sitting,
        "resit": _resit_ahead(attempt, at),
        "is_case": attempt.sitting.module_id is not None,
        "answered": answered,
        "item_count": len(questions),
        "score": result or attempt,
        "averaged": _released_attempts(attempt) if result else 0,
        "asked_again": asked_again,
        "graded": [{**_graded(item), "appeal": filed.get(item.position)} for item in graded],
        "with_key": attempt.is_released and may_see_key(attempt.sitting, at=at),
        "key_from": key_from(attempt.sitting, at=at) if attempt.is_released else None,
        "reveal_url": _reveal_url(attempt.sitting) if answered else "",
    }
    return render(request, "assessments/attempt_result.html", context)


def _resit_ahead(attempt: Attempt, at: datetime) -> Sitting | None:
    """Where somebody who failed may try again."""
    if not attempt.is_released or attempt.passed or attempt.sitting.module_id:
        return None
    return families.resit_ahead(sitting=attempt.sitting, enrollment=attempt.enrollment, at=at)


def _averaged_result(attempt: Attempt) -> Result | None:
    """The result that several attempts came to together; None where an attempt speaks for itself."""
    if attempt.sitting.counting != Counting.AVERAGE or not attempt.is_released:
        return None
    return Result.objects.filter(sitting=attempt.sitting, enrollment=attempt.enrollment_id).first()


def _released_attempts(attempt: Attempt) -> int:
    theirs = Attempt.objects.filter(sitting=attempt.sitting, enrollment=attempt.enrollment_id)
    return theirs.filter(marking=MarkingState.RELEASED).count()


def _reveal_url(sitting: Sitting) -> str:
    """Where a case study says how it ended, if it does: whoever has handed in may read it."""
    if sitting.module is None or not sitting.module.has_reveal:
        return ""
    return f"{reverse('cohorts:module', args=[sitting.cohort_id, sitting.module.position])}#reveal"


def _graded(item: GradedItem) -> dict[str, object]:
    if item.snapshot is None:
        return {"item": item, "fields": answer_fields(item.presented, item.response)}
    layout, lines = review_lines(item.snapshot, item.response, to_taker=True)
    return {"item": item, "layout": layout, "lines": lines}
