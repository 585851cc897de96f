"""Checking a question file: what is good, what is wrong, and what the bank holds already."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.domain.importing.reading import read_file
from assessments.formats.base import Draft, Fault, Reading
from assessments.formats.similar import Stem, alike
from assessments.models.banks import Bank
from assessments.models.question_kinds import QUESTION_MODELS
from assessments.models.questions import Question
from common.sheets import Progress

Say = Callable[[Fault], str]
"""Puts a fault into the words of whoever will read it."""


@dataclass
class Checked:
    """A file that was read: all its drafts, and those that may go into the bank."""

    reading: Reading

    @property
    def good(self) -> list[Draft]:
        """The questions with which nothing is wrong."""
        return [draft for draft in self.reading.drafts if not draft.errors]

    @property
    def refused(self) -> list[Draft]:
        """The questions that must be mended first."""
        return [draft for draft in self.reading.drafts if draft.errors]

    @property
    def may_be_applied(self) -> bool:
        """Whole or not at all: one error keeps everything out."""
        return bool(self.good) and not any(self.reading.all_errors())


def check_file(
    *,
    data: bytes,
    file_format: str,
    bank: Bank | None,
    carried: Sequence[Draft] = (),
    on_progress: Progress | None = None,
) -> Checked:
    """Read a file, put it behind the good questions it was sent after, and compare all with each other and the bank."""
    checked = Checked(read_file(data, file_format, on_progress=on_progress))
    checked.reading.drafts = [*carried, *checked.reading.drafts]
    refuse_unwritable(checked.reading.drafts)
    warn_of_near_duplicates(checked.reading.drafts, known_stems(bank))
    return checked


def refuse_unwritable(drafts: list[Draft]) -> None:
    """A kind that grading knows but that cannot be written yet stays outside."""
    for draft in drafts:
        if not draft.errors and draft.content.kind not in QUESTION_MODELS:
            draft.refuse("kind-unknown", text=draft.content.kind)


def known_stems(bank: Bank | None) -> list[Stem]:
    """Return the stems that a bank holds, the retired ones left out."""
    if bank is None:
        return []
    questions = Question.objects.non_polymorphic().filter(bank=bank).exclude(status="retired")
    return [Stem(f"bank:{pk}", stem) for pk, stem in questions.order_by("pk").values_list("pk", "stem")]


def warn_of_near_duplicates(drafts: list[Draft], known: list[Stem]) -> None:
    """Note at each question the one that it is most like: in the file before it, or in the bank."""
    new = [Stem(place, draft.content.stem, option_texts(draft)) for place, draft in enumerate(drafts)]
    for pair in alike(new, known):
        draft, other = drafts[_place(pair.later)], pair.earlier.owner
        details: dict[str, Any] = {"percent": pair.percent, "stem": pair.earlier.text[:60]}
        if isinstance(other, int):
            draft.warn("near-duplicate", other=str(drafts[other].place), **details)
        else:
            draft.warn("near-duplicate-in-bank", **details)


def _place(stem: Stem) -> int:
    return stem.owner if isinstance(stem.owner, int) else 0


def option_texts(draft: Draft) -> tuple[str, ...]:
    """Return the texts of the options, where the kind has any."""
    rows = draft.content.own.get("options", ())
    return tuple(str(row.get("text", "")) for row in rows)


def report_of(checked: Checked, say: Say) -> dict[str, Any]:
    """Return the answer of the command and of the page: docs/reference/question-files.md."""
    reading = checked.reading
    return {
        "questions": len(checked.good),
        "by_kind": dict(sorted(Counter(draft.content.kind for draft in checked.good).items())),
        "errors": [_as_dict(fault, say) for fault in reading.all_errors()],
        "warnings": [_as_dict(fault, say) for fault in reading.all_warnings()],
        "descriptions": reading.descriptions,
    }


def _as_dict(fault: Fault, say: Say) -> dict[str, Any]:
    return {"at": str(fault.place), "code": fault.code, "message": say(fault)}
