"""Single choice: the fraction of the one option that was chosen."""

from collections.abc import Iterator
from decimal import Decimal

from .base import ONE, ZERO, Control, Graded, Kind, Problem, Response, Review, Snapshot, graded, invalid
from .options import SHOWN_OPTIONS, choices, chosen_ids, option_lines, option_problems


class Single(Kind):
    """单选: each option carries its own fraction, as a rule 1 for the key and 0 for the rest."""

    key = "single"
    shown = SHOWN_OPTIONS
    drawn = "options"

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return the chosen option's fraction; an unknown id, or two ids, are invalid."""
        chosen = chosen_ids(response)
        if chosen is None:
            return invalid("not-a-choice")
        if len(chosen) > 1:
            return invalid("more-than-one")
        (option_id,) = chosen
        for option in snapshot["options"]:
            if option["id"] == option_id:
                return graded(Decimal(option["fraction"]))
        return invalid("unknown-option")

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the options; exactly one of them must be worth the whole."""
        yield from option_problems(snapshot["options"])
        fractions = [Decimal(option["fraction"]) for option in snapshot["options"]]
        if any(not ZERO <= fraction <= ONE for fraction in fractions):
            yield Problem("fraction-out-of-range", "options")
        if fractions.count(ONE) != 1:
            yield Problem("key-not-one", "options")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one group of radio buttons."""
        return (Control("chosen", "radio", choices=choices(presented)),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the options with the key."""
        right = frozenset(option["id"] for option in snapshot["options"] if Decimal(option["fraction"]) == ONE)
        return Review("options", option_lines(snapshot, response, right))
