"""The own fields of each kind, made from plain texts: rows with ids, fractions as decimal text, defaults filled in.

`SHAPES` says for each kind what may stand in its own fields, so that details read from a file can be trusted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.kinds.multiple import DEFAULT_MODE
from assessments.kinds.ordering import item_id
from assessments.kinds.upload import TYPES

Row = dict[str, Any]
Own = dict[str, Any]

WORDS, DECIMAL, WHOLE, NUMBER, FLAG, JSON = "words", "decimal", "whole", "number", "flag", "json"
"""Text, a number as text, a count, a whole number, yes or no; and what its kind alone can judge."""
Shape = Mapping[str, Any]

_OPTION: Shape = {"id": WORDS, "text": WORDS, "pinned": FLAG, "feedback": WORDS}
_ANSWER: Shape = {"pattern": WORDS, "fraction": DECIMAL}
_BLANK: Shape = {
    "id": WORDS, "weight": DECIMAL, "answers": [_ANSWER], "case": FLAG, "wildcard": FLAG,
    "group": WORDS, "digits?": FLAG, "traditional?": FLAG,
}  # fmt: skip
_OPTION_OF_ONE: Shape = {**_OPTION, "fraction": DECIMAL}
_OPTION_OF_MANY: Shape = {**_OPTION, "correct": FLAG, "weight": DECIMAL}
_ROW: Shape = {"id": WORDS, "text": WORDS}
_NUMBER: tuple[Shape, ...] = (
    {"mode": WORDS, "value": DECIMAL, "tolerance": DECIMAL, "fraction": DECIMAL},
    {"mode": WORDS, "low": DECIMAL, "high": DECIMAL, "fraction": DECIMAL},
)
_PART: Shape = {"id": WORDS, "kind": WORDS, "points": DECIMAL}
_PARTS: tuple[Shape, ...] = (
    {**_PART, "options": [_OPTION_OF_ONE]},
    {
        **_PART,
        "answers": [_ANSWER],
        "case": FLAG,
        "wildcard": FLAG,
        "digits?": FLAG,
        "traditional?": FLAG,
        "weight?": DECIMAL,
        "group?": WORDS,
    },
    {**_PART, "answers": [_NUMBER], "unit": WORDS, "percent": FLAG},
)  # fmt: skip
_LEVEL: Shape = {"score": DECIMAL, "text": WORDS}

_CRITERION: Shape = {"id": WORDS, "name": WORDS, "weight": DECIMAL, "levels": [_LEVEL]}

SHAPES: dict[str, Shape] = {
    "single": {"options": [_OPTION_OF_ONE]},
    "multiple": {"options": [_OPTION_OF_MANY], "mode": WORDS},
    "indefinite": {"options": [_OPTION_OF_MANY], "mode": WORDS},
    "true_false": {"correct": FLAG},
    "fill": {"blanks": [_BLANK]},
    "numeric": {"answers": [_NUMBER], "unit": WORDS, "percent": FLAG},
    "matching": {"stems": [{**_ROW, "choice": WORDS}], "choices": [_ROW]},
    "ordering": {"items": [_ROW], "order": [WORDS], "mode": WORDS},
    "classify": {"items": [{**_ROW, "bin": WORDS, "reference": WORDS}], "bins": [_ROW]},
    "cloze": {"parts": [_PARTS]},
    "case_analysis": {"min_length": WHOLE, "max_length": WHOLE, "criteria": [_CRITERION]},
    "upload": {"types": [WORDS], "max_files": WHOLE, "max_bytes": WHOLE, "criteria": [_CRITERION]},
    "scenario": {"script": JSON, "scoring": WORDS, "outcomes": JSON, "lowest": NUMBER, "highest": NUMBER},
}


def conforms(value: object, shape: Any) -> bool:
    """Tell whether `value` has just the fields of `shape`, each of its sort."""
    if isinstance(shape, tuple):
        return any(conforms(value, one) for one in shape)
    if isinstance(shape, Mapping):
        return isinstance(value, Mapping) and _has_fields(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(conforms(entry, shape[0]) for entry in value)
    if shape == FLAG:
        return isinstance(value, bool)
    if shape in {WHOLE, NUMBER}:
        is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9
        return is_number and (shape == NUMBER or int(str(value)) >= 0)
    if shape == JSON:
        return isinstance(value, dict) and is_storable(str(value))
    return isinstance(value, str) and is_storable(value) and (shape != DECIMAL or decimal_of(value) is not None)


def _has_fields(value: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether an object has the fields of a shape and no other; a name with a question mark may be missing."""
    names = {name.removesuffix("?") for name in shape}
    needed = {name for name in shape if not name.endswith("?")}
    return needed <= set(value) <= names and all(
        conforms(value[name.removesuffix("?")], inner)
        for name, inner in shape.items()
        if name.removesuffix("?") in value
    )


