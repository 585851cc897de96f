"""How a sitting and its items did, once it is over: the pure engine's figures for marks that stand in the database.

One attempt per person counts, the one whose result counts or would count; attempts that were voided, or that still wait
for a marker, do not. Options are right by the key in force, which a regrade may have changed. A removed question is no
part of the test and is looked at beside it. The number of queries depends neither on the people nor on the items.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.domain import timing
from assessments.domain.results import counting_attempt
from assessments.enums import AttemptState, Void
from assessments.kinds import registry
from assessments.kinds.options import chosen_ids
from assessments.models.attempts import Answer, Attempt
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting, SittingItem
from assessments.statistics.guessing import guess_score
from assessments.statistics.items import ItemFigures, figures_beside, item_figures
from assessments.statistics.options import Choice, OptionFigures, option_figures, unanswered
from assessments.statistics.sheet import Sheet
from assessments.statistics.verdicts import flags_of
from assessments.statistics.whole import WholeFigures, whole_figures

BANDS = 10
Place = tuple[int, int]  # Attempt and item of the sitting.


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option as it was written, with its figures."""

    text: str
    word: str
    figures: OptionFigures


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a sitting with its figures; `states` counts how its answers came out.

    A voided question has no flags: what was to be done about it has been done.
    """

    item: SittingItem
    figures: ItemFigures
    guess: Fraction | None
    options: tuple[OptionLine, ...]
    unanswered: tuple[int, Fraction | None]
    states: Mapping[str, int]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sitting as a whole and item by item. `bands` counts totals by tenths: 0 to under 10 per cent, and so on.

    Where questions are drawn, an item has the figures of the attempts that had it; `undrawn` items nobody had.
    """

    sitting: Sitting
    whole: WholeFigures
    maximum: Decimal
    bands: tuple[int, ...]
    lines: tuple[ItemLine, ...]
    is_drawn: bool = False
    undrawn: int = 0


@dataclass(frozen=True, slots=True)
class _Grade:
    mark: Decimal | None  # None where nobody has to mark it any more
    state: str


def is_over(sitting: Sitting, *, at: datetime) -> bool:
    """Tell whether a sitting can be looked back on: its results are out or its last end is past, and nobody answers."""
    return timing.over(Sitting.objects.filter(pk=sitting.pk), at=at).exists()


def counting_attempts(sittings: Iterable[Sitting]) -> list[Attempt]:
    """Return the attempt of each person that counts, of the scored ones, in the order in which they were begun."""
    by_pk = {sitting.pk: sitting for sitting in sittings}
    scored = Attempt.objects.filter(sitting__in=by_pk, percent__isnull=False).exclude(state=AttemptState.VOIDED)
    theirs: dict[tuple[int, int], list[Attempt]] = {}
    for attempt in scored.order_by("pk"):
        theirs.setdefault((attempt.sitting_id, attempt.enrollment_id), []).append(attempt)
    counting = [counting_attempt(each, by_pk[sitting_id].counting) for (sitting_id, _), each in theirs.items()]
    return sorted(counting, key=lambda attempt: attempt.pk)


def analysis_of(sitting: Sitting) -> Analysis:
    """Return the figures of a sitting, in four queries."""
    frozen = list(sitting.items.select_related("key_version", "draw").order_by("position"))
    attempts = counting_attempts([sitting])
    grades = _grades(sitting, frozen)
    pks = {attempt.pk for attempt in attempts}
    met = {item_id for attempt_id, item_id in grades if attempt_id in pks}
    items = [item for item in frozen if item.draw is None or item.pk in met]
    counted = [item for item in items if item.void != Void.REMOVED]
    reach = _reach(frozen)
    sheet = Sheet(
        names=tuple(str(item.position) for item in counted),
        maxima=tuple(item.points for item in counted),
        rows=tuple(tuple(_mark(grades, attempt, item) for item in counted) for attempt in attempts),
        reach=reach,
    )
    figures = dict(zip([item.pk for item in counted], item_figures(sheet), strict=True))
    choices = _choices(sitting, items, attempts, grades)
    return Analysis(
        sitting=sitting,
        whole=whole_figures(sheet),
        maximum=reach,
        bands=_bands(attempts),
        lines=tuple(
            _line(
                item,
                figures.get(item.pk) or _removed(item, attempts, grades),
                choices.get(item.pk, []),
                _states(item, attempts, grades),
            )
            for item in items
        ),
        is_drawn=any(item.draw for item in frozen),
        undrawn=len(frozen) - len(items),
    )


