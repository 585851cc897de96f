"""When the key of a sitting may be shown: never while somebody could still make use of it."""

from datetime import datetime

from django.db.models import Count, Q

from assessments.enums import MarkingState, Reveal
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment


def may_see_key(sitting: Sitting, *, at: datetime) -> bool:
    """Tell whether somebody whose result was released may see keys and explanations.

    Results may be released before the window closes. The key then waits until nobody answers any more, and until the
    window has closed or everybody of the cohort has used up his attempts.
    """
    if sitting.reveal == Reveal.NEVER or Attempt.objects.in_progress().filter(sitting=sitting).exists():
        return False
    if at >= sitting.closes_at:
        return True
    return sitting.reveal == Reveal.AFTER_RELEASE and not may_anybody_start(sitting)


def may_anybody_start(sitting: Sitting) -> bool:
    """Tell whether somebody of the cohort has an attempt left."""
    begun = Count("attempts", filter=Q(attempts__sitting=sitting))
    members = Enrollment.objects.counted().filter(cohort=sitting.cohort_id)
    return members.annotate(begun=begun).filter(begun__lt=sitting.attempts_allowed).exists()


def has_seen_key(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> bool:
    """Tell whether the key lies open to this person: with a released result, and nobody else answering."""
    released = Attempt.objects.filter(sitting=sitting, enrollment=enrollment, marking=MarkingState.RELEASED)
    return released.exists() and may_see_key(sitting, at=at)
