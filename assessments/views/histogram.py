"""How many results lie in each tenth of the percentages, as coordinates for a small SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEFT, RIGHT, TOP, BOTTOM = 12, 348, 24, 128  # within 360 × 152: the width of a phone
GAP = 4
WHOLE = 100


@dataclass(frozen=True)
class Column:
    """One tenth: where it is drawn, what it spans in per cent and how many are in it."""

    x: int
    y: int
    width: int
    height: int
    low: int
    high: int
    count: int

    @property
    def middle(self) -> int:
        """Where its count is written."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Histogram:
    """All tenths, and where the pass mark lies."""

    columns: tuple[Column, ...]
    pass_x: int

    @property
    def left(self) -> int:
        """Where 0 per cent lies."""
        return LEFT

    @property
    def right(self) -> int:
        """Where 100 per cent lies."""
        return RIGHT


def histogram_of(bands: Sequence[int], *, pass_percent: Decimal) -> Histogram:
    """Return the drawing; the fullest tenth is as high as the drawing."""
    fullest, step = max(*bands, 1), (RIGHT - LEFT) // len(bands)
    return Histogram(
        columns=tuple(_column(number, count, fullest, step, WHOLE // len(bands)) for number, count in enumerate(bands)),
        pass_x=LEFT + int(pass_percent * step * len(bands) / WHOLE),
    )


def _column(number: int, count: int, fullest: int, step: int, span: int) -> Column:
    height = (BOTTOM - TOP) * count // fullest
    return Column(
        x=LEFT + number * step + GAP // 2,
        y=BOTTOM - height,
        width=step - GAP,
        height=height,
        low=number * span,
        high=(number + 1) * span,
        count=count,
    )
