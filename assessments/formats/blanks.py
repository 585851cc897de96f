"""Blanks in stems and the answers to them, as they are typed into one cell or one line."""

import re
from collections.abc import Callable
from itertools import pairwise

_SIGNS = re.compile(
    r"[_＿]{2,}(?:\s*[(（]?\d{1,2}[)）]?\s*[_＿]{2,})?|[_＿]+\d{1,2}[_＿]+|[(（][\s_＿]*[)）]|[﹍﹎]{2,}|\[\s+\]"
)
_NUMBERED = re.compile(r"[(（]\s*(\d{1,2})\s*[)）]|([①-⑳])|__(\d{1,2})__")
_EITHER = re.compile(r"(?<=[\u3400-\u9fff])\s*[/／]\s*(?=[\u3400-\u9fff])|\s*\|\|\s*|\s+或\s+")
_LABEL = re.compile(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|第[一二三四五六七八九十\d]{1,2}空[:：]?)\s*")

Splitter = Callable[[str], list[str]]


def signs(stem: str) -> list[tuple[int, int]]:
    """Return where the signs for blanks begin and end: ____, （ ）, __1__."""
    return [found.span() for found in _SIGNS.finditer(stem)]


def count_blanks(stem: str) -> int:
    """Return how many blanks a stem shows; numbers in a row, (1) … (2) …, count where there is no other sign."""
    if shown := signs(stem):
        return len(shown)
    numbers = [_number(found) for found in _NUMBERED.finditer(stem)]
    runs_on = bool(numbers) and numbers[0] == 1 and all(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) if runs_on else 0


def split_answers(text: str, count: int) -> list[str]:
    """Return the answers to `count` blanks; where no way of dividing gives as many, those that the strongest gives."""
    if count == 1:
        return [_LABEL.sub("", text)] if text.strip() else []
    divided = [parts for split in _SPLITTERS if len(parts := _kept(split(text))) > 1]
    for parts in divided:
        if len(parts) == count:
            return parts
    return divided[0] if divided else _kept([text])


def alternatives(text: str) -> list[str]:
    """Return the answers that one blank accepts: "党员大会/党员代表大会"; "km/h" and "1/2" stay whole."""
    return [part.strip() for part in _EITHER.split(text) if part.strip()]


def _number(found: re.Match[str]) -> int:
    digits, circled, lined = found.groups()
    return ord(circled) - ord("①") + 1 if circled else int(digits or lined)


def _kept(parts: list[str]) -> list[str]:
    return [bare for part in parts if (bare := _LABEL.sub("", part).strip())]


def _splitter(pattern: str) -> Splitter:
    return re.compile(pattern).split


_SPLITTERS: tuple[Splitter, ...] = tuple(
    _splitter(pattern)
    for pattern in (
        r"\n+",
        r"[;；]+",
        r"(?<!\|)[|｜](?!\|)",
        r"[①-⑳]|[(（]\d{1,2}[)）]",
        r"[#＃$]+",
        r"、",
        r"[,，]",
        r"\t|\s{2,}|　",
        r"\s+",
    )
)
