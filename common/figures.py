"""How figures are written for people."""

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def plain(figure: Decimal | str | None) -> str:
    """A figure as people write it: two places at the most, half up, and no trailing noughts; empty for none."""
    if figure is None:
        return ""
    rounded = Decimal(figure).quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{rounded.normalize():f}" if rounded else "0"
