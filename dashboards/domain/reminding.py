"""Reminding the people behind a figure of what they themselves can still do, once a day."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from cohorts.enums import CohortState, EnrollmentState
from dashboards.measures import Rows, studying
from people.domain.notices import notify
from people.models.accounts import User
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Reminder:
    """What somebody is told."""

    subject: str | Promise
    body: str | Promise


REMINDERS = {
    "progress": Reminder(
        subject=_("You still have modules to study"),
        body=_("Please finish the modules of your cohort in time. Your desk shows the next one."),
    ),
    "pledges": Reminder(
        subject=_("A pledge waits for your signature"),
        body=_("Please read and sign the pledges of your cohort. Your desk shows the next one."),
    ),
}


def people_to_remind(unit: OrgUnit, key: str) -> QuerySet[User]:
    """Those for whom a reminder helps: they are in an open class, and the next move is theirs."""
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    if key == "progress":
        return people.filter(pk__in=_behind(unit).values("person"))
    if key == "pledges":
        return people.filter(pk__in=_unsigned(unit).values("enrollment__person"))
    return people.none()


def remind(*, unit: OrgUnit, key: str, at: datetime) -> int:
    """Put a notice into the outbox of everybody concerned; a second press on the same day adds nothing."""
    reminder = REMINDERS[key]
    people = list(people_to_remind(unit, key))
    day = timezone.localdate(at)
    # A notice is read by the trainee, not by the organizer whose language the request has.
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = str(reminder.subject), str(reminder.body)
    with transaction.atomic():
        for person in people:
            notify(
                recipient=person,
                key=f"reminder:{key}:{day}",
                subject=subject,
                body=body,
                url=reverse("dashboards:desk"),
                at=at,
            )
    return len(people)


def _behind(unit: OrgUnit) -> Rows:
    return studying().filter(
        unit__path__startswith=unit.path,
        state=EnrollmentState.ACTIVE,
        cohort__state=CohortState.OPEN,
        finished__lt=F("modules_due"),
    )


def _unsigned(unit: OrgUnit) -> Rows:
    return Pledge.objects.filter(
        enrollment__unit__path__startswith=unit.path,
        enrollment__state=EnrollmentState.ACTIVE,
        enrollment__cohort__state=CohortState.OPEN,
        state__in=[PledgeState.DUE, PledgeState.RETURNED],
    )