def is_storable(text: str) -> bool:
    """Tell whether every database keeps this text: no null character, no half of a pair."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def decimal_of(text: str) -> Decimal | None:
    """Return a finite number of ordinary size, or None."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def numbered(rows: Iterable[Row], letter: str) -> list[Row]:
    """Return the rows with ids of their own: o1, o2, …"""
    return [{**row, "id": f"{letter}{number}"} for number, row in enumerate(rows, start=1)]


def single(texts: Sequence[str], key: int, feedback: Mapping[int, str] | None = None) -> Own:
    """Return a single choice whose key is worth the whole."""
    return single_of(texts, [Decimal(place == key) for place in range(len(texts))], feedback)


def single_of(texts: Sequence[str], fractions: Sequence[Decimal], feedback: Mapping[int, str] | None = None) -> Own:
    """Return a single choice that values each option by itself."""
    said = feedback or {}
    rows = (
        {"text": text, "fraction": decimal_text(fraction), "pinned": False, "feedback": said.get(place, "")}
        for place, (text, fraction) in enumerate(zip(texts, fractions, strict=True))
    )
    return {"options": numbered(rows, "o")}


def multiple(
    texts: Sequence[str],
    keys: Collection[int],
    *,
    weights: Sequence[Decimal] | None = None,
    feedback: Mapping[int, str] | None = None,
) -> Own:
    """Return a multiple choice; with weights it is valued by them, otherwise in the usual way."""
    said = feedback or {}
    rows = (
        {
            "text": text,
            "correct": place in keys,
            "weight": decimal_text(weights[place]) if weights else "0",
            "pinned": False,
            "feedback": said.get(place, ""),
        }
        for place, text in enumerate(texts)
    )
    return {"options": numbered(rows, "o"), "mode": "weights" if weights else DEFAULT_MODE}


def true_false(*, correct: bool) -> Own:
    """Return a statement with its key."""
    return {"correct": correct}


def fill(blanks: Iterable[Iterable[tuple[str, Decimal]]], *, case: bool = False, wildcard: bool = False) -> Own:
    """Return blanks of equal weight, each with (answer, fraction) pairs."""
    rows = (
        {
            "weight": "1",
            "answers": [{"pattern": text, "fraction": decimal_text(fraction)} for text, fraction in answers],
            "case": case,
            "wildcard": wildcard,
            "group": "",
        }
        for answers in blanks
    )
    return {"blanks": numbered(rows, "b")}


def ordering(texts: Sequence[str]) -> Own:
    """Return items in their right order, listed by ids that say nothing of it."""
    order = [item_id(text) for text in texts]
    items = [{"id": entry, "text": text} for entry, text in sorted(zip(order, texts, strict=True))]
    return {"items": items, "order": order, "mode": "pairs"}


def upload(criteria: list[Row]) -> Own:
    """Return a question for up to three files of any type that we know, of at most 20 MB each."""
    return {"types": list(TYPES), "max_files": 3, "max_bytes": 20 * 1024 * 1024, "criteria": criteria}


def written(answer: str, name: str, *, min_length: int = 0, max_length: int = 0) -> Own:
    """Return a written answer with one criterion of six levels, the reference answer at the top."""
    levels = [{"score": str(score), "text": answer if score == TOP_LEVEL else ""} for score in range(TOP_LEVEL + 1)]
    criterion = {"name": name, "weight": "1", "levels": levels}
    return {"min_length": min_length, "max_length": max_length, "criteria": numbered([criterion], "c")}


TOP_LEVEL = 5


def decimal_text(value: Decimal) -> str:
    """Return a number as snapshots write it: 1, 0.5, -0.25."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
