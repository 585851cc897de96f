"""Which items an attempt has, and in which order it shows them and their options: drawn once, by a keyed digest.

What was drawn is stored. Choosing and ordering are two draws with different messages: were they one, what comes out of
a pool would always stand before the questions that everybody has.
"""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings

from assessments.enums import Void
from assessments.kinds.registry import rows_to_draw
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import SittingDraw, SittingItem


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item with its place and the order of its options."""

    item: SittingItem
    position: int
    option_order: list[str]


def items_for(attempt: Attempt) -> list[SittingItem]:
    """Return the items of a new attempt, in three queries at most: of a pool, only what was chosen is read whole."""
    rows = attempt.sitting.items.select_related("draw", "version").only(
        "sitting", "position", "void", "draw__number", "draw__take", "version__question"
    )
    candidates = list(rows)
    seen = _seen_by(attempt) if any(each.draw for each in candidates) else frozenset()
    chosen = choose(attempt_uuid=attempt.uuid, items=candidates, seen=seen)
    return list(attempt.sitting.items.filter(pk__in=[each.pk for each in chosen]))


def choose(
    *, attempt_uuid: UUID, items: Iterable[SittingItem], seen: Collection[int] = frozenset()
) -> list[SittingItem]:
    """Return every item without a pool, and of each pool as many as it says, in the order of the paper.

    What was voided, and questions that this person has seen before, are taken only where there is nothing else.
    """
    chosen: list[SittingItem] = []
    pools: defaultdict[SittingDraw, list[SittingItem]] = defaultdict(list)
    for item in items:
        (pools[item.draw] if item.draw else chosen).append(item)
    for pool, members in pools.items():
        by_preference = sorted(members, key=partial(_preference, pool, attempt_uuid, seen))
        chosen += by_preference[: pool.take]
    return sorted(chosen, key=attrgetter("position"))


def draw(*, attempt_uuid: UUID, items: Iterable[SittingItem], shuffle: bool) -> Iterator[Drawn]:
    """Yield the items as this attempt shows them: sections stay in their order, items are drawn within them."""
    position = 0
    for section, members in groupby(items, key=attrgetter("section")):
        for item in _shuffled(members, attempt_uuid, section) if shuffle else members:
            position += 1
            yield Drawn(item, position, _option_order(item.snapshot, attempt_uuid, shuffle=shuffle))


def _preference(
    pool: SittingDraw, attempt_uuid: UUID, seen: Collection[int], item: SittingItem
) -> tuple[bool, bool, str]:
    was_seen = item.version is not None and item.version.question_id in seen
    return item.void != Void.NONE, was_seen, _digest(f"draw:{attempt_uuid}:{pool.number}:{item.position}")


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
    return _digest(f"{attempt_uuid}:{section}:{name}")


def _digest(message: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), "sha256").hexdigest()


def _seen_by(attempt: Attempt) -> frozenset[int]:
    """The questions that earlier attempts of the same person, in whatever sitting of the class, have shown."""
    earlier = AttemptItem.objects.filter(attempt__enrollment=attempt.enrollment_id)
    return frozenset(earlier.values_list("item__version__question_id", flat=True))
