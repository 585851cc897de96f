"""Multiple choice: five ways to value a set of chosen options against the set of right ones."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from .base import (
    HALF,
    ONE,
    TOLERANCE,
    ZERO,
    Control,
    Graded,
    Kind,
    Problem,
    Response,
    Review,
    Snapshot,
    graded,
    invalid,
)
from .options import SHOWN_OPTIONS, choices, chosen_ids, option_ids, option_lines, option_problems

Ids = frozenset[str]
Mode = Callable[[Ids, Snapshot], Decimal]


def _half_subset(chosen: Ids, snapshot: Snapshot) -> Decimal:
    right = right_ids(snapshot)
    if chosen == right:
        return ONE
    return HALF if chosen < right else ZERO


def _exact(chosen: Ids, snapshot: Snapshot) -> Decimal:
    return ONE if chosen == right_ids(snapshot) else ZERO


def _subset_share(chosen: Ids, snapshot: Snapshot) -> Decimal:
    right = right_ids(snapshot)
    return Decimal(len(chosen)) / len(right) if chosen <= right else ZERO


def _weights(chosen: Ids, snapshot: Snapshot) -> Decimal:
    weights = (Decimal(option["weight"]) for option in snapshot["options"] if option["id"] in chosen)
    return sum(weights, ZERO)


def _right_minus_wrong(chosen: Ids, snapshot: Snapshot) -> Decimal:
    right = right_ids(snapshot)
    wrong = option_ids(snapshot) - right
    gain = Decimal(len(chosen & right)) / len(right)
    return gain - Decimal(len(chosen & wrong)) / len(wrong) if wrong else gain


MODES: dict[str, Mode] = {
    "half_subset": _half_subset,
    "exact": _exact,
    "subset_share": _subset_share,
    "weights": _weights,
    "right_minus_wrong": _right_minus_wrong,
}
DEFAULT_MODE = "half_subset"


def right_ids(snapshot: Snapshot) -> Ids:
    """Return the ids of the right options."""
    return frozenset(option["id"] for option in snapshot["options"] if option["correct"])


class Multiple(Kind):
    """多选: a set of right options and a mode; the mode is no secret, since a taker must know what a slip costs."""

    key = "multiple"
    shown = {**SHOWN_OPTIONS, "mode": None}
    drawn = "options"

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return what the mode gives for the chosen set; an unknown id makes the whole answer invalid."""
        chosen = chosen_ids(response)
        if chosen is None:
            return invalid("not-a-choice")
        if not chosen <= option_ids(snapshot):
            return invalid("unknown-option")
        return graded(MODES[snapshot["mode"]](chosen, snapshot))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the options, of the key and of the mode."""
        yield from option_problems(snapshot["options"])
        if not right_ids(snapshot):
            yield Problem("key-missing", "options")
        if snapshot["mode"] not in MODES:
            yield Problem("mode-unknown", "mode")
        if snapshot["mode"] == "weights" and abs(_best_weight(snapshot) - ONE) >= TOLERANCE:
            yield Problem("weights-not-whole", "options")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one group of tick boxes."""
        return (Control("chosen", "checkbox", choices=choices(presented), is_list=True),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the options with the key."""
        return Review("options", option_lines(snapshot, response, right_ids(snapshot)))


def _best_weight(snapshot: Snapshot) -> Decimal:
    """The most that ticking well can bring: a full mark must be within reach, and only just."""
    weights = (Decimal(option["weight"]) for option in snapshot["options"])
    return sum((weight for weight in weights if weight > ZERO), ZERO)
