"""Letting a sitting close later: for everybody, with a reason, until results are released."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import families, timing
from assessments.domain.sittings import moment
from assessments.enums import SittingState
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from common import audit
from people.domain.notices import notify_all
from people.models.accounts import User


class CannotExtend(Exception):
    """The window cannot close at that time: it is no later, or somebody else was faster, or results are released."""


def may_extend(sitting: Sitting) -> bool:
    """Tell whether the window can still be extended; a case study ends with its cohort."""
    if sitting.state != SittingState.PUBLISHED or sitting.module_id is not None:
        return False
    return not families.family_of(sitting).published().filter(closes_at__gt=sitting.closes_at).exists()


def extend(*, sitting: Sitting, closes_at: datetime, reason: str, by: User, at: datetime) -> Sitting:
    """Close later, and give attempts under way that the window would have cut the end they would have had."""
    if closes_at <= at or not may_extend(sitting):
        raise CannotExtend
    before = sitting.closes_at
    with transaction.atomic():
        open_ones = Sitting.objects.filter(pk=sitting.pk, state=SittingState.PUBLISHED)
        if open_ones.filter(closes_at=before, closes_at__lt=closes_at).update(closes_at=closes_at) != 1:
            raise CannotExtend
        timing.hold_beginners(Enrollment.objects.filter(cohort=sitting.cohort_id))
        timing.keep_promises(Attempt.objects.filter(sitting=sitting), at=at)
        sitting.refresh_from_db(fields=["closes_at"])
        _announce(sitting, at)
        audit.record(
            "assessments.sitting_extended",
            subject=sitting,
            user=by,
            before=before.isoformat(),
            after=closes_at.isoformat(),
            reason=reason,
        )
    return sitting


def _announce(sitting: Sitting, at: datetime) -> None:
    people = families.those_to_sit(sitting).values_list("person", flat=True)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Examination closes later: %(name)s") % {"name": sitting.name}
        body = _("It now closes on %(closes)s.") % {"closes": moment(sitting.closes_at)}
    notify_all(
        recipients=people,
        key=f"sitting-extended-{sitting.pk}-{sitting.closes_at.isoformat()}",
        subject=subject,
        body=body,
        url=reverse("assessments:attempt-start", args=[sitting.pk]),
        at=at,
    )
