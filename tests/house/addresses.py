"""The project's own addresses, as the map of addresses (URLconf) really holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import unwrap
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import APPS


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, or its route where it has none."""

    name: str
    route: str
    pattern: URLPattern

    @property
    def view(self) -> Any:
        """Return the view as the map holds it, decorators and all."""
        return self.pattern.callback

    @property
    def is_written_here(self) -> bool:
        """Say whether the view itself is ours; the map also names a few of other people's."""
        return unwrap(self.view).__module__.split(".")[0] in APPS

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the names of the arguments in the route."""
        return tuple(self.pattern.pattern.converters)


def own_addresses() -> list[Address]:
    """Return every pattern that stands in one of our own maps."""
    return sorted(walk(get_resolver(), "", ""), key=lambda address: address.name)


def walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    """Go through a map; the maps of Wagtail and others are theirs to answer for."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(namespace + entry.name if entry.name else here, here, entry)
        elif getattr(entry.urlconf_name, "__name__", "").split(".")[0] in APPS:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, inner, here)
