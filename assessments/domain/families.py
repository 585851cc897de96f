"""A sitting and its resits (补考): which belong together, who is to sit them, and who has passed one of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.enums import MarkingState
from assessments.models.attempts import Attempt
from assessments.models.grades import Result
from assessments.models.sittings import Sitting, SittingQuerySet
from cohorts.models.enrollment import Enrollment


@dataclass(frozen=True, slots=True)
class Undecided:
    """What of a family has not come to its end: sittings that are open or to come, and attempts without a result."""

    sittings: int
    attempts: int

    def __bool__(self) -> bool:
        return bool(self.sittings or self.attempts)


def family_of(sitting: Sitting) -> SittingQuerySet:
    """Return the sitting that was first and all its resits, in the order in which they close."""
    original = sitting.original_id
    return Sitting.objects.filter(Q(pk=original) | Q(resit_of=original)).order_by("closes_at", "pk")


def those_to_sit(sitting: Sitting) -> QuerySet[Enrollment]:
    """Return everybody of the cohort; for a resit those who had not passed before, and whoever has begun it."""
    members = Enrollment.objects.counted().filter(cohort=sitting.cohort_id)
    if not sitting.is_resit:
        return members
    passed = Result.objects.filter(sitting__in=_earlier(sitting), enrollment=OuterRef("pk"), passed=True)
    begun = Attempt.objects.counted().filter(sitting=sitting, enrollment=OuterRef("pk"))
    return members.filter(~Exists(passed) | Exists(begun))


def those_without_pass(sitting: Sitting) -> QuerySet[Enrollment]:
    """Return everybody of the cohort who has passed none of the family, those who were absent among them."""
    passed = Result.objects.filter(sitting__in=family_of(sitting), enrollment=OuterRef("pk"), passed=True)
    return Enrollment.objects.counted().filter(~Exists(passed), cohort=sitting.cohort_id)


def has_passed(*, sitting: Sitting, enrollment: Enrollment) -> bool:
    """Whether somebody has passed any of the family."""
    return Result.objects.filter(sitting__in=family_of(sitting), enrollment=enrollment, passed=True).exists()


def earlier_result(*, sitting: Sitting, enrollment: Enrollment) -> Result | None:
    """Return the best that somebody achieved before a resit."""
    found = Result.objects.filter(sitting__in=_earlier(sitting), enrollment=enrollment).select_related("sitting")
    return found.order_by("-passed", "-percent", "pk").first()


def resit_ahead(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> Sitting | None:
    """Return the resit that is open or announced for somebody who has not passed."""
    others = family_of(sitting).published().exclude(pk=sitting.pk)
    resit = others.filter(resit_of__isnull=False, closes_at__gt=at).first()
    return resit if resit and not has_passed(sitting=sitting, enrollment=enrollment) else None


def undecided(sitting: Sitting, *, at: datetime) -> Undecided:
    """Return what must come to its end before another resit may be published."""
    family = family_of(sitting).published()
    waiting = Attempt.objects.counted().filter(sitting__in=family).exclude(marking=MarkingState.RELEASED)
    return Undecided(sittings=family.filter(closes_at__gt=at).count(), attempts=waiting.count())


def _earlier(sitting: Sitting) -> SittingQuerySet:
    """The family as it was before a sitting: each resit is published only after all that went before have closed."""
    return family_of(sitting).filter(closes_at__lt=sitting.closes_at)
