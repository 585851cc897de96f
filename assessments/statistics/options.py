"""What takers chose: how often each option was taken, and how those who took it did in the test as a whole."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Choice = tuple[Collection[str], Decimal]
"""The options that one taker chose, and the total of his attempt."""


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """One option; `mean_total` is None where nobody chose it."""

    id: str
    is_key: bool
    count: int
    mean_total: Fraction | None
    is_unused_distractor: bool
    beats_key: bool


def option_figures(options: Sequence[tuple[str, bool]], choices: Iterable[Choice]) -> list[OptionFigures]:
    """Return the figures of every option, given as (id, whether it is part of the key).

    A distractor beats the key where those who chose it have a higher mean total than those who chose exactly the key.
    """
    choices = list(choices)
    key = {option_id for option_id, is_key in options if is_key}
    knowing = _mean(total for chosen, total in choices if set(chosen) == key)
    return [_figures(option_id, is_key, choices, knowing) for option_id, is_key in options]


def unanswered(choices: Iterable[Choice]) -> tuple[int, Fraction | None]:
    """Return how many chose nothing, and their mean total."""
    totals = [total for chosen, total in choices if not chosen]
    return len(totals), _mean(totals)


def _figures(option_id: str, is_key: bool, choices: list[Choice], knowing: Fraction | None) -> OptionFigures:
    totals = [total for chosen, total in choices if option_id in chosen]
    mean = _mean(totals)
    return OptionFigures(
        id=option_id,
        is_key=is_key,
        count=len(totals),
        mean_total=mean,
        is_unused_distractor=not is_key and not totals and bool(choices),
        beats_key=not is_key and mean is not None and knowing is not None and mean > knowing,
    )


def _mean(totals: Iterable[Decimal]) -> Fraction | None:
    found = list(totals)
    return Fraction(sum(found, Decimal(0))) / len(found) if found else None
