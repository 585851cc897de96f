"""Document numbers such as HD2026J0000137H: how one is composed, read and checked."""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.iso7064 import mod_37_36

COMPLETION = "J"  # 结业
PLEDGE = "P"
SEQUENCE_DIGITS = 7

_PREFIX = re.compile(r"[A-Z]{2,4}")
_NUMBER = re.compile(
    rf"(?P<prefix>[A-Z]{{2,4}})(?P<year>\d{{4}})(?P<kind>[{COMPLETION}{PLEDGE}])"
    rf"(?P<sequence>\d{{{SEQUENCE_DIGITS}}})[0-9A-Z]"
)


@dataclass(frozen=True)
class Number:
    """A document number taken apart."""

    prefix: str
    year: int
    kind: str
    sequence: int

    def __str__(self) -> str:
        body = f"{self.prefix}{self.year:04d}{self.kind}{self.sequence:0{SEQUENCE_DIGITS}d}"
        return body + mod_37_36.calc_check_digit(body)


def compose(*, prefix: str, year: int, kind: str, sequence: int) -> str:
    """The printed number; refuses parts that could not be read back."""
    if not _PREFIX.fullmatch(prefix) or not 0 < sequence < 10**SEQUENCE_DIGITS:
        raise ValueError(f"No document number can be made of {prefix!r}, {year}, {kind!r}, {sequence}.")
    return str(Number(prefix, year, kind, sequence))


def parse(text: str) -> Number | None:
    """The parts of a number as a person may type it, or None where it cannot be one."""
    typed = normalize(text)
    match = _NUMBER.fullmatch(typed)
    if match is None or not mod_37_36.is_valid(typed):
        return None
    return Number(match["prefix"], int(match["year"]), match["kind"], int(match["sequence"]))


def normalize(text: str) -> str:
    """Full-width and small letters, spaces and hyphens are how people type; what is no letter or digit goes."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
