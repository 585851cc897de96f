"""Two ways of writing the same in Chinese, for blanks that accept both: 會 beside 会, and 十二 beside 12."""

import re
from functools import cache

from opencc import OpenCC

_DIGITS = {character: str(digit) for digit, character in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_CHINESE = "〇零一二两三四五六七八九十百千万亿"
_NUMERAL = re.compile(rf"(?<![0-9])(?<![0-9][.,])[0-9]*[{_CHINESE}][0-9{_CHINESE}]*")
_DIGIT = "[0-9一二两三四五六七八九]"
_BELOW_MYRIAD = re.compile(rf"零?(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)十)?零?({_DIGIT})?")
_PLACES = (1000, 100, 10, 1)
_MYRIADS = {"亿": 10**8, "万": 10**4}


def simplified(text: str) -> str:
    """Return the text with traditional characters as simplified ones; words such as 著名 stay."""
    converted: str = _to_simplified().convert(text)
    return converted


def with_digits(text: str) -> str:
    """Return the text with its Chinese numerals in digits: 十二 is 12, 二〇二六 is 2026, 三万 and 3万 are 30000.

    What is no well-formed numeral (千方百计, 一万二) is read digit by digit, and its units stay.
    """
    return _NUMERAL.sub(lambda found: _read(found[0]), text)


def _read(numeral: str) -> str:
    value = _value(numeral.replace("〇", "零"))
    return str(value) if value is not None else "".join(_DIGITS.get(character, character) for character in numeral)


def _value(numeral: str) -> int | None:
    """The number of a numeral with units; None for all others, a mere row of digits among them."""
    total, rest = 0, numeral
    for unit, worth in _MYRIADS.items():
        before, found, after = rest.partition(unit)
        if found:
            count = int(before) if before.isdecimal() else _below_myriad(before)
            if not count:
                return None
            total, rest = total + count * worth, after
    if not rest:
        return total
    if not total and not any(unit in rest for unit in "十百千"):
        return None
    value = _below_myriad(rest)
    if value is None or (total and value < 1000 and not rest.startswith("零")):
        return None  # 一万二 may be 12000.
    return total + value


def _below_myriad(numeral: str) -> int | None:
    found = _BELOW_MYRIAD.fullmatch(numeral)
    if found is None:
        return None
    thousands, hundreds, tens, ones = found.groups()
    if ones and tens is None and (thousands or hundreds) and numeral[-2] != "零":
        return None  # 一百五 may be 150.
    digits = (thousands, hundreds, "一" if tens == "" else tens, ones)
    return sum(place * int(_DIGITS.get(digit, digit)) for place, digit in zip(_PLACES, digits, strict=True) if digit)


@cache
def _to_simplified() -> OpenCC:
    """The dictionaries, read once a process and not before somebody needs them."""
    return OpenCC("t2s")
