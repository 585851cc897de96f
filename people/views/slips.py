"""First passwords on paper: shown once, in the answer to the press of the button."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from common import audit
from people.access import permission_required, scope_for
from people.domain.slips import A_PRINT, never_came, print_again, print_slips, without_slip
from people.forms import AgainForm
from people.rules import election_for


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
@permission_required("people.slips")
def slips(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first; then set the passwords and show them this one time. Printing is logged, passwords are not."""
    election = election_for(scope_for(request), pk, "people.slips")
    wants_new = "again" in request.POST
    void = min(never_came(election).count(), A_PRINT)
    form = AgainForm(request.POST if wants_new else None, count=void)
    if request.method != "POST" or (wants_new and not form.is_valid()):
        context = {"election": election, "waiting": without_slip(election).count(), "never_came": void, "form": form}
        return render(request, "people/slips_confirm.html", context, status=400 if form.errors else 200)
    printing = print_again if wants_new else print_slips
    printed = printing(election=election, at=timezone.now())
    audit.record("people.slips_printed", subject=election, user=request.user, people=len(printed))
    context = {
        "election": election,
        "slips": printed,
        "site_url": settings.SITE_URL,
        "left": without_slip(election).count(),
        "back_url": reverse("people:election-detail", args=[election.pk]),
    }
    return render(request, "people/slips.html", context)
