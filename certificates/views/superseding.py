"""Asking those of a cohort who are in office to sign a new text: who they are, who is left out, and the one act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from certificates.domain import superseding
from certificates.domain.pledge_texts import words_of
from cohorts.rules import cohort_for
from common.digits import whole_number
from people.access import PersonRequest, permission_required, scope_for

PERMISSION = "pledges.countersign"


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def pledges_anew(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The texts that have come into force since people of the cohort signed; the button asks for those shown."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    if request.method == "POST":
        shown = {pk for text in request.POST.getlist("text") if (pk := whole_number(text)) is not None}
        made = superseding.ask(cohort=cohort, texts=shown, by=request.user, at=timezone.now())
        people = len({pledge.enrollment_id for pledge in made})
        words = ngettext("%(count)d person was asked to sign.", "%(count)d people were asked to sign.", people)
        if made:
            messages.success(request, words % {"count": people})
        else:
            messages.info(request, _("Everybody in office has been asked already."))
        return redirect("certificates:pledge-queue", cohort.pk)
    found = superseding.successions(cohort, on=timezone.localdate())
    context = {
        "cohort": cohort,
        "sections": [{"succession": each, "words": words_of(each.text)} for each in found],
        "people": len({pledge.enrollment_id for each in found for pledge in each.to_ask}),
        "back_url": reverse("certificates:pledge-queue", args=[cohort.pk]),
        "now": timezone.now(),
    }
    return render(request, "certificates/pledges_anew.html", context)
