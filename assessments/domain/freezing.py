"""Freezing a paper into a sitting: its questions, and the pools from which every attempt draws its own."""

from collections.abc import Iterator, Sequence

from assessments.domain import papers
from assessments.domain.blueprint import Pool, pools_of
from assessments.models.papers import PaperItem, Section
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import Sitting, SittingDraw, SittingItem


class PoolTooSmall(Exception):
    """A rule asks for more questions than there are; carries the pools that fall short."""

    def __init__(self, pools: Sequence[Pool]) -> None:
        super().__init__([pool.rule.pk for pool in pools])
        self.pools = pools


def freeze(sitting: Sitting) -> None:
    """Write the items and pools of a sitting, inside the transaction that publishes it."""
    assert sitting.paper is not None  # noqa: S101  # the constraint sitting_paper_or_module
    pools = pools_of(sitting.paper)
    if short := [pool for pool in pools if pool.lacking]:
        raise PoolTooSmall(short)
    parts = [*_fixed(papers.items_of(sitting.paper)), *_drawn(sitting, pools)]
    parts.sort(key=lambda part: part[0].position)  # Stable: in each section the pools come last.
    items = [item for section, members in parts for item in _placed(section, members)]
    for position, item in enumerate(items, start=1):
        item.sitting, item.position = sitting, position
    SittingItem.objects.bulk_create(items, batch_size=200)


def versions_of(pools: Sequence[Pool]) -> dict[int, QuestionVersion]:
    """Return the versions in the pools with what they say, in one query."""
    return QuestionVersion.objects.in_bulk([each.version_id for pool in pools for each in pool.questions])


def _fixed(items: Sequence[PaperItem]) -> Iterator[tuple[Section, list[SittingItem]]]:
    for item in items:
        frozen = SittingItem(version=item.version, snapshot=item.version.snapshot, points=item.points)
        yield item.section, [frozen]


def _drawn(sitting: Sitting, pools: Sequence[Pool]) -> Iterator[tuple[Section, list[SittingItem]]]:
    """The pools, written down; whatever is drawn of one is worth the same, so that no attempt can come to more."""
    versions = versions_of(pools)
    draws = [
        SittingDraw(sitting=sitting, number=number, take=pool.rule.take, points=pool.rule.points)
        for number, pool in enumerate(pools, start=1)
    ]
    for pool, draw in zip(pools, SittingDraw.objects.bulk_create(draws), strict=True):
        frozen = [versions[each.version_id] for each in pool.questions]
        yield (
            pool.rule.section,
            [SittingItem(draw=draw, version=each, snapshot=each.snapshot, points=draw.points) for each in frozen],
        )


def _placed(section: Section, items: Sequence[SittingItem]) -> Sequence[SittingItem]:
    for item in items:
        item.section, item.section_minimum = section.title, section.minimum_percent
    return items
