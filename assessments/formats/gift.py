"""GIFT: Moodle's plain-text format, read into the kinds that we have."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assessments.kinds.base import ONE, ZERO

from . import making
from .base import Content, Draft, FileUnusable, Place, Reading, finish, plain
from .building import RUBRIC_NAME
from .keys import truth_of
from .markup import text_of_html
from .numbers import numeric, read_numbers
from .pairing import matching
from .weighing import Weighed, choice_of

_ESCAPES = {
    "~": "\ue000",
    "=": "\ue001",
    "#": "\ue002",
    "{": "\ue003",
    "}": "\ue004",
    ":": "\ue005",
    "\\": "\ue006",
    "n": "\n",
}
_BACK = str.maketrans({mark: sign for sign, mark in _ESCAPES.items() if sign != "n"})
_TITLE = re.compile(r"^\s*::(.*?)::\s*", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_WEIGHT = re.compile(r"^\s*%(-?\d+(?:\.\d+)?)%\s*")
_TRUTH = re.compile(r"^\s*(T|TRUE|F|FALSE)\s*(?:#|$)", re.IGNORECASE)
_BLANK = "（ ）"
ARROW = "->"


@dataclass(frozen=True, slots=True)
class Block:
    """One question as text, its comments left out, and the line on which it begins."""

    line: int
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer between the braces: its sign, its weight as a fraction if it has one, its text and feedback."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str


def read(text: str) -> Reading:
    """Return the questions of a GIFT file; blocks without braces are descriptions and are only counted."""
    blocks = blocks_of(text)
    if not blocks:
        raise FileUnusable("no-questions")
    reading = Reading()
    for block in blocks:
        draft = _draft_of(block)
        if draft is None:
            reading.descriptions += 1
        else:
            reading.drafts.append(draft)
    return reading


def blocks_of(text: str) -> list[Block]:
    """Divide the file at blank lines outside of braces; comments go, categories are remembered."""
    blocks: list[Block] = []
    topic, held, start, depth = "", [""] * 0, 0, 0
    for number, line in enumerate([*_escaped(text).replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            continue
        if line.lstrip().upper().startswith("$CATEGORY:") and depth == 0:
            topic = _said(line.split(":", 1)[1]).split("/")[-1].removeprefix("$course$").strip()
            continue
        if not line.strip() and depth <= 0:
            if held:
                blocks.append(Block(start, "\n".join(held), topic))
            held, depth = [], 0
            continue
        start = start if held else number
        held.append(line)
        depth += line.count("{") - line.count("}")
    if held:
        blocks.append(Block(start, "\n".join(held), topic))
    return blocks


def _draft_of(block: Block) -> Draft | None:
    """Return the draft of a block, or None for a description."""
    body = _TITLE.sub("", block.text, count=1)
    found = _FORMAT.match(body)
    is_html = bool(found) and found.group(1).lower() == "html" if found else False
    body = _FORMAT.sub("", body, count=1)
    before, brace, rest = body.partition("{")
    draft = Draft(Place(block.line), Content("", "", {}))
    if not brace:
        if "}" in body:
            draft.refuse("gift-braces")
            return draft
        return None
    inside, closing, after = rest.rpartition("}")
    if not closing or "{" in inside:
        draft.refuse("gift-braces")
        return draft
    said = (lambda text: text_of_html(_said(text))) if is_html else _said
    stem = said(f"{before.rstrip()} {_BLANK} {after.strip()}" if after.strip() else before)
    inside, explanation = _general_feedback(inside)
    kind, own = _own_of(inside, draft, said, stem=stem)
    topics = block.topic if len(block.topic) <= 200 else ""
    draft.content = Content(kind, stem, own, explanation=said(explanation), topics=topics)
    return finish(draft)


def _own_of(inside: str, draft: Draft, said: Callable[[str], str], *, stem: str) -> tuple[str, making.Own]:
    """Return the kind that the braces mean, and its own fields."""
    bare = inside.strip()
    if not bare:
        draft.warn("rubric-made")
        return "case_analysis", making.written("", RUBRIC_NAME)
    if bare.startswith("#"):
        return _numeric(bare[1:].strip(), draft, said)
    if truth := _TRUTH.match(bare):
        return "true_false", making.true_false(correct=truth_of(truth.group(1)) is True)
    answers = answers_of(bare, said)
    if not answers:
        draft.refuse("gift-answers")
        return "", {}
    if all(answer.sign == "=" and ARROW in answer.text for answer in answers):
        return _matching(answers)
    if all(answer.sign == "=" for answer in answers):
        return _fill(answers, draft)
    weighed = [Weighed(answer.text, _weight_of(answer), answer.feedback) for answer in answers]
    return choice_of(weighed, draft, is_single=any(answer.sign == "=" for answer in answers))


def answers_of(text: str, said: Callable[[str], str]) -> list[Answer]:
    """Divide what stands between the braces at its signs."""
    parts = re.split(r"([=~])", text)
    if parts[0].strip():
        return []
    answers = []
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        weight = _WEIGHT.match(part)
        words, _hash, feedback = _WEIGHT.sub("", part, count=1).partition("#")
        share = Decimal(weight.group(1)) / 100 if weight else None
        answers.append(Answer(sign, share, said(_FORMAT.sub("", words, count=1)), said(feedback)))
    return answers


def _weight_of(answer: Answer) -> Decimal:
    if answer.weight is not None:
        return answer.weight
    return ONE if answer.sign == "=" else ZERO


def _fill(answers: list[Answer], draft: Draft) -> tuple[str, making.Own]:
    pairs = [(answer.text, min(max(_weight_of(answer), ZERO), ONE)) for answer in answers]
    if any(not text for text, _ in pairs):
        draft.refuse("answer-missing")
    return "fill", making.fill([pairs], wildcard=any("*" in text for text, _ in pairs))


def _numeric(text: str, draft: Draft, said: Callable[[str], str]) -> tuple[str, making.Own]:
    """One number, "3.14:0.01" or "1..5", or several with shares behind = signs."""
    answers = answers_of(text, said) or answers_of(f"={text}", said)
    found = []
    for answer in (each for each in answers if each.sign == "="):
        try:
            [number] = read_numbers(answer.text)["answers"]
        except ValueError:
            draft.refuse("number-unread", text=answer.text[:40])
            continue
        share = min(max(_weight_of(answer), ZERO), ONE)
        found.append({**number, "fraction": making.decimal_text(share)})
    return "numeric", numeric(found)


def _matching(answers: list[Answer]) -> tuple[str, making.Own]:
    halves = (answer.text.split(ARROW, 1) for answer in answers)
    return "matching", matching([(left.strip(), right.strip()) for left, right in halves])


def _general_feedback(inside: str) -> tuple[str, str]:
    body, _marks, feedback = inside.partition("####")
    return body, feedback


def _escaped(text: str) -> str:
    r"""Put marks that no text holds in the place of escaped signs: \~ \= \# \{ \} \: \\ and \n."""
    return re.sub(r"\\([~=#{}:\\n])", lambda found: _ESCAPES[found.group(1)], text)


def _said(text: str) -> str:
    return plain(text.translate(_BACK))
