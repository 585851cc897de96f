"""The marks of a test as a sheet: an item a column, an attempt a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self

from . import moments
from .moments import Marks

Row = Sequence[Decimal | None]


@dataclass(frozen=True)
class Column:
    """The marks of one item, and beside each the total of the attempt, both in units of the sheet."""

    name: str
    maximum: int
    marks: Marks
    totals: Marks

    @property
    def rests(self) -> Marks:
        """The totals without this item."""
        return [total - mark for mark, total in zip(self.marks, self.totals, strict=True)]


@dataclass(frozen=True)
class Sheet:
    """All marks; an item that an attempt did not have is None there and counts for nothing.

    `reach` is what one attempt can come to; unless it is said, all items together.
    """

    names: tuple[str, ...]
    maxima: tuple[Decimal, ...]
    rows: tuple[Row, ...]
    reach: Decimal | None = None

    @classmethod
    def without_maxima(cls, names: tuple[str, ...], rows: tuple[Row, ...]) -> Self:
        """Return a sheet whose maxima nobody stated: the best mark seen for each item stands for its maximum."""
        columns = zip(*rows, strict=True) if rows else ((),) * len(names)
        maxima = (max((mark for mark in column if mark is not None), default=Decimal(0)) for column in columns)
        return cls(names, tuple(maxima), rows)

    @cached_property
    def unit(self) -> int:
        """How many units a mark of 1 has."""
        marks = (mark for row in self.rows for mark in row if mark is not None)
        return moments.unit_of({*self.maxima, *marks})

    @cached_property
    def totals(self) -> Marks:
        """The total of every attempt, in units."""
        return [sum(mark for mark in row if mark is not None) for row in self._in_units]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every item with the attempts that had it."""
        return tuple(self._column(place) for place in range(len(self.names)))

    @property
    def is_complete(self) -> bool:
        """Whether every attempt had every item."""
        return all(mark is not None for row in self.rows for mark in row)

    @cached_property
    def _in_units(self) -> list[list[int | None]]:
        unit = self.unit
        return [[None if mark is None else moments.in_units(mark, unit) for mark in row] for row in self.rows]

    def _column(self, place: int) -> Column:
        pairs = [(row[place], total) for row, total in zip(self._in_units, self.totals, strict=True)]
        had = [(mark, total) for mark, total in pairs if mark is not None]
        return Column(
            name=self.names[place],
            maximum=moments.in_units(self.maxima[place], self.unit),
            marks=[mark for mark, _ in had],
            totals=[total for _, total in had],
        )
