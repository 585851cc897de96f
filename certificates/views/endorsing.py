"""What a secretary countersigns before the organizer does: the pledges of their own unit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.domain import countersigning, endorsing
from certificates.domain.ink import drawing
from certificates.forms import ReasonForm
from people.access import PersonRequest, signed_in


@signed_in
@require_safe
def endorsement_list(request: PersonRequest) -> HttpResponse:
    """The pledges of my unit that wait for me."""
    pledges = endorsing.waiting_for(request.user, on=timezone.localdate())
    context = {"pledges": pledges, "now": timezone.now()}
    return render(request, "certificates/endorsement_list.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def endorsement_review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One of them as it was signed, and the button that countersigns it."""
    pledge = rules.pledge_to_endorse(request.user, uuid, timezone.localdate())
    if request.method == "POST":
        if endorsing.endorse(pledge=pledge, by=request.user, at=timezone.now()):
            messages.success(request, _("You have countersigned. The organizer comes next."))
        return redirect("certificates:endorsement-list")
    context = {"pledge": pledge, "words": countersigning.words_signed(pledge), "ink": drawing(pledge.ink)}
    context |= {
        "now": timezone.now(),
        "may_act": True,
        "queue_url": reverse("certificates:endorsement-list"),
        "queue_name": _("Countersigning as secretary"),
        "return_url": reverse("certificates:endorsement-return", args=[pledge.uuid]),
    }
    return render(request, "certificates/pledge_review.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def endorsement_return(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Give one back with a reason."""
    pledge = rules.pledge_to_endorse(request.user, uuid, timezone.localdate())
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        countersigning.return_pledge(pledge=pledge, by=request.user, reason=reason, at=timezone.now())
        messages.info(request, _("The pledge was returned with your reason."))
        return redirect("certificates:endorsement-list")
    context = {"pledge": pledge, "form": form}
    context["back_url"] = reverse("certificates:endorsement-review", args=[pledge.uuid])
    return render(request, "certificates/pledge_return.html", context)
