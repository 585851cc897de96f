"""Sitting an examination: the start, one question a screen, the check before the end, and the end."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.access import is_json, signed_in_or_told
from assessments.domain import answering
from assessments.domain.answering import CannotStart, Saved, Saving
from assessments.domain.sheet import SheetItem, sheet
from assessments.forms.answering import LARGEST_BODY, Unreadable, answer_fields, read_form, read_json
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
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
    item = rules.own_item(request.user, uuid, position)
    if request.method == "POST":
        return _save_json(request, item, at) if is_json(request) else _save_form(request, item, at)
    attempt = rules.own_attempt(request.user, uuid, at=at)
    if not attempt.is_in_progress:
        return redirect("assessments:attempt-result", attempt.uuid)
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "current": position,
        "questions": [_question(each) for each in sheet(attempt)],
        "seconds_left": answering.seconds_left(attempt, at=at),
        "is_timed": attempt.sitting.minutes is not None,
        "is_case": attempt.sitting.module_id is not None,
    }
    return render(request, "assessments/attempt_item.html", context)


@signed_in
@require_safe
def attempt_review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What is answered and what is not, before submitting."""
    at = timezone.now()
    attempt = rules.own_attempt(request.user, uuid, at=at)
    if not attempt.is_in_progress:
        return redirect("assessments:attempt-result", attempt.uuid)
    items = sheet(attempt)
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "items": items,
        "missing": [item for item in items if not item.is_answered],
        "answered": sum(item.is_answered for item in items),
        "seconds_left": answering.seconds_left(attempt, at=at),
        "is_timed": attempt.sitting.minutes is not None,
        "is_case": attempt.sitting.module_id is not None,
    }
    return render(request, "assessments/attempt_review.html", context)


@signed_in
@require_POST
def attempt_submit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Hand in; pressing twice hands in once."""
    at = timezone.now()
    attempt = rules.own_attempt(request.user, uuid, at=at)
    answering.submit(attempt=attempt, at=at)
    return redirect("assessments:attempt-result", attempt.uuid)


def _start_page(request: PersonRequest, sitting: Sitting, enrollment: Enrollment) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        try:
            attempt = answering.start(sitting=sitting, enrollment=enrollment, at=at)
        except CannotStart:
            return redirect(request.path)
        return redirect("assessments:attempt-item", attempt.uuid, 1)
    attempts = list(Attempt.objects.filter(sitting=sitting, enrollment=enrollment))
    items = list(sitting.items.all())
    context = {
        "sitting": sitting,
        "is_case": sitting.module_id is not None,
        "running": next((attempt for attempt in attempts if attempt.is_in_progress and attempt.due_at > at), None),
        "finished": [attempt for attempt in attempts if not attempt.is_in_progress],
        "obstacle": answering.start_obstacle(sitting=sitting, enrollment=enrollment, at=at),
        "attempts_left": answering.attempts_left(sitting=sitting, enrollment=enrollment),
        "item_count": len(items),
        "points": sum(item.points for item in items),
    }
    return render(request, "assessments/attempt_start.html", context)


def _question(item: SheetItem) -> dict[str, object]:
    return {
        "item": item,
        "fields": answer_fields(item.presented, item.response),
        "previous": item.position - 1,
        "following": item.position + 1,
    }


def _save_json(request: PersonRequest, item: AttemptItem, at: datetime) -> JsonResponse:
    if len(request.body) > LARGEST_BODY:
        return JsonResponse({"error": "too-large"}, status=413)
    try:
        write = read_json(item.presented(), request.body)
    except Unreadable:
        return JsonResponse({"error": "unreadable"}, status=400)
    saved = answering.save(
        item=item, revision=write.revision, operation=write.operation, response=write.response, at=at
    )
    return _reply(item, saved, at)


def _reply(item: AttemptItem, saved: Saved, at: datetime) -> JsonResponse:
    body: dict[str, object] = {"seconds_left": answering.seconds_left(item.attempt, at=at)}
    if saved.outcome is Saving.LATE:
        return JsonResponse({**body, "error": "late", "seconds_left": 0}, status=410)
    if saved.stored:
        body["stored"] = _stored(saved.stored)
    if saved.outcome is Saving.CONFLICT:
        return JsonResponse({**body, "error": "conflict"}, status=409)
    local = timezone.localtime(at)
    return JsonResponse({**body, "saved_at": f"{local.hour}:{local.minute:02}"})


def _stored(answer: Answer) -> dict[str, object]:
    return {"revision": answer.revision, "operation": str(answer.operation), "response": answer.response}


def _save_form(request: PersonRequest, item: AttemptItem, at: datetime) -> HttpResponse:
    try:
        write = read_form(item.presented(), dict(request.POST.lists()))
    except Unreadable:
        return HttpResponse(status=400)
    stored = answering.stored_answer(item)
    is_unchanged = write.response == (stored.response if stored else {}) or (
        not stored and not any(write.response.values())
    )
    if not is_unchanged:
        saved = answering.save(
            item=item, revision=write.revision, operation=write.operation, response=write.response, at=at
        )
        if saved.outcome is Saving.CONFLICT:
            messages.warning(request, _("This question was answered in another window. What is stored is shown here."))
            return redirect("assessments:attempt-item", item.attempt.uuid, item.position)
        if saved.outcome is Saving.LATE:
            messages.warning(request, _("The time was over. Your last answer is kept, but it is not graded."))
            return redirect("assessments:attempt-result", item.attempt.uuid)
    return _next_page(request, item)


def _next_page(request: PersonRequest, item: AttemptItem) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if wanted.isdecimal() and item.attempt.items.filter(position=int(wanted)).exists():
        return redirect("assessments:attempt-item", item.attempt.uuid, int(wanted))
    return redirect("assessments:attempt-review", item.attempt.uuid)
