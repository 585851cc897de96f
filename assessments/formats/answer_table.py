"""A table of answers at the end of a paper: "1-5 ABCDA 6-10 BBCAD", "1.A 2.BC 3.√", under headings or without."""

import re
from dataclasses import dataclass

from .base import Fault, Place
from .lines import heading_of, labels_in, numbered

_TITLE = re.compile(
    r"^\s*[【\[]?\s*(?:参考|标准|正确|试题|试卷)?答案(?:及解析|与解析|及评分标准)?\s*[】\]]?\s*[:：]?\s*(.*)$"
)
_RANGE = re.compile(r"(\d{1,4})\s*[-–—~～至]\s*(\d{1,4})\s*[.．、:：)]?\s*([A-ZＡ-Ｚa-z√×✓✗✔✘对错TF\s,，、]+)")
_PAIR = re.compile(
    r"(\d{1,4})\s*[.．、:：)）]?\s*([A-ZＡ-Ｚ](?:[\s,，、]?[A-ZＡ-Ｚ])*(?![A-Za-z])|√|×|✓|✗|✔|✘|对|错|正确|错误)"
)
_GAPS = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """One answer: the section and kind it stands under, the number of its question, and where it stands."""

    section: int
    kind: str
    number: int
    text: str
    line: int


def begins_table(line: str, questions: int) -> bool:
    """Tell whether a line opens a table: a title of its own after several questions, or 答案 followed by numbers."""
    found = _TITLE.match(line)
    if not found or not questions:
        return False
    rest = found.group(1)
    has_list = bool(_RANGE.match(rest)) or (len(_PAIR.findall(rest)) > 1 and bool(re.match(r"\d", rest)))
    return has_list or (not rest and line.rstrip(":： 】]") != "答案" and questions > 1)


class AnswerTable:
    """Collects the answers from the title to the end of the text."""

    def __init__(self) -> None:
        self.answers: list[TableAnswer] = []
        self.errors: list[Fault] = []
        self.section, self.kind = 0, ""

    def take(self, number: int, line: str) -> None:
        """Read one line of the table."""
        if title := _TITLE.match(line):
            line = title.group(1)
        heading = heading_of(line)
        if heading is not None:
            self.section, self.kind = self.section + 1, heading.kind
            line = re.sub(r"^[^\d]*(?:[(（][^)）]*[)）])?[^\d]*", "", line)
        if _RANGE.search(line):
            for found in _RANGE.finditer(line):
                self._range(int(found.group(1)), int(found.group(2)), found.group(3), number)
        elif pairs := _PAIR.findall(line):
            for place, text in pairs:
                self._add(int(place), text, number)
        elif plain := numbered(line):
            _before, labels = labels_in(plain.rest)
            self._add(plain.number, labels[0].text if labels else plain.rest, number)
        elif line and self.answers:
            last = self.answers[-1]
            joined = f"{last.text}\n{line}"
            self.answers[-1] = TableAnswer(last.section, last.kind, last.number, joined, last.line)

    def stray(self, answer: TableAnswer) -> Fault:
        """Return the fault of an answer to which there is no question."""
        return Fault(Place(answer.line), "answer-without-question", {"number": answer.number})

    def _range(self, first: int, last: int, text: str, line: int) -> None:
        """Spread the answers of a range: letter by letter, or word by word where questions have several keys."""
        count = last - first + 1
        words = [word for word in _GAPS.split(text) if word]
        answers = words if len(words) == count else list("".join(words))
        if len(answers) != count:
            self.errors.append(
                Fault(Place(line), "table-does-not-fit", {"range": f"{first}-{last}", "answers": len(answers)})
            )
            return
        for place, answer in enumerate(answers):
            self._add(first + place, answer, line)

    def _add(self, number: int, text: str, line: int) -> None:
        self.answers.append(TableAnswer(self.section, self.kind, number, text.strip(), line))
