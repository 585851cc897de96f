"""The levels of a criterion as cells of a table: a score, and what an answer of that level looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.lines import decimal_of

COLUMNS = 3
SCORES = ("0", "3", "5")
"""What stands in the cells of a criterion that is still to be written."""

Level = dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One level in the table: its names, its place, and what was typed."""

    name: str
    number: int
    score: str
    text: str


class LevelsWidget(forms.Widget):
    """Pairs of a score and a text. The template draws the cells, for only it knows how many columns there are."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Level]:
        """Read cell after cell for as long as there are any; empty ones too."""
        names = takewhile(lambda cell: f"{cell}-score" in data, (f"{name}-{number}" for number in count()))
        return [{"score": data[f"{cell}-score"], "text": data.get(f"{cell}-text", "")} for cell in names]


class LevelsField(forms.Field):
    """The levels that have a score."""

    widget = LevelsWidget

    def clean(self, value: list[Level]) -> list[Level]:
        """Leave out empty cells; a score is a number, and a description has one."""
        cells = [{name: " ".join(text.split()) for name, text in level.items()} for level in value or []]
        levels = [cell for cell in cells if cell["score"] or cell["text"]]
        for level in levels:
            score = decimal_of(level["score"])
            if score is None or score < 0:
                raise forms.ValidationError(
                    _("Level “%(text)s” needs a score, a number from 0 on: “%(score)s” is none.") % level
                )
        return levels


def cells(name: str, levels: list[Level], columns: int) -> list[Cell]:
    """Return the cells of a criterion, empty ones at the end."""
    rest: list[Level] = [{"score": "", "text": ""}] * (columns - len(levels))
    return [Cell(f"{name}-{n}", n + 1, level["score"], level["text"]) for n, level in enumerate([*levels, *rest])]


def columns_of(rows: list[list[Level]]) -> int:
    """Return how many columns the table has."""
    return max([COLUMNS, *(len(levels) for levels in rows)])


def unwritten() -> list[Level]:
    """Return the cells of a new criterion."""
    return [{"score": score, "text": ""} for score in SCORES]
