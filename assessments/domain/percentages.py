"""A share as the percentage that is shown, and on which everything is decided."""

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)


def percent_of(total: Decimal, maximum: Decimal) -> Decimal:
    """Return the shown percentage: two places, half up."""
    if not maximum:
        return Decimal("0.00")
    return (total * HUNDRED / maximum).quantize(HUNDREDTH, ROUND_HALF_UP)
