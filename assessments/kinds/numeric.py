"""Numeric: a number within the bounds of an accepted answer, read as people type it and compared in Decimal."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from .base import ONE, ZERO, Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, State, graded, invalid

Answer = dict[str, Any]
ABSOLUTE, RELATIVE, INTERVAL = MODES = ("absolute", "relative", "interval")
LONGEST = 60
"""How many characters a number may have: more is no number that anybody meant."""
HUNDRED = Decimal(100)

_EXACT = Context(prec=400)
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-"})
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD])
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:e[+-]?[0-9]{1,2})?")


class Numeric(Kind):
    """数值: accepted answers with a tolerance or an interval; the unit stands behind the field."""

    key = "numeric"
    shown = {"unit": None}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return the fraction of the first accepted answer whose bounds hold the number; both bounds belong to it."""
        value = number_of(response.get("value"), unit=snapshot["unit"], percent=snapshot["percent"])
        if value is None:
            return invalid("not-a-number")
        fractions = (Decimal(answer["fraction"]) for answer in snapshot["answers"] if _holds(answer, value))
        return graded(next(fractions, ZERO))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the accepted answers."""
        yield from answer_problems(snapshot["answers"])

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one field for a number."""
        return (Control("value", "number", word="number", unit=presented["unit"], max_length=LONGEST),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the number beside what is accepted."""
        given = response.get("value")
        is_right = bool(given) and self.grade(snapshot, response).state is State.RIGHT
        line = Line(
            word="number",
            given=given if isinstance(given, str) else "",
            accepted=tuple(accepted_text(answer, snapshot["unit"]) for answer in snapshot["answers"]),
            is_right=is_right,
        )
        return Review("texts", (line,))


def number_of(text: object, *, unit: str = "", percent: bool = False) -> Decimal | None:
    """Read a number as people type it: full width, thousands, sign, exponent; the unit may be typed along.

    "50％" is 0.5 only where `percent` says so; NaN, Infinity and anything else that is no number give None.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    plain = _plain(text)
    if unit and plain.endswith(_plain(unit)):
        plain = plain.removesuffix(_plain(unit)).strip()
    is_percentage = percent and plain.endswith("%")
    number = _read(plain.removesuffix("%").strip() if is_percentage else plain)
    return _EXACT.divide(number, HUNDRED) if number is not None and is_percentage else number


def bounds(answer: Answer) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that an accepted answer takes."""
    if answer["mode"] == INTERVAL:
        return Decimal(answer["low"]), Decimal(answer["high"])
    value, tolerance = Decimal(answer["value"]), Decimal(answer["tolerance"])
    if answer["mode"] == RELATIVE:
        tolerance = _EXACT.multiply(tolerance, abs(value))
    return _EXACT.subtract(value, tolerance), _EXACT.add(value, tolerance)


def accepted_text(answer: Answer, unit: str) -> str:
    """Return an accepted answer as a reader of the key wants it."""
    if answer["mode"] == INTERVAL:
        return f"{answer['low']} – {answer['high']} {unit}".strip()
    share = Decimal(answer["tolerance"])
    spread = f"{format(_EXACT.multiply(share, HUNDRED).normalize(), 'f')}%" if answer["mode"] == RELATIVE else share
    return " ".join(filter(None, [answer["value"], f"± {spread}" if share else "", unit]))


def answer_problems(answers: list[Answer]) -> Iterator[Problem]:
    """Yield the faults of accepted numbers; one of them must be worth the whole."""
    for answer in answers:
        yield from _answer_problems(answer)
    if ONE not in [_number(answer["fraction"]) for answer in answers]:
        yield Problem("number-missing", "answers")


def _answer_problems(answer: Answer) -> Iterator[Problem]:
    fraction = _number(answer["fraction"])
    if fraction is None or not ZERO <= fraction <= ONE:
        yield Problem("fraction-out-of-range", "answers")
    if answer["mode"] not in MODES:
        yield Problem("mode-unknown", "answers")
        return
    names = ("low", "high") if answer["mode"] == INTERVAL else ("value", "tolerance")
    one, other = (_number(answer.get(name)) for name in names)
    if one is None or other is None:
        yield Problem("number-unreadable", "answers")
    elif answer["mode"] == INTERVAL:
        if one > other:
            yield Problem("interval-reversed", "answers")
    elif other < ZERO:
        yield Problem("tolerance-negative", "answers")
    elif answer["mode"] == RELATIVE and one == ZERO:
        yield Problem("relative-to-nought", "answers")


def _holds(answer: Answer, value: Decimal) -> bool:
    low, high = bounds(answer)
    return low <= value <= high


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_MINUS).translate(_INVISIBLE).strip().casefold()


def _read(plain: str) -> Decimal | None:
    """Read what is written in ASCII; a point, a sign or an exponent alone is no number."""
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None


def _number(value: object) -> Decimal | None:
    """Read a number of the key, which stands there in plain digits."""
    return _read(value.casefold()) if isinstance(value, str) and len(value) <= LONGEST else None
