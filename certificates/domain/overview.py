"""A cohort's people by how they stand: certificate issued, ready for one, waiting, on the way, out of reach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from certificates.domain.completion import CheckItem, Checklist, checklists
from certificates.enums import CertificateState, ItemState
from certificates.models.certificates import Certificate
from certificates.models.reviews import CertificateReview
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment

ISSUED, READY, WAITING, OPEN, LOST = "issued", "ready", "waiting", "open", "lost"
STANDINGS = {
    READY: _("Ready for a certificate"),
    OPEN: _("On the way"),
    WAITING: _("Waiting for others"),
    LOST: _("Can no longer be reached"),
    ISSUED: _("Certificate issued"),
}
_BY_STATE = {
    ItemState.DONE: READY,
    ItemState.WAITING: WAITING,
    ItemState.OPEN: OPEN,
    ItemState.UNREACHABLE: LOST,
}


@dataclass(frozen=True)
class Row:
    """One person of a cohort."""

    enrollment: Enrollment
    checklist: Checklist
    certificate: Certificate | None
    standing: str
    done: int
    total: int
    left: tuple[CheckItem, ...]
    in_review: bool

    @property
    def standing_label(self) -> str:
        return str(STANDINGS[self.standing])


def completion_rows(*, cohort: Cohort, at: datetime) -> list[Row]:
    """Everybody who has not withdrawn, in the same number of queries for three as for three hundred."""
    enrollments = cohort.enrollments.counted().select_related("person", "unit", "seat").order_by("unit__path", "pk")
    found = checklists(cohort, at)
    in_force = Certificate.objects.in_force().filter(enrollment__cohort=cohort)
    certificates = {certificate.enrollment_id: certificate for certificate in in_force}
    waiting = CertificateReview.objects.waiting().filter(certificate__enrollment__cohort=cohort)
    doubtful = set(waiting.values_list("certificate", flat=True))
    return [
        _row(enrollment, found[enrollment.pk], certificates.get(enrollment.pk), doubtful)
        for enrollment in enrollments
        if enrollment.pk in found
    ]


def _row(
    enrollment: Enrollment, checklist: Checklist, certificate: Certificate | None, doubtful: Collection[int]
) -> Row:
    issued = certificate is not None and certificate.state == CertificateState.ISSUED
    return Row(
        enrollment=enrollment,
        checklist=checklist,
        certificate=certificate,
        standing=ISSUED if issued else _BY_STATE[checklist.state],
        done=sum(item.state == ItemState.DONE for item in checklist.items),
        total=len(checklist.items),
        left=tuple(item for item in checklist.items if item.state != ItemState.DONE),
        in_review=certificate is not None and certificate.pk in doubtful,
    )
