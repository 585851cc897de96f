"""Questions pasted as text from a document: numbers, options, 答案 and 解析 in all the ways people write them."""

from dataclasses import dataclass, field

from .answer_table import AnswerTable, begins_table
from .base import Draft, Fault, FileUnusable, Place, Reading, plain
from .blanks import count_blanks
from .building import Material, build
from .keys import truth_of
from .lines import Label, Numbered, heading_of, inline_key, labels_in, numbered, with_kind
from .options import split_options


@dataclass
class Heading:
    """The section that is being read: its kind, and what each of its questions is worth."""

    kind: str = ""
    points: str = ""
    number: int = 0


@dataclass
class Block:
    """The lines of one question, as far as they were read; `open` is the part that an unmarked line goes on with."""

    line: int
    number: int
    heading: Heading
    kind: str = ""
    options: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    open: str = "stem"
    enumerated: int = 0
    after_blank: bool = False

    @property
    def is_complete(self) -> bool:
        """Could the next line belong to another question?"""
        return bool(self.options) or "answer" in self.parts

    def put(self, part: str, text: str, line: int) -> None:
        """Begin a part, or go on with it."""
        self.parts[part] = f"{self.parts[part]}\n{text}" if part in self.parts else text
        self.places.setdefault(part, Place(line))
        self.open = part

    def take_options(self, texts: list[str], line: int) -> None:
        """Add the options of a line."""
        for text in texts:
            self.options.append(text)
            self.places[f"option{len(self.options)}"] = Place(line)
        self.open = "option"


def read(text: str) -> Reading:
    """Return the questions of a pasted text."""
    reader = TextReader()
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        reader.take(number, line.replace("\xa0", " ").replace("\u3000", "  "))
    return reader.reading()


class TextReader:
    """Goes through the lines once; a table of answers at the end is laid over the questions afterwards."""

    def __init__(self) -> None:
        self.heading = Heading()
        self.blocks: list[Block] = []
        self.table: AnswerTable | None = None
        self.is_numbered = False
        self.fresh = True  # Nothing is open: a heading, or the beginning.

    def take(self, number: int, raw: str) -> None:
        """Read one line."""
        line = plain(raw)
        if not line:
            if self.blocks:
                self.blocks[-1].after_blank = True
            return
        if self.table is None and begins_table(line, len(self.blocks)):
            self.table = AnswerTable()
        if self.table is not None:
            self.table.take(number, line)
            return
        heading = heading_of(line)
        if heading is not None:
            self.heading = Heading(heading.kind, heading.points, self.heading.number + 1)
            self.fresh = True
            return
        self._question_line(number, line)
        if self.blocks:
            self.blocks[-1].after_blank = False

    def _question_line(self, number: int, line: str) -> None:
        found = numbered(line)
        if found and self._begins(found):
            self.is_numbered = True
            self._begin(number, found)
            return
        before, labels = labels_in(line)
        if self.blocks and not self.fresh:
            block = self.blocks[-1]
            if self._begins_unnumbered(block, before):
                self._begin(number, Numbered(0, line))
                return
            self._go_on(block, number, before, labels, found)
        elif before or labels:
            self._begin(number, Numbered(0, line))

    def _begins(self, found: Numbered) -> bool:
        """Does this number begin a question, or does it count points within one?"""
        if self.fresh or not self.blocks:
            return True
        last = self.blocks[-1]
        if last.enumerated and found.number == last.enumerated + 1 and found.number != last.number + 1:
            return False
        if last.enumerated and found.number == last.enumerated + 1 and not last.after_blank and last.number == 1:
            return False  # The first question's own list: 1. … 2. … 3. …
        if found.number == last.number + 1:
            return True
        if last.open in {"answer", "explanation"} and not last.after_blank:
            return found.number > last.number and last.enumerated == 0
        return last.is_complete and found.number != last.number and (found.number == 1 or found.number > last.number)

    def _begins_unnumbered(self, block: Block, before: str) -> bool:
        """Without numbers a question begins with the first plain line after an answer."""
        if self.is_numbered or not before or "answer" not in block.parts or split_options(before)[1]:
            return False
        return block.after_blank or (block.open == "answer" and bool(block.options))

    def _begin(self, number: int, found: Numbered) -> None:
        kind, rest = with_kind(found.rest)
        block = Block(number, found.number, self.heading, kind)
        self.blocks.append(block)
        self.fresh = False
        before, labels = labels_in(rest)
        stem, options = split_options(before)
        if len(options) < 2:
            stem, options = before, []
        block.put("stem", stem, number)
        if options:
            block.take_options(options, number)
        self._labels(block, number, labels)

    def _go_on(self, block: Block, number: int, before: str, labels: list[Label], found: Numbered | None) -> None:
        if found:
            block.enumerated = found.number
        if before:
            self._plain_part(block, number, before)
        self._labels(block, number, labels)

    def _plain_part(self, block: Block, number: int, text: str) -> None:
        """A line without a label: options with the next mark, or more of what is open."""
        if "answer" not in block.parts or not block.options:
            stem, options = split_options(text, len(block.options))
            if options and not stem and block.open in {"stem", "option"}:
                block.take_options(options, number)
                return
        if block.open == "option":
            block.options[-1] = f"{block.options[-1]}\n{text}".strip()
        else:
            block.put(block.open, text, number)

    def _labels(self, block: Block, number: int, labels: list[Label]) -> None:
        for label in labels:
            block.enumerated = 1 if (first := numbered(label.text)) and first.number == 1 else 0
            block.put(label.field, label.text, number)

    def reading(self) -> Reading:
        """Return a draft for each block, with the answers from the table where they have none of their own."""
        if not self.blocks:
            raise FileUnusable("no-questions")
        reading = Reading()
        self._leave_titles(reading)
        if self.table is not None:
            self._spread(self.table, reading)
        reading.drafts = [draft_of(block) for block in self.blocks]
        return reading

    def _leave_titles(self, reading: Reading) -> None:
        """Before the first number stand titles and directions, unless they are whole questions."""
        while (
            self.is_numbered and len(self.blocks) > 1 and not self.blocks[0].number and not self.blocks[0].is_complete
        ):
            title = self.blocks.pop(0)
            reading.warnings.append(Fault(Place(title.line), "title-left-out", {"text": title.parts["stem"][:40]}))

    def _spread(self, table: AnswerTable, reading: Reading) -> None:
        reading.errors += table.errors
        sections = sorted({block.heading.number for block in self.blocks})
        for answer in table.answers:
            fitting = [
                block
                for block in self.blocks
                if block.number == answer.number
                and (not answer.section or block.heading.number == _section(sections, answer.section))
                and (not answer.kind or answer.kind == (block.kind or block.heading.kind))
            ]
            open_ones = [block for block in fitting if "answer" not in block.parts]
            if open_ones:
                open_ones[0].put("answer", answer.text, answer.line)
            elif not fitting:
                reading.errors.append(table.stray(answer))


