"""One door per object: the object, or a 404."""

from django.http import Http404

from people.models.elections import Election
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


def unit_for(scope: Scope, code: str, permission: str) -> OrgUnit:
    """The unit, if the permission covers it."""
    unit = OrgUnit.objects.visible_to(scope, permission).filter(code=code).first()
    if unit is None:
        raise Http404
    return unit
