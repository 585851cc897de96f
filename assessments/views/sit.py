"""Sitting an examination: the start, one question a screen, the check before the end, and the end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.access import is_json, signed_in_or_told
from assessments.domain import answering, families, starting, timing
from assessments.domain.sheet import SheetItem, sheet
from assessments.domain.sittings import size_of
from assessments.domain.starting import CannotStart
from assessments.enums import AttemptState
from assessments.forms.answering import answer_fields, misfits
from assessments.kinds import registry
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from assessments.views.devices import device_of, held_page, marked
from assessments.views.saving import save_form, save_json
from cohorts.models.enrollment import Enrollment
from common.digits import whole_number
from people.access import PersonRequest, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_start(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The rules of a sitting, and the button that begins it."""
    sitting, enrollment = rules.own_sitting(request.user, sitting_id)
    return _start_page(request, sitting, enrollment)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def case_open(request: PersonRequest, cohort_id: int, position: int) -> HttpResponse:
    """The written submission of a case study, from the study room."""
    sitting, enrollment = rules.own_case_sitting(request.user, cohort_id=cohort_id, position=position)
    return _start_page(request, sitting, enrollment)


@signed_in_or_told
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_item(request: PersonRequest, uuid: UUID, position: int) -> HttpResponse:
    """One question: shown as a page, saved from a plain form or by a script."""
    at = timezone.now()
    item = rules.own_item_online(request.user, uuid, position)
    if request.method == "POST":
        return save_json(request, item, at) if is_json(request) else save_form(request, item, at)
    attempt = rules.own_attempt(request.user, uuid, at=at)
    if not attempt.is_in_progress:
        return redirect("assessments:attempt-result", attempt.uuid)
    if attempt.is_held_elsewhere(device_of(request)):
        return held_page(request, attempt)
    questions = [_question(each, position) for each in sheet(attempt)]
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "current": position,
        "questions": questions,
        "total": len(questions),
        "seconds_left": answering.seconds_left(attempt, at=at),
        "is_timed": attempt.sitting.minutes is not None,
        "is_case": attempt.sitting.module_id is not None,
    }
    return marked(render(request, "assessments/attempt_item.html", context), request)


@signed_in
@require_safe
def attempt_review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What is answered and what is not, before submitting."""
    at = timezone.now()
    attempt = rules.own_attempt(request.user, uuid, at=at)
    if not attempt.is_in_progress:
        return redirect("assessments:attempt-result", attempt.uuid)
    if attempt.is_held_elsewhere(device_of(request)):
        return held_page(request, attempt)
    items, is_case = sheet(attempt), attempt.sitting.module_id is not None
    missing = [item.position for item in items if not item.is_answered]
    unfit = misfits(items)
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "items": items,
        "missing": missing,
        "misfits": unfit,
        "back_to": next(iter([misfit.position for misfit in unfit] or (missing if is_case else [])), None),
        "seconds_left": answering.seconds_left(attempt, at=at),
        "is_timed": attempt.sitting.minutes is not None,
        "is_case": is_case,
    }
    return render(request, "assessments/attempt_review.html", context)


@signed_in
@require_POST
def attempt_submit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Hand in; pressing twice hands in once, a device that no longer answers does not, nor a clock that is fast."""
    at = timezone.now()
    attempt = rules.own_attempt(request.user, uuid, at=at)
    # A page counts down to the end it was told of; more time may have been given since.
    if request.POST.get("by") == "clock" and answering.seconds_left(attempt, at=at):
        return redirect("assessments:attempt-item", attempt.uuid, 1)
    answering.submit(attempt=attempt, at=at, device=device_of(request))
    return redirect("assessments:attempt-result", attempt.uuid)


@signed_in
@require_POST
def attempt_take_over(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Answer on this device from now on; whoever else pressed meanwhile is asked again."""
    at = timezone.now()
    attempt = rules.own_attempt(request.user, uuid, at=at)
    seen = whole_number(request.POST.get("epoch", ""))
    if attempt.is_in_progress and seen is not None:
        answering.take_over(attempt=attempt, device=device_of(request), seen=seen, at=at)
    return marked(redirect("assessments:attempt-item", attempt.uuid, 1), request)


def _start_page(request: PersonRequest, sitting: Sitting, enrollment: Enrollment) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        try:
            attempt = starting.start(sitting=sitting, enrollment=enrollment, at=at, device=device_of(request))
        except CannotStart:
            return redirect(request.path)
        return marked(redirect("assessments:attempt-item", attempt.uuid, 1), request)
    before = starting.attempts_of(sitting, enrollment)
    attempts = [attempt for attempt in before if attempt.state != AttemptState.VOIDED]
    finished = [attempt for attempt in attempts if not attempt.is_in_progress]
    accommodation = timing.granted(sitting=sitting, enrollment=enrollment)
    result = Result.objects.filter(sitting=sitting, enrollment=enrollment).first() if finished else None
    context = {
        "sitting": sitting,
        "is_case": sitting.module_id is not None,
        "running": next((each for each in attempts if each.is_in_progress and each.due_at and each.due_at > at), None),
        "finished": finished,
        "result": result,
        "earlier": families.earlier_result(sitting=sitting, enrollment=enrollment) if sitting.is_resit else None,
        "resit": None if sitting.module_id else families.resit_ahead(sitting=sitting, enrollment=enrollment, at=at),
        "is_over": bool(finished) and (result is None or result.passed),
        "obstacle": starting.start_obstacle(sitting=sitting, enrollment=enrollment, at=at, before=before),
        "time_allowed": timing.time_allowed(sitting, accommodation),
        "accommodation": accommodation,
        "free_at": starting.free_from(sitting, attempts),
        "attempts_left": max(0, sitting.attempts_allowed - len(attempts)),
        "size": size_of(sitting),
    }
    return render(request, "assessments/attempt_start.html", context)


def _question(item: SheetItem, current: int) -> dict[str, object]:
    """One question, flat: the page looks some forty things up for each, and twenty questions are on it."""
    shown = item.presented
    return {
        "position": item.position,
        "is_current": item.position == current,
        "previous": item.position - 1,
        "following": item.position + 1,
        "section": item.section,
        "points": item.points,
        "revision": item.revision,
        "next_revision": item.revision + 1,
        "saved_at": item.saved_at,
        "is_answered": item.is_answered,
        "is_filed": registry.is_filed(shown),
        "is_on_the_way": bool(shown.get("scene", {}).get("options")),
        "shown": shown,
        "fields": answer_fields(shown, item.response),
    }
