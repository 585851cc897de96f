"""What an organizer may still change about a cohort that has opened: its last day, its organizer, its closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.domain.running import CohortNotClosed, CohortNotOpen, reopen_cohort, reschedule
from cohorts.forms import MANAGE, ReopenForm, RescheduleForm
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from common.audit import record
from people.access import PersonRequest, permission_required, scope_for


@permission_required(MANAGE)
def cohort_reschedule(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Ask for another last day and organizer."""
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if not cohort.is_open:
        return redirect("cohorts:cohort-detail", cohort.pk)
    at = timezone.now()
    form = RescheduleForm(_posted(request), scope=scope_for(request), cohort=cohort, today=timezone.localdate(at))
    if form.is_valid():
        before = cohort.ends_on
        try:
            moved = reschedule(cohort=cohort, at=at, **form.cleaned_data)
        except CohortNotOpen:
            return redirect("cohorts:cohort-detail", cohort.pk)
        record("cohorts.reschedule", subject=cohort, user=request.user, before=str(before), after=str(cohort.ends_on))
        if moved:
            messages.success(request, _("The new last day is set, and the trainees have been told."))
        return redirect("cohorts:cohort-detail", cohort.pk)
    return render(request, "cohorts/cohort_reschedule.html", _context(cohort, form))


@permission_required(MANAGE)
def cohort_reopen(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Ask why a closed cohort is opened again, and until when."""
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if cohort.is_draft or cohort.is_open:
        return redirect("cohorts:cohort-detail", cohort.pk)
    at = timezone.now()
    form = ReopenForm(_posted(request), scope=scope_for(request), cohort=cohort, today=timezone.localdate(at))
    if form.is_valid():
        reason = form.cleaned_data.pop("reason")
        try:
            reopen_cohort(cohort=cohort, at=at, **form.cleaned_data)
        except CohortNotClosed:
            return redirect("cohorts:cohort-detail", cohort.pk)
        record("cohorts.reopen", subject=cohort, user=request.user, reason=reason, ends_on=str(cohort.ends_on))
        messages.success(request, _("The cohort is open again."))
        return redirect("cohorts:cohort-detail", cohort.pk)
    return render(request, "cohorts/cohort_reopen.html", _context(cohort, form))


def _posted(request: PersonRequest) -> object:
    return request.POST if request.method == "POST" else None


def _context(cohort: Cohort, form: RescheduleForm) -> dict[str, object]:
    return {"cohort": cohort, "form": form, "back_url": reverse("cohorts:cohort-detail", args=[cohort.pk])}
