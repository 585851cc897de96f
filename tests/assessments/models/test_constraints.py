"""What the database itself refuses, whoever asks."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.models.attempts import Answer, Attempt
from assessments.models.grades import ItemGrade
from assessments.models.marks import Mark, MarkerSeat
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import Sitting
from tests.factories.assessments import answer, case_snapshot, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_person

pytestmark = pytest.mark.django_db


def refuses(model: type[Any], **fields: Any) -> bool:
    """Tell whether the database refuses the row."""
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


def attempt_like(attempt: Attempt, **changes: Any) -> dict[str, Any]:
    fields = {"sitting": attempt.sitting, "enrollment": attempt.enrollment, "started_at": AT, "due_at": attempt.due_at}
    return {**fields, "number": 2, **changes}


def test_a_second_attempt_in_progress() -> None:
    attempt = make_attempt()

    assert refuses(Attempt, **attempt_like(attempt))
    assert not refuses(Attempt, **attempt_like(attempt, state="submitted"))


def test_the_same_number_twice() -> None:
    attempt = hand_in(make_attempt())

    assert refuses(Attempt, **attempt_like(attempt, number=1, state="submitted"))


def test_a_second_answer_of_one_revision_unless_it_came_late() -> None:
    attempt = make_attempt()
    answer(attempt, 1, {"chosen": "a"})
    fields = {"item": attempt.items.get(), "revision": 1, "response": {}, "received_at": AT}

    assert refuses(Answer, operation=uuid4(), **fields)
    assert not refuses(Answer, operation=uuid4(), is_late=True, **fields)


def test_two_grades_of_one_number() -> None:
    item = hand_in(make_attempt()).items.get()

    assert refuses(ItemGrade, item=item, number=1, state="right", graded_at=AT)


@pytest.mark.parametrize("model", [Answer, ItemGrade, QuestionVersion])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_changing_or_removing_what_was_written(model: type[Any], act: str) -> None:
    hand_in(make_attempt(), {"chosen": "a"})
    rows = model.objects.all()
    [stood] = rows.values_list("pk", flat=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(id=stood + 1) if act == "update" else rows._raw_delete(rows.db)

    assert list(model.objects.values_list("pk", flat=True)) == [stood]


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": AT - timedelta(hours=1)},
        {"attempts_allowed": 0},
        {"pass_percent": 101},
        {"paper": None},
        {"purpose": "case"},
        {"purpose": "party"},
    ],
)
def test_a_sitting_whose_rules_make_no_sense(changes: dict[str, Any]) -> None:
    sitting = make_sitting()
    fields = {
        "cohort": sitting.cohort,
        "purpose": "quiz",
        "key": "another",
        "name": "另一场",
        "paper": sitting.paper,
        "opens_at": AT,
        "closes_at": AT + timedelta(hours=1),
    }
    assert not refuses(Sitting, **fields)

    assert refuses(Sitting, **{**fields, "key": "third", **changes})


def asked_for_a_mark() -> ItemGrade:
    sitting = make_sitting(snapshots=[case_snapshot()])
    return hand_in(make_attempt(sitting), {"text": "先听后办。"}).items.get().grades.get()


def seat_like(asked: ItemGrade, **changes: Any) -> dict[str, Any]:
    taker = asked.item.attempt.enrollment.person
    return {"asked": asked, "number": 1, "marker": make_person("孙阅卷"), "taker": taker, "taken_at": AT, **changes}


def test_marking_oneself() -> None:
    asked = asked_for_a_mark()
    assert not refuses(MarkerSeat, **seat_like(asked))

    assert refuses(MarkerSeat, **seat_like(asked, number=2, marker=asked.item.attempt.enrollment.person))


def test_marking_twice() -> None:
    asked = asked_for_a_mark()
    first = MarkerSeat.objects.create(**seat_like(asked))

    assert refuses(MarkerSeat, **seat_like(asked, number=2, marker=first.marker))
    assert refuses(MarkerSeat, **seat_like(asked, number=1))
    assert not refuses(MarkerSeat, **seat_like(asked, number=2))


def test_a_fourth_marker() -> None:
    asked = asked_for_a_mark()

    assert refuses(MarkerSeat, **seat_like(asked, number=4))


@pytest.mark.parametrize("model", [MarkerSeat, Mark])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_changing_or_removing_a_mark(model: type[Any], act: str) -> None:
    seat = MarkerSeat.objects.create(**seat_like(asked_for_a_mark()))
    Mark.objects.create(seat=seat, fraction=1, levels={}, marked_at=AT)
    rows = model.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(number=3) if act == "update" else rows._raw_delete(rows.db)

    assert model.objects.filter(number=1).count() == 1
