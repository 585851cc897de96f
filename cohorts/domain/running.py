"""What may still change about a cohort after it has opened: its last day, its organizer, and having been closed."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cohorts.enums import CohortState
from cohorts.models.cohort import Cohort
from cohorts.signals import cohort_rescheduled
from people.domain.notices import notify_all
from people.models.accounts import User


class CohortNotOpen(Exception):
    """The cohort is in preparation, or closed: there is nothing to move."""


class CohortNotClosed(Exception):
    """Only a closed cohort can be opened again."""


def reschedule(*, cohort: Cohort, ends_on: date, organizer: User, at: datetime) -> bool:
    """Give an open cohort another last day and organizer; tells whether the last day moved.

    Whoever is still learning is told of a new day; what was promised for the old one above learns it by the signal.
    """
    moved = cohort.ends_on != ends_on
    with transaction.atomic():
        running = Cohort.objects.filter(pk=cohort.pk, state=CohortState.OPEN)
        if running.update(ends_on=ends_on, organizer=organizer) != 1:
            raise CohortNotOpen
        cohort.refresh_from_db()
        if moved:
            _tell(cohort, at)
            transaction.on_commit(lambda: cohort_rescheduled.send(Cohort, cohort_id=cohort.pk))
    return moved


def reopen_cohort(*, cohort: Cohort, ends_on: date, organizer: User, at: datetime) -> None:
    """Open a closed cohort again until another last day: what was done is there, and people go on."""
    with transaction.atomic():
        closed = Cohort.objects.filter(pk=cohort.pk, state=CohortState.CLOSED)
        if closed.update(state=CohortState.OPEN, closed_at=None) != 1:
            raise CohortNotClosed
        reschedule(cohort=cohort, ends_on=ends_on, organizer=organizer, at=at)


def _tell(cohort: Cohort, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(cohort)s now ends on %(end)s") % {"cohort": cohort.name, "end": cohort.ends_on}
        body = _("Whatever is still open can be done until that day.")
    notify_all(
        recipients=cohort.enrollments.active().values_list("person", flat=True),
        key=f"cohort:{cohort.pk}:ends:{cohort.ends_on}",
        subject=subject,
        body=body,
        url=reverse("cohorts:study-room", args=[cohort.pk]),
        at=at,
    )
