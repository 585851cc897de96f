"""What one line of a pasted text is: a heading, the beginning of a question, or labels such as 答案 and 解析."""

import re
import unicodedata
from dataclasses import dataclass

from .vocabulary import kind_in, kind_of_word

_CHINESE = "一二三四五六七八九十百"
_NUMBER = re.compile(
    r"^\s*(?:第\s*(\d{1,4})\s*题\s*[.．、:：]?|[(（\[【]\s*(\d{1,4})\s*[)）\]】]\s*[.．、]?|(\d{1,4})\s*(?:[、:：)）]|[.．](?!\d)))\s*"
)
_CHINESE_NUMBER = re.compile(rf"^\s*(?:[(（]([{_CHINESE}]{{1,3}})[)）]|([{_CHINESE}]{{1,3}})[、.．])\s*")
_HEADING = re.compile(
    rf"^\s*(?:第[{_CHINESE}\d]{{1,3}}(?:部分|大题|章|节)\s*[、.．:：]?|[(（]?[{_CHINESE}]{{1,3}}[)）]?\s*[、.．:：]|[IVXⅠ-Ⅻ]{{1,4}}\s*[、.．]|[【\[])?\s*"
)
_POINTS = re.compile(r"每(?:小)?[题空]\s*(\d{1,3}(?:\.\d{1,2})?)\s*分")
_LABELS = {
    "answer": r"(?:参考|正确|标准|本题)?答案(?:为|是)?(?!解析|详解|说明)|Answer|ANSWER|正确选项|答",
    "explanation": r"(?:答案|试题|题目)?解析|(?:答案)?详解|答案说明|Explanation",
    "points": r"分值|本题分值",
    "difficulty": r"难度(?:系数|等级)?|难易(?:程)?度",
    "topics": r"知识点|考点|考查点",
    "reference": r"(?:命题|法规|政策|法律|出题)?依据",
    "source": r"(?:试题|题目)?(?:来源|出处)",
}
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s。；;，,)）】]))(?:"
    + "|".join(
        rf"(?P<{name}>[【\[]\s*(?:{words})\s*[】\]]\s*[:：]?|(?:{words})\s*[:：])" for name, words in _LABELS.items()
    )
    + ")"
)
_KIND_MARK = re.compile(
    r"^\s*[【\[(（]\s*([^】\])）]{2,8})\s*[】\])）]\s*|\s*[【\[(（]\s*([^】\])）]{2,8})\s*[】\])）]\s*$"
)
_INLINE = re.compile(r"[(（【\[]\s*([^()（）【】\[\]]{1,20}?)\s*[)）】\]]")
_LETTERS = re.compile(r"[A-Z](?:[\s,，、]*[A-Z])*")
_TRUTH = {"√", "×", "✓", "✗", "✔", "✘", "对", "错", "正确", "错误", "T", "F"}
_ITS_OWN_LINE = 60


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number."""

    number: int
    rest: str


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled part of a line, to the next label or to the end."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: the kind of its questions and what each is worth."""

    kind: str
    points: str


def numbered(line: str) -> Numbered | None:
    """Return the number that a line begins with, and the rest: 1. 1． 1、 (1) 第1题 一、."""
    if found := _NUMBER.match(line):
        return Numbered(int(next(filter(None, found.groups()))), line[found.end() :])
    if found := _CHINESE_NUMBER.match(line):
        return Numbered(chinese_number(found.group(1) or found.group(2)), line[found.end() :])
    return None


def chinese_number(text: str) -> int:
    """Return what 一 to 九十九 say."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return "一二三四五六七八九".find(text) + 1
    return (("一二三四五六七八九".find(tens) + 1) if tens else 1) * 10 + "一二三四五六七八九".find(ones or "零") + 1


def heading_of(line: str) -> Section | None:
    """Return the section that a line opens: 一、单选题（每题2分，共20分）."""
    bare = line.strip()
    if len(bare) > 2 * _ITS_OWN_LINE:
        return None
    words = re.sub(r"[(（].*$", "", _HEADING.sub("", bare, count=1)).strip(" 】]:：。.、")
    has_mark = _CHINESE_NUMBER.match(bare) or bare.startswith(("第", "【", "[")) or words == bare.strip(" :：")
    kind = kind_of_word(words) or (kind_in(words) if len(words) <= 12 and bool(_CHINESE_NUMBER.match(bare)) else "")
    has_rest = _POINTS.search(bare) or not re.search(r"[?？]", bare)
    if not kind or not has_rest or not (has_mark or _POINTS.search(bare)):
        return None
    points = _POINTS.search(bare)
    return Section(kind, points.group(1) if points else "")


def with_kind(text: str) -> tuple[str, str]:
    """Return the kind that stands in brackets before or behind a stem, and the stem without it."""
    for found in _KIND_MARK.finditer(text):
        if kind := kind_of_word(found.group(1) or found.group(2)):
            return kind, (text[: found.start()] + text[found.end() :]).strip()
    return "", text


def labels_in(line: str) -> tuple[str, list[Label]]:
    """Return what stands before the first label, and each label with its text."""
    marks = list(_LABEL.finditer(line))
    if not marks:
        return line, []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    edges = {"explanation": " \t"}  # An explanation keeps its own punctuation.
    labels = [
        Label(field, line[mark.end() : end].strip(edges.get(field, " \t；;，,")))
        for mark, end in zip(marks, ends, strict=True)
        if (field := str(mark.lastgroup))
    ]
    return line[: marks[0].start()].strip(), labels


def inline_key(stem: str, *, takes_letters: bool, takes_truth: bool) -> tuple[str, str]:
    """Return the stem with an empty bracket in the place of a key that stood in it, and that key."""
    for found in reversed(list(_INLINE.finditer(stem))):
        text = unicodedata.normalize("NFKC", found.group(1)).strip()
        is_key = (takes_letters and _LETTERS.fullmatch(text)) or (takes_truth and text in _TRUTH)
        if is_key:
            stem = f"{stem[: found.start()]}（ ）{stem[found.end() :]}"
            return (stem.removesuffix("（ ）").rstrip() if takes_truth else stem), text
    return stem, ""
