"""The review of a certificate whose ground has changed: let it stand for a reason, or go and revoke it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates import rules
from certificates.domain import reviewing
from certificates.domain.completion import checklist
from certificates.enums import ItemState
from certificates.forms import KeepForm
from people.access import PersonRequest, permission_required, scope_for


@permission_required("certificates.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_review(request: PersonRequest, number: str) -> HttpResponse:
    """What is no longer met, and the two ways on."""
    review = rules.review_for(scope_for(request), number)
    enrollment = review.certificate.enrollment
    back_url = reverse("certificates:completion-list", args=[enrollment.cohort_id])
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        reviewing.keep(review=review, reason=reason, by=request.user, at=timezone.now())
        messages.info(request, _("Certificate %(number)s stands.") % {"number": review.certificate.number})
        return redirect(back_url)
    left = [item for item in checklist(enrollment, timezone.now()).items if item.state != ItemState.DONE]
    context = {"review": review, "certificate": review.certificate, "left": left, "form": form, "back_url": back_url}
    return render(request, "certificates/certificate_review.html", context)
