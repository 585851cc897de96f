"""Which items of a test deserve a second look, and what a reliability is worth: the usual rules of thumb."""

from collections.abc import Iterator, Sequence

from .items import ItemFigures
from .options import OptionFigures

HARD, EASY = 0.3, 0.95
WEAK = 20
FAIR, GOOD = 60, 80


def flags_of(item: ItemFigures, options: Sequence[OptionFigures] = ()) -> tuple[str, ...]:
    """Return the codes of what is striking about an item, the gravest first."""
    return tuple(_flags(item, options))


def consistency_word(cic: float | None) -> str:
    """Return how far results can be trusted: unknown, negative, weak, fair or good."""
    if cic is None:
        return "unknown"
    if cic < 0:
        return "negative"
    return "good" if cic >= GOOD else "fair" if cic >= FAIR else "weak"


def _flags(item: ItemFigures, options: Sequence[OptionFigures]) -> Iterator[str]:
    index, facility = item.discrimination_index, item.facility
    if index is not None and index < 0:
        yield "backwards"
    if any(option.beats_key for option in options):
        yield "beats-key"
    if index is not None and 0 <= index < WEAK:
        yield "weak"
    if facility is not None and facility < HARD:
        yield "hard"
    if facility is not None and facility > EASY:
        yield "easy"
    if any(option.is_unused_distractor for option in options):
        yield "unused"
