"""A question as people write it: its options, and its answer in one text. The way back is `building`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from assessments.kinds.base import ONE

from .base import Content
from .cloze_text import written_cloze
from .keys import LETTERS
from .numbers import written_numbers
from .pairing import pairs_in, written_pairs

Written = tuple[list[str], str]
Own = Mapping[str, Any]

KIND_WORDS = {
    "single": "单选题",
    "multiple": "多选题",
    "indefinite": "不定项",
    "true_false": "判断题",
    "fill": "填空题",
    "numeric": "数值",
    "matching": "连线",
    "ordering": "排序",
    "classify": "归类",
    "cloze": "综合填空",
    "case_analysis": "案例分析",
    "upload": "材料",
    "scenario": "情景决策",
}


def written(content: Content) -> Written:
    """Return the options and the answer; a kind for which there is no way of writing has neither."""
    writer = WRITERS.get(content.kind)
    return writer(content.own) if writer else ([], "")


def written_stem(content: Content) -> str:
    """Return the stem as it is written; that of a cloze holds its parts."""
    return written_cloze(content.stem, content.own) if content.kind == "cloze" else content.stem


def _single(own: Own) -> Written:
    return _choice(own, lambda option: Decimal(option["fraction"]) == ONE)


def _multiple(own: Own) -> Written:
    return _choice(own, lambda option: bool(option["correct"]))


def _choice(own: Own, is_right: Callable[[Own], bool]) -> Written:
    options = own["options"]
    keys = (LETTERS[place % 26] for place, option in enumerate(options) if is_right(option))
    return [option["text"] for option in options], "".join(keys)


def _true_false(own: Own) -> Written:
    return [], "对" if own["correct"] else "错"


def _fill(own: Own) -> Written:
    """One blank a line; further answers to a blank that are worth the whole stand behind two bars."""
    return [], "\n".join(_answers_of(blank) for blank in own["blanks"])


def _answers_of(blank: Own) -> str:
    return "||".join(answer["pattern"] for answer in blank["answers"] if Decimal(answer["fraction"]) == ONE)


def _case_analysis(own: Own) -> Written:
    """What stands at the top of each criterion; the rubric itself goes beside it."""
    tops = [(row["name"], max(row["levels"], key=_score, default={"text": ""})["text"]) for row in own["criteria"]]
    if len(tops) == 1:
        return [], tops[0][1]
    return [], "\n".join(f"{name}：{text}" for name, text in tops)


def _score(level: Own) -> Decimal:
    return Decimal(level["score"])


def _numeric(own: Own) -> Written:
    return [], written_numbers(own)


def _matching(own: Own) -> Written:
    return written_pairs(pairs_in(own["stems"], own["choices"], "choice")), ""


def _classify(own: Own) -> Written:
    return written_pairs(pairs_in(own["items"], own["bins"], "bin")), ""


def _ordering(own: Own) -> Written:
    """The items as they are listed, and their letters in the right order."""
    letters = {row["id"]: LETTERS[place % 26] for place, row in enumerate(own["items"])}
    return [row["text"] for row in own["items"]], "".join(letters.get(entry, "") for entry in own["order"])


WRITERS: dict[str, Callable[[Own], Written]] = {
    "single": _single,
    "multiple": _multiple,
    "indefinite": _multiple,
    "true_false": _true_false,
    "fill": _fill,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "classify": _classify,
    "case_analysis": _case_analysis,
    "upload": _case_analysis,
}
"""How each kind is written; a new kind adds its line."""