def _section(sections: list[int], place: int) -> int:
    return sections[place - 1] if place <= len(sections) else place


def draft_of(block: Block) -> Draft:
    """Return the draft of a block."""
    parts, kind = {**block.parts}, block.kind or block.heading.kind
    stem, key = inline_key(parts["stem"], takes_letters=bool(block.options), takes_truth=_takes_truth(block, kind))
    warning = ""
    if key and "answer" not in parts:
        parts["answer"], parts["stem"] = key, stem
        block.places["answer"] = block.places["stem"]
    elif key:
        parts["stem"] = stem
        warning = "" if _same_key(key, parts["answer"]) else key
    if not kind and not block.options and count_blanks(parts["stem"]) and truth_of(parts.get("answer", "")) is None:
        kind = "fill"
    material = Material(
        Place(block.line),
        kind,
        plain(parts["stem"]),
        [plain(option) for option in block.options],
        plain(parts.get("answer", "")),
        explanation=plain(parts.get("explanation", "")),
        reference=parts.get("reference", ""),
        points=parts.get("points", "") or block.heading.points,
        difficulty=parts.get("difficulty", ""),
        topics=parts.get("topics", ""),
        source=parts.get("source", ""),
        places=block.places,
    )
    draft = build(material)
    if warning:
        draft.refuse("keys-disagree", block.places["answer"], inline=warning, answer=parts["answer"][:40])
    return draft


def _takes_truth(block: Block, kind: str) -> bool:
    return not block.options and kind in {"", "true_false"}


def _same_key(inline: str, answer: str) -> bool:
    truth = truth_of(inline)
    if truth is not None and truth_of(answer) is not None:
        return truth is truth_of(answer)
    return sorted(filter(str.isalnum, inline.upper())) == sorted(filter(str.isalnum, answer.upper()))
