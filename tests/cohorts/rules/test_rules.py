"""The doors: the object, or 404; each 404 is proved against somebody for whom the same door opens."""

import pytest
from django.http import Http404

from cohorts.domain.enrolling import withdraw
from cohorts.domain.opening import close_cohort
from cohorts.domain.runs import start_run
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for, enrollment_for, own_enrollment, own_module, own_module_to_do, own_run
from people.domain.scope import scope_of
from people.enums import Level
from people.models.accounts import User
from people.roles import Scope
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_enrollment,
    make_organizer,
    make_person,
    make_simulation,
    make_unit,
)

pytestmark = pytest.mark.django_db


def scope(user: User) -> Scope:
    """What the person may do on the day of these tests."""
    return scope_of(user, on=AT.date())


def test_the_organizer_of_the_unit_and_of_a_unit_above_enter() -> None:
    district = make_unit()
    street = make_unit("六里山街道", level=Level.STREET, parent=district)
    cohort = make_cohort(street)

    assert cohort_for(scope(make_organizer(street)), cohort.pk, "cohorts.manage") == cohort
    assert cohort_for(scope(make_organizer(district)), cohort.pk, "cohorts.manage") == cohort


@pytest.mark.parametrize("where", ["the sister district", "the unit below", "nowhere"])
def test_nobody_else_enters(where: str) -> None:
    district = make_unit()
    below = make_unit("六里山街道", level=Level.STREET, parent=district)
    cohort = make_cohort(district)
    strangers = {
        "the sister district": make_organizer(make_unit("历城区"), name="何组织员"),
        "the unit below": make_organizer(below, name="街道组织员"),
        "nowhere": make_person("无角色"),
    }

    with pytest.raises(Http404):
        cohort_for(scope(strangers[where]), cohort.pk)

    assert cohort_for(scope(make_organizer(district)), cohort.pk) == cohort


def test_a_trainer_sees_a_cohort_and_does_not_manage_it() -> None:
    district = make_unit()
    cohort = make_cohort(district)
    trainer = scope(make_organizer(district, name="陈老师", role="trainer"))

    assert cohort_for(trainer, cohort.pk) == cohort
    with pytest.raises(Http404):
        cohort_for(trainer, cohort.pk, "cohorts.manage")


def test_an_enrollment_is_reached_through_its_own_cohort_only() -> None:
    district = make_unit()
    wu = scope(make_organizer(district))
    enrollment = make_enrollment(make_cohort(district))
    other = make_cohort(district)

    assert enrollment_for(wu, enrollment.cohort_id, enrollment.pk) == enrollment
    with pytest.raises(Http404):
        enrollment_for(wu, other.pk, enrollment.pk)


def test_a_trainee_finds_the_own_enrollment_and_nobody_elses() -> None:
    lin, zhao = make_person("林秀英"), make_person("赵建国")
    cohort = make_cohort()
    mine = make_enrollment(cohort, lin)

    assert own_enrollment(lin, cohort.pk) == mine
    with pytest.raises(Http404):
        own_enrollment(zhao, cohort.pk)


def test_a_cohort_in_preparation_is_not_shown_to_its_trainees() -> None:
    lin, cohort = make_person(), make_cohort(is_open=False)
    make_enrollment(cohort, lin)

    with pytest.raises(Http404):
        own_enrollment(lin, cohort.pk)

    Cohort.objects.filter(pk=cohort.pk).update(state="open")
    assert own_enrollment(lin, cohort.pk).cohort == cohort


def test_who_has_withdrawn_does_not_come_in() -> None:
    lin, cohort = make_person(), make_cohort()
    enrollment = make_enrollment(cohort, lin)
    assert own_module(lin, cohort.pk, 1)[0] == enrollment

    withdraw(enrollment=enrollment, at=AT, reason="调离")

    with pytest.raises(Http404):
        own_module(lin, cohort.pk, 1)


def test_after_the_class_it_can_be_read_and_nothing_can_be_done() -> None:
    lin, cohort = make_person(), make_cohort()
    make_enrollment(cohort, lin)
    assert own_module_to_do(lin, cohort.pk, 1)[1] == cohort.modules.get()

    close_cohort(cohort=cohort, at=AT)

    assert own_module(lin, cohort.pk, 1)[1] == cohort.modules.get()
    with pytest.raises(Http404):
        own_module_to_do(lin, cohort.pk, 1)


def test_a_run_is_its_players_alone() -> None:
    lin, zhao = make_person("林秀英"), make_person("赵建国")
    course = make_course()
    make_simulation(course)
    cohort = make_cohort(course=course)
    make_enrollment(cohort, zhao)
    run = start_run(enrollment=make_enrollment(cohort, lin), module=cohort.modules.get(), at=AT)

    assert own_run(lin, cohort.pk, 1, 1) == run
    with pytest.raises(Http404):
        own_run(zhao, cohort.pk, 1, 1)
