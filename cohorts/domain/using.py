"""Which classes learn from a page: what a record points at is never deleted, only taken off the catalogue."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from cohorts.models.cohort import Cohort


def cohorts_using(pages: Iterable[Page]) -> list[str]:
    """Return the names of the classes that learn, or learned, from these pages or from those below them."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(course__path__startswith=page.path) | Q(modules__module__path__startswith=page.path)
    return list(Cohort.objects.filter(below).order_by("name").values_list("name", flat=True).distinct())
