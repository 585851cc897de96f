"""Answers embedded in Moodle's cloze text: "{1:SHORTANSWER:=Berlin~%50%Bonn#half}" is one part."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assessments.kinds.base import ONE, ZERO

from .base import plain
from .making import decimal_text

_PART = re.compile(r"\{\s*(\d{0,3})\s*:\s*([A-Z_]+)\s*:((?:\\.|[^\\}])*)\}", re.DOTALL)
_SORTS = {
    "texts": {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"},
    "numbers": {"NUMERICAL", "NM"},
    "choice": {
        "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS",
        "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS",
    },
    "choices": {
        "MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS",
    },
}  # fmt: skip
_ANSWER = re.compile(r"^\s*(?:%(-?\d+(?:\.\d+)?)%|(=))?")
_UNESCAPED = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)#")
BLANK = "____"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a part: its text, its share, its feedback."""

    text: str
    fraction: Decimal
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One pair of braces: texts, numbers, choice or choices; whether case counts; its weight; its answers."""

    sort: str
    case: bool
    weight: int
    options: tuple[Option, ...]


def parts_of(text: str) -> tuple[list[str], list[Part]]:
    """Return the texts around the parts, one more than there are parts, and the parts."""
    around, parts, position = [], [], 0
    for found in _PART.finditer(text):
        sort = next((sort for sort, names in _SORTS.items() if found.group(2) in names), "")
        if not sort:
            continue
        around.append(text[position : found.start()])
        case = found.group(2) in {"SHORTANSWER_C", "SAC", "MWC"}
        parts.append(Part(sort, case, int(found.group(1) or 1), _options(found.group(3))))
        position = found.end()
    return [*around, text[position:]], parts


def _options(text: str) -> tuple[Option, ...]:
    return tuple(_option(piece) for piece in _UNESCAPED.split(text) if piece.strip())


def _option(piece: str) -> Option:
    words, *feedback = _FEEDBACK.split(piece, maxsplit=1)
    found = _ANSWER.match(words)
    share, sign = found.groups() if found else (None, None)
    fraction = Decimal(share) / 100 if share else ONE if sign else ZERO
    bare = words[found.end() :] if found else words
    return Option(_unescaped(bare), fraction, _unescaped(feedback[0]) if feedback else "")


def written_part(name: str, answers: list[tuple[str, Decimal, str]], weight: int = 1) -> str:
    """Return one pair of braces for these answers with their shares and feedback."""
    options = "~".join(_written(text, fraction, feedback) for text, fraction, feedback in answers)
    return f"{{{weight}:{name}:{options}}}"


def _written(text: str, fraction: Decimal, feedback: str) -> str:
    return f"{_share(fraction)}{_escaped(text)}" + (f"#{_escaped(feedback)}" if feedback else "")


def _share(fraction: Decimal) -> str:
    if fraction == ONE:
        return "="
    return f"%{decimal_text((fraction * 100).quantize(Decimal('0.00001')))}%" if fraction else ""


def _escaped(text: str) -> str:
    return re.sub(r"([\\}#~/\"])", r"\\\1", text)


def _unescaped(text: str) -> str:
    return plain(re.sub(r"\\(.)", r"\1", text))
