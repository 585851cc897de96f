"""Who is in a cohort: by rule and in step with the register, by hand, withdrawn, brought back, concluded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts.domain.enrolling import (
    CohortNotOpen,
    EnrollmentConcluded,
    NobodyToEnroll,
    NotEnrolled,
    conclude,
    enroll_by_rules,
    enroll_person,
    withdraw,
)
from cohorts.domain.opening import close_cohort
from cohorts.domain.study import finish_module
from cohorts.enums import ChangeKind, EnrolledBy, EnrollmentState
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.enrollment import Enrollment
from cohorts.signals import enrolled
from people.enums import Committee, Level, Post, SeatEnd
from people.models.elections import Seat
from people.signals import seats_changed
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_election,
    make_enrollment,
    make_person,
    make_seat,
    make_unit,
)

pytestmark = pytest.mark.django_db


def names(cohort: Cohort, state: EnrollmentState = EnrollmentState.ACTIVE) -> set[str]:
    """The names of those in the cohort in that state."""
    return set(cohort.enrollments.filter(state=state).values_list("person__name", flat=True))


def end(seat: Seat) -> None:
    """Let a seat end before the cohort looks."""
    Seat.objects.filter(pk=seat.pk).update(ended_on=date(2026, 2, 1), end_reason=SeatEnd.RESIGNED)


def test_the_rule_names_posts_of_a_subtree_newly_elected() -> None:
    district, elsewhere = make_unit(), make_unit("历城区")
    village = make_unit("一社区", level=Level.VILLAGE, parent=make_unit("街道", level=Level.STREET, parent=district))
    election, other = make_election(district), make_election(elsewhere)
    make_seat(election, village, person=make_person("新任书记"))
    make_seat(election, village, person=make_person("连任副书记"), post=Post.DEPUTY_SECRETARY, newly_elected=False)
    make_seat(election, village, person=make_person("新任委员"), post=Post.MEMBER, committee=Committee.RESIDENTS)
    make_seat(other, elsewhere, person=make_person("外区书记"))
    rule = EnrollmentRule(
        unit=district,
        election=election,
        committee=Committee.PARTY,
        posts=[Post.SECRETARY, Post.DEPUTY_SECRETARY],
        newly_elected_only=True,
    )

    cohort = make_cohort(district, rules=(rule,))

    assert names(cohort) == {"新任书记"}


def test_the_clock_runs_from_the_day_of_election() -> None:
    unit = make_unit()
    make_seat(make_election(unit, held_on=date(2026, 1, 20)), unit)

    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))

    assert cohort.enrollments.get().clock_from == date(2026, 1, 20)


def test_the_leading_post_counts_for_somebody_with_two() -> None:
    unit, person = make_unit(), make_person()
    election = make_election(unit)
    make_seat(election, unit, person=person, post=Post.DIRECTOR, committee=Committee.RESIDENTS)
    leading = make_seat(election, unit, person=person, post=Post.SECRETARY)

    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))

    assert cohort.enrollments.get().seat == leading


def test_it_keeps_in_step_both_ways_when_seats_change() -> None:
    unit = make_unit()
    election = make_election(unit)
    leaving = make_seat(election, unit, person=make_person("卸任的"))
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    end(leaving)
    make_seat(election, unit, person=make_person("补选的"))

    seats_changed.send(None, unit_id=unit.pk, person_ids=[])

    assert names(cohort) == {"补选的"}
    assert names(cohort, EnrollmentState.WITHDRAWN) == {"卸任的"}


def test_hearing_of_it_twice_changes_nothing_more() -> None:
    unit = make_unit()
    election = make_election(unit)
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    make_seat(election, unit)

    seats_changed.send(None, unit_id=unit.pk, person_ids=[])
    seats_changed.send(None, unit_id=unit.pk, person_ids=[])

    assert cohort.enrollments.count() == 1
    assert [change.kind for change in cohort.enrollments.get().changes.all()] == [ChangeKind.ENROLLED]


def test_an_election_elsewhere_leaves_the_cohort_alone() -> None:
    unit, elsewhere = make_unit(), make_unit("历城区")
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    make_seat(make_election(unit), unit)

    seats_changed.send(None, unit_id=elsewhere.pk, person_ids=[])

    assert cohort.enrollments.count() == 0


def test_who_takes_office_again_comes_back() -> None:
    unit = make_unit()
    seat = make_seat(make_election(unit), unit, person=make_person("又回来的"))
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    end(seat)
    enroll_by_rules(cohort=cohort, at=AT)
    Seat.objects.filter(pk=seat.pk).update(ended_on=None)

    movement = enroll_by_rules(cohort=cohort, at=AT)

    assert movement.returned == (cohort.enrollments.get().pk,)
    assert names(cohort) == {"又回来的"}


def test_the_rule_does_not_bring_back_whom_the_organizer_took_out() -> None:
    unit = make_unit()
    make_seat(make_election(unit), unit)
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    withdraw(enrollment=cohort.enrollments.get(), at=AT, reason="借调")

    enroll_by_rules(cohort=cohort, at=AT)

    assert cohort.enrollments.get().state == EnrollmentState.WITHDRAWN


def test_the_rule_does_not_let_go_of_whom_the_organizer_took_in_or_who_has_concluded() -> None:
    unit = make_unit()
    seat = make_seat(make_election(unit), unit, person=make_person("已结业的"))
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit, posts=[Post.SECRETARY]),))
    conclude(enrollment=cohort.enrollments.get(), at=AT)
    make_enrollment(cohort, make_person("手工登记的"))
    end(seat)

    movement = enroll_by_rules(cohort=cohort, at=AT)

    assert movement.withdrawn == ()
    assert (names(cohort), names(cohort, EnrollmentState.CONCLUDED)) == ({"手工登记的"}, {"已结业的"})


def test_enrolling_by_hand_twice_makes_one_enrollment() -> None:
    cohort, person = make_cohort(), make_person()

    first = make_enrollment(cohort, person)
    second = enroll_person(cohort=cohort, person=person, at=AT)

    assert first == second
    assert first.enrolled_by == EnrolledBy.HAND


def test_somebody_without_a_seat_is_not_enrolled() -> None:
    with pytest.raises(NobodyToEnroll):
        enroll_person(cohort=make_cohort(), person=make_person(), at=AT)

    assert Enrollment.objects.count() == 0


def test_nobody_comes_into_a_closed_cohort() -> None:
    cohort, person = make_cohort(), make_person()
    make_enrollment(make_cohort(), person)
    close_cohort(cohort=cohort, at=AT)

    with pytest.raises(CohortNotOpen):
        enroll_person(cohort=cohort, person=person, at=AT)


def test_withdrawing_keeps_what_was_done_and_why() -> None:
    cohort, organizer = make_cohort(), make_person("吴组织员")
    enrollment = make_enrollment(cohort)
    finish_module(enrollment=enrollment, module=cohort.modules.get(), at=AT)

    withdraw(enrollment=enrollment, at=AT, reason="调离本区", by=organizer)
    withdraw(enrollment=enrollment, at=AT, reason="又按了一次", by=organizer)
    enroll_person(cohort=cohort, person=enrollment.person, at=AT + timedelta(days=3), by=organizer)

    enrollment.refresh_from_db()
    assert enrollment.state == EnrollmentState.ACTIVE
    assert enrollment.progress.get().is_finished
    history = enrollment.changes.values_list("kind", "reason", "by__name")
    assert list(history) == [
        (ChangeKind.ENROLLED, "", None),
        (ChangeKind.WITHDRAWN, "调离本区", "吴组织员"),
        (ChangeKind.RETURNED, "", "吴组织员"),
    ]


def test_what_was_concluded_is_not_withdrawn() -> None:
    enrollment = make_enrollment(make_cohort())
    conclude(enrollment=enrollment, at=AT)

    with pytest.raises(EnrollmentConcluded):
        withdraw(enrollment=enrollment, at=AT, reason="晚了")

    assert Enrollment.objects.get().state == EnrollmentState.CONCLUDED


def test_concluding_twice_keeps_the_first_time() -> None:
    enrollment = make_enrollment(make_cohort())

    conclude(enrollment=enrollment, at=AT)
    conclude(enrollment=enrollment, at=AT + timedelta(days=1))

    assert enrollment.concluded_at == AT
    assert enrollment.changes.filter(kind=ChangeKind.CONCLUDED).count() == 1


def test_who_has_withdrawn_does_not_conclude() -> None:
    enrollment = make_enrollment(make_cohort())
    withdraw(enrollment=enrollment, at=AT, reason="调离")

    with pytest.raises(NotEnrolled):
        conclude(enrollment=enrollment, at=AT)


def test_it_tells_the_rooms_above_who_came_in(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[int, list[int]]] = []

    def listen(cohort_id: int, enrollment_ids: list[int], **_: Any) -> None:
        heard.append((cohort_id, enrollment_ids))

    cohort = make_cohort()
    enrolled.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            enrollment = make_enrollment(cohort)
    finally:
        enrolled.disconnect(listen)

    assert heard == [(cohort.pk, [enrollment.pk])]


def test_three_hundred_are_written_in_batches() -> None:
    costs = []
    for people in (3, 300):
        unit = make_unit()
        election = make_election(unit)
        for number in range(people):
            make_seat(election, unit, person=make_person(f"第{number}人"), post=Post.MEMBER)
        cohort = make_cohort(unit, is_open=False, rules=(EnrollmentRule(unit=unit),))
        with CaptureQueriesContext(connection) as counted:
            enroll_by_rules(cohort=cohort, at=AT)
        assert cohort.enrollments.count() == people
        costs.append(len(counted))

    assert costs[1] - costs[0] < 10
