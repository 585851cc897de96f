"""More time: for one person by an accommodation, for everybody by a longer window."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import accommodating, extending, timing
from assessments.domain.accommodating import CannotAccommodate
from assessments.domain.extending import CannotExtend
from assessments.forms.extra_time import AccommodationForm, ExtendForm, ReasonForm
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
OVER = gettext_lazy("This sitting is over for this person: more time would change nothing.")


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_extend(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Ask until when and why, and let the sitting close later."""
    sitting, at = rules.sitting_for(scope_for(request), sitting_id), timezone.now()
    if not extending.may_extend(sitting):
        messages.warning(request, _("The window of this sitting no longer changes."))
        return redirect("assessments:sitting-detail", sitting.pk)
    form = ExtendForm(request.POST or None, sitting=sitting, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            extending.extend(sitting=sitting, by=request.user, at=at, **form.cleaned_data)
        except CannotExtend:
            messages.warning(request, _("Somebody else changed this sitting meanwhile; nothing was changed by you."))
        else:
            messages.success(request, _("The sitting closes later, and the trainees have been told."))
        return redirect("assessments:sitting-detail", sitting.pk)
    context = {"sitting": sitting, "form": form, "back_url": reverse("assessments:sitting-detail", args=[sitting.pk])}
    return render(request, "assessments/sitting_extend.html", context)


@permission_required("sittings.manage")
@require_safe
def accommodation_list(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Who has more time in a sitting, how much, and why."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    found = sitting.accommodations.select_related("enrollment__person", "enrollment__unit", "given_by")
    rows = found.order_by("enrollment__unit__path", "enrollment__person__name", "pk")
    page = page_asked(request, rows, PAGE_SIZE)
    context = {"sitting": sitting, "page": page, "for_paper": is_for_paper(request)}
    return render(request, "assessments/accommodation_list.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def accommodation_give(request: PersonRequest, sitting_id: int, enrollment_id: int) -> HttpResponse:
    """Give one person more time, before the attempt or in the midst of it."""
    sitting, at = rules.sitting_for(scope_for(request), sitting_id), timezone.now()
    enrollment = rules.member_for(sitting, request.user, enrollment_id)
    if not accommodating.may_accommodate(sitting=sitting, enrollment=enrollment, at=at):
        messages.warning(request, OVER)
        return redirect("assessments:sitting-detail", sitting.pk)
    given = timing.granted(sitting=sitting, enrollment=enrollment)
    form = AccommodationForm(request.POST or None, sitting=sitting, given=given)
    if request.method == "POST" and form.is_valid():
        try:
            accommodating.give(sitting=sitting, enrollment=enrollment, by=request.user, at=at, **form.cleaned_data)
        except CannotAccommodate:
            messages.warning(request, OVER)
        else:
            messages.success(request, _("%(name)s has more time, and is told of it.") % {"name": enrollment.person})
        return redirect("assessments:sitting-detail", sitting.pk)
    context = {
        "sitting": sitting,
        "enrollment": enrollment,
        "given": given,
        "form": form,
        "running": accommodating.under_way(sitting, enrollment),
        "back_url": reverse("assessments:sitting-detail", args=[sitting.pk]),
    }
    return render(request, "assessments/accommodation_give.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def accommodation_take_back(request: PersonRequest, sitting_id: int, enrollment_id: int) -> HttpResponse:
    """Say what taking back means, ask why, and take back."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    accommodation = rules.accommodation_for(sitting, enrollment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        if accommodating.take_back(accommodation=accommodation, reason=reason, by=request.user, at=at):
            messages.success(request, _("The additional time is taken back."))
        return redirect("assessments:accommodation-list", sitting.pk)
    context = {
        "accommodation": accommodation,
        "form": form,
        "danger": True,
        "back_url": reverse("assessments:accommodation-list", args=[sitting.pk]),
    }
    return render(request, "assessments/accommodation_take_back.html", context)
