"""Accepted numbers as people write them: 5, 5天, 50%, 100±2, 100±2%, 4～6; and back."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessments.kinds.base import ONE
from assessments.kinds.numeric import number_of

from .making import decimal_text

Answer = dict[str, str]
_NUMBER = r"[+＋\-－−]?[0-9０-９][0-9０-９,，.．]*(?:[eE][+-]?[0-9]{1,2})?|[+\-−]?[.．][0-9０-９]+"
_PERCENT = r"\s*[%％]?"
_SPREAD = re.compile(rf"^({_NUMBER})({_PERCENT})\s*(?:±|\+/-|\+-|:)\s*({_NUMBER})(\s*[%％])?\s*(\D*)$")
_INTERVAL = re.compile(rf"^[\[［]?\s*({_NUMBER})\s*(?:\.\.|[~～至–—-]|[,，]\s)\s*({_NUMBER})\s*[\]］]?\s*(\D*)$")
_PLAIN = re.compile(rf"^({_NUMBER})({_PERCENT})\s*(\D*)$")
_BETWEEN = re.compile(r"\n+|\s*[;；]\s*|\s*\|+\s*|\s+或\s+|或者?|/")


class NumberUnread(ValueError):
    """A text that is no accepted number; its only argument is the text."""


def accepted(mode: str, one: Decimal, other: Decimal, fraction: Decimal = ONE) -> Answer:
    """Return an accepted number as the snapshot writes it."""
    names = ("low", "high") if mode == "interval" else ("value", "tolerance")
    return {
        "mode": mode,
        names[0]: decimal_text(one),
        names[1]: decimal_text(other),
        "fraction": decimal_text(fraction),
    }


def numeric(answers: Iterable[Answer], *, unit: str = "", percent: bool = False) -> dict[str, Any]:
    """Return a question for a number."""
    return {"answers": list(answers), "unit": unit, "percent": percent}


def read_numbers(text: str) -> dict[str, Any]:
    """Return the own fields of a numeric question from its answer; the unit is what stands behind the number."""
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    found = [_read(piece) for piece in pieces]
    if not found:
        raise NumberUnread(text)
    units = {unit for _answer, unit, _percent in found if unit}
    if len(units) > 1:
        raise NumberUnread(text)
    percent = any(is_percentage for _answer, _unit, is_percentage in found)
    return numeric([answer for answer, _unit, _percent in found], unit=next(iter(units), ""), percent=percent)


def written_numbers(own: Mapping[str, Any]) -> str:
    """Return the accepted numbers, one a line."""
    return "\n".join(f"{_written(answer)}{own['unit']}" for answer in own["answers"])


def _read(text: str) -> tuple[Answer, str, bool]:
    """Return one accepted number, its unit, and whether it was a percentage."""
    if spread := _SPREAD.match(text):
        value, value_percent, tolerance, share, unit = spread.groups()
        whole = _value(value + value_percent.strip())
        if share and not value_percent.strip():
            return accepted("relative", whole, _value(f"{tolerance}%")), unit.strip(), False
        return accepted("absolute", whole, _value(tolerance + (share or "").strip())), unit.strip(), bool(share)
    if interval := _INTERVAL.match(text):
        return accepted("interval", _value(interval[1]), _value(interval[2])), interval[3].strip(), False
    if plain := _PLAIN.match(text):
        value = _value(plain[1] + plain[2].strip())
        return accepted("absolute", value, Decimal(0)), plain[3].strip(), bool(plain[2].strip())
    raise NumberUnread(text)


def _value(text: str) -> Decimal:
    value = number_of(text, percent=True)
    if value is None:
        raise NumberUnread(text)
    return value


def _written(answer: Mapping[str, str]) -> str:
    if answer["mode"] == "interval":
        return f"{answer['low']}~{answer['high']}"
    tolerance = Decimal(answer["tolerance"])
    if not tolerance:
        return answer["value"]
    spread = f"{decimal_text(tolerance * 100)}%" if answer["mode"] == "relative" else answer["tolerance"]
    return f"{answer['value']}±{spread}"
