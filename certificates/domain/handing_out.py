"""A class's certificates as they are handed out: on which days they were issued, in which portions they are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.core.files.storage import storages
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from certificates.enums import CertificateState
from certificates.models.certificates import Certificate, CertificateQuerySet
from cohorts.models.cohort import Cohort
from common.sheets import write_xlsx

PORTION = 200  # Certificates in one print file: what an office printer takes at a time.
COLUMNS = (
    gettext_lazy("Certificate number"),
    pgettext_lazy("person", "Name"),
    gettext_lazy("Unit"),
    gettext_lazy("Issued on"),
    gettext_lazy("Received by (signature)"),
    gettext_lazy("Digest of the file (SHA-256)"),
)


@dataclass(frozen=True)
class Portion:
    """Some certificates of the list, from the first to the last, counted from 1."""

    number: int
    first: int
    last: int


class FileLost(Exception):
    """The store does not hold the file of a certificate any more."""

    def __init__(self, number: str) -> None:
        super().__init__(_("The file of %(number)s is missing from the store.") % {"number": number})
        self.number = number


def certificates_of(cohort: Cohort, *, on: date | None = None) -> CertificateQuerySet:
    """What is issued and holds, village by village, as it is handed out; on one day only, where one is named."""
    issued = Certificate.objects.filter(enrollment__cohort=cohort, state=CertificateState.ISSUED)
    if on:
        issued = issued.filter(issued_at__date=on)
    return issued.select_related("enrollment__person", "enrollment__unit").order_by("enrollment__unit__path", "number")


def days_of_issue(cohort: Cohort) -> list[tuple[date, int]]:
    """On which days certificates were issued that hold, and how many, the newest first."""
    by_day = certificates_of(cohort).order_by().annotate(day=TruncDate("issued_at")).values_list("day")
    return list(by_day.annotate(count=Count("pk")).order_by("-day"))


def portions(count: int) -> list[Portion]:
    """How so many certificates are divided for the printer."""
    firsts = range(1, count + 1, PORTION)
    return [Portion(number, first, min(first + PORTION - 1, count)) for number, first in enumerate(firsts, start=1)]


def files_of(certificates: CertificateQuerySet) -> Iterator[bytes]:
    """The stored files, one at a time; raises FileLost at one that is not there."""
    return (stored(certificate) for certificate in certificates.iterator(chunk_size=PORTION))


def stored(certificate: Certificate) -> bytes:
    """The bytes that were issued."""
    try:
        with storages["private"].open(certificate.file) as file:
            return file.read()
    except FileNotFoundError as gone:
        raise FileLost(certificate.number) from gone


def pack(certificates: CertificateQuerySet, *, title: str, into: IO[bytes]) -> int:
    """Write every file and the register of what is handed out as a ZIP; returns how many certificates it holds."""
    rows = []
    with ZipFile(into, "w", ZIP_STORED) as archive:  # Stored: a PDF does not become smaller.
        for certificate in certificates.iterator(chunk_size=PORTION):
            name = certificate.payload["person"]["name"]
            archive.writestr(f"{certificate.number}-{name}.pdf".replace("/", "_"), stored(certificate))
            rows.append(_row(certificate, name))
        register = write_xlsx([str(column) for column in COLUMNS], rows, title=_("Register"), heading=title)
        archive.writestr(f"{_('Register')}.xlsx", register)
    return len(rows)


def _row(certificate: Certificate, name: str) -> tuple[object, ...]:
    day = timezone.localtime(certificate.issued_at).date()
    return certificate.number, name, certificate.enrollment.unit.name, day, "", certificate.file_digest
