"""Resits: who is to sit them, when they may be published, and what they count for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from assessments.domain import regrading, resits, results, sittings, standings, starting
from assessments.domain.families import earlier_result, family_of, resit_ahead
from assessments.domain.outcomes import Outcome, outcomes
from assessments.domain.revealing import key_from, may_see_key
from assessments.domain.sittings import CannotPublish
from assessments.domain.starting import CannotStart
from assessments.enums import SittingPurpose, Void
from assessments.models.grades import Result
from assessments.models.papers import PaperItem
from assessments.models.sittings import Sitting
from cohorts.domain.opening import close_cohort
from cohorts.models.enrollment import Enrollment
from people.models.notices import Notice
from tests.factories.assessments import hand_in, make_attempt, make_paper, make_resit, make_rule, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_person

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"chosen": "a"}, {"chosen": "b"}
AFTER = AT + timedelta(days=3)
"""The moment at which the resit opens: a day after the examination has closed."""


@dataclass
class Room:
    """A final examination that one person passed, one failed and one missed; its results are released."""

    final: Sitting
    passed: Enrollment
    failed: Enrollment
    absent: Enrollment

    @property
    def everybody(self) -> Sequence[Enrollment]:
        return [self.passed, self.failed, self.absent]


@pytest.fixture
def room() -> Room:
    final = make_sitting(purpose=SittingPurpose.FINAL, name="结业考核")
    passed, failed, absent = (make_enrollment(final.cohort) for _ in range(3))
    hand_in(make_attempt(final, passed), RIGHT)
    hand_in(make_attempt(final, failed), WRONG)
    results.release(sitting=final, by=final.cohort.organizer, at=AT)
    return Room(final, passed, failed, absent)


def sit(sitting: Sitting, enrollment: Enrollment, response: dict[str, str], *, release: bool = True) -> None:
    hand_in(make_attempt(sitting, enrollment, at=sitting.opens_at), response, at=sitting.opens_at)
    if release:
        results.release(sitting=sitting, by=sitting.cohort.organizer, at=sitting.closes_at)


def outcome_of(enrollment: Enrollment) -> Outcome:
    return outcomes([enrollment], ["final"])[enrollment.pk, "final"]


def give_full_marks(sitting: Sitting) -> None:
    """Void the only question, so that everybody who sat has passed."""
    regrade = regrading.ask(
        items=sitting.items.select_related("sitting"),
        sittings=Sitting.objects.none(),
        everywhere=False,
        action="full_marks",
        reason="题干有误。",
        by=make_person(),
        at=AFTER,
    )
    regrade = regrading.dry_run(regrade=regrade, clock=lambda: AFTER)
    regrading.approve(regrade=regrade, by=regrade.asked_by, at=AFTER)
    regrading.commit(regrade=regrade, at=AFTER)


def test_a_resit_takes_over_the_rules_and_belongs_to_the_first_sitting(room: Room) -> None:
    Sitting.objects.filter(pk=room.final.pk).update(pass_percent=Decimal(70), markers=2, appeal_days=5)
    room.final.refresh_from_db()

    first = make_resit(room.final)
    second = make_resit(first, opens_at=first.closes_at + timedelta(days=1))

    assert (first.pass_percent, first.markers, first.appeal_days, first.purpose) == (70, 2, 5, "final")
    assert (first.key, second.key, second.resit_of) == ("resit-1-final", "resit-2-final", room.final)
    assert [list(family_of(each)) for each in (room.final, first, second)] == [[room.final, first, second]] * 3


def test_only_those_without_a_pass_are_to_sit_and_are_told(room: Room) -> None:
    resit = make_resit(room.final)

    told = Notice.objects.filter(key=f"sitting-published-{resit.pk}")

    assert set(standings.participants(resit)) == {room.failed, room.absent}
    assert standings.counts(resit)["absent"] == 2
    assert {notice.recipient for notice in told} == {room.failed.person, room.absent.person}
    assert {notice.subject for notice in told} == {"补考：补考"}


def test_whoever_passes_the_resit_stays_on_its_list(room: Room) -> None:
    resit = make_resit(room.final)

    sit(resit, room.failed, RIGHT)

    counts = standings.counts(resit)
    assert (counts["absent"], counts["passed"], sum(counts.values())) == (1, 1, 2)


def test_it_is_not_published_while_the_examination_is_open_or_its_results_are_not_out(room: Room) -> None:
    late = make_attempt(room.final, room.absent)
    resit = make_resit(room.final, published=False)
    during, after = AT + timedelta(hours=1), room.final.closes_at + timedelta(minutes=1)

    def codes(at: object) -> list[str]:
        return [obstacle.code for obstacle in sittings.publishing_obstacles(resit, at=at)]  # type: ignore[arg-type]

    assert codes(during) == ["earlier-open", "earlier-unreleased"]
    hand_in(late, WRONG)
    assert codes(after) == ["earlier-unreleased"]
    with pytest.raises(CannotPublish):
        sittings.publish(sitting=resit, by=make_person(), at=after)

    results.release(sitting=room.final, by=make_person(), at=after)

    assert codes(after) == []


def test_it_is_not_published_for_nobody(room: Room) -> None:
    resit = make_resit(room.final, published=False)
    Result.objects.update(passed=True)
    Enrollment.objects.filter(pk=room.absent.pk).update(state="withdrawn")

    found = sittings.publishing_obstacles(resit, at=AFTER)

    assert [obstacle.code for obstacle in found] == ["all-passed"]


def test_it_is_wanted_once_everything_is_decided_and_somebody_has_not_passed(room: Room) -> None:
    assert not resits.is_wanted(room.final, at=AT)
    assert resits.is_wanted(room.final, at=AFTER)

    resit = make_resit(room.final, published=False)
    assert not resits.is_wanted(room.final, at=AFTER)

    sittings.publish(sitting=resit, by=make_person(), at=AFTER)
    assert not resits.is_wanted(room.final, at=AFTER)

    sit(resit, room.failed, RIGHT)
    assert resits.is_wanted(resit, at=resit.closes_at)
    assert not resits.is_wanted(resit, at=resit.closes_at - timedelta(hours=1))


def test_a_closed_cohort_wants_and_gets_none(room: Room) -> None:
    resit = make_resit(room.final, published=False)
    close_cohort(cohort=room.final.cohort, at=AFTER)
    resit = Sitting.objects.get(pk=resit.pk)

    found = [obstacle.code for obstacle in sittings.publishing_obstacles(resit, at=AFTER)]
    Sitting.objects.filter(pk=resit.pk).delete()

    assert found == ["cohort-closed"]
    assert not resits.is_wanted(Sitting.objects.get(pk=room.final.pk), at=AFTER)


def test_one_resit_is_in_preparation_at_a_time(room: Room) -> None:
    first = make_resit(room.final, published=False)

    second = make_resit(room.final, published=False)

    assert first == second
    fields = {"cohort": room.final.cohort, "purpose": "final", "key": "other", "paper": room.final.paper}
    with pytest.raises(IntegrityError):
        Sitting.objects.create(**fields, opens_at=AT, closes_at=AFTER, resit_of=room.final)


def test_whoever_passed_cannot_begin_it(room: Room) -> None:
    resit = make_resit(room.final, attempts_allowed=2)

    assert starting.start_obstacle(sitting=resit, enrollment=room.passed, at=AFTER) == "passed"
    with pytest.raises(CannotStart):
        starting.start(sitting=resit, enrollment=room.passed, at=AFTER)

    assert starting.start(sitting=resit, enrollment=room.failed, at=AFTER).number == 1


def test_whoever_passes_meanwhile_by_a_regrade_can_no_longer_begin(room: Room) -> None:
    resit = make_resit(room.final)

    give_full_marks(room.final)

    assert room.final.items.get().void == Void.FULL_MARKS
    assert starting.start_obstacle(sitting=resit, enrollment=room.failed, at=AFTER) == "passed"
    assert starting.start_obstacle(sitting=resit, enrollment=room.absent, at=AFTER) == ""
    assert set(standings.participants(resit)) == {room.absent}


def test_until_a_resit_is_published_the_first_sitting_counts(room: Room) -> None:
    make_resit(room.final, published=False)

    failed = outcome_of(room.failed)

    assert (failed.sitting_id, failed.is_resit, failed.passed) == (room.final.pk, False, False)
    assert (failed.attempts_left, failed.closes_at) == (0, room.final.closes_at)


def test_a_published_resit_gives_those_without_a_pass_its_window_and_attempts(room: Room) -> None:
    resit = make_resit(room.final, attempts_allowed=2)

    failed, absent, passed = (outcome_of(each) for each in (room.failed, room.absent, room.passed))

    assert (failed.sitting_id, failed.is_resit, failed.passed, failed.percent) == (resit.pk, True, False, 0)
    assert (failed.attempts_left, failed.opens_at, failed.closes_at) == (2, resit.opens_at, resit.closes_at)
    assert (absent.sitting_id, absent.passed, absent.attempts_left) == (resit.pk, None, 2)
    assert (passed.sitting_id, passed.passed, passed.percent) == (room.final.pk, True, 100)


def test_a_resit_that_was_handed_in_waits_and_then_counts(room: Room) -> None:
    resit = make_resit(room.final)

    sit(resit, room.failed, RIGHT, release=False)
    before = outcome_of(room.failed)
    results.release(sitting=resit, by=make_person(), at=resit.closes_at)
    after = outcome_of(room.failed)

    assert (before.submitted, before.unmarked, before.passed, before.attempts_left) == (True, False, False, 0)
    assert (after.submitted, after.passed, after.percent, after.sitting_id) == (False, True, 100, resit.pk)


def test_the_best_result_of_the_family_is_told_and_a_pass_comes_first(room: Room) -> None:
    resit = make_resit(room.final)
    sit(resit, room.failed, RIGHT)
    # A higher percentage that failed, for a section fell short, stays behind a pass.
    Result.objects.filter(sitting=room.final, enrollment=room.failed).update(percent=Decimal(90))
    Result.objects.filter(sitting=resit).update(percent=Decimal(61))

    found = outcome_of(room.failed)

    assert (found.passed, found.percent, found.sitting_id) == (True, 61, resit.pk)

    Result.objects.filter(sitting=resit).update(percent=Decimal(50), passed=False)

    found = outcome_of(room.failed)
    assert (found.passed, found.percent, found.sitting_id) == (False, 90, resit.pk)


def test_outcomes_of_a_family_cost_the_same_for_one_and_for_many(
    room: Room, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resit = make_resit(room.final)
    sit(resit, room.failed, WRONG)
    make_resit(resit, opens_at=resit.closes_at + timedelta(days=1))

    for some in (room.everybody[:1], room.everybody):
        with django_assert_num_queries(3):
            outcomes(some, ["final"])


def test_the_first_result_and_the_resit_ahead_are_found(room: Room) -> None:
    resit = make_resit(room.final)

    first = earlier_result(sitting=resit, enrollment=room.failed)

    assert first is not None
    assert (first.sitting, first.percent) == (room.final, 0)
    assert earlier_result(sitting=resit, enrollment=room.absent) is None
    assert resit_ahead(sitting=room.final, enrollment=room.failed, at=AFTER) == resit
    assert resit_ahead(sitting=room.final, enrollment=room.passed, at=AFTER) is None
    assert resit_ahead(sitting=room.final, enrollment=room.failed, at=resit.closes_at) is None
    assert resit_ahead(sitting=resit, enrollment=room.failed, at=AFTER) is None


def test_the_answers_are_hidden_again_while_a_resit_asks_the_same_paper(room: Room) -> None:
    assert may_see_key(room.final, at=AFTER)
    resit = make_resit(room.final)

    assert not may_see_key(room.final, at=AFTER)
    assert key_from(room.final, at=AFTER) == resit.closes_at
    assert may_see_key(room.final, at=resit.closes_at)


def test_the_answers_are_hidden_too_while_a_resit_asks_one_of_the_questions_on_another_paper(room: Room) -> None:
    assert room.final.paper is not None
    question = PaperItem.objects.get(section__paper=room.final.paper).question
    paper = make_paper(unit=room.final.cohort.unit)
    make_rule(paper, question.bank, take=1)

    make_resit(room.final, paper=paper)

    assert not may_see_key(room.final, at=AFTER)


def test_the_answers_stay_open_while_a_resit_asks_other_questions(room: Room) -> None:
    make_resit(room.final, paper=make_paper(unit=room.final.cohort.unit))

    assert may_see_key(room.final, at=AFTER)
