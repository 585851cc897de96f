"""Issuing for a whole cohort as one piece of work that can be watched, canceled and taken up again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.domain import designs, issuing
from certificates.domain.completion import checklists_of
from certificates.domain.issuing import NotEligible, Press
from certificates.enums import CertificateState, JobState
from certificates.models.certificates import Certificate, IssueJob
from certificates.payloads import Unprintable
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from common import audit
from people.models.accounts import User

BATCH = 100  # People looked at together: a large class needs no more memory than a small one.
SILENCE = timedelta(minutes=2)  # After which work without a sign of life is taken up by the tick.
UNFINISHED = [JobState.WAITING, JobState.RUNNING]

Clock = Callable[[], datetime]


def start_job(*, cohort: Cohort, by: User, at: datetime) -> IssueJob:
    """Put the work in the book; the one already under way where somebody pressed twice."""
    try:
        with transaction.atomic():
            job = IssueJob.objects.create(cohort=cohort, started_by=by, created_at=at, touched_at=at)
            audit.record("certificates.issue_cohort", subject=cohort, user=by, job=job.pk)
            return job
    except IntegrityError:
        return IssueJob.objects.get(cohort=cohort, state__in=UNFINISHED)


def cancel_job(*, job: IssueJob, by: User, at: datetime) -> bool:
    """Stop before the next person; what has been issued stays issued."""
    with transaction.atomic():
        stopped = IssueJob.objects.filter(pk=job.pk, state__in=UNFINISHED)
        if not stopped.update(state=JobState.CANCELED, finished_at=at, touched_at=at):
            return False
        audit.record("certificates.cancel_issue", subject=job.cohort, user=by, job=job.pk)
    return True


def run_job(*, job: IssueJob, clock: Clock, press: Press) -> IssueJob:
    """Issue for everybody who has completed and holds no certificate yet.

    Claim the job; count; then person by person: has it been canceled? issue, note what went wrong, count.
    Taken up again after a crash it begins with whoever is left. Raises SealRefused, before anybody, where the seal on
    the certificates may not be used.
    """
    if not IssueJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(state=JobState.RUNNING, touched_at=clock()):
        return job
    designs.require_seal(job.cohort, on=timezone.localdate(clock()))
    total = sum(map(len, _people_due(job.cohort, clock())))
    already = Certificate.objects.filter(issued_by=job.started_by, issued_at__gte=job.created_at)
    done = already.filter(enrollment__cohort=job.cohort).count()
    _touch(job, done=done, total=done + total, problems=[], touched_at=clock())
    problems: list[dict[str, str]] = []
    for enrollment in chain.from_iterable(_people_due(job.cohort, clock())):
        problem = _issue_one(job, enrollment, clock(), press)
        done, problems = done + (not problem), [*problems, *problem]
        if not _touch(job, done=done, problems=problems, touched_at=clock()):
            break
    at = clock()
    _touch(job, state=JobState.DONE, finished_at=at, touched_at=at)
    job.refresh_from_db()
    return job


def fail_job(*, job: IssueJob, message: str, at: datetime) -> None:
    """Stop for a reason that concerns everybody, such as a missing key; it can be started again."""
    IssueJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
        state=JobState.FAILED, problems=[{"name": "", "message": message}], finished_at=at, touched_at=at
    )


def silent_jobs(*, at: datetime) -> list[IssueJob]:
    """Jobs whose worker seems to have died."""
    return list(IssueJob.objects.filter(state__in=UNFINISHED, touched_at__lt=at - SILENCE))


def silent_reservations(*, at: datetime) -> list[Certificate]:
    """Certificates that were reserved and never finished."""
    reserved = Certificate.objects.filter(state=CertificateState.RESERVED, reserved_at__lt=at - SILENCE)
    return list(reserved.select_related("enrollment"))


def _people_due(cohort: Cohort, at: datetime) -> Iterator[list[Enrollment]]:
    """Whoever has completed and holds no certificate yet, batch by batch."""
    holders = Certificate.objects.filter(enrollment__cohort=cohort, state=CertificateState.ISSUED).values("enrollment")
    without = cohort.enrollments.counted().exclude(pk__in=holders).select_related("person").order_by("pk")
    last = 0
    while batch := list(without.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        for enrollment in batch:
            enrollment.cohort = cohort  # Read once, with its requirements, and not again for each.
        found = checklists_of(batch, at)
        yield [enrollment for enrollment in batch if found[enrollment.pk].complete]


def _issue_one(job: IssueJob, enrollment: Enrollment, at: datetime, press: Press) -> list[dict[str, str]]:
    """Issue for one person; what stops one does not stop the others."""
    try:
        issuing.issue(enrollment=enrollment, by=job.started_by, at=at, press=press)
    except (NotEligible, Unprintable) as refusal:
        return [{"name": enrollment.person.name, "message": str(refusal)}]
    return []


def _touch(job: IssueJob, **fields: object) -> bool:
    """Write progress, unless somebody has canceled."""
    return bool(IssueJob.objects.filter(pk=job.pk, state=JobState.RUNNING).update(**fields))
