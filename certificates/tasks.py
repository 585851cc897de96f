"""What certificates does out of sight: printing, sealing, issuing, and taking up what was left unfinished."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from certificates.domain import anchoring, committing, countersigning, expiring, issuing, jobs, stamping, superseding
from certificates.domain.issuing import NotEligible
from certificates.domain.sealing import SealRefused
from certificates.domain.stamping import NotStamped
from certificates.domain.trusting import SigningKeyMissing
from certificates.models.certificates import Certificate, IssueJob
from certificates.models.pledges import Pledge
from certificates.payloads import Unprintable
from certificates.pdf.press import OfficePress
from certificates.pdf.timestamps import Authority
from cohorts.models.enrollment import Enrollment

logger = logging.getLogger(__name__)

KEY_PAUSE = timedelta(minutes=5)  # Until a task that found no signing key looks again.
TAKEN_UP = 50  # Unfinished documents that one tick takes up.


@task()
def issue_for_cohort(job_id: int) -> None:
    """Run a job; without a signing key or a usable seal it fails visibly, and can be started again."""
    job = IssueJob.objects.select_related("cohort__unit", "cohort__programme", "started_by").get(pk=job_id)
    try:
        jobs.run_job(job=job, clock=timezone.now, press=OfficePress(at=timezone.now()))
    except (SigningKeyMissing, SealRefused) as lacking:
        jobs.fail_job(job=job, message=str(lacking), at=timezone.now())


@task()
def issue_for_enrollment(enrollment_id: int) -> None:
    """Issue at once, where the cohort says so; without a signing key it comes back later. May run twice."""
    enrollment = Enrollment.objects.select_related("cohort__unit", "cohort__programme", "person").get(pk=enrollment_id)
    at = timezone.now()
    try:
        issuing.issue(enrollment=enrollment, by=None, at=at, press=OfficePress(at=at))
    except NotEligible:
        return  # Something was taken back meanwhile; the next event looks again.
    except Unprintable as refusal:  # The completion list names the seal, and issuing by hand names the person.
        logger.warning("A certificate was not issued: %s", refusal)
    except SigningKeyMissing as missing:
        logger.warning("A certificate waits for the signing key: %s", missing)
        issue_for_enrollment.using(run_after=at + KEY_PAUSE).enqueue(enrollment_id)


@task()
def file_pledge(pledge_id: int) -> None:
    """Print and seal a pledge as it stands now; without a signing key the tick asks again. May run twice."""
    pledge = Pledge.objects.with_people().get(pk=pledge_id)
    try:
        countersigning.file_pledge(pledge=pledge, press=OfficePress(at=timezone.now()))
    except SigningKeyMissing as missing:
        logger.warning("A pledge waits for the signing key: %s", missing)


@task()
def commit_attempt(attempt_id: int) -> None:
    """Write what was handed in into the record chain. May run twice."""
    committing.commit(attempt=committing.handed_in().get(pk=attempt_id), at=timezone.now())


def tick(at: datetime) -> None:
    """Take up what a worker left behind when it died: jobs, pledges, attempts; remind; anchor each day."""
    for attempt in committing.uncommitted()[:TAKEN_UP]:
        committing.commit(attempt=attempt, at=at)
    superseding.move_unsigned(on=timezone.localdate(at))
    expiring.remind(at=at)
    for job in jobs.silent_jobs(at=at):
        _later(issue_for_cohort, job.pk)
    for pledge in countersigning.without_file()[:TAKEN_UP]:
        _later(file_pledge, pledge.pk)
    try:
        for certificate in jobs.silent_reservations(at=at)[:TAKEN_UP]:
            _finish(certificate, OfficePress(at=at), at)
        anchoring.anchor_yesterday(at=at, seal=lambda root: OfficePress(at=at).seal(root))
    except SigningKeyMissing as missing:  # Both may wait: they are done later just as well.
        logger.warning("Unfinished certificates and the anchor wait for the signing key: %s", missing)
    _stamp(at)


def _stamp(at: datetime) -> None:
    """Without an authority there are no time stamps; one that cannot be asked is asked later."""
    try:
        if authority := Authority.configured():
            stamping.stamp_due(ask=authority.stamp, at=at)
    except NotStamped as trouble:
        logger.warning("No time stamps: %s", trouble)


def _finish(certificate: Certificate, press: OfficePress, at: datetime) -> None:
    try:
        issuing.finish(certificate=certificate, at=at, press=press)
    except Unprintable as refusal:
        issuing.void(certificate=certificate, reason=str(refusal), at=at)


def _later(work: Task, pk: int) -> None:
    transaction.on_commit(lambda: work.enqueue(pk))
