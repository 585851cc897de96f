"""How often something may be tried, counted the same by every process, and from which address it is tried.

The count stands in the shared cache under a name that holds its window of time, so that a try never prolongs it. The
row is held while it is counted: of a hundred tries at once exactly as many are let through as one after the other.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many seconds; each name counts by itself."""

    name: str
    times: int
    seconds: int


def take(limit: Limit, who: str, *, at: datetime) -> int:
    """Count one more try; return 0 if it may be made, else in how many seconds it may."""
    key, left = _window(limit, who, at)
    with transaction.atomic():
        counted = _held(key, left)
        if counted >= limit.times:
            return left
        cache.set(key, counted + 1, left)
    return 0


def is_spent(limit: Limit, who: str, *, at: datetime) -> bool:
    """Tell whether no try is left, without counting one."""
    return bool(cache.get(_window(limit, who, at)[0], 0) >= limit.times)


def forget(limit: Limit, who: str, *, at: datetime) -> None:
    """Take all tries of this window back, for somebody who has proved to be the right one."""
    cache.delete(_window(limit, who, at)[0])


def client_address(request: HttpRequest) -> str:
    """The address that spoke to us, or to our own proxy where there is one; what came before can be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _window(limit: Limit, who: str, at: datetime) -> tuple[str, int]:
    """The name of the count that runs now, and the seconds until the next one begins."""
    number, passed = divmod(int(at.timestamp()), limit.seconds)
    return f"limit:{limit.name}:{who}:{number}", limit.seconds - passed


def _held(key: str, left: int) -> int:
    """The count so far, in a row that nobody else counts in until the transaction ends."""
    cache.add(key, 0, left)
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        # `incr` of the cache reads and then writes: two at once would be one.
        hold = f"UPDATE {table} SET expires = expires WHERE cache_key = %s"  # noqa: S608  # Our own table's name.
        cursor.execute(hold, [cache.make_key(key)])
    return int(cache.get(key, 0))
