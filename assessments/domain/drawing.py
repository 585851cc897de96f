"""In which order an attempt shows its items and their options: drawn once, by a keyed digest, and then stored."""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings

from assessments.kinds.registry import rows_to_draw
from assessments.models.sittings import SittingItem


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item with its place and the order of its options."""

    item: SittingItem
    position: int
    option_order: list[str]


def draw(*, attempt_uuid: UUID, items: Iterable[SittingItem], shuffle: bool) -> Iterator[Drawn]:
    """Yield the items as this attempt shows them: sections stay in their order, items are drawn within them."""
    position = 0
    for section, members in groupby(items, key=attrgetter("section")):
        for item in _shuffled(members, attempt_uuid, section) if shuffle else members:
            position += 1
            yield Drawn(item, position, _option_order(item.snapshot, attempt_uuid, shuffle=shuffle))


def _shuffled(items: Iterable[SittingItem], attempt_uuid: UUID, section: str) -> list[SittingItem]:
    return sorted(items, key=lambda item: _rank(attempt_uuid, section, str(item.position)))


def _option_order(snapshot: dict[str, Any], attempt_uuid: UUID, *, shuffle: bool) -> list[str]:
    """The ids of the options in the order drawn; pinned ones ("以上都对") keep their place."""
    options = rows_to_draw(snapshot, shuffle=shuffle)
    loose = [option["id"] for option in options if not option.get("pinned")]
    # The stem keeps two questions with the same option ids from being drawn alike.
    drawn = iter(sorted(loose, key=lambda option_id: _rank(attempt_uuid, snapshot["stem"], option_id)))
    return [option["id"] if option.get("pinned") else next(drawn) for option in options]


def _rank(attempt_uuid: UUID, section: str, name: str) -> str:
    message = f"{attempt_uuid}:{section}:{name}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, "sha256").hexdigest()
