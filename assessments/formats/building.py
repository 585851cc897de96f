"""From a question as a clerk writes it — kind, stem, options, one cell of answer — to a draft of its kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.kinds.base import ONE
from assessments.kinds.normalise import normalise
from assessments.kinds.registry import KINDS

from . import making
from .base import DEFAULT_DIFFICULTY, DEFAULT_POINTS, Content, Draft, Place, finish
from .blanks import alternatives, count_blanks, split_answers
from .cloze_text import PartUnread, read_cloze
from .keys import LETTERS, KeyUnread, fold, places_of_key, truth_of, without_mark
from .numbers import NumberUnread, read_numbers
from .pairing import Pair, PairUnread, classify, matching, pairs_of
from .vocabulary import difficulty_of
from .writing import KIND_WORDS

Own = dict[str, Any]
Made = tuple[str, Own] | None
RUBRIC_NAME = "答题要点"


@dataclass
class Material:
    """What stands in a file about one question, text by text, and where each of them stands."""

    place: Place
    kind: str
    stem: str
    options: list[str] = field(default_factory=list)
    answer: str = ""
    explanation: str = ""
    reference: str = ""
    points: str = ""
    difficulty: str = ""
    topics: str = ""
    source: str = ""
    places: dict[str, Place] = field(default_factory=dict)


def build(material: Material) -> Draft:
    """Return the draft of a question with everything that is wrong with it."""
    draft = Draft(material.place, Content(material.kind, material.stem, {}), texts_of(material))
    material.options = [without_mark(text, place).strip() for place, text in enumerate(material.options)]
    kind = settled_kind(material, draft)
    made: Made = None
    if kind in KINDS and kind in BUILDERS:
        made = BUILDERS[kind](material, draft)
    else:
        draft.refuse("kind-unknown", material.places.get("kind"), text=material.kind)
    kind, own = made or (kind, {})
    draft.content = Content(
        kind=kind,
        stem=material.stem,
        own=own,
        explanation=material.explanation,
        reference=material.reference,
        points=_points(material, draft),
        difficulty=_difficulty(material, draft),
        topics=material.topics,
        source=material.source,
    )
    return finish(draft, material.places)


def texts_of(material: Material) -> dict[str, str]:
    """Return the texts as the columns of a sheet."""
    names = ("stem", "answer", "explanation", "reference", "points", "difficulty", "topics", "source")
    options = {f"option{number}": text for number, text in enumerate(material.options, start=1)}
    kind = KIND_WORDS.get(material.kind, material.kind)
    return {"kind": kind, **{name: getattr(material, name) for name in names}, **options}


def settled_kind(material: Material, draft: Draft) -> str:
    """Return the kind that was said, unless the question cannot be of it; or the one that it looks like."""
    if material.kind == "single" and not material.options:
        return _kind_without_options(material, draft)
    return material.kind or _likely_kind(material)


def _kind_without_options(material: Material, draft: Draft) -> str:
    """A choice without options is another kind in the wrong drawer, or it is broken."""
    answer = material.answer.strip()
    if (truth_of(answer) is not None and len(answer) > 1) or (answer in "√×✓✗对错" and answer):
        draft.warn("true-false-as-choice", material.places.get("kind"))
        return "true_false"
    is_key = all(letter in LETTERS for letter in answer.upper()) and len(answer) <= len(LETTERS)
    if is_key:
        return "single"
    draft.warn("essay-as-choice", material.places.get("kind"))
    return "case_analysis"


def _likely_kind(material: Material) -> str:
    if material.options:
        return "single"
    if truth_of(material.answer) is not None:
        return "true_false"
    return "fill" if count_blanks(material.stem) else "case_analysis"


def _choice(material: Material, draft: Draft) -> Made:
    """Single and multiple choice: how many keys there are decides, and a word that says otherwise is noted."""
    places = material.places
    folded = [normalise(option) for option in material.options]
    for place, text in enumerate(folded):
        if text and text in folded[:place]:
            first, second = LETTERS[folded.index(text)], LETTERS[place % 26]
            draft.refuse("options-equal", places.get(f"option{place + 1}"), first=first, second=second)
    if len(material.options) > len(LETTERS):
        draft.refuse("options-too-many", places.get("options"))
        return None
    try:
        keys = places_of_key(material.answer, material.options)
    except KeyUnread as unread:
        draft.refuse(unread.code, places.get("answer"), text=unread.text[:40], last=_last_letter(material))
        return None
    if material.kind == "single" and len(keys) > 1:
        draft.warn("single-with-several-keys", places.get("answer"), text=material.answer)
    if material.kind == "multiple" and len(keys) == 1:
        draft.warn("multiple-with-one-key", places.get("answer"), text=material.answer)
    if material.kind in {"multiple", "indefinite"}:
        return material.kind, making.multiple(material.options, keys)
    if len(keys) > 1:
        return "multiple", making.multiple(material.options, keys)
    return "single", making.single(material.options, keys[0])


def _last_letter(material: Material) -> str:
    return LETTERS[len(material.options) - 1] if material.options else "—"


def _true_false(material: Material, draft: Draft) -> Made:
    """A statement; where 对 and 错 are given as options, a letter means the option that it marks."""
    correct = _truth_by_option(material)
    if correct is None:
        correct = truth_of(material.answer)
    if correct is None:
        code = "truth-unread" if material.answer.strip() else "key-missing"
        draft.refuse(code, material.places.get("answer"), text=material.answer[:40])
        return None
    return "true_false", making.true_false(correct=correct)


def _truth_by_option(material: Material) -> bool | None:
    try:
        [place] = places_of_key(material.answer, material.options) if material.options else []
    except (KeyUnread, ValueError):
        return None
    return truth_of(material.options[place])


def _fill(material: Material, draft: Draft) -> Made:
    """Blanks are counted in the stem and must get as many answers."""
    places = material.places
    count = count_blanks(material.stem)
    texts = [text for text in [material.answer, *material.options] if text.strip()]
    answers = texts if len(texts) > 1 else split_answers(material.answer, count or 1)
    if not answers:
        draft.refuse("answer-missing", places.get("answer"))
        return None
    if count == 0:
        draft.warn("blank-not-shown", places.get("stem"))
        answers = split_answers(material.answer, 2) if "\n" in material.answer else answers
    elif len(answers) != count:
        draft.refuse("answers-do-not-fit", places.get("answer"), blanks=count, answers=len(answers))
        return None
    return "fill", making.fill([[(text, ONE) for text in alternatives(answer)] for answer in answers])


def _written(material: Material, draft: Draft) -> Made:
    """A written answer gets a plain rubric; what was given as its answer stands at the top level."""
    if not material.answer.strip():
        draft.warn("reference-answer-missing", material.places.get("answer"))
    draft.warn("rubric-made", material.places.get("answer"))
    return "case_analysis", making.written(material.answer, RUBRIC_NAME)


def _points(material: Material, draft: Draft) -> Decimal:
    """Return the points; none said are the usual ones."""
    text = material.points.strip().removesuffix("分").strip()
    if not text:
        return DEFAULT_POINTS
    points = making.decimal_of(text)
    if points is None or not 0 < points < 10_000:
        draft.refuse("points-unread", material.places.get("points"), text=material.points[:40])
        return DEFAULT_POINTS
    return points


def _difficulty(material: Material, draft: Draft) -> int:
    """Return the difficulty; one that nobody can read is the middle one, with a warning."""
    if not material.difficulty.strip():
        return DEFAULT_DIFFICULTY
    level = difficulty_of(material.difficulty)
    if level is None:
        draft.warn("difficulty-unread", material.places.get("difficulty"), text=material.difficulty[:40])
    return level or DEFAULT_DIFFICULTY


def _numeric(material: Material, draft: Draft) -> Made:
    """A number with its tolerance, an interval, or several of them."""
    if not material.answer.strip():
        draft.refuse("answer-missing", material.places.get("answer"))
        return None
    try:
        return "numeric", read_numbers(material.answer)
    except NumberUnread:
        draft.refuse("number-unread", material.places.get("answer"), text=material.answer[:40])
        return None


def _pairs(make: Callable[[Sequence[Pair]], Own], kind: str) -> Callable[[Material, Draft], Made]:
    """Matching and classifying: pairs in the cells of the options, in the cell of the answer, or in both."""

    def made(material: Material, draft: Draft) -> Made:
        try:
            return kind, make(pairs_of([*material.options, material.answer]))
        except PairUnread as unread:
            draft.refuse("pair-unread", material.places.get("answer"), text=str(unread)[:40])
            return None

    return made


def _ordering(material: Material, draft: Draft) -> Made:
    """Items as options, and their letters in the right order; without an answer they stand in it already."""
    options, places = material.options, material.places
    order = list(range(len(options)))
    if material.answer.strip():
        letters = [LETTERS.find(letter) for letter in fold(material.answer).upper() if letter.isalnum()]
        if sorted(letters) != order:
            draft.refuse("order-unread", places.get("answer"), text=material.answer[:40])
            return None
        order = letters
    if len(set(options)) < len(options):
        draft.refuse("row-id-twice", places.get("options"))
    return "ordering", making.ordering([options[place] for place in order])


def _cloze(material: Material, draft: Draft) -> Made:
    """The parts stand in the stem: 由{1:SA:=村委会}召集."""
    try:
        material.stem, own = read_cloze(material.stem)
    except PartUnread as unread:
        draft.refuse("parts-missing", material.places.get("stem"), text=str(unread)[:40])
        return None
    return "cloze", own


def _upload(material: Material, draft: Draft) -> Made:
    """Files, marked like a written answer."""
    made = _written(material, draft)
    return ("upload", making.upload(made[1]["criteria"])) if made else None


BUILDERS: Mapping[str, Callable[[Material, Draft], Made]] = {
    "single": _choice,
    "multiple": _choice,
    "indefinite": _choice,
    "true_false": _true_false,
    "fill": _fill,
    "numeric": _numeric,
    "matching": _pairs(matching, "matching"),
    "ordering": _ordering,
    "classify": _pairs(classify, "classify"),
    "cloze": _cloze,
    "case_analysis": _written,
    "upload": _upload,
}
"""How each kind is read from plain texts; a new kind adds its line."""
