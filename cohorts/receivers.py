"""What cohorts does when the register of people in office changes; running twice does no harm."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from cohorts.domain.enrolling import enroll_by_rules
from cohorts.models.cohort import Cohort
from people.models.organisation import OrgUnit
from people.signals import seats_changed


@receiver(seats_changed)
def keep_in_step(*, unit_id: int, **_: Any) -> None:
    """Enroll whom the rules of open cohorts now name, and let go whom they no longer name."""
    place = OrgUnit.objects.get(pk=unit_id)
    at = timezone.now()
    for cohort in Cohort.objects.running().filter(rules__isnull=False).distinct():
        units = [rule.unit for rule in cohort.rules.select_related("unit")]
        if any(unit.path.startswith(place.path) or place.path.startswith(unit.path) for unit in units):
            enroll_by_rules(cohort=cohort, at=at)
