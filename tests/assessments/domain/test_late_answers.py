"""Late answers: kept, listed by question, accepted once with a reason and graded like any other, or left for good."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from assessments.domain import answering, late_answers, marking, results
from assessments.domain.answering import GRACE
from assessments.domain.late_answers import CannotDecide
from assessments.enums import AttemptState, MarkingState, SittingState, Void
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade, Result
from assessments.models.late import LateDecision
from assessments.models.sittings import Sitting, SittingItem
from people.models.accounts import User
from people.models.notices import Notice
from tests.factories.assessments import answer, case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_person

pytestmark = pytest.mark.django_db
A, B = {"chosen": "a"}, {"chosen": "b"}
TEXT, BETTER = {"text": "先听后办。"}, {"text": "先听,再议,后办。"}
MS = timedelta(milliseconds=1)
LATE = AT + timedelta(minutes=60) + GRACE + MS


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot(), case_snapshot(weights="1")])


@pytest.fixture
def wu(sitting: Sitting) -> User:
    return sitting.cohort.organizer


def attempt_with_late(
    sitting: Sitting, *, in_time: list[dict[str, str]], position: int, late: dict[str, str]
) -> Attempt:
    """An attempt that the clock closed, with one answer that came a millisecond too late."""
    attempt = make_attempt(sitting)
    for place, response in enumerate(in_time, start=1):
        answer(attempt, place, response)
    answer(attempt, position, late, revision=2, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)
    attempt.refresh_from_db()
    return attempt


def only(sitting: Sitting) -> Answer:
    return late_answers.waiting(sitting).select_related("item__item__key_version", "item__attempt__enrollment").get()


def accept(sitting: Sitting, late: Answer | None = None, *, reason: str = "断网") -> LateDecision:
    late = late or only(sitting)
    return late_answers.accept(answer=late, reason=reason, by=sitting.cohort.organizer, at=LATE)


def reread(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def test_an_accepted_answer_is_written_once_more_and_graded(wu: User) -> None:
    sitting = make_sitting()
    attempt = attempt_with_late(sitting, in_time=[B], position=1, late=A)
    assert (attempt.state, attempt.percent, attempt.passed) == (AttemptState.AUTO_SUBMITTED, 0, False)
    late = only(sitting)

    decision = accept(sitting, late)

    attempt = reread(attempt)
    assert (attempt.percent, attempt.passed, attempt.marking) == (100, True, MarkingState.AUTO_GRADED)
    written = answering.stored_answer(attempt.items.get())
    assert written is not None
    assert written == decision.accepted_as
    assert (written.revision, written.response, written.received_at) == (3, A, LATE)
    assert Answer.objects.get(pk=late.pk).is_late
    assert [grade.state for grade in ItemGrade.objects.order_by("number")] == ["wrong", "right"]
    entry = ModelLogEntry.objects.get(action="assessments.late_accepted")
    assert (entry.data["reason"], entry.user_id) == ("断网", sitting.cohort.organizer_id)
    notices = Notice.objects.filter(recipient=attempt.enrollment.person, key=f"late-accepted-{decision.pk}")
    assert notices.count() == 1


def test_an_answer_that_is_left_changes_nothing_and_empties_the_list(sitting: Sitting, wu: User) -> None:
    attempt = attempt_with_late(sitting, in_time=[B], position=1, late=A)

    late_answers.leave(answer=only(sitting), reason="无故超时", by=wu, at=LATE)

    assert reread(attempt).percent == 0
    assert not late_answers.waiting(sitting).exists()
    assert LateDecision.objects.get().accepted_as is None
    assert ModelLogEntry.objects.filter(action="assessments.late_left").count() == 1


def test_of_each_question_the_newest_late_write_is_listed_and_decides_for_the_others(sitting: Sitting) -> None:
    attempt = make_attempt(sitting)
    for revision, response in ((2, B), (4, A), (3, B)):
        answer(attempt, 1, response, revision=revision, at=LATE)
    answer(attempt, 2, TEXT, revision=1, at=LATE)
    answering.close_if_over(attempt=attempt, at=LATE)
    listed = late_answers.waiting(sitting).order_by("item__position")
    assert [(each.item.position, each.revision) for each in listed] == [(1, 4), (2, 1)]

    accept(sitting, listed[0])

    assert [each.item.position for each in late_answers.waiting(sitting)] == [2]
    older = Answer.objects.select_related("item").get(item__position=1, revision=3)
    with pytest.raises(CannotDecide, match="decided"):
        accept(sitting, older)


def test_what_comes_after_a_decision_is_listed_anew(sitting: Sitting) -> None:
    attempt = attempt_with_late(sitting, in_time=[], position=1, late=B)
    accept(sitting)

    answer(attempt, 1, A, revision=9, at=LATE + timedelta(minutes=1))
    accept(sitting)

    newest = answering.stored_answer(attempt.items.get(position=1))
    assert newest is not None
    assert newest.response == A
    assert LateDecision.objects.count() == 2


def test_an_attempt_whose_time_is_over_is_closed_first(sitting: Sitting) -> None:
    attempt = make_attempt(sitting)
    answer(attempt, 1, A, at=LATE)

    accept(sitting)

    attempt = reread(attempt)
    assert (attempt.state, attempt.finished_at) == (AttemptState.AUTO_SUBMITTED, attempt.due_at)
    assert attempt.percent == Decimal("50.00")


# ---- Written answers ------------------------------------------------------------------------------------------------


def marked(sitting: Sitting, item: AttemptItem, level: int, *, based_on: int) -> None:
    levels = {"c1": Decimal(level)}
    marking.mark(item=item, marker=make_person(), levels=levels, comment="", based_on=based_on, at=LATE)


def test_a_text_is_marked_anew_and_the_attempt_waits_for_it(sitting: Sitting) -> None:
    attempt = attempt_with_late(sitting, in_time=[A, TEXT], position=2, late=BETTER)
    item = attempt.items.select_related("item", "attempt__sitting", "attempt__enrollment").get(position=2)
    marked(sitting, item, 2, based_on=1)
    assert reread(attempt).percent == 70

    accept(sitting)

    waiting = reread(attempt)
    assert (waiting.marking, waiting.total, waiting.percent, waiting.passed) == (
        MarkingState.NEEDS_MARKING,
        None,
        None,
        None,
    )
    assert results.release_obstacles(sitting, at=LATE) == {"unmarked": 1}
    item = AttemptItem.objects.select_related("item", "attempt__sitting", "attempt__enrollment").get(pk=item.pk)
    marked(sitting, item, 5, based_on=3)
    assert (reread(attempt).marking, reread(attempt).percent) == (MarkingState.MARKED, 100)


def test_two_markers_begin_anew_with_two_empty_seats() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(weights="1")], markers=2)
    attempt = attempt_with_late(sitting, in_time=[TEXT], position=1, late=BETTER)
    item = attempt.items.select_related("item", "attempt__sitting", "attempt__enrollment").get()
    marked(sitting, item, 2, based_on=1)

    accept(sitting)

    item.refresh_from_db()
    assert (item.needs_marking, item.marks_needed) == (True, 2)
    assert marking.asked_of(item).seats.count() == 0


def test_an_answer_that_no_longer_needs_a_marker_leaves_the_queue(sitting: Sitting) -> None:
    attempt = attempt_with_late(sitting, in_time=[A, TEXT], position=2, late={"text": ""})

    accept(sitting)

    assert not AttemptItem.objects.filter(needs_marking=True).exists()
    assert (reread(attempt).marking, reread(attempt).percent) == (MarkingState.MARKED, 50)


def test_of_a_void_question_an_accepted_answer_changes_no_mark(sitting: Sitting) -> None:
    attempt = attempt_with_late(sitting, in_time=[A], position=2, late=TEXT)
    SittingItem.objects.filter(sitting=sitting, position=2).update(void=Void.REMOVED)

    accept(sitting)

    assert (reread(attempt).marking, reread(attempt).percent) == (MarkingState.AUTO_GRADED, 100)


# ---- What is refused ------------------------------------------------------------------------------------------------


def test_after_the_release_nothing_is_accepted(wu: User) -> None:
    sitting = make_sitting()
    attempt = attempt_with_late(sitting, in_time=[B], position=1, late=A)
    late = only(sitting)
    results.release(sitting=sitting, by=wu, at=LATE)

    for act in (late_answers.accept, late_answers.leave):
        with pytest.raises(CannotDecide, match="released"):
            act(answer=late, reason="断网", by=wu, at=LATE)

    assert (reread(attempt).percent, Result.objects.get().percent) == (0, 0)
    assert not LateDecision.objects.exists()


def test_after_an_early_release_other_peoples_late_answers_are_refused_too(wu: User) -> None:
    sitting = make_sitting()
    hand_in(make_attempt(sitting), A)
    results.release(sitting=sitting, by=wu, at=AT)
    attempt_with_late(sitting, in_time=[B], position=1, late=A)

    with pytest.raises(CannotDecide, match="released"):
        accept(sitting)


def test_it_is_decided_once(sitting: Sitting, wu: User) -> None:
    attempt_with_late(sitting, in_time=[B], position=1, late=A)
    late = only(sitting)
    accept(sitting, late)

    for act in (late_answers.accept, late_answers.leave):
        with pytest.raises(CannotDecide, match="decided"):
            act(answer=late, reason="断网", by=wu, at=LATE)

    assert Answer.objects.filter(item=late.item, is_late=False).count() == 2
    assert ItemGrade.objects.filter(item=late.item).count() == 2


def test_nobody_decides_about_a_late_answer_of_his_own(sitting: Sitting) -> None:
    attempt = attempt_with_late(sitting, in_time=[B], position=1, late=A)
    late = only(sitting)

    for act in (late_answers.accept, late_answers.leave):
        with pytest.raises(CannotDecide, match="own"):
            act(answer=late, reason="断网", by=attempt.enrollment.person, at=LATE)

    assert not LateDecision.objects.exists()
    assert late_answers.waiting(sitting).exists()


def test_the_database_itself_takes_one_decision_and_never_changes_it(sitting: Sitting, wu: User) -> None:
    attempt_with_late(sitting, in_time=[B], position=1, late=A)
    decision = accept(sitting)
    fields = {"reason": "再来", "decided_by": wu, "decided_at": LATE}

    with pytest.raises(IntegrityError), transaction.atomic():
        LateDecision.objects.create(answer=decision.answer, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateDecision.objects.update(reason="改写")
    with pytest.raises(IntegrityError), transaction.atomic():
        LateDecision.objects.all().delete()
    other = Answer.objects.create(item=decision.answer.item, revision=9, operation=uuid4(), response=A, received_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateDecision.objects.create(answer=other, accepted_as=other, **fields)


def test_a_release_that_lost_against_it_lets_the_sitting_be_decided(sitting: Sitting) -> None:
    attempt_with_late(sitting, in_time=[A, TEXT], position=1, late=B)
    with pytest.raises(results.CannotRelease):
        results.release(sitting=sitting, by=make_person(), at=LATE)

    accept(sitting)

    assert Sitting.objects.get(pk=sitting.pk).state == SittingState.PUBLISHED
