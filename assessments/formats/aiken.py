"""Aiken: a stem, options marked by capital letters, and a line "ANSWER: B"."""

import re

from .base import Draft, FileUnusable, Place, Reading, plain
from .building import Material, build
from .keys import LETTERS

_OPTION = re.compile(r"^\s*([A-ZＡ-Ｚ])\s*[.)．）、]\s*(.*)$")
_ANSWER = re.compile(r"^\s*ANSWER\s*[:：]\s*(.*)$", re.IGNORECASE)


def read(text: str) -> Reading:
    """Return the questions of an Aiken file; whatever ends without an answer is refused where it begins."""
    reading = Reading()
    block = _Block()
    for number, line in enumerate(text.splitlines(), start=1):
        if answer := _ANSWER.match(line):
            reading.drafts.append(block.draft(number, answer.group(1)))
            block = _Block()
        elif line.strip():
            block.add(number, line)
    if block.stem:
        reading.drafts.append(block.draft(block.start, ""))
    if not reading.drafts:
        raise FileUnusable("no-questions")
    return reading


class _Block:
    """The lines of one question until its answer."""

    def __init__(self) -> None:
        self.start = 0
        self.stem: list[str] = []
        self.options: list[str] = []
        self.lines: dict[str, Place] = {}

    def add(self, number: int, line: str) -> None:
        """Take a line: an option if it has the next mark, otherwise a part of the stem or of the last option."""
        self.start = self.start or number
        option = _OPTION.match(line)
        if option and self.stem and _letter(option.group(1)) == LETTERS[len(self.options) % 26]:
            self.options.append(plain(option.group(2)))
            self.lines[f"option{len(self.options)}"] = Place(number)
        elif self.options:
            self.options[-1] = plain(f"{self.options[-1]}\n{line}")
        else:
            self.stem.append(line)

    def draft(self, number: int, answer: str) -> Draft:
        """Return the question; Aiken knows choices only."""
        start = self.start or number
        stem = plain("\n".join(self.stem))
        places = {"answer": Place(number), "stem": Place(start), **self.lines}
        draft = build(Material(Place(start), "single", stem, self.options, plain(answer), places=places))
        if draft.content.kind not in {"single", "multiple"}:
            draft.refuse("options-too-few", Place(start))
        return draft


def _letter(mark: str) -> str:
    return mark if mark.isascii() else chr(ord(mark) - ord("Ａ") + ord("A"))
