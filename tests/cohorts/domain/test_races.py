"""Two requests at the same moment, on a database file with real transactions: one of them wins, and only one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from cohorts.domain.enrolling import enroll_by_rules
from cohorts.domain.opening import CohortCannotOpen, open_cohort
from cohorts.domain.runs import choose, position_of, start_run
from cohorts.domain.study import finish_module
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.enrollment import Enrollment
from cohorts.models.runs import RunChoice, SimulationRun
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_election,
    make_enrollment,
    make_seat,
    make_simulation,
    make_unit,
)

pytestmark = pytest.mark.django_db(transaction=True)
Answer = TypeVar("Answer")


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Start all acts at the same moment, each on a connection of its own, and return their answers."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        try:
            start.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_choices_at_once_leave_one_event() -> None:
    course = make_course()
    make_simulation(course)
    cohort = make_cohort(course=course)
    run = start_run(enrollment=make_enrollment(cohort), module=cohort.modules.get(), at=AT)
    choose(run=run, number=1, choice=position_of(run=run, at=AT).presentation.options[0].key, at=AT)
    first, second = (option.key for option in position_of(run=run, at=AT).presentation.options)

    at_once(
        lambda: choose(run=SimulationRun.objects.get(), number=2, choice=first, at=AT),
        lambda: choose(run=SimulationRun.objects.get(), number=2, choice=second, at=AT),
        lambda: choose(run=SimulationRun.objects.get(), number=2, choice=first, at=AT),
    )

    made = RunChoice.objects.get(number=2)
    assert made.choice in {first, second}
    assert RunChoice.objects.count() == 2


def test_two_beginnings_at_once_are_one_run() -> None:
    course = make_course()
    make_simulation(course)
    cohort = make_cohort(course=course)
    enrollment, module = make_enrollment(cohort), cohort.modules.get()

    runs = at_once(*[lambda: start_run(enrollment=enrollment, module=module, at=AT)] * 3)

    assert {run.pk for run in runs} == {SimulationRun.objects.get().pk}


def test_two_openings_at_once_pin_the_modules_once() -> None:
    cohort = make_cohort(is_open=False)

    def open_it() -> bool:
        try:
            open_cohort(cohort=Cohort.objects.get(pk=cohort.pk), at=AT)
        except CohortCannotOpen:
            return False
        return True

    assert sorted(at_once(open_it, open_it)) == [False, True]
    assert cohort.modules.count() == 1


def test_two_enrollments_by_rule_at_once_enroll_everybody_once() -> None:
    unit = make_unit()
    cohort = make_cohort(unit, rules=(EnrollmentRule(unit=unit),))
    election = make_election(unit)
    for _number in range(5):
        make_seat(election, unit, post="member")

    at_once(*[lambda: enroll_by_rules(cohort=Cohort.objects.get(pk=cohort.pk), at=AT)] * 3)

    assert Enrollment.objects.count() == 5
    assert all(enrollment.changes.count() == 1 for enrollment in Enrollment.objects.all())


def test_two_finishes_at_once_are_one() -> None:
    cohort = make_cohort()
    enrollment, module = make_enrollment(cohort), cohort.modules.get()

    progress = at_once(*[lambda: finish_module(enrollment=enrollment, module=module, at=AT)] * 3)

    assert {one.pk for one in progress} == {enrollment.progress.get().pk}
    assert enrollment.progress.get().is_finished
