"""Whose account it is: what one unit imports or prints must not reach into an account that belongs elsewhere.

Whoever sits in another unit, or holds a role, is that unit's to look after: another organizer may seat the person, and
neither changes how the account is reached nor prints a password for it.
"""

from django.db.models import Exists, OuterRef, Q

from people.models.elections import Seat
from people.models.organisation import OrgUnit
from people.roles import Scope

_HOLDS_ROLE = Q(grants__isnull=False) | Q(is_staff=True) | Q(is_superuser=True)


def belongs_elsewhere(unit: OrgUnit) -> Q:
    """The filter on people who sit outside a unit and everything below it, or who hold a role or the site."""
    return _sits_outside(Q(unit__path__startswith=unit.path)) | _HOLDS_ROLE


def belongs_beyond(scope: Scope, permission: str) -> Q:
    """The same of all units that a permission covers."""
    return _sits_outside(scope.within(permission, "unit__path")) | _HOLDS_ROLE


def is_known_in(unit: OrgUnit) -> Exists:
    """Whether a person has, or had, a seat in a unit or below it."""
    return Exists(Seat.objects.under(unit).filter(person=OuterRef("pk")))


def _sits_outside(covered: Q) -> Q:
    return Q(Exists(Seat.objects.current().filter(person=OuterRef("pk")).exclude(covered)))
