"""Correcting a certificate: a new one under a new number takes its place; the old one stays, and says so."""

from datetime import datetime

from django.db import transaction

from certificates.domain import chaining, issuing
from certificates.domain.issuing import Fonts
from certificates.domain.reviewing import close_with_the_certificate
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from common import audit
from people.models.accounts import User


def reissue(*, certificate: Certificate, by: User, reason: str, at: datetime, fonts: Fonts) -> Certificate:
    """Reserve the certificate that replaces an issued one; both or neither.

    It states what the records say now: name, cohort, hours and result. The one in force where somebody was faster.
    Raises NotEligible where the records no longer bear a certificate, Unprintable before anything is numbered.
    """
    page = issuing.page_on(certificate.enrollment.cohort, at)
    issuing.require_printable(enrollment=certificate.enrollment, page=page, fonts=fonts)
    with transaction.atomic():
        issued = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ISSUED)
        if not issued.update(state=CertificateState.REPLACED, ended_at=at, ended_by=by, end_reason=reason):
            return Certificate.objects.in_force().get(enrollment=certificate.enrollment)
        successor = issuing.reserve(enrollment=certificate.enrollment, by=by, at=at, page=page)
        close_with_the_certificate(certificate=certificate, by=by, reason=reason, at=at)
        event = {"act": "replaced", "by": successor.number}
        chaining.append(document=certificate.chain_name, event=event, at=at)
        audit.record(
            "certificates.reissue", subject=certificate, user=by, number=certificate.number, by=successor.number,
            reason=reason,
        )  # fmt: skip
    return successor
