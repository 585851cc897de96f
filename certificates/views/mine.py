"""The documents of the person who is logged in."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from people.access import PersonRequest, signed_in


@signed_in
@require_safe
def my_documents(request: PersonRequest) -> HttpResponse:
    """My certificates and my pledges, what waits for me first."""
    certificates = Certificate.objects.filter(enrollment__person=request.user).exclude(state=CertificateState.VOID)
    pledges = Pledge.objects.filter(enrollment__person=request.user)
    context = {
        "certificates": certificates.select_related("enrollment__cohort", "unit").order_by("-reserved_at"),
        "pledges": pledges.select_related("text", "enrollment__cohort").order_by(
            F("signed_at").desc(nulls_first=True), "enrollment__cohort__ends_on", "pk"
        ),
        "now": timezone.now(),
    }
    return render(request, "certificates/my_documents.html", context)
