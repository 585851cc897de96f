"""Appeals: in time, per item, with a reason; answered by somebody else; the new mark goes the way of every mark."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.domain import appeals, marking, results
from assessments.domain.appeals import AlreadyAnswered, CannotAppeal
from assessments.enums import AppealState
from assessments.models.appeals import Appeal
from assessments.models.attempts import AttemptItem
from assessments.models.grades import Result
from assessments.models.sittings import Sitting
from people.domain.scope import scope_of
from people.models.accounts import User
from people.models.notices import Notice
from tests.assessments.domain.test_regrading import TEXT, A, B, dry, item_of, listed
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="1")], appeal_days=3, appeal_answer_days=5)


def grader(sitting: Sitting, name: str) -> User:
    return make_organizer(sitting.cohort.unit, name=name, role="grader")


def released(sitting: Sitting, marker: User, *, taker: User | None = None) -> list[AttemptItem]:
    """The two items of a released attempt: a wrong choice, and an answer marked with three of five."""
    attempt = hand_in(make_attempt(sitting, make_enrollment(sitting.cohort, taker)), B, TEXT)
    item = attempt.items.get(position=2)
    marking.mark(item=item, marker=marker, levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)
    results.release(sitting=sitting, by=make_person(), at=AT)
    return fresh(attempt.pk)


def fresh(attempt_id: int) -> list[AttemptItem]:
    items = AttemptItem.objects.filter(attempt=attempt_id).order_by("position")
    return list(items.select_related("item", "attempt__sitting__cohort", "attempt__enrollment__person"))


def may_answer(sitting: Sitting, person: User) -> bool:
    return appeals.answerable(scope_of(person, on=date(2026, 3, 2)), by=person).exists()


def change(appeal: Appeal, by: User, *, levels: dict[str, Any] | None = None, points: Any = None) -> Appeal:
    fraction = appeals.fraction_given(appeal.item, levels=levels, points=points)
    return appeals.change(appeal=appeal, fraction=fraction, levels=levels or {}, answer="漏看了一段。", by=by, at=AT)


@pytest.mark.parametrize(
    ("at", "code"), [(AT, ""), (AT + 3 * DAY, ""), (AT + 3 * DAY + timedelta(milliseconds=1), "too-late")]
)
def test_it_is_filed_within_the_days_after_the_release(sitting: Sitting, at: Any, code: str) -> None:
    item = released(sitting, grader(sitting, "孙"))[1]

    assert appeals.obstacle(item, at=at) == code


def test_before_the_release_and_without_days_none_is_filed(sitting: Sitting) -> None:
    waiting = fresh(hand_in(make_attempt(sitting), A, TEXT).pk)[0]
    assert appeals.obstacle(waiting, at=AT) == "no-appeals"
    closed = make_sitting(appeal_days=0)
    done = hand_in(make_attempt(closed), A)
    results.release(sitting=closed, by=make_person(), at=AT)

    with pytest.raises(CannotAppeal):
        appeals.file(item=fresh(done.pk)[0], reason="请再看。", at=AT)


def test_once_per_item_and_the_organizer_is_told(sitting: Sitting) -> None:
    first, second = released(sitting, grader(sitting, "孙"))
    appeal = appeals.file(item=second, reason="请再看。", at=AT)

    with pytest.raises(CannotAppeal):
        appeals.file(item=second, reason="再看一次。", at=AT)
    appeals.file(item=first, reason="也请看。", at=AT)

    assert appeal.due_at == AT + 5 * DAY
    assert Notice.objects.filter(recipient=sitting.cohort.organizer, key=f"appeal-filed-{appeal.pk}").count() == 1


def test_neither_a_marker_nor_the_taker_may_answer(sitting: Sitting) -> None:
    sun, qian, li = (grader(sitting, name) for name in "孙钱李")
    appeal = appeals.file(item=released(sitting, sun, taker=li)[1], reason="请再看。", at=AT)

    assert [may_answer(sitting, each) for each in (sun, qian, li)] == [False, True, False]
    for person in (sun, appeal.taker):
        with pytest.raises(AlreadyAnswered):
            appeals.uphold(appeal=appeal, answer="维持。", by=person, at=AT)
        with pytest.raises(AlreadyAnswered):
            change(appeal, person, levels={"c1": Decimal(5)})
    assert Result.objects.get().percent == Decimal("30.00")


def test_of_two_markers_neither_may_answer(sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(markers=2)
    sitting.refresh_from_db()
    sun, qian, li = (grader(sitting, name) for name in "孙钱李")
    item = hand_in(make_attempt(sitting), B, TEXT).items.get(position=2)
    for marker in (sun, qian):
        marking.mark(item=item, marker=marker, levels={"c1": Decimal(3)}, comment="", based_on=1, at=AT)
    results.release(sitting=sitting, by=make_person(), at=AT)
    appeal = appeals.file(item=fresh(item.attempt_id)[1], reason="请再看。", at=AT)

    assert [may_answer(sitting, each) for each in (sun, qian, li)] == [False, False, True]
    for person in (sun, qian):
        with pytest.raises(AlreadyAnswered):
            appeals.uphold(appeal=appeal, answer="维持。", by=person, at=AT)


@pytest.mark.parametrize("who", ["first_marker", "taker"])
def test_the_database_itself_refuses_the_first_marker_and_the_taker(sitting: Sitting, who: str) -> None:
    appeal = appeals.file(item=released(sitting, grader(sitting, "孙"))[1], reason="请再看。", at=AT)
    answered = {"state": AppealState.UPHELD, "answered_at": AT}

    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(answered_by=getattr(appeal, who), **answered)

    Appeal.objects.filter(pk=appeal.pk).update(answered_by=make_person(), **answered)


def test_a_new_mark_changes_grade_attempt_and_result_and_is_told(sitting: Sitting) -> None:
    appeal = appeals.file(item=released(sitting, grader(sitting, "孙"))[1], reason="请再看。", at=AT)

    qian = grader(sitting, "钱")
    change(appeal, qian, levels={"c1": Decimal(5)})

    grade = marking.current_grade(appeal.item)
    assert (grade.number, grade.fraction, grade.marker) == (3, 1, qian)
    assert (appeal.state, appeal.grade, appeal.answered_by) == (AppealState.CHANGED, grade, qian)
    assert Result.objects.get().percent == 50
    told = Notice.objects.filter(recipient=appeal.taker).values_list("key", flat=True)
    assert {f"appeal-answered-{appeal.pk}", f"result-changed-appeal-{appeal.pk}-{appeal.item.attempt_id}"} <= set(told)


def test_a_mark_of_the_engine_is_changed_in_points_and_survives_a_regrade(sitting: Sitting) -> None:
    appeal = appeals.file(item=released(sitting, grader(sitting, "孙"))[0], reason="选项有歧义。", at=AT)

    change(appeal, grader(sitting, "钱"), points=Decimal(1))

    assert marking.current_grade(appeal.item).fraction == Decimal("0.5")
    assert listed(dry(item_of(sitting), "again")) == []


def test_a_mark_that_stands_changes_nothing_but_is_answered(sitting: Sitting) -> None:
    appeal = appeals.file(item=released(sitting, grader(sitting, "孙"))[1], reason="请再看。", at=AT)

    appeals.uphold(appeal=appeal, answer="评分无误。", by=grader(sitting, "钱"), at=AT)

    assert (appeal.state, appeal.grade) == (AppealState.UPHELD, None)
    assert appeal.item.grades.count() == 2
    assert Notice.objects.filter(key=f"appeal-answered-{appeal.pk}").exists()


def test_of_two_answers_the_first_counts(sitting: Sitting) -> None:
    appeal = appeals.file(item=released(sitting, grader(sitting, "孙"))[1], reason="请再看。", at=AT)
    appeals.uphold(appeal=appeal, answer="评分无误。", by=grader(sitting, "钱"), at=AT)

    with pytest.raises(AlreadyAnswered):
        change(appeal, grader(sitting, "李"), levels={"c1": Decimal(5)})

    assert marking.current_grade(appeal.item).fraction == Decimal("0.6")


def test_the_days_hold_from_the_release_on(sitting: Sitting) -> None:
    by = make_person()
    assert appeals.set_days(sitting=sitting, days=7, answer_days=10, by=by)
    item = released(sitting, grader(sitting, "孙"))[1]

    assert not appeals.set_days(sitting=sitting, days=0, answer_days=1, by=by)
    assert appeals.open_until(item.attempt) == AT + 7 * DAY
