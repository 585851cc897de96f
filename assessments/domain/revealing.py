"""When the key of a sitting may be shown: never while somebody could still make use of it."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from assessments.domain import timing
from assessments.domain.families import family_of, has_passed, those_to_sit
from assessments.enums import AttemptState, MarkingState, Reveal
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting, SittingItem
from cohorts.models.enrollment import Enrollment


def may_see_key(sitting: Sitting, *, at: datetime) -> bool:
    """Tell whether somebody whose result was released may see keys and explanations.

    Results may be released before the window closes. The key then waits until nobody answers any more, and until the
    longest extension of the window is past or everybody of the cohort has used up his attempts; and until no resit asks
    any of its questions again, on whatever paper.
    Practice has questions of its own, and keeps nothing back.
    """
    if sitting.is_practice:
        return True
    if sitting.reveal == Reveal.NEVER or Attempt.objects.in_progress().filter(sitting=sitting).exists():
        return False
    if _asked_until(sitting, at):
        return False
    if at >= timing.last_end(sitting):
        return True
    return sitting.reveal == Reveal.AFTER_RELEASE and not may_anybody_start(sitting)


def may_anybody_start(sitting: Sitting) -> bool:
    """Tell whether somebody who is to sit it has an attempt left."""
    begun = Count("attempts", filter=Q(attempts__sitting=sitting) & ~Q(attempts__state=AttemptState.VOIDED))
    return those_to_sit(sitting).annotate(begun=begun).filter(begun__lt=sitting.attempts_allowed).exists()


def has_seen_key(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> bool:
    """Tell whether the key lies open to this person: with a released result, and nobody else answering.

    Whoever practises has seen it, and goes on.
    """
    if sitting.is_practice:
        return False
    released = Attempt.objects.filter(sitting=sitting, enrollment=enrollment, marking=MarkingState.RELEASED)
    return released.exists() and may_see_key(sitting, at=at)


def may_be_asked_again(attempt: Attempt, *, at: datetime) -> bool:
    """Tell whether its taker may meet these questions once more: in another attempt, or in a resit.

    Until then it is not said which answers were right: of two options that would be the key.
    """
    sitting, enrollment = attempt.sitting, attempt.enrollment
    if sitting.is_practice:
        return False
    begun = Attempt.objects.counted().filter(sitting=sitting, enrollment=enrollment).count()
    if at < sitting.closes_at and begun < sitting.attempts_allowed:
        return True
    return _asked_until(sitting, at) is not None and not has_passed(sitting=sitting, enrollment=enrollment)


def key_from(sitting: Sitting, *, at: datetime) -> datetime:
    """Return the moment before which no key is shown: the last end, or that of a resit with one of its questions."""
    return _asked_until(sitting, at) or timing.last_end(sitting)


def _asked_until(sitting: Sitting, at: datetime) -> datetime | None:
    """When the last resit ends that shares a question and is open or to come, or still answered by somebody."""
    if sitting.paper_id is None:
        return None
    asked = sitting.items.order_by().values("version__question")
    again = SittingItem.objects.filter(sitting=OuterRef("pk"), version__question__in=asked)
    others = family_of(sitting).published().exclude(pk=sitting.pk).filter(Exists(again))
    last = others.exclude(pk__in=timing.ended(others, at=at).order_by().values("pk")).last()
    return timing.last_end(last) if last else None
