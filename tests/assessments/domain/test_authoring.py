"""Questions in numbered versions, papers that pin them, sittings that freeze them."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError

from assessments.domain import answering, authoring, papers, sittings, starting
from assessments.domain.authoring import EditedMeanwhile, NotFitForUse
from assessments.domain.papers import NotReviewed
from assessments.domain.sittings import CannotPublish
from assessments.enums import QuestionStatus, SittingState
from assessments.models.questions import Question, QuestionVersion
from people.models.notices import Notice
from tests.factories.assessments import (
    hand_in,
    make_attempt,
    make_bank,
    make_paper,
    make_question,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_case_study, make_cohort, make_course, make_enrollment, make_person

pytestmark = pytest.mark.django_db


def revise(question: Question, *, based_on: int, **fields: object) -> Question:
    return authoring.revise_question(question=question, fields=fields, based_on=based_on, by=make_person(), at=AT)


def test_a_new_question_is_a_draft_with_its_first_version() -> None:
    question = make_question(make_bank(), reviewed=False)

    version = question.versions.get()
    assert (question.status, version.number) == (QuestionStatus.DRAFT, 1)
    assert version.snapshot == question.snapshot()


def test_a_changed_question_gets_a_version_and_must_be_reviewed_again() -> None:
    question = make_question(make_bank())

    revise(question, based_on=1, stem="改过的题干")

    question.refresh_from_db()
    assert (question.version, question.status) == (2, QuestionStatus.DRAFT)
    assert [version.snapshot["stem"] for version in question.versions.all()] == ["改过的题干", "题干"]


def test_a_change_that_is_not_in_the_snapshot_makes_no_version() -> None:
    question = make_question(make_bank())

    revise(question, based_on=1, difficulty=5)

    question.refresh_from_db()
    assert (question.version, question.status, question.difficulty) == (1, QuestionStatus.REVIEWED, 5)


def test_of_two_editors_the_second_loses_nothing_and_is_told() -> None:
    question = make_question(make_bank())
    stale = Question.objects.get(pk=question.pk)
    revise(question, based_on=1, stem="先改的")

    with pytest.raises(EditedMeanwhile):
        revise(stale, based_on=1, stem="后改的")

    assert Question.objects.get(pk=question.pk).stem == "先改的"
    assert QuestionVersion.objects.count() == 2


def test_a_question_with_faults_cannot_be_passed() -> None:
    question = make_question(make_bank(), single_snapshot(key="z"), reviewed=False)

    with pytest.raises(NotFitForUse) as refusal:
        authoring.review(question=question, by=make_person())

    assert [problem.code for problem in refusal.value.problems] == ["key-not-one"]


def test_only_reviewed_questions_stand_on_a_paper() -> None:
    section = papers.add_section(paper=make_paper(), title="第二大题")
    draft = make_question(make_bank(), reviewed=False)

    with pytest.raises(NotReviewed):
        papers.add_questions(section=section, questions=[draft])


def test_adding_a_question_twice_adds_it_once() -> None:
    section = papers.add_section(paper=make_paper(), title="第二大题")
    question = make_question(make_bank())

    for _ in range(2):
        papers.add_questions(section=section, questions=[question])

    assert section.items.count() == 1


def test_a_paper_keeps_its_version_until_it_is_moved_on() -> None:
    paper = make_paper()
    (item,) = papers.items_of(paper)
    revise(Question.objects.get(pk=item.question_id), based_on=1, stem="第二版")
    assert papers.take_newest_versions(paper=paper) == 0

    authoring.review(question=Question.objects.get(pk=item.question_id), by=make_person())

    assert papers.items_of(paper)[0].version.number == 1
    assert papers.take_newest_versions(paper=paper) == 1
    assert papers.items_of(paper)[0].version.number == 2


def test_moving_a_question_up_changes_two_places() -> None:
    paper = make_paper([single_snapshot()] * 3)
    first, second, third = papers.items_of(paper)

    papers.move_up(item=third)
    papers.move_up(item=first)

    assert [item.pk for item in papers.items_of(paper)] == [first.pk, third.pk, second.pk]


def test_publishing_freezes_the_paper_and_tells_the_cohort() -> None:
    cohort = make_cohort()
    enrollment = make_enrollment(cohort)
    sitting = make_sitting(cohort, published=False)

    sittings.publish(sitting=sitting, by=cohort.organizer, at=AT)
    sittings.publish(sitting=sitting, by=cohort.organizer, at=AT)

    assert (sitting.state, sitting.items.count()) == (SittingState.PUBLISHED, 1)
    notice = Notice.objects.get(recipient=enrollment.person, key=f"sitting-published-{sitting.pk}")
    assert notice.subject.startswith("考试")


def test_editing_and_retiring_a_question_touches_no_sitting() -> None:
    sitting = make_sitting(attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    attempt = starting.start(sitting=sitting, enrollment=enrollment, at=AT)
    question = Question.objects.get()
    before = attempt.items.get().presented()

    revise(question, based_on=1, stem="全改了", options=single_snapshot(key="d")["options"])
    authoring.retire(question=question, by=make_person())
    hand_in(attempt, {"chosen": "a"})
    later = starting.start(sitting=sitting, enrollment=enrollment, at=AT)

    assert attempt.percent == 100
    assert attempt.items.get().presented() == before == later.items.get().presented()


def test_deleting_a_question_that_was_used_is_refused() -> None:
    make_attempt()

    with pytest.raises(ProtectedError):
        Question.objects.get().delete()


@pytest.mark.parametrize("missing", ["paper-empty", "window-over"])
def test_a_sitting_that_is_not_ready_is_not_published(missing: str) -> None:
    sitting = make_sitting(published=False)
    at = AT
    if missing == "paper-empty":
        papers.remove_item(item=papers.items_of(sitting.paper)[0])  # type: ignore[arg-type]
    else:
        at = sitting.closes_at + timedelta(seconds=1)

    with pytest.raises(CannotPublish) as refusal:
        sittings.publish(sitting=sitting, by=make_person(), at=at)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == [missing]


def test_a_case_study_of_an_opened_cohort_can_be_handed_in_and_finishes_the_module() -> None:
    course = make_course()
    make_case_study(course)
    cohort = make_cohort(course=course)
    (sitting,) = sittings.open_case_sittings(cohort=cohort)
    assert sittings.open_case_sittings(cohort=cohort) == [sitting]

    attempt = hand_in(make_attempt(sitting), {"text": "先开议事会。" * 60})

    assert (sitting.key, sitting.items.get().snapshot["kind"]) == ("case-1", "case_analysis")
    assert attempt.enrollment.progress.get().state == "finished"


def test_an_empty_submission_closed_by_the_clock_finishes_no_module() -> None:
    course = make_course()
    make_case_study(course)
    (sitting,) = sittings.open_case_sittings(cohort=make_cohort(course=course))
    attempt = make_attempt(sitting)

    answering.close_all_over(at=sitting.closes_at + timedelta(minutes=1))

    assert not attempt.enrollment.progress.exists()
