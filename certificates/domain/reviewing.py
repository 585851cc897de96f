"""Reviewing certificates whose ground has changed: opened by itself, decided by a person, nothing revoked by itself."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from certificates.domain.completion import checklists_of
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.models.reviews import CertificateReview
from common import audit
from people.models.accounts import User


def open_reviews(*, enrollment_ids: Collection[int], at: datetime) -> int:
    """Open a review for each certificate that is out although its holder no longer meets what was asked.

    May run twice: a certificate has at most one open review, by constraint. Returns how many now wait.
    """
    issued = Certificate.objects.filter(enrollment__in=enrollment_ids, state=CertificateState.ISSUED)
    certificates = list(issued.select_related("enrollment__cohort"))
    found = checklists_of([certificate.enrollment for certificate in certificates], at)
    doubtful = [certificate for certificate in certificates if not found[certificate.enrollment_id].complete]
    CertificateReview.objects.bulk_create(
        (CertificateReview(certificate=certificate, opened_at=at) for certificate in doubtful), ignore_conflicts=True
    )
    return len(doubtful)


def keep(*, review: CertificateReview, reason: str, by: User, at: datetime) -> bool:
    """Let the certificate stand, for a reason; tells whether this press was the one that decided."""
    with transaction.atomic():
        waiting = CertificateReview.objects.waiting().filter(pk=review.pk)
        decided = waiting.update(closed_at=at, closed_by=by, is_kept=True, reason=reason) == 1
        if decided:
            certificate = review.certificate
            audit.record("certificates.keep", subject=certificate, user=by, number=certificate.number, reason=reason)
    return decided


def close_with_the_certificate(*, certificate: Certificate, by: User, reason: str, at: datetime) -> None:
    """Decide what waits on a certificate that has just been revoked or replaced."""
    waiting = CertificateReview.objects.waiting().filter(certificate=certificate)
    waiting.update(closed_at=at, closed_by=by, is_kept=False, reason=reason)
