"""What certificates does when something has happened elsewhere. Each listener is thin and may run twice."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from assessments.signals import attempt_submitted, results_changed, results_released
from certificates import tasks
from certificates.domain import completion
from certificates.domain.pledging import assign_pledges
from certificates.domain.reviewing import open_reviews
from certificates.domain.setting_up import set_up
from certificates.models.pledges import Pledge
from certificates.signals import pledge_countersigned, pledge_signed
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from cohorts.models.requirements import leaves
from cohorts.signals import cohort_opened, enrolled, module_finished


@receiver(cohort_opened, dispatch_uid="certificates.assign_pledges")
@receiver(enrolled, dispatch_uid="certificates.assign_pledges_to_the_new")
def give_pledges(cohort_id: int, **_: Any) -> None:
    """Whoever is in an open cohort gets the pledges that it asks for."""
    cohort = Cohort.objects.get(pk=cohort_id)
    kinds = (
        {leaf.key for leaf in leaves(cohort.requirement_tree) if leaf.kind == "pledge"} if cohort.requirements else ()
    )
    if kinds:
        assign_pledges(cohort=cohort, kinds=kinds, at=timezone.now())


@receiver(pledge_signed, dispatch_uid="certificates.file_signed_pledge")
@receiver(pledge_countersigned, dispatch_uid="certificates.file_countersigned_pledge")
def print_pledge(pledge_id: int, **_: Any) -> None:
    """A pledge that was signed or countersigned is printed and sealed."""
    tasks.file_pledge.enqueue(pledge_id)


@receiver(pledge_countersigned, dispatch_uid="certificates.review_after_pledge")
def review_after_pledge(pledge_id: int, **_: Any) -> None:
    """A countersigned pledge may have been the last thing to do."""
    _review(Pledge.objects.get(pk=pledge_id).enrollment_id)


@receiver(module_finished, dispatch_uid="certificates.review_after_module")
def review_after_module(enrollment_id: int, **_: Any) -> None:
    """A finished module may have been the last thing to do."""
    _review(enrollment_id)


@receiver(results_released, dispatch_uid="certificates.review_after_results")
@receiver(results_changed, dispatch_uid="certificates.review_after_change")
def review_after_results(enrollment_ids: list[int], **_: Any) -> None:
    """Results may have been the last thing to do; a certificate that they no longer carry waits for a person."""
    open_reviews(enrollment_ids=enrollment_ids, at=timezone.now())
    for enrollment_id in enrollment_ids:
        _review(enrollment_id)


@receiver(attempt_submitted, dispatch_uid="certificates.commit_attempt")
def commit_attempt(attempt_id: int, **_: Any) -> None:
    """What was handed in goes into the record chain; a worker does it, for at the bell a class hands in at once."""
    tasks.commit_attempt.enqueue(attempt_id)


def set_up_after_migrating(**_: Any) -> None:
    """A new installation's editors may write pledge texts."""
    set_up()


def _review(enrollment_id: int) -> None:
    enrollment = Enrollment.objects.select_related("cohort", "person").get(pk=enrollment_id)
    if completion.review(enrollment=enrollment, at=timezone.now()):
        transaction.on_commit(lambda: tasks.issue_for_enrollment.enqueue(enrollment_id))
