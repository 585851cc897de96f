"""Calibration: the organizer chooses a few answers; every marker marks them first, and then sees how the others did."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import answering, calibration
from assessments.domain.calibration import CannotCalibrate
from assessments.forms.marking import RubricForm
from assessments.kinds.case_analysis import length_of
from assessments.models.attempts import AttemptItem
from assessments.models.sittings import SittingItem
from common.digits import whole_number
from common.paging import page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
REFUSED = {
    "how-many": gettext_lazy("Choose two to five answers."),
    "marking-begun": gettext_lazy("Marking of this question has begun: the markers can no longer compare first."),
    "calibration-begun": gettext_lazy("A marker has already marked these answers: they no longer change."),
}


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def calibration_choose(request: PersonRequest, sitting_id: int, item_id: int) -> HttpResponse:
    """Choose the answers that markers mark first; whose they are is not shown."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    item = rules.written_item_for(sitting, item_id)
    found = calibration.candidates(item)
    if request.method == "POST":
        return _choose(request, item, [each for each in found if each.pk in _ticked(request)])
    context = {"sitting": sitting, "item": item, "page": page_asked(request, found, PAGE_SIZE)}
    return render(request, "assessments/calibration_choose.html", context)


@permission_required("marking.mark")
@require_http_methods(["GET", "HEAD", "POST"])
def calibration_mark(request: PersonRequest, answer_id: int) -> HttpResponse:
    """One of the answers beside its rubric, as in marking."""
    answer = rules.calibration_answer_for(scope_for(request), request.user, answer_id)
    item = answer.answer
    form = RubricForm(item.item.key["criteria"], request.POST or None)
    if request.method == "POST" and form.is_valid():
        calibration.give(answer=answer, marker=request.user, levels=form.levels(), at=timezone.now())
        return _next(request, answer.calibration_id)
    if not calibration.waiting(marker=request.user).filter(pk=answer.pk).exists():
        return _next(request, answer.calibration_id)
    text = _text_of(item)
    context = {
        "answer": answer,
        "item": item,
        "count": answer.calibration.answers.count(),
        "text": text,
        "length": length_of(text),
        "form": form,
        "rubric": form.rubric(),
    }
    return render(request, "assessments/calibration_mark.html", context)


@permission_required("marking.mark")
@require_safe
def calibration_compare(request: PersonRequest, set_id: int) -> HttpResponse:
    """One's own marks beside the mean and the spread of the others, once all of one's own are in."""
    found = rules.calibration_for(scope_for(request), request.user, set_id)
    compared = calibration.comparison(calibration=found, marker=request.user)
    if not compared:
        return redirect("assessments:grading-next", found.item.sitting_id)
    context = {"sitting": found.item.sitting, "item": found.item, "compared": compared}
    return render(request, "assessments/calibration_compare.html", context)


def _choose(request: PersonRequest, item: SittingItem, answers: list[AttemptItem]) -> HttpResponse:
    try:
        calibration.choose(item=item, answers=answers, by=request.user, at=timezone.now())
    except CannotCalibrate as refusal:
        messages.warning(request, REFUSED[refusal.code])
        return redirect("assessments:calibration-choose", item.sitting_id, item.pk)
    messages.success(request, _("Every marker marks these answers first."))
    return redirect("assessments:sitting-marking", item.sitting_id)


def _next(request: PersonRequest, set_id: int) -> HttpResponse:
    """The next answer of the set, or how one compares."""
    following = calibration.waiting(marker=request.user).filter(calibration=set_id).first()
    if following is not None:
        return redirect("assessments:calibration-mark", following.pk)
    return redirect("assessments:calibration-compare", set_id)


def _ticked(request: PersonRequest) -> set[int | None]:
    return {whole_number(text) for text in request.POST.getlist("answer")}


def _text_of(item: AttemptItem) -> str:
    answer = answering.stored_answer(item)
    return str(answer.response.get("text", "")) if answer else ""
