"""Granting somebody more time, and taking it back; an attempt that has begun keeps what it was promised."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import timing
from assessments.enums import Medium
from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from common import audit
from people.domain.notices import notify
from people.models.accounts import User


class CannotAccommodate(Exception):
    """More time would no longer help anybody: the sitting has not been published, or is over for this person."""


def may_accommodate(*, sitting: Sitting, enrollment: Enrollment, at: datetime) -> bool:
    """Tell whether more time can still be used: an attempt may begin, or one is under way."""
    return sitting.is_published and (at < sitting.closes_at or under_way(sitting, enrollment) is not None)


def under_way(sitting: Sitting, enrollment: Enrollment) -> Attempt | None:
    """Return the attempt for which a clock runs."""
    running = Attempt.objects.in_progress().filter(medium=Medium.ONLINE)
    return running.filter(sitting=sitting, enrollment=enrollment).first()


def give(
    *,
    sitting: Sitting,
    enrollment: Enrollment,
    factor: Decimal,
    extension: timedelta,
    reason: str,
    by: User,
    at: datetime,
) -> Accommodation:
    """Grant somebody more time, or another amount of it; an attempt under way gets it at once, and never less."""
    with transaction.atomic():
        timing.hold_beginners(Enrollment.objects.filter(pk=enrollment.pk))
        if not may_accommodate(sitting=sitting, enrollment=enrollment, at=at):
            raise CannotAccommodate
        granted = {"factor": factor, "extension": extension, "reason": reason}
        accommodation, _is_new = Accommodation.objects.update_or_create(
            sitting=sitting, enrollment=enrollment, defaults={**granted, "given_by": by, "given_at": at}
        )
        timing.keep_promises(Attempt.objects.filter(sitting=sitting, enrollment=enrollment), at=at)
        _tell(accommodation, at)
        _record("given", accommodation, by, reason)
    return accommodation


def take_back(*, accommodation: Accommodation, reason: str, by: User, at: datetime) -> bool:
    """Take back what was granted, for attempts that have not begun; tells whether it still stood."""
    with transaction.atomic():
        timing.hold_beginners(Enrollment.objects.filter(pk=accommodation.enrollment_id))
        stood = Accommodation.objects.filter(pk=accommodation.pk).delete()[0] == 1
        if stood:
            _tell(accommodation, at)
            _record("taken_back", accommodation, by, reason)
    return stood


def _record(what: str, accommodation: Accommodation, by: User, reason: str) -> None:
    audit.record(
        f"assessments.accommodation_{what}",
        subject=accommodation.sitting,
        user=by,
        enrollment=accommodation.enrollment_id,
        factor=str(accommodation.factor),
        extension=str(accommodation.extension),
        reason=reason,
    )


def _tell(accommodation: Accommodation, at: datetime) -> None:
    sitting = accommodation.sitting
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The time allowed to you has changed: %(name)s") % {"name": sitting.name}
    notify(
        recipient=accommodation.enrollment.person,
        key=f"accommodation-{sitting.pk}-{at.isoformat()}",
        subject=subject,
        url=reverse("assessments:attempt-start", args=[sitting.pk]),
        at=at,
    )
