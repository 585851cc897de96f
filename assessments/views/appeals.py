"""Appeals: filed from one's own result, answered by somebody who did not give the mark, watched by the organizer."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import answering, appeals
from assessments.domain.appeals import AlreadyAnswered, CannotAppeal
from assessments.forms.answering import review_lines
from assessments.forms.appeals import AppealDaysForm, AppealForm, PointsAnswerForm, RubricAnswerForm
from assessments.models.appeals import Appeal
from assessments.models.sittings import Sitting
from people.access import PersonRequest, permission_required, scope_for, signed_in

PAGE_SIZE = 50
OBSTACLES = {
    "no-appeals": gettext_lazy("No appeal can be filed about this result."),
    "filed-before": gettext_lazy("You have filed an appeal about this question before."),
    "void": gettext_lazy("The question was voided; there is no mark to appeal against."),
    "too-late": gettext_lazy("The time for appeals is over."),
}
AnswerForm = PointsAnswerForm | RubricAnswerForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_file(request: PersonRequest, uuid: UUID, position: int) -> HttpResponse:
    """Ask for one's own mark to be looked at once more."""
    at = timezone.now()
    item = rules.own_item(request.user, uuid, position)
    form = AppealForm(request.POST or None)
    code = appeals.obstacle(item, at=at)
    if request.method == "POST" and not code and form.is_valid():
        try:
            appeals.file(item=item, reason=form.cleaned_data["reason"], at=at)
        except CannotAppeal as refusal:
            code = refusal.code
        else:
            messages.success(request, _("Your appeal is filed. A notice tells you of the answer."))
    if code or (request.method == "POST" and form.is_valid()):
        if code:
            messages.warning(request, OBSTACLES[code])
        return redirect("assessments:attempt-result", uuid)
    context = {"item": item, "attempt": item.attempt, "form": form, "until": appeals.open_until(item.attempt)}
    return render(request, "assessments/appeal_file.html", context)


@permission_required("marking.mark")
@require_safe
def appeal_queue(request: PersonRequest) -> HttpResponse:
    """The appeals this person may answer, the most urgent first."""
    waiting = appeals.answerable(scope_for(request), by=request.user)
    found = waiting.select_related("item__attempt__sitting__cohort", "item__item")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/appeal_queue.html", {"page": page, "now": timezone.now()})


@permission_required("marking.mark")
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """The answer and its mark, why it is appealed against, and what is decided; the name is not shown."""
    at = timezone.now()
    appeal = rules.answerable_appeal_for(scope_for(request), request.user, pk)
    form = _form(request, appeal)
    if request.method == "POST" and form.is_valid():
        return _decide(request, appeal, form, at)
    stored = answering.stored_answer(appeal.item)
    layout, lines = review_lines(appeal.item.item.key, stored.response if stored else None)
    context = {
        "appeal": appeal,
        "item": appeal.item,
        "snapshot": appeal.item.item.key,
        "layout": layout,
        "lines": lines,
        "form": form,
        "rubric": form.rubric() if isinstance(form, RubricAnswerForm) else [],
        "earned": appeal.old_fraction * appeal.item.item.points,
        "is_overdue": appeal.due_at < at,
    }
    return render(request, "assessments/appeal_answer.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_appeals(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The appeals of a sitting: who asked, by when it is due, what was decided."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    form = AppealDaysForm(request.POST or None, instance=sitting)
    if request.method == "POST" and form.is_valid():
        return _set_days(request, sitting, form)
    found = Appeal.objects.filter(item__attempt__sitting=sitting)
    rows = found.select_related("taker", "answered_by", "item__item", "item__attempt", "grade").order_by("due_at", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"sitting": sitting, "page": page, "form": form, "now": timezone.now()}
    return render(request, "assessments/sitting_appeals.html", context)


def _set_days(request: PersonRequest, sitting: Sitting, form: AppealDaysForm) -> HttpResponse:
    days, answer_days = form.cleaned_data["appeal_days"], form.cleaned_data["appeal_answer_days"]
    if appeals.set_days(sitting=sitting, days=days, answer_days=answer_days, by=request.user):
        messages.success(request, _("The days for appeals are set."))
    else:
        messages.warning(request, _("Results are released: the days for appeals no longer change."))
    return redirect("assessments:sitting-appeals", sitting.pk)


def _form(request: PersonRequest, appeal: Appeal) -> AnswerForm:
    item = appeal.item.item
    if "criteria" in item.key:
        return RubricAnswerForm(item.key["criteria"], request.POST or None)
    return PointsAnswerForm(item.points, request.POST or None)


def _decide(request: PersonRequest, appeal: Appeal, form: AnswerForm, at: datetime) -> HttpResponse:
    answer = form.cleaned_data["answer"]
    try:
        if form.changes:
            levels = form.levels() if isinstance(form, RubricAnswerForm) else None
            points = form.cleaned_data.get("points")
            fraction = appeals.fraction_given(appeal.item, levels=levels, points=points)
            appeals.change(appeal=appeal, fraction=fraction, levels=levels or {}, answer=answer, by=request.user, at=at)
        else:
            appeals.uphold(appeal=appeal, answer=answer, by=request.user, at=at)
    except AlreadyAnswered:
        messages.warning(request, _("This appeal no longer waits for you."))
    else:
        messages.success(request, _("The appeal is answered; the trainee is told."))
    return redirect("assessments:appeal-queue")
