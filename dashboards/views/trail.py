"""The way back up from a unit, as far as the person's scope goes."""

from django.urls import reverse

from dashboards.rules import VIEW
from people.models.organisation import OrgUnit
from people.roles import Scope


def trail_to(unit: OrgUnit, scope: Scope) -> list[dict[str, str]]:
    """The units above that the person may see, from the top, as the trail's {label, url}."""
    above = unit.get_ancestors().filter(scope.within(VIEW, "path"))
    return [{"label": place.name, "url": reverse("dashboards:district", args=[place.code])} for place in above]
