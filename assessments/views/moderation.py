"""How a sitting is marked: its rules until the first mark, and then how the markers compare."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.domain import calibration, marking
from assessments.domain.calibration import Distance
from assessments.domain.marking import MarkingHasBegun
from assessments.domain.moderation import moderation
from assessments.forms.marking import MarkingRulesForm
from assessments.models.sittings import Sitting
from people.access import PersonRequest, permission_required, scope_for


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_marking(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """One marker or two, and how the markers compare; names of trainees stand nowhere."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    form = MarkingRulesForm(request.POST or None, instance=sitting)
    if request.method == "POST" and form.is_valid():
        return _set_rules(request, sitting, form)
    context = {
        "sitting": sitting,
        "form": form,
        "has_begun": marking.has_begun(sitting),
        "moderation": moderation(sitting),
        "written": calibration.written_items(sitting),
        "distances": _distances(request, sitting),
    }
    return render(request, "assessments/sitting_marking.html", context)


def _distances(request: PersonRequest, sitting: Sitting) -> list[Distance]:
    """How far the markers were apart; to somebody who marks here only once his own marks are in."""
    is_marker = scope_for(request).may("marking.mark", sitting.cohort.unit.path)
    mine = calibration.waiting(marker=request.user).filter(calibration__item__sitting=sitting)
    return [] if is_marker and mine.exists() else calibration.distances(sitting)


def _set_rules(request: PersonRequest, sitting: Sitting, form: MarkingRulesForm) -> HttpResponse:
    wanted = form.cleaned_data
    try:
        marking.set_rules(
            sitting=sitting,
            markers=wanted["markers"],
            threshold=wanted["marking_threshold"],
            step=wanted["marking_step"],
            by=request.user,
        )
    except MarkingHasBegun:
        messages.warning(request, _("Marking has begun: its rules no longer change."))
    else:
        messages.success(request, _("The rules of marking are set."))
    return redirect("assessments:sitting-marking", sitting.pk)
