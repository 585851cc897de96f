"""What certificates does out of sight: printing, sealing, issuing, and taking up what was left unfinished."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from certificates.domain import anchoring, countersigning, issuing, jobs
from certificates.domain.issuing import NotEligible
from certificates.models.certificates import Certificate, IssueJob
from certificates.models.pledges import Pledge
from certificates.payloads import Unprintable
from certificates.pdf.press import OfficePress
from certificates.pdf.signing import SigningKeyMissing, signer
from cohorts.models.enrollment import Enrollment

TAKEN_UP = 50  # Unfinished documents that one tick takes up.


@task()
def issue_for_cohort(job_id: int) -> None:
    """Run a job; without a signing key it fails visibly and takes no number."""
    job = IssueJob.objects.select_related("cohort__unit", "started_by").get(pk=job_id)
    try:
        press = OfficePress()
    except SigningKeyMissing as missing:
        jobs.fail_job(job=job, message=str(missing), at=timezone.now())
        return
    jobs.run_job(job=job, clock=timezone.now, press=press)


@task()
def issue_for_enrollment(enrollment_id: int) -> None:
    """Issue at once, where the cohort says so. May run twice."""
    enrollment = Enrollment.objects.select_related("cohort__unit", "cohort__programme", "person").get(pk=enrollment_id)
    press = OfficePress()
    try:
        issuing.issue(enrollment=enrollment, by=None, at=timezone.now(), press=press)
    except NotEligible:
        return  # Something was taken back meanwhile; the next event looks again.


@task()
def file_pledge(pledge_id: int) -> None:
    """Print and seal a pledge as it stands now. May run twice."""
    pledge = Pledge.objects.with_people().get(pk=pledge_id)
    countersigning.file_pledge(pledge=pledge, press=OfficePress())


def tick(at: datetime) -> None:
    """Take up what a worker left behind when it died: jobs, reservations, pledges without a file; anchor each day."""
    for job in jobs.silent_jobs(at=at):
        _later(issue_for_cohort, job.pk)
    for pledge in countersigning.without_file()[:TAKEN_UP]:
        _later(file_pledge, pledge.pk)
    for certificate in jobs.silent_reservations(at=at)[:TAKEN_UP]:
        _finish(certificate, OfficePress(), at)
    _anchor(at)


def _anchor(at: datetime) -> None:
    """Without a key the day waits: an anchor may be made later just as well."""
    try:
        seal = signer().envelope.around
    except SigningKeyMissing:
        return
    anchoring.anchor_yesterday(at=at, seal=seal)


def _finish(certificate: Certificate, press: OfficePress, at: datetime) -> None:
    try:
        issuing.finish(certificate=certificate, at=at, press=press)
    except Unprintable as refusal:
        issuing.void(certificate=certificate, reason=str(refusal), at=at)


def _later(work: Task, pk: int) -> None:
    transaction.on_commit(lambda: work.enqueue(pk))
