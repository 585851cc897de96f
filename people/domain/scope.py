"""The one place that says where somebody may do what."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from people.models.accounts import User
from people.models.organisation import OrgUnit
from people.models.roles import Grant
from people.roles import Scope, roles


def scope_of(user: User, *, on: date) -> Scope:
    """The scope that the person's grants in force on that day add up to; one query, never cached."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    paths: defaultdict[str, list[str]] = defaultdict(list)
    held = Grant.objects.in_force(on).filter(user=user).values_list("role", "unit__path")
    for key, path in held:
        if role := roles().get(key):
            for permission in role.permissions:
                paths[permission].append(path)
    return Scope({permission: tuple(found) for permission, found in paths.items()})


def holders_of(permission: str, *, unit: OrgUnit, on: date) -> QuerySet[User]:
    """Return whoever may do this for the unit on that day: the people to ask."""
    keys = [key for key, role in roles().items() if permission in role.permissions]
    path, step = unit.path, OrgUnit.steplen
    line = [path[:end] for end in range(step, len(path) + 1, step)]
    grants = Grant.objects.in_force(on).filter(role__in=keys, unit__path__in=line)
    return User.objects.filter(is_active=True, grants__in=grants).distinct().order_by("name", "pk")
