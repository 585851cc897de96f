"""A question as Moodle knows it: each kind as the type that comes nearest. The way back is `moodle_reading`."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.etree import ElementTree as Tree

from assessments.kinds.base import ONE, ZERO

from .base import Content, plain
from .blanks import signs
from .cloze_text import centre_of
from .embedded import written_part
from .making import decimal_text
from .pairing import pairs_in
from .writing import written, written_stem

Own = Mapping[str, Any]
HUNDRED, FIVE_PLACES = Decimal(100), Decimal("0.00001")


def element_of(content: Content) -> Tree.Element:
    """Return a question as Moodle knows it."""
    sort, writer = WRITERS.get(content.kind, ("essay", _essay))
    question = Tree.Element("question", type=sort)
    add_text(question, "name", plain(content.stem).replace("\n", " ")[:80])
    add_text(question, "questiontext", content.stem, format="plain_text")
    add_text(question, "generalfeedback", content.explanation, format="plain_text")
    Tree.SubElement(question, "defaultgrade").text = decimal_text(content.points)
    writer(question, content)
    if content.topics:
        tags = Tree.SubElement(question, "tags")
        for topic in content.topics.split("、"):
            add_text(tags, "tag", topic)
    return question


def add_text(parent: Tree.Element, name: str, text: str, **attributes: str) -> Tree.Element:
    """Add a child with a <text> in it, as Moodle writes all texts."""
    child = Tree.SubElement(parent, name, attributes)
    Tree.SubElement(child, "text").text = plain(text)
    return child


def _answers(question: Tree.Element, rows: Iterable[tuple[str, Decimal, str]]) -> None:
    for text, fraction, feedback in rows:
        share = decimal_text((fraction * HUNDRED).quantize(FIVE_PLACES, ROUND_HALF_UP))
        answer = add_text(question, "answer", text, fraction=share, format="plain_text")
        add_text(answer, "feedback", feedback, format="plain_text")


def _single(question: Tree.Element, content: Content) -> None:
    options = content.own["options"]
    Tree.SubElement(question, "single").text = "true"
    Tree.SubElement(question, "shuffleanswers").text = "false" if any(row["pinned"] for row in options) else "true"
    Tree.SubElement(question, "answernumbering").text = "ABCD"
    _answers(question, ((row["text"], Decimal(row["fraction"]), row["feedback"]) for row in options))


def _multiple(question: Tree.Element, content: Content) -> None:
    """Right options share the whole; a wrong one takes all, or its share where the mode says so."""
    options, mode = content.own["options"], content.own["mode"]
    right = sum(bool(row["correct"]) for row in options)
    loss = ONE / (len(options) - right) if mode == "right_minus_wrong" and len(options) > right else ONE
    Tree.SubElement(question, "single").text = "false"
    Tree.SubElement(question, "shuffleanswers").text = "false" if any(row["pinned"] for row in options) else "true"
    Tree.SubElement(question, "answernumbering").text = "ABCD"
    _answers(
        question,
        (
            (
                row["text"],
                Decimal(row["weight"]) if mode == "weights" else ONE / right if row["correct"] else -loss,
                row["feedback"],
            )
            for row in options
        ),
    )


def _true_false(question: Tree.Element, content: Content) -> None:
    correct = content.own["correct"]
    _answers(question, (("true", ONE if correct else ZERO, ""), ("false", ZERO if correct else ONE, "")))


def _fill(question: Tree.Element, content: Content) -> None:
    """Every blank becomes a part in the place of its sign; where the stem shows others, the parts follow it."""
    blanks = content.own["blanks"]
    parts = [
        written_part(
            "SHORTANSWER_C" if row["case"] else "SHORTANSWER",
            [(answer["pattern"], Decimal(answer["fraction"]), "") for answer in row["answers"]],
        )
        for row in blanks
    ]
    found = signs(content.stem)
    text = content.stem
    if len(found) == len(parts):
        for (start, end), part in reversed(list(zip(found, parts, strict=True))):
            text = text[:start] + part + text[end:]
    else:
        text = f"{text}\n{' '.join(parts)}"
    stem = question.find("questiontext/text")
    if stem is not None:
        stem.text = plain(text)


def _essay(question: Tree.Element, content: Content) -> None:
    Tree.SubElement(question, "responseformat").text = "plain"
    Tree.SubElement(question, "responserequired").text = "1"
    add_text(question, "graderinfo", written(content)[1], format="plain_text")


def _cloze(question: Tree.Element, content: Content) -> None:
    stem = question.find("questiontext/text")
    if stem is not None:
        stem.text = plain(written_stem(content))


def _numeric(question: Tree.Element, content: Content) -> None:
    for row in content.own["answers"]:
        value, tolerance = centre_of(row)
        share = decimal_text((Decimal(row["fraction"]) * HUNDRED).quantize(FIVE_PLACES, ROUND_HALF_UP))
        answer = add_text(question, "answer", decimal_text(value), fraction=share, format="plain_text")
        Tree.SubElement(answer, "tolerance").text = decimal_text(tolerance)
    if content.own["unit"]:
        unit = Tree.SubElement(Tree.SubElement(question, "units"), "unit")
        Tree.SubElement(unit, "multiplier").text = "1"
        Tree.SubElement(unit, "unit_name").text = plain(content.own["unit"])


def _matching(question: Tree.Element, content: Content) -> None:
    own = content.own
    is_matching = content.kind == "matching"
    rows, entries, name = ("stems", "choices", "choice") if is_matching else ("items", "bins", "bin")
    for left, right in pairs_in(own[rows], own[entries], name):
        pair = add_text(question, "subquestion", left, format="plain_text")
        add_text(pair, "answer", right)


def _ordering(question: Tree.Element, content: Content) -> None:
    texts = {row["id"]: row["text"] for row in content.own["items"]}
    Tree.SubElement(question, "layouttype").text = "VERTICAL"
    Tree.SubElement(question, "selecttype").text = "ALL"
    for place, entry in enumerate(content.own["order"], start=1):
        add_text(question, "answer", texts.get(entry, ""), fraction=str(place), format="plain_text")


def _upload(question: Tree.Element, content: Content) -> None:
    Tree.SubElement(question, "responseformat").text = "noinline"
    Tree.SubElement(question, "responserequired").text = "0"
    Tree.SubElement(question, "attachments").text = str(content.own["max_files"])
    Tree.SubElement(question, "attachmentsrequired").text = "1"
    add_text(question, "graderinfo", written(content)[1], format="plain_text")


Writer = Callable[[Tree.Element, Content], None]
WRITERS: dict[str, tuple[str, Writer]] = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "indefinite": ("multichoice", _multiple),
    "true_false": ("truefalse", _true_false),
    "fill": ("cloze", _fill),
    "numeric": ("numerical", _numeric),
    "matching": ("matching", _matching),
    "ordering": ("ordering", _ordering),
    "classify": ("matching", _matching),
    "cloze": ("cloze", _cloze),
    "case_analysis": ("essay", _essay),
    "upload": ("essay", _upload),
}
"""Each kind's type in Moodle; what has none is written as an essay, and a new kind adds its line."""
