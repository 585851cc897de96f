"""Dates as clerks write them: text in five manners, serial numbers, and real dates; down to a year and month."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from common.sheets import Cell

FIRST_YEAR, LAST_YEAR = 1900, 2100
EXCEL_DAY_ZERO = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)  # 1927 to 2119.
WRITTEN = re.compile(r"(\d{4})(?:[年./\-—](\d{1,2})(?:[月./\-—](\d{1,2})?)?)?[日号]?(?:\d{1,2}:\d{2}(?::\d{2})?)?")
CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TENS = re.compile(r"([1-9]?)十([1-9]?)")


class NoSuchDay(Exception):
    """Something is written, and it is no date."""


@dataclass(frozen=True)
class PartialDate:
    """A date, or the year and month, or the year alone."""

    year: int
    month: int | None = None
    day: int | None = None

    def agrees_with(self, day: date) -> bool:
        """Is this the same day as far as it goes?"""
        return (self.year, self.month or day.month, self.day or day.day) == (day.year, day.month, day.day)

    def first_day(self) -> date:
        """The day, or the first one that it could be."""
        return date(self.year, self.month or 1, self.day or 1)


def read_date(cell: Cell) -> PartialDate | None:
    """What the cell says, None for nothing."""
    if isinstance(cell, date):
        return checked(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float):
        return from_number(cell)
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(cell or "")))
    if text in {"", "-", "—", "/", "无"}:
        return None
    if re.fullmatch(r"\d{5,8}", text):
        return from_number(int(text))
    if match := WRITTEN.fullmatch(latin(text)):
        year, month, day = (int(part) if part else None for part in match.groups())
        return checked(year or 0, month, day)
    raise NoSuchDay


def from_number(number: int | float) -> PartialDate:
    """A number as a date: 19700131, 197001, a serial number, 1970.01, 1970."""
    whole = int(number)
    if whole != number:
        return from_year_and_fraction(number)
    if whole in SERIALS:
        day = EXCEL_DAY_ZERO + timedelta(days=whole)
        return PartialDate(day.year, day.month, day.day)
    if whole > 10_000_000:
        return checked(whole // 10_000, whole // 100 % 100, whole % 100)
    if whole > 100_000:
        return checked(whole // 100, whole % 100, None)
    return checked(whole, None, None)


def from_year_and_fraction(number: float) -> PartialDate:
    """1970.01 is January; 1970.1 may be January or October, so the year alone counts. A serial may have hours."""
    if int(number) in SERIALS:
        return from_number(int(number))
    year, _dot, fraction = str(number).partition(".")
    return checked(int(year), int(fraction) if len(fraction) == 2 else None, None)


def latin(text: str) -> str:
    """二〇二六年十一月八日 in figures."""
    figures = text.translate(CHINESE)
    return TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", figures)


def checked(year: int, month: int | None, day: int | None) -> PartialDate:
    """The date, if there is such a day in our times."""
    try:
        possible = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as fault:
        raise NoSuchDay from fault
    if not FIRST_YEAR <= possible.year <= LAST_YEAR:
        raise NoSuchDay
    return PartialDate(year, month, day)
