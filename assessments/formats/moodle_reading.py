"""A question element of Moodle as a draft: each type that has a kind of ours. The way back is `moodle_writing`."""

from collections.abc import Callable
from decimal import Decimal

from assessments.kinds.base import ONE, ZERO
from assessments.kinds.numeric import number_of

from . import making
from .base import Content, Draft, Place, finish, plain
from .building import RUBRIC_NAME
from .cloze_text import PartUnread, absolute, choices_in_places, read_cloze
from .embedded import BLANK, Part, parts_of
from .markup import text_and_pictures
from .numbers import numeric
from .pairing import matching
from .weighing import Weighed, choice_of
from .xml_tree import Node

Own = tuple[str, making.Own]


def draft_of(node: Node, place: Place, topic: str = "") -> Draft:
    """Return the draft of one question element, the details beside it left out."""
    draft = Draft(place, Content("", "", {}))
    reader = QuestionReader(node, draft)
    sort = node.attributes.get("type", "").lower()
    stem = reader.text("questiontext")
    own_reader = READERS.get(sort)
    if own_reader is None:
        draft.refuse("kind-unknown", text=sort[:40])
    kind, own = own_reader(reader) if own_reader else ("", {})
    tags = [plain(tag.said("text") or tag.text) for group in node.all("tags") for tag in group.all("tag")]
    draft.content = Content(
        kind,
        reader.stem or stem,
        own,
        explanation=reader.text("generalfeedback"),
        points=reader.points(),
        topics="、".join(tag for tag in tags if tag) or topic,
    )
    if reader.pictures or node.count("file"):
        draft.warn("pictures-left-out")
    return finish(draft)


class QuestionReader:
    """One question element, its texts made plain, its pictures counted."""

    def __init__(self, node: Node, draft: Draft) -> None:
        self.node, self.draft = node, draft
        self.pictures = 0
        self.stem = ""  # Where the stem is other than what stands in the question text.

    def text(self, name: str, inside: Node | None = None) -> str:
        """Return the text of a child."""
        child = (inside or self.node).first(name)
        return "" if child is None else self.text_of(child)

    def text_of(self, node: Node) -> str:
        """Return the text of an element, of whatever format it says it is."""
        raw = raw_text(node)
        if node.attributes.get("format", "html") in {"plain_text", "markdown"}:
            return plain(raw)
        text, pictures = text_and_pictures(raw)
        self.pictures += pictures
        return text

    def flag(self, name: str) -> bool:
        """Return a yes or no, in both of Moodle's spellings."""
        return self.node.said(name).strip().lower() in {"1", "true"}

    def points(self) -> Decimal:
        """Return the points; Moodle's usual 1 stays 1."""
        text = plain(self.node.said("defaultgrade"))
        if not text:
            return Content("", "", {}).points
        number = making.decimal_of(text)
        if number is None or not 0 < number < 10_000:
            self.draft.refuse("points-unread", text=text[:40])
            return Content("", "", {}).points
        return number.normalize() if number == number.to_integral() else number.quantize(Decimal("0.01"))

    def answers(self, *, raw: bool = False) -> list[Weighed]:
        """Return the answers with their fractions; typed answers are compared as they stand, never as markup."""
        return [
            Weighed(
                plain(raw_text(answer)) if raw else self.text_of(answer),
                self.fraction(answer),
                self.text("feedback", answer),
            )
            for answer in self.node.all("answer")
        ]

    def fraction(self, answer: Node) -> Decimal:
        """Return what an answer is worth."""
        number = making.decimal_of(answer.attributes.get("fraction", "0"))
        if number is None:
            self.draft.refuse("weight-unread", text=answer.attributes["fraction"][:40])
        return (number or ZERO) / 100


def raw_text(node: Node) -> str:
    """Return the text of an element as the file has it."""
    inner = node.first("text")
    return inner.text if inner is not None else node.text


def _multichoice(reader: QuestionReader) -> Own:
    return choice_of(reader.answers(), reader.draft, is_single=reader.flag("single"))


