"""Acts with consequences for a whole cohort, each seen before it is done: opening, closing, newer revisions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cohorts.domain.moving import CohortNotRunning, move_modules, moves_of
from cohorts.domain.opening import CohortCannotOpen, Obstacle, close_cohort, open_cohort, opening_of
from cohorts.forms import MANAGE, CloseForm
from cohorts.rules import cohort_for
from common.audit import record
from common.digits import whole_number
from people.access import PersonRequest, permission_required, scope_for

OBSTACLES: dict[Obstacle, str | Promise] = {
    Obstacle.NOT_A_DRAFT: gettext_lazy("The cohort has opened already."),
    Obstacle.COURSE_NOT_PUBLISHED: gettext_lazy(
        "The course is no longer published. Choose another, or have it published."
    ),
    Obstacle.NO_MODULES: gettext_lazy("The course has no published module yet. Ask its author to publish one."),
    Obstacle.TOO_FEW_MODULES: gettext_lazy("Completion asks for more modules than the course has. Lower the number."),
    Obstacle.ALREADY_OVER: gettext_lazy("The last day lies in the past. Choose later dates."),
}


@permission_required(MANAGE)
def cohort_open(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Say what opening does, and do it."""
    at = timezone.now()
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if not cohort.is_draft:
        return redirect("cohorts:cohort-detail", cohort.pk)
    opening = opening_of(cohort=cohort, at=at)
    status = 200
    if request.method == "POST":
        try:
            open_cohort(cohort=cohort, at=at)
        except CohortCannotOpen:
            status = 409  # The page below lists every obstacle.
        else:
            record("cohorts.open", subject=cohort, user=request.user, people=opening.people)
            enrolled = ngettext("%(count)d person is enrolled.", "%(count)d people are enrolled.", opening.people)
            messages.success(request, _("The cohort is open. ") + enrolled % {"count": opening.people})
            return redirect("cohorts:cohort-detail", cohort.pk)
    context = {
        "cohort": cohort,
        "opening": opening,
        "obstacles": [OBSTACLES[obstacle] for obstacle in opening.obstacles],
        "pledges": cohort.pledge_labels,
        "back_url": reverse("cohorts:cohort-detail", args=[cohort.pk]),
    }
    return render(request, "cohorts/cohort_open.html", context, status=status)


@permission_required(MANAGE)
def cohort_close(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Say what closing does, and do it."""
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if not cohort.is_open:
        return redirect("cohorts:cohort-detail", cohort.pk)
    unfinished = cohort.enrollments.active().count()
    form = CloseForm(request.POST if request.method == "POST" else None, unfinished=unfinished)
    if form.is_valid():
        close_cohort(cohort=cohort, at=timezone.now())
        record("cohorts.close", subject=cohort, user=request.user, unfinished=unfinished)
        return redirect("cohorts:cohort-detail", cohort.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "unfinished": unfinished,
        "back_url": reverse("cohorts:cohort-detail", args=[cohort.pk]),
        "danger": True,
    }
    return render(request, "cohorts/cohort_close.html", context)


@permission_required(MANAGE)
def cohort_move(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Show what was published since the cohort opened and whom it would touch; move the ticked modules."""
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if request.method == "POST":
        shown = [map(whole_number, pair.partition(":")[::2]) for pair in request.POST.getlist("move")]
        expected = {module: revision for module, revision in shown if module is not None and revision is not None}
        try:
            moved = move_modules(cohort=cohort, expected=expected, at=timezone.now())
        except CohortNotRunning:
            moved = []
        if moved:
            record("cohorts.move", subject=cohort, user=request.user, modules=[module.title for module in moved])
            messages.success(request, _("The cohort now learns the newer text."))
        return redirect("cohorts:cohort-detail", cohort.pk)
    context = {
        "cohort": cohort,
        "section": "overview",
        "moves": moves_of(cohort=cohort) if cohort.is_open else [],
        "trail": [
            {"label": _("Cohorts"), "url": reverse("cohorts:cohort-list")},
            {"label": cohort.name, "url": reverse("cohorts:cohort-detail", args=[cohort.pk])},
        ],
    }
    return render(request, "cohorts/cohort_move.html", context)
