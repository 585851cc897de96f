"""Time stamps for what was signed and anchored: asked for afterwards, minute by minute, until each has one.

A document is signed at once, whether or not the authority answers. What has no stamp yet is the queue, so nothing can
be lost; an authority that does not answer is left alone for a while, each time for twice as long.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from certificates.domain.chaining import Break
from certificates.models.certificates import Certificate
from certificates.models.chain import Anchor
from certificates.models.pledges import Pledge
from certificates.models.stamps import TimeStamp

logger = logging.getLogger(__name__)

AT_ONCE = 100  # Stamps that one tick asks for.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
CLOCKS_AGREE = timedelta(minutes=5)
PAUSE = "time-stamp-authority-pause"


class NotStamped(Exception):
    """The authority gave no token that holds; the message says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A token and what it says."""

    token: bytes
    stamped_at: datetime
    authority: str


Ask = Callable[[bytes], Stamp]
"""Gets a stamp for a SHA-256, or raises NotStamped."""
Read = Callable[[bytes, bytes], Stamp]
"""Reads a token as one over a SHA-256 by an authority that is trusted, or raises NotStamped."""


def stamp_due(*, ask: Ask, at: datetime) -> int:
    """Get a stamp for some of what has none; how many came. After a failure wait, each time longer."""
    pause = cache.get(PAUSE)
    if pause and at < pause["until"]:
        return 0
    count = 0
    for digest in _due():
        try:
            stamp = ask(bytes.fromhex(digest))
        except NotStamped as trouble:
            _wait(trouble, at, pause and pause["length"])
            return count
        count += _keep(digest, stamp, at)
    cache.delete(PAUSE)
    return count


def stamp_of(digest: str) -> TimeStamp | None:
    """The stamp over a digest, once there is one."""
    return TimeStamp.objects.filter(digest=digest).first() if digest else None


def stamp_breaks(*, read: Read) -> Iterator[Break]:
    """Every stamp that is not one over its digest, or not by an authority that is trusted, or says another time."""
    for stamp in TimeStamp.objects.order_by("pk").iterator():
        try:
            found = read(b64decode(stamp.token), bytes.fromhex(stamp.digest))
        except NotStamped:
            yield Break(f"stamp:{stamp.digest[:32]}", 1, "not-ours")
        else:
            if found.stamped_at != stamp.stamped_at:
                yield Break(f"stamp:{stamp.digest[:32]}", 1, "changed")


def _due() -> list[str]:
    """Digests without a stamp: documents first, in the order of their making, then anchors."""
    waiting: list[str] = []
    for rows, field in ((Certificate, "signed_digest"), (Pledge, "signed_digest"), (Anchor, "root")):
        unstamped: QuerySet = rows.objects.exclude(**{field: ""}).filter(
            ~Exists(TimeStamp.objects.filter(digest=OuterRef(field)))
        )
        left = AT_ONCE - len(waiting)
        waiting += unstamped.order_by("pk").values_list(field, flat=True)[:left]
    return list(dict.fromkeys(waiting))  # Two days on which nothing happened have the same root.


def _keep(digest: str, stamp: Stamp, at: datetime) -> bool:
    if abs(stamp.stamped_at - at) > CLOCKS_AGREE:
        logger.warning("The clock of this machine says %s, the time-stamp authority's %s", at, stamp.stamped_at)
    _row, is_new = TimeStamp.objects.get_or_create(
        digest=digest,
        defaults={
            "token": b64encode(stamp.token).decode(),
            "stamped_at": stamp.stamped_at,
            "authority": stamp.authority[:200],
            "created_at": at,
        },
    )
    return is_new


def _wait(trouble: NotStamped, at: datetime, last: timedelta | None) -> None:
    length = min(last * 2, LONGEST_PAUSE) if last else FIRST_PAUSE
    logger.warning("No time stamps until %s: %s", at + length, trouble)
    cache.set(PAUSE, {"until": at + length, "length": length}, timeout=None)