def _reach(items: Iterable[SittingItem]) -> Decimal:
    """What one attempt can come to: its own questions that count, and of each pool as many as are drawn."""
    own = sum((item.points for item in items if item.draw is None and item.void != Void.REMOVED), Decimal(0))
    pools = {item.draw for item in items if item.draw}
    return own + sum((pool.take * pool.points for pool in pools), Decimal(0))


def _removed(item: SittingItem, attempts: list[Attempt], grades: Mapping[Place, _Grade]) -> ItemFigures:
    """The figures of a question that was removed: totals are without it, and it has no weight in them."""
    marks = [(_mark(grades, attempt, item), attempt.total or Decimal(0)) for attempt in attempts]
    return figures_beside(item.points, [(mark, rest) for mark, rest in marks if mark is not None])


def _grades(sitting: Sitting, items: list[SittingItem]) -> dict[Place, _Grade]:
    points = {item.pk: item.points for item in items}
    rows = ItemGrade.objects.in_force().filter(item__attempt__sitting=sitting)
    return {
        (attempt_id, item_id): _Grade(None if fraction is None else fraction * points[item_id], state)
        for attempt_id, item_id, fraction, state in rows.values_list(
            "item__attempt_id", "item__item_id", "fraction", "state"
        )
        if item_id in points
    }


def _mark(grades: Mapping[Place, _Grade], attempt: Attempt, item: SittingItem) -> Decimal | None:
    grade = grades.get((attempt.pk, item.pk))
    return None if grade is None else grade.mark


def _bands(attempts: list[Attempt]) -> tuple[int, ...]:
    """How many came to under 10 per cent, under 20, and so on; the full hundred belongs to the last band."""
    counts = Counter(min(int((attempt.percent or 0) * BANDS // 100), BANDS - 1) for attempt in attempts)
    return tuple(counts[band] for band in range(BANDS))


def _states(item: SittingItem, attempts: list[Attempt], grades: Mapping[Place, _Grade]) -> Counter[str]:
    places = ((attempt.pk, item.pk) for attempt in attempts)
    return Counter(grades[place].state for place in places if place in grades)


def _options(item: SittingItem) -> list[tuple[str, str, str, bool]]:
    """The options of a choice question as shown: (id, text, word, whether the key in force calls it right)."""
    shown = _read_options(item.snapshot)
    right = {option_id for option_id, _, _, is_right in _read_options(item.key) if is_right}
    became = item.key_mapping.get("options", {})
    return [(option_id, text, word, became.get(option_id, option_id) in right) for option_id, text, word, _ in shown]


def _read_options(snapshot: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    """The options of a choice question; none for other kinds."""
    controls = registry.controls(registry.present(snapshot))
    if [control.name for control in controls] != ["chosen"]:
        return []
    lines = registry.review(snapshot, None).lines
    pairs = zip(controls[0].choices, lines, strict=True)
    return [(choice.value, line.text, line.word, line.is_right) for choice, line in pairs]


def _choices(
    sitting: Sitting, items: list[SittingItem], attempts: list[Attempt], grades: Mapping[Place, _Grade]
) -> dict[int, list[Choice]]:
    """What was chosen, by item, in each attempt that counts, with the total of the attempt."""
    asked = [item.pk for item in items if _options(item)]
    answers = Answer.objects.in_force().filter(item__attempt__sitting=sitting, item__item__in=asked)
    responses = {
        (attempt_id, item_id): chosen_ids(response) or frozenset()
        for attempt_id, item_id, response in answers.values_list("item__attempt_id", "item__item_id", "response")
    }
    return {
        item_id: [
            (responses.get((attempt.pk, item_id), frozenset()), attempt.total or Decimal(0))
            for attempt in attempts
            if (attempt.pk, item_id) in grades
        ]
        for item_id in asked
    }


def _line(item: SittingItem, figures: ItemFigures, choices: list[Choice], states: Mapping[str, int]) -> ItemLine:
    options = _options(item)
    chosen = option_figures([(option_id, is_right) for option_id, _, _, is_right in options], choices)
    return ItemLine(
        item=item,
        figures=figures,
        guess=guess_score(item.key),
        options=tuple(OptionLine(text, word, each) for (_, text, word, _), each in zip(options, chosen, strict=True)),
        unanswered=unanswered(choices),
        states=states,
        flags=() if item.void else flags_of(figures, chosen),
    )
