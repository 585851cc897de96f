"""What blind guessing would earn on a question, as a share of its points."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any


def guess_score(snapshot: Mapping[str, Any]) -> Fraction | None:
    """Return the expected share; None for kinds in which nobody can say, multiple choice among them."""
    match snapshot["kind"]:
        case "single":
            fractions = [Fraction(Decimal(option["fraction"])) for option in snapshot["options"]]
            return sum(fractions, Fraction(0)) / len(fractions)
        case "true_false":
            return Fraction(1, 2)
        case "matching":
            return Fraction(1, len(snapshot["choices"]))
        case _:
            return None
