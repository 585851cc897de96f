"""The documents of the person who is logged in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from people.access import signed_in, user_of


@signed_in
@require_safe
def my_documents(request: HttpRequest) -> HttpResponse:
    """My certificates and my pledges, what waits for me first."""
    certificates = Certificate.objects.filter(enrollment__person=user_of(request)).exclude(state=CertificateState.VOID)
    pledges = Pledge.objects.filter(enrollment__person=user_of(request))
    context = {
        "certificates": certificates.select_related("enrollment__cohort", "unit").order_by("-reserved_at"),
        "pledges": pledges.select_related("text", "enrollment__cohort").order_by("signed_at", "-pk"),
        "now": timezone.now(),
    }
    return render(request, "certificates/my_documents.html", context)
