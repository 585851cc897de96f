"""One door per object: the object, or a 404."""

from django.db.models import QuerySet
from django.http import Http404

from people.domain.belonging import belongs_beyond
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit
from people.roles import Scope


def election_for(scope: Scope, pk: int, permission: str = "people.view") -> Election:
    """The election, if the permission covers its unit."""
    election = Election.objects.visible_to(scope, permission).select_related("unit", "term").filter(pk=pk).first()
    if election is None:
        raise Http404
    return election


def import_for(scope: Scope, pk: int) -> RosterImport:
    """The roster import, if one may import for its unit."""
    found = RosterImport.objects.visible_to(scope).select_related("unit", "election").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seat_for(scope: Scope, pk: int, permission: str) -> Seat:
    """The seat, if somebody sits in it now and the permission covers its unit."""
    seats = Seat.objects.current().visible_to(scope, permission).select_related("person", "unit")
    seat = seats.filter(pk=pk).first()
    if seat is None:
        raise Http404
    return seat


def account_for(scope: Scope, pk: int, permission: str) -> User:
    """The person, if their account is ours: they sit where the permission reaches and nowhere else, without a role."""
    person = accounts_within(scope, permission).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def accounts_within(scope: Scope, permission: str) -> QuerySet[User]:
    """The people whose phone and password somebody with this permission looks after."""
    held = Seat.objects.current().visible_to(scope, permission).values("person")
    return User.objects.filter(pk__in=held, is_active=True).exclude(belongs_beyond(scope, permission))


def unit_for(scope: Scope, code: str, permission: str) -> OrgUnit:
    """The unit, if the permission covers it."""
    unit = OrgUnit.objects.visible_to(scope, permission).filter(code=code).first()
    if unit is None:
        raise Http404
    return unit
