"""Taking the next number of a series: dense, once, in the transaction that uses it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from certificates import numbers
from certificates.models.certificates import NumberSeries
from people.models.organisation import OrgUnit

DEFAULT_PREFIX = "PX"  # 培训: of a unit that has been given none, and none above it.


def take_number(*, unit: OrgUnit, kind: str, at: datetime) -> str:
    """The next number of the unit's series for the year; if the caller's transaction fails, it was never taken."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it, or it would be lost.")
    year = timezone.localtime(at).year
    series, _ = NumberSeries.objects.get_or_create(prefix=prefix_of(unit), year=year, kind=kind)
    # The update holds the row until the end of the transaction: the next taker waits and sees it.
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db(fields=["last"])
    return numbers.compose(prefix=series.prefix, year=year, kind=kind, sequence=series.last)


def prefix_of(unit: OrgUnit) -> str:
    """The prefix of the unit itself or of the nearest one above."""
    paths = [unit.path[:length] for length in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    nearest = OrgUnit.objects.filter(path__in=paths).exclude(number_prefix="").order_by("-depth").first()
    return nearest.number_prefix if nearest else DEFAULT_PREFIX
