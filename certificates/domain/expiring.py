"""Certificates whose last day is near or past: who has to renew, and the notice that says so in time.

Renewing is correcting (certificates.domain.reissuing): a new certificate that points to the old one.
"""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.enums import CertificateState
from certificates.models.certificates import Certificate, CertificateQuerySet
from people.domain.notices import notify
from people.models.notices import Notice
from people.roles import Scope

AHEAD = timedelta(days=90)
NOTICE = "certificate-expiry:"
AT_A_TIME = 200


def expiring(scope: Scope, *, on: date) -> QuerySet[Certificate]:
    """Those of units where this person issues that end within the time ahead, or have ended; the first first."""
    near = _standing().visible_to(scope, "certificates.issue").filter(expires_on__lte=on + AHEAD)
    return near.select_related("enrollment__person", "enrollment__cohort", "unit").order_by("expires_on", "pk")


def remind(*, at: datetime) -> int:
    """Tell each person whose certificate ends within the time ahead, once; how many were told."""
    on = timezone.localdate(at)
    told = Notice.objects.filter(
        recipient=OuterRef("enrollment__person"), key=Concat(Value(NOTICE), OuterRef("number"))
    )
    due = _standing().filter(~Exists(told), expires_on__gte=on, expires_on__lte=on + AHEAD)
    found = list(due.select_related("enrollment__person", "enrollment__cohort").order_by("expires_on")[:AT_A_TIME])
    for certificate in found:
        last_day = date_format(certificate.expires_on or on)
        notify(
            recipient=certificate.enrollment.person,
            key=f"{NOTICE}{certificate.number}",
            subject=_("Your certificate %(number)s is valid until %(day)s.")
            % {"number": certificate.number, "day": last_day},
            body=_("%(cohort)s. Ask your organizer how to renew it.") % {"cohort": certificate.enrollment.cohort},
            url=reverse("certificates:my-documents"),
            at=at,
        )
    return len(found)


def _standing() -> CertificateQuerySet:
    return Certificate.objects.filter(state=CertificateState.ISSUED)
