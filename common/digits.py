"""Whole numbers as people and browsers write them: as many digits as a record can have, and no more.

A number of 25 digits fits into no column, and one of 5,000 is refused by Python itself; both are simply no number.
"""

from django.urls import register_converter

MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number, or None where the text is none or a longer one."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


class NumberConverter:
    """The `<number:…>` of an address."""

    regex = rf"[0-9]{{1,{MOST_DIGITS}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def register() -> None:
    """Make `<number:…>` known to every map of addresses."""
    register_converter(NumberConverter, "number")
