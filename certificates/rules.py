"""The doors: each answers with the object that this person may have, or with a 404 that says nothing of the rest."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from certificates.domain import clause_reviewing, endorsing
from certificates.domain.clause_reviewing import Period
from certificates.enums import SIGNABLE, SIGNED, CertificateState
from certificates.models.certificates import Certificate, IssueJob
from certificates.models.clause_reviews import ClauseReview
from certificates.models.pledges import Pledge, PledgeSession
from certificates.models.postings import Posting
from certificates.models.reviews import CertificateReview
from certificates.numbers import normalize
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort
from people.models.accounts import User
from people.roles import Scope


def own_pledge(user: User, uuid: UUID) -> Pledge:
    """The user's own pledge."""
    return get_object_or_404(Pledge.objects.with_people(), uuid=uuid, enrollment__person=user)


def pledge_to_sign(user: User, uuid: UUID) -> Pledge:
    """The user's own pledge; of whoever has left the cohort none is asked for any more."""
    left = Q(state__in=SIGNABLE, enrollment__state=EnrollmentState.WITHDRAWN)
    return get_object_or_404(Pledge.objects.with_people().exclude(left), uuid=uuid, enrollment__person=user)


def pledge_to_witness(cohort: Cohort, witness: User, uuid: UUID) -> Pledge:
    """A pledge of somebody else in a cohort whose door was opened before."""
    others = Pledge.objects.with_people().filter(enrollment__in=cohort.enrollments.counted())
    return get_object_or_404(others.exclude(enrollment__person=witness), uuid=uuid)


def own_session(pledge: Pledge, nonce: str, witness: User | None = None) -> PledgeSession:
    """The ceremony of this pledge that this browser began, for its signer or as a witness."""
    return get_object_or_404(PledgeSession, pledges=pledge, nonce=nonce, witness=witness)


def pledge_to_endorse(user: User, uuid: UUID, on: date) -> Pledge:
    """A pledge that waits for the user as the secretary of its signer's unit."""
    return get_object_or_404(endorsing.waiting_for(user, on=on), uuid=uuid)


def posting_in(cohort: Cohort, pk: int) -> Posting:
    """What stands on the board, or will, of a cohort whose door was opened before."""
    standing = Posting.objects.standing().select_related("pledge__enrollment__person", "pledge__text")
    return get_object_or_404(standing, pk=pk, pledge__enrollment__cohort=cohort)


def pledge_in(cohort: Cohort, uuid: UUID) -> Pledge:
    """A pledge of a cohort whose door was opened before."""
    return get_object_or_404(Pledge.objects.with_people(), uuid=uuid, enrollment__cohort=cohort)


def pledge_to_review(cohort: Cohort, uuid: UUID) -> Pledge:
    """A signed pledge of a cohort whose door was opened before."""
    signed = Pledge.objects.with_people().filter(state__in=SIGNED, enrollment__in=cohort.enrollments.counted())
    return get_object_or_404(signed, uuid=uuid)


def period_for(slug: str, on: date, pledge: Pledge | None = None) -> Period:
    """A period that has begun, and before whose end the pledge was signed."""
    period = clause_reviewing.period_named(slug, on=on)
    if period is None or (pledge and period.year and period.year < timezone.localtime(pledge.signed_at).year):
        raise Http404
    return period


def own_review(user: User, uuid: UUID, pk: int) -> ClauseReview:
    """A review of the user's own pledge that has not been replaced by a later one."""
    reviews = ClauseReview.objects.that_count().select_related("pledge__enrollment__person", "pledge__text", "reviewer")
    return get_object_or_404(reviews, pk=pk, pledge__uuid=uuid, pledge__enrollment__person=user)


def pledge_file(user: User, scope: Scope, number: str) -> Pledge:
    """A pledge that has a file: one's own, or one of a cohort that one oversees."""
    theirs = Q(enrollment__person=user) | scope.within("cohorts.view", "enrollment__cohort__unit__path")
    return get_object_or_404(Pledge.objects.filter(theirs).exclude(file=""), number=normalize(number))


def certificate_file(user: User, scope: Scope, number: str) -> Certificate:
    """A certificate that has a file: one's own, or one of a unit that one oversees."""
    theirs = Q(enrollment__person=user) | scope.within("cohorts.view", "unit__path")
    return get_object_or_404(Certificate.objects.filter(theirs).exclude(file=""), number=normalize(number))


def revocable_certificate(scope: Scope, number: str) -> Certificate:
    """An issued certificate of a unit where this person issues."""
    issued = Certificate.objects.visible_to(scope, "certificates.issue").filter(state=CertificateState.ISSUED)
    return get_object_or_404(
        issued.select_related("enrollment__person", "enrollment__cohort__unit"), number=normalize(number)
    )


def review_for(scope: Scope, number: str) -> CertificateReview:
    """The open review of a certificate of a unit where this person issues."""
    waiting = CertificateReview.objects.waiting().visible_to(scope)
    return get_object_or_404(
        waiting.select_related("certificate__enrollment__person", "certificate__enrollment__cohort"),
        certificate__number=normalize(number),
    )


def job_for(scope: Scope, pk: int) -> IssueJob:
    """An issuing of a cohort where this person issues."""
    jobs = IssueJob.objects.filter(scope.within("certificates.issue", "cohort__unit__path"))
    return get_object_or_404(jobs.select_related("cohort__unit", "started_by"), pk=pk)
