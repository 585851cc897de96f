"""What each role may do, read from roles.toml, and the scope that a person's grants add up to."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.db.models import Q


@dataclass(frozen=True)
class Role:
    """One table of roles.toml."""

    key: str
    names: Mapping[str, str]
    permissions: frozenset[str]
    cms_groups: tuple[str, ...]


@lru_cache
def roles() -> Mapping[str, Role]:
    """All roles by key."""
    tables = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))
    return {
        key: Role(key, table["name"], frozenset(table["permissions"]), tuple(table["cms_groups"]))
        for key, table in tables.items()
    }


@dataclass(frozen=True)
class Scope:
    """Where somebody may do what: for each permission the tree paths of the units it was granted for.

    A grant covers its unit and everything below. No grant, nothing: an empty scope sees no row.
    """

    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def may(self, permission: str, path: str) -> bool:
        """May this be done to something that belongs to the unit at `path`?"""
        return any(path.startswith(root) for root in self.paths.get(permission, ()))

    def may_anywhere(self, permission: str) -> bool:
        """Is there any unit at all for which this may be done?"""
        return bool(self.paths.get(permission))

    def within(self, permission: str, path_field: str) -> Q:
        """The filter on rows whose unit (its `path_field`, such as "unit__path") this permission covers."""
        condition = Q(pk__in=[])
        for root in self.paths.get(permission, ()):
            condition |= Q(**{f"{path_field}__startswith": root})
        return condition
