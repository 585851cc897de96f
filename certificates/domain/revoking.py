"""Revoking a certificate: a reason, a time and a person, seen by everybody who verifies it. Nothing is deleted."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.domain import chaining
from certificates.domain.reviewing import close_with_the_certificate
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from common import audit
from people.domain.notices import notify
from people.models.accounts import User


def revoke(*, certificate: Certificate, by: User, reason: str, at: datetime) -> bool:
    """Revoke what is in force; a second revocation changes nothing."""
    with transaction.atomic():
        issued = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ISSUED)
        if not issued.update(state=CertificateState.REVOKED, ended_at=at, ended_by=by, end_reason=reason):
            return False
        close_with_the_certificate(certificate=certificate, by=by, reason=reason, at=at)
        chaining.append(document=certificate.chain_name, event={"act": "revoked"}, at=at)
        audit.record("certificates.revoke", subject=certificate, user=by, number=certificate.number, reason=reason)
        notify(
            recipient=certificate.enrollment.person,
            key=f"certificate-revoked:{certificate.number}",
            subject=_("Your certificate of completion was revoked."),
            body=reason,
            url=reverse("certificates:my-documents"),
            at=at,
        )
    return True
