"""An attempt as its taker may see it: the questions in the order drawn, and what was answered so far."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments.domain.revealing import may_see_key
from assessments.kinds import registry
from assessments.kinds.base import is_empty
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One question on the sheet. `presented` is the allow-list of the kind, never the snapshot."""

    position: int
    section: str
    points: Decimal
    presented: Mapping[str, Any]
    response: Mapping[str, Any]
    revision: int
    saved_at: datetime | None

    @property
    def is_answered(self) -> bool:
        """Whether anything was answered."""
        return not is_empty(self.response)


@dataclass(frozen=True, slots=True)
class GradedItem:
    """One question of a released attempt with its grade; the snapshot only where the key may be shown."""

    position: int
    section: str
    points: Decimal
    earned: Decimal
    presented: Mapping[str, Any]
    response: Mapping[str, Any]
    grade: ItemGrade
    snapshot: Mapping[str, Any] | None
    criteria: list[dict[str, Any]]
    void: str


def sheet(attempt: Attempt) -> list[SheetItem]:
    """Return the questions with the answers that count, in two queries."""
    return list(sheet_items(attempt.items.select_related("item"), _answers(attempt)))


def sheet_items(items: Iterable[AttemptItem], answers: Mapping[int, Answer]) -> Iterator[SheetItem]:
    """Yield items (with their sitting item) as a sheet shows them, with these answers by the item's id."""
    return (_sheet_item(item, answers.get(item.pk)) for item in items)


def graded_sheet(attempt: Attempt, *, at: datetime) -> list[GradedItem]:
    """Return the questions of a released attempt with their grades, in three queries; empty before release."""
    if not attempt.is_released:
        return []
    answers = _answers(attempt)
    grades = {grade.item_id: grade for grade in ItemGrade.objects.in_force().filter(item__attempt=attempt)}
    with_key = may_see_key(attempt.sitting, at=at)
    return [
        _graded_item(item, answers.get(item.pk), grades[item.pk], with_key=with_key)
        for item in attempt.items.select_related("item__key_version")
    ]


def _answers(attempt: Attempt) -> dict[int, Answer]:
    return {answer.item_id: answer for answer in Answer.objects.in_force().filter(item__attempt=attempt)}


def _sheet_item(item: AttemptItem, answer: Answer | None) -> SheetItem:
    return SheetItem(
        position=item.position,
        section=item.item.section,
        points=item.item.points,
        presented=item.presented(answer.response if answer else None),
        response=answer.response if answer else {},
        revision=answer.revision if answer else 0,
        saved_at=answer.received_at if answer else None,
    )


def _graded_item(item: AttemptItem, answer: Answer | None, grade: ItemGrade, *, with_key: bool) -> GradedItem:
    return GradedItem(
        position=item.position,
        section=item.item.section,
        points=item.item.points,
        earned=(grade.fraction or Decimal(0)) * item.item.points,
        presented=item.presented(answer.response if answer else None),
        response=answer.response if answer else {},
        grade=grade,
        snapshot=_key(item) if with_key else None,
        void=item.item.void,
        criteria=_criteria(item, grade),
    )


def _criteria(item: AttemptItem, grade: ItemGrade) -> list[dict[str, Any]]:
    """The criteria of a marked answer with the level that was given: how one was judged is one's own to know."""
    return [
        {
            "name": criterion["name"],
            "score": grade.levels[criterion["id"]],
            "highest": max((level["score"] for level in criterion["levels"]), key=Decimal),
        }
        for criterion in item.item.key.get("criteria", [])
        if criterion["id"] in grade.levels
    ]


def _key(item: AttemptItem) -> dict[str, Any]:
    """The key in force, in the order drawn; where another version has other options, in its own order."""
    try:
        return registry.arrange(item.item.key, item.option_order)
    except KeyError:
        return item.item.key
