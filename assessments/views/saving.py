"""One answer as it arrives: sent by a script and answered with JSON, or by a plain form and answered with a page."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain import answering
from assessments.domain.answering import Saved, Saving
from assessments.forms.answering import LARGEST_BODY, Unreadable, Write, answer_fields, read_form, read_json
from assessments.kinds import registry
from assessments.kinds.base import is_empty
from assessments.models.attempts import Answer, AttemptItem
from assessments.views.devices import device_of, held_page
from common.digits import whole_number
from people.access import PersonRequest


def save_json(request: PersonRequest, item: AttemptItem, at: datetime) -> JsonResponse:
    """Keep a write of the page's queue; docs/reference/response.md says what is answered."""
    if len(request.body) > LARGEST_BODY:
        return JsonResponse({"error": "too-large"}, status=413)
    presented = item.presented()
    try:
        write = read_json(presented, request.body)
        if registry.is_filed(presented):  # Files come by their own address, or nobody could tell whose they are.
            raise Unreadable
    except Unreadable:
        return JsonResponse({"error": "unreadable"}, status=400)
    saved = _save(request, item, write, at)
    return _reply(item, saved, at)


def _save(request: PersonRequest, item: AttemptItem, write: Write, at: datetime) -> Saved:
    """Save, unless the question shows what a choice leads to and this write takes a choice back."""
    if registry.kind_of(item.item.snapshot).is_stepwise:
        stored = answering.stored_answer(item)
        if stored is not None and not registry.goes_on(item.item.snapshot, stored.response, write.response):
            return Saved(Saving.CONFLICT, stored)
    return answering.save(
        item=item,
        revision=write.revision,
        operation=write.operation,
        response=write.response,
        at=at,
        device=device_of(request),
    )


def _reply(item: AttemptItem, saved: Saved, at: datetime) -> JsonResponse:
    body: dict[str, object] = {"seconds_left": answering.seconds_left(item.attempt, at=at)}
    if saved.outcome is Saving.LATE:
        return JsonResponse({**body, "error": "late", "seconds_left": 0}, status=410)
    if saved.stored:
        body["stored"] = _stored(saved.stored)
    if saved.outcome is Saving.TAKEN_OVER:
        item.attempt.refresh_from_db(fields=["epoch"])
        return JsonResponse({**body, "error": "taken-over", "epoch": item.attempt.epoch}, status=409)
    if saved.outcome is Saving.CONFLICT:
        return JsonResponse({**body, "error": "conflict"}, status=409)
    local = timezone.localtime(at)
    return JsonResponse({**body, "saved_at": f"{local.hour}:{local.minute:02}"})


def _stored(answer: Answer) -> dict[str, object]:
    return {"revision": answer.revision, "operation": str(answer.operation), "response": answer.response}


def save_form(request: PersonRequest, item: AttemptItem, at: datetime) -> HttpResponse:
    """Keep what a plain form sent, and show the page that was asked for."""
    presented = item.presented()
    if registry.is_filed(presented):
        return _next_page(request, item)
    try:
        write = read_form(presented, dict(request.POST.lists()))
    except Unreadable:
        return HttpResponse(status=400)
    stored = answering.stored_answer(item)
    is_unchanged = write.response == (stored.response if stored else {}) or (not stored and is_empty(write.response))
    if not is_unchanged:
        saved = _save(request, item, write, at)
        if saved.outcome is Saving.TAKEN_OVER:
            fields = answer_fields(item.presented(), write.response)
            return held_page(request, item.attempt, position=item.position, unsaved=fields)
        if saved.outcome is Saving.CONFLICT:
            messages.warning(request, _("This question was answered in another window. What is stored is shown here."))
            return redirect("assessments:attempt-item", item.attempt.uuid, item.position)
        if saved.outcome is Saving.LATE:
            messages.warning(request, _("The time was over. Your last answer is kept, but it is not graded."))
            return redirect("assessments:attempt-result", item.attempt.uuid)
    return _next_page(request, item)


def _next_page(request: PersonRequest, item: AttemptItem) -> HttpResponse:
    if request.POST.get("next") == "stay":
        return redirect("assessments:attempt-item", item.attempt.uuid, item.position)
    wanted = whole_number(request.POST.get("next", ""))
    if wanted is not None and item.attempt.items.filter(position=wanted).exists():
        return redirect("assessments:attempt-item", item.attempt.uuid, wanted)
    return redirect("assessments:attempt-review", item.attempt.uuid)
