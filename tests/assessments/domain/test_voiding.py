"""Voiding a question: removed or right for everybody, for those who come later too, and taken back without a trace."""

from decimal import Decimal

import pytest

from assessments.domain import marking
from assessments.domain.regrading import CannotRegrade
from assessments.enums import MarkingState
from assessments.models.sittings import Sitting
from tests.assessments.domain.test_regrading import TEXT, A, B, ask, commit, dry, item_of, sat
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot()] * 2)


@pytest.mark.parametrize(("keep", "points"), [("remove", (100, 0, 100)), ("full_marks", (100, 50, 100))])
def test_a_voided_question_is_removed_or_right_for_everybody(
    sitting: Sitting, keep: str, points: tuple[int, int, int]
) -> None:
    attempts = [sat(sitting, B, A), sat(sitting, A, B), sat(sitting, {}, A)]

    commit(dry(item_of(sitting), keep))

    for attempt in attempts:
        attempt.refresh_from_db()
    assert tuple(attempt.percent for attempt in attempts) == points


def test_whoever_submits_after_the_void_is_graded_by_it(sitting: Sitting) -> None:
    under_way = make_attempt(sitting)

    commit(dry(item_of(sitting), "full_marks"))

    assert hand_in(under_way, B, A).percent == 100


def test_a_void_can_be_taken_back_and_every_mark_is_as_it_was() -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="1")])
    attempt = sat(sitting, B, TEXT)
    item = attempt.items.get(position=2)
    marking.mark(item=item, marker=make_person(), levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)
    attempt.refresh_from_db()
    before = (attempt.total, attempt.maximum, attempt.percent)

    for action in ("full_marks", "restore", "remove", "restore"):
        commit(dry(item_of(sitting, 2), action))

    attempt.refresh_from_db()
    assert (attempt.total, attempt.maximum, attempt.percent) == before


def test_a_voided_answer_is_marked_by_nobody() -> None:
    sitting = make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="1")])
    attempt = sat(sitting, A, TEXT)

    commit(dry(item_of(sitting, 2), "remove"))

    attempt.refresh_from_db()
    assert (attempt.marking, attempt.percent) == (MarkingState.MARKED, 100)
    item = attempt.items.get(position=2)
    with pytest.raises(marking.AlreadyMarked):
        marking.mark(item=item, marker=make_person(), levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)


def test_the_last_question_cannot_be_removed() -> None:
    sitting = make_sitting(snapshots=[single_snapshot()])

    with pytest.raises(CannotRegrade) as refusal:
        ask(item_of(sitting), "remove")

    assert refusal.value.code == "nothing-left"
