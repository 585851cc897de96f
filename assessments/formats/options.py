"""Options that stand together in one line or one cell: "A. 甲  B. 乙  C. 丙"."""

import re
import unicodedata

from .keys import LETTERS

_MARK = re.compile(r"(?<![A-Za-z0-9Ａ-Ｚａ-ｚ０-９])[（(]?\s*([A-ZＡ-Ｚ])\s*(?:[)）]\s*[.．、:：]?|[.．、:：])\s*")


def split_options(text: str, first: int = 0) -> tuple[str, list[str]]:
    """Return what stands before the options, and the options without their marks, which must run on from `first`."""
    marks: list[re.Match[str]] = []
    for found in _MARK.finditer(text):
        if unicodedata.normalize("NFKC", found.group(1)) == LETTERS[(first + len(marks)) % 26]:
            marks.append(found)
    if not marks:
        return text, []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    texts = [text[mark.end() : end].strip(" \t\n　;；|") for mark, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()].strip(), texts


def options_of_cell(text: str) -> list[str]:
    """Return the options of a cell: marked by letters, or else one a line or divided by bars."""
    before, options = split_options(text)
    if len(options) > 1 and not before:
        return options
    return [part.strip() for part in re.split(r"\n+|[|｜]+|[;；]+", text) if part.strip()]
