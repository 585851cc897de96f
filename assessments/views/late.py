"""Answers that came too late: the list, and one decision at a time with a reason. No key and no mark stands here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import answering, late_answers
from assessments.domain.late_answers import CannotDecide
from assessments.forms.extra_time import ReasonForm
from assessments.forms.late import said
from assessments.forms.words import late_refusal_words
from assessments.models.attempts import Answer
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50


@permission_required("results.release")
@require_safe
def late_list(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Who answered too late, which question, how late, what stands now and what came late."""
    sitting = rules.sitting_for(scope_for(request), sitting_id, "results.release")
    rules.hold_back(sitting, request.user, at=timezone.now())
    page = page_asked(request, late_answers.with_context(late_answers.waiting(sitting)), PAGE_SIZE)
    standing = answering.stored_answers([late.item for late in page])
    context = {
        "sitting": sitting,
        "page": page,
        "rows": [_row(late, standing.get(late.item_id)) for late in page],
        "may_decide": late_answers.may_decide(sitting),
        "for_paper": is_for_paper(request),
    }
    return render(request, "assessments/late_list.html", context)


@permission_required("results.release")
@require_http_methods(["GET", "HEAD", "POST"])
def late_accept(request: PersonRequest, sitting_id: int, answer_id: int) -> HttpResponse:
    """Say what accepting means, ask why, and accept."""
    return _decide(request, sitting_id, answer_id, accepts=True)


@permission_required("results.release")
@require_http_methods(["GET", "HEAD", "POST"])
def late_leave(request: PersonRequest, sitting_id: int, answer_id: int) -> HttpResponse:
    """Ask why, and leave the answer uncounted for good."""
    return _decide(request, sitting_id, answer_id, accepts=False)


def _decide(request: PersonRequest, sitting_id: int, answer_id: int, *, accepts: bool) -> HttpResponse:
    sitting = rules.sitting_for(scope_for(request), sitting_id, "results.release")
    rules.hold_back(sitting, request.user, at=timezone.now())
    late = rules.late_answer_for(sitting, answer_id)
    if code := late_answers.obstacle(late, by=request.user):
        messages.warning(request, late_refusal_words(code))
        return redirect("assessments:late-list", sitting.pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = late_answers.accept if accepts else late_answers.leave
        try:
            act(answer=late, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except CannotDecide as refusal:
            messages.warning(request, late_refusal_words(refusal.code))
        else:
            messages.success(request, _("The late answer counts.") if accepts else _("The late answer does not count."))
        return redirect("assessments:late-list", sitting.pk)
    context = {
        "sitting": sitting,
        **_row(late, answering.stored_answer(late.item)),
        "accepts": accepts,
        "danger": not accepts,
        "may_decide": late_answers.may_decide(sitting),
        "form": form,
        "back_url": reverse("assessments:late-list", args=[sitting.pk]),
    }
    return render(request, "assessments/late_decide.html", context)


def _row(late: Answer, standing: Answer | None) -> dict[str, Any]:
    item = late.item
    ended_at = item.attempt.finished_at or item.attempt.due_at or late.received_at
    now = standing.response if standing else None
    return {
        "late": late,
        "person": item.attempt.enrollment.person,
        "unit": item.attempt.enrollment.unit,
        "question": item.item.snapshot["stem"],
        "by": late.received_at - ended_at,
        "now": said(item.presented(now), now),
        "then": said(item.presented(late.response), late.response),
    }
