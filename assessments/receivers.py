"""What assessments does when other rooms announce something."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from assessments.domain import steps
from assessments.domain.sittings import move_case_sittings, open_case_sittings
from cohorts.models.cohort import Cohort
from cohorts.signals import cohort_opened, cohort_rescheduled, step_asked


@receiver(cohort_opened, dispatch_uid="assessments.open_case_sittings")
def give_case_studies_their_submission(cohort_id: int, **_: Any) -> None:
    """An opened cohort can hand in its case studies. May run twice."""
    open_case_sittings(cohort=Cohort.objects.get(pk=cohort_id))


@receiver(cohort_rescheduled, dispatch_uid="assessments.move_case_sittings")
def let_case_studies_end_with_the_cohort(cohort_id: int, **_: Any) -> None:
    """Case studies can be handed in until the cohort's new last day. May run twice."""
    move_case_sittings(cohort=Cohort.objects.get(pk=cohort_id), at=timezone.now())


@receiver(step_asked, dispatch_uid="assessments.name_missing_examination")
def name_missing_examination(cohort: Cohort, **_: Any) -> dict[str, Any] | None:
    """An examination that completion asks for and nobody can sit is the next step of a cohort."""
    return steps.examination_step(cohort)