def _truefalse(reader: QuestionReader) -> Own:
    right = [answer.text.lower() for answer in reader.answers() if answer.weight == ONE]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        reader.draft.refuse("key-missing")
    return "true_false", making.true_false(correct=right[:1] == ["true"])


def _shortanswer(reader: QuestionReader) -> Own:
    pairs = [(answer.text, min(max(answer.weight, ZERO), ONE)) for answer in reader.answers(raw=True)]
    wildcard = any("*" in text.replace(r"\*", "") for text, _ in pairs)
    return "fill", making.fill([pairs], case=reader.flag("usecase"), wildcard=wildcard)


def _essay(reader: QuestionReader) -> Own:
    reader.draft.warn("rubric-made")
    own = making.written(reader.text("graderinfo"), RUBRIC_NAME)
    if reader.node.said("responseformat").strip() == "noinline":
        return "upload", making.upload(own["criteria"])
    return "case_analysis", own


def _cloze(reader: QuestionReader) -> Own:
    """Parts that are all texts are a fill-in question."""
    text = reader.text("questiontext")
    around, parts = parts_of(text)
    if parts and all(part.sort == "texts" for part in parts):
        reader.stem = plain(BLANK.join(around))
        return "fill", _blanks(parts)
    try:
        reader.stem, own = read_cloze(text)
    except PartUnread as unread:
        reader.draft.refuse("parts-missing", text=str(unread)[:40])
        return "cloze", {}
    return "cloze", own


def _gaps(reader: QuestionReader) -> Own:
    """A text with [[1]] [[2]], and the words that are chosen from or dragged there."""
    name = "selectoption" if reader.node.first("selectoption") else "dragbox"
    rows = [(reader.text_of(row), plain(row.said("group"))) for row in reader.node.all(name)]
    try:
        reader.stem, own = choices_in_places(reader.text("questiontext"), rows)
    except PartUnread as unread:
        reader.draft.refuse("parts-missing", text=str(unread)[:40])
        return "cloze", {}
    return "cloze", own


def _numerical(reader: QuestionReader) -> Own:
    """Numbers with absolute tolerances; a star that takes anything for nothing is left out."""
    found = []
    for node in reader.node.all("answer"):
        text = plain(raw_text(node))
        value, tolerance = number_of(text), making.decimal_of(node.said("tolerance") or "0")
        if text == "*":
            continue
        if value is None or tolerance is None:
            reader.draft.refuse("number-unread", text=text[:40])
            continue
        found.append(absolute(value, abs(tolerance), min(max(reader.fraction(node), ZERO), ONE)))
    units = [plain(unit.said("unit_name")) for group in reader.node.all("units") for unit in group.all("unit")]
    return "numeric", numeric(found, unit=units[0] if units else "")


def _matching(reader: QuestionReader) -> Own:
    pairs = [(reader.text_of(row), reader.text("answer", row)) for row in reader.node.all("subquestion")]
    return "matching", matching(pairs)


def _ordering(reader: QuestionReader) -> Own:
    """Answers stand in their order, or say their place as a fraction."""
    rows = [(reader.fraction(node), reader.text_of(node)) for node in reader.node.all("answer")]
    if len({place for place, _ in rows}) == len(rows):
        rows.sort(key=lambda row: row[0])
    return "ordering", making.ordering([text for _, text in rows])


def _blanks(parts: list[Part]) -> making.Own:
    own = making.fill(
        [(option.text, min(max(option.fraction, ZERO), ONE)) for option in part.options] for part in parts
    )
    for blank, part in zip(own["blanks"], parts, strict=True):
        blank["weight"], blank["case"] = str(part.weight), part.case
        blank["wildcard"] = any("*" in option.text for option in part.options)
    return own


READERS: dict[str, Callable[[QuestionReader], Own]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "essay": _essay,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "gapselect": _gaps,
    "ddwtos": _gaps,
    "cloze": _cloze,
    "multianswer": _cloze,
}
"""How each of Moodle's types is read; a new kind adds its line."""
