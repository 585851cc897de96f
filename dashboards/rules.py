"""The doors of the overview: the unit or the person, or a 404."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from cohorts.models.enrollment import Enrollment
from dashboards.measures import Measure, measure_named
from people.models.accounts import User
from people.models.elections import Seat
from people.models.organisation import OrgUnit
from people.roles import Scope

VIEW = "reports.view"
EXPORT = "reports.export"
REMIND = "cohorts.manage"


def unit_for(scope: Scope, code: str, permission: str = VIEW) -> OrgUnit:
    """The unit with that code; one that lies outside the scope does not exist."""
    unit = OrgUnit.objects.visible_to(scope, permission).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    return unit


def roots_for(scope: Scope) -> list[OrgUnit]:
    """The units for which the overview was granted, without those that lie below another of them."""
    paths = scope.paths.get(VIEW, ())
    tops = [path for path in set(paths) if not any(path != other and path.startswith(other) for other in paths)]
    return list(OrgUnit.objects.filter(path__in=tops).order_by("path"))


def person_for(scope: Scope, person_id: int) -> User:
    """The person, if they hold or held a seat, or joined a class, in a unit of the scope."""
    sat = Seat.objects.filter(scope.within(VIEW, "unit__path")).values("person")
    learned = Enrollment.objects.filter(scope.within(VIEW, "unit__path")).values("person")
    person = User.objects.filter(Q(pk__in=sat) | Q(pk__in=learned), pk=person_id).first()
    if person is None:
        raise Http404(_("There is no such person."))
    return person


def measure_for(key: str) -> Measure:
    """The figure with that key."""
    measure = measure_named(key)
    if measure is None:
        raise Http404(_("There is no such figure."))
    return measure
