"""What columns, kinds and degrees of difficulty are called: words.toml, read with all ways of writing made alike."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

_OPTION_HEADER = re.compile(r"^(?:选项|备选项|备选答案|答案选项|option|choice)?([a-z]|\d{1,2})(?:选项|项)?$")
_CHINESE_DIGITS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九十", start=1)}
_EASE = ((Decimal("0.8"), 1), (Decimal("0.6"), 2), (Decimal("0.4"), 3), (Decimal("0.2"), 4), (Decimal(0), 5))
"""难度系数 is the share of those who get it right: the larger, the easier."""


def plain_label(text: str) -> str:
    """Return a label without width, case, spaces, stars, colons and quotes."""
    return re.sub(r"[\s*:“”\"'·【】\[\]_]", "", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache
def _spellings(table: str) -> Mapping[str, str]:
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[table]
    return {plain_label(text): name for name, texts in words.items() for text in texts}


def field_of(label: str) -> str:
    """Return the field that a header names ("option3" for the third option), or nothing."""
    bare = plain_label(label)
    if len(bare) > 30:
        return ""
    for text in (bare, re.sub(r"\([^)]*\)", "", bare)):
        if known := _spellings("headers").get(text):
            return known
        if place := _option_place(text):
            return f"option{place}"
    return ""


def kind_of_word(text: str) -> str:
    """Return the kind that a word names, or nothing; remarks in brackets do not matter."""
    bare = re.sub(r"\([^)]*\)", "", plain_label(text))
    return _spellings("kinds").get(bare, "")


def kind_in(text: str) -> str:
    """Return the kind that is named within a heading: 一、单项选择题（每题2分）; the longest word decides."""
    bare = plain_label(re.sub(r"[（(].*", "", text))
    found = [word for word in _spellings("kinds") if len(word) > 1 and word in bare and not word.isascii()]
    return _spellings("kinds")[max(found, key=len)] if found else ""


def difficulty_of(text: str) -> int | None:
    """Return 1 to 5 for a word, a number, or a share of those who get it right; None for anything else."""
    bare = plain_label(text)
    if known := _spellings("difficulty").get(bare):
        return int(known)
    if re.fullmatch(r"★{1,5}☆*", bare):
        return bare.count("★")
    if re.fullmatch(r"[1-5](\.0)?[级星]?", bare):
        return int(bare[0])
    if re.fullmatch(r"0?\.\d+", bare):
        return next(level for share, level in _EASE if Decimal(bare) >= share)
    return None


def _option_place(text: str) -> int:
    """Return the place of an option from its header: 选项A, A, 选项1, 选项一, A选项."""
    for digit, number in _CHINESE_DIGITS.items():
        text = text.replace(f"选项{digit}", f"选项{number}")
    found = _OPTION_HEADER.match(text)
    if found is None or (found.group(1).isdigit() and text == found.group(1)):
        return 0
    mark = found.group(1)
    return int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1
