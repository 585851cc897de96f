"""A class that has completed, the workers that issue its certificates, and what has become of them in the end."""

import hashlib
import os

from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from certificates import numbers
from certificates.domain import jobs
from certificates.domain.chaining import breaks
from certificates.enums import CertificateState, JobState
from certificates.models.certificates import Certificate, IssueJob, NumberSeries
from certificates.models.chain import ChainEntry
from people.models.notices import Notice
from tests.factories.certificates import make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer


class Class:
    """So many people who may have their certificate, and one job that issues for all."""

    def __init__(self, size: int) -> None:
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            self.cohort = make_cohort()
            for number in range(size):
                make_graduate(f"学员{number}", cohort=self.cohort)
            self.by = make_organizer(self.cohort.unit)
        self.size, self.database = size, connection.vendor
        self.press = make_press()  # Fonts and key are read before the fork: a worker is at work at once.
        connections.close_all()

    def fork(self) -> int:
        """Start a worker; returns its process id."""
        self._restart()
        connections.close_all()
        if pid := os.fork():
            return pid
        try:
            job = IssueJob.objects.select_related("cohort__unit", "cohort__programme", "started_by").latest("pk")
            jobs.run_job(job=job, clock=timezone.now, press=self.press)
        finally:
            os._exit(0)

    def issued(self) -> int:
        """How many hold a certificate by now."""
        return Certificate.objects.filter(state=CertificateState.ISSUED).count()

    def counts(self) -> dict[str, tuple[int, int]]:
        """What was found and what must be found, by name."""
        certificates = list(Certificate.objects.all())
        issued = [each for each in certificates if each.state == CertificateState.ISSUED]
        sequences = {parsed.sequence for each in certificates if (parsed := numbers.parse(each.number))}
        last = NumberSeries.objects.get().last
        holders = {each.enrollment_id for each in issued}
        return {
            "people who hold a certificate": (len(holders), self.size),
            "certificates issued": (len(issued), self.size),
            "reserved and never finished": (len(certificates) - len(issued), 0),
            "numbers taken, of 1 to the last": (len(sequences & set(range(1, last + 1))), last),
            "files whose digest is the register's": (sum(map(_is_whole, issued)), len(issued)),
            "chain entries: a reservation and an issue each": (_of_certificates().count(), 2 * self.size),
            "breaks of the chain": (len(list(breaks())), 0),
            "notices, one a certificate": (Notice.objects.filter(key__startswith="certificate:").count(), self.size),
        }

    def _restart(self) -> None:
        """As the tick does with a job whose worker died; a job that ended before everybody had his begins anew."""
        unfinished = IssueJob.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
        if not unfinished.exists():
            jobs.start_job(cohort=self.cohort, by=self.by, at=timezone.now())


def _of_certificates() -> QuerySet[ChainEntry]:
    return ChainEntry.objects.filter(document__startswith="certificate:")


def _is_whole(certificate: Certificate) -> bool:
    with storages["private"].open(certificate.file) as stored:
        return hashlib.sha256(stored.read()).hexdigest() == certificate.file_digest
