"""How a question did over the sittings that used it: the same question, cohort after cohort, version after version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessments.domain import timing
from assessments.domain.analysis import counting_attempts
from assessments.enums import Void
from assessments.models.attempts import Attempt
from assessments.models.grades import ItemGrade
from assessments.models.questions import Question
from assessments.models.sittings import Sitting, SittingItem
from assessments.statistics.items import ItemFigures, figures_beside
from assessments.statistics.verdicts import flags_of
from people.roles import Scope

Fractions = Mapping[tuple[int, int], Decimal]  # By attempt and item of the sitting.


@dataclass(frozen=True, slots=True)
class PastUse:
    """How a question did in one sitting."""

    item: SittingItem
    figures: ItemFigures
    flags: tuple[str, ...]


def history_of(question: Question, *, scope: Scope, at: datetime) -> list[PastUse]:
    """Return how a question did in every sitting in scope that is over, the newest first, in three queries."""
    sittings = timing.over(Sitting.objects.visible_to(scope, "banks.edit"), at=at)
    found = SittingItem.objects.filter(version__question=question, sitting__in=sittings)
    in_order = found.select_related("sitting__cohort", "version", "key_version").order_by("-sitting__opens_at", "-pk")
    items = list(in_order)
    attempts: dict[int, list[Attempt]] = {}
    for attempt in counting_attempts([item.sitting for item in items]):
        attempts.setdefault(attempt.sitting_id, []).append(attempt)
    fractions = _fractions(items)
    return [_past_use(item, attempts.get(item.sitting_id, []), fractions) for item in items]


def _fractions(items: list[SittingItem]) -> Fractions:
    rows = ItemGrade.objects.in_force().filter(item__item__in=[item.pk for item in items])
    values = rows.values_list("item__attempt_id", "item__item_id", "fraction")
    return {(attempt_id, item_id): fraction for attempt_id, item_id, fraction in values if fraction is not None}


def _past_use(item: SittingItem, attempts: list[Attempt], fractions: Fractions) -> PastUse:
    rows = []
    for attempt in attempts:
        if (fraction := fractions.get((attempt.pk, item.pk))) is not None:
            mark, total = fraction * item.points, attempt.total or Decimal(0)
            rows.append((mark, total if item.void == Void.REMOVED else total - mark))
    figures = figures_beside(item.points, rows)
    return PastUse(item=item, figures=figures, flags=() if item.void else flags_of(figures))
