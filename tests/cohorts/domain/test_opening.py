"""Opening a cohort: what it is pinned to, whom it takes in, and what keeps it from opening."""

from datetime import date, timedelta
from typing import Any

import pytest

from cohorts.domain.opening import (
    CohortCannotOpen,
    CohortNotDraft,
    CohortTaken,
    Obstacle,
    Plan,
    change_cohort,
    close_cohort,
    open_cohort,
    opening_of,
)
from cohorts.enums import CohortState
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.programme import Programme
from cohorts.models.requirements import AllOf, AtLeast, Leaf
from cohorts.signals import cohort_opened
from people.enums import Level
from people.models.notices import Notice
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_election,
    make_enrollment,
    make_full_course,
    make_lecture,
    make_person,
    make_seat,
    make_unit,
)

pytestmark = pytest.mark.django_db


def test_it_pins_the_published_revisions_in_order() -> None:
    course = make_full_course()

    cohort = make_cohort(course=course)

    pinned = list(cohort.modules.values_list("position", "kind", "title"))
    assert pinned == [
        (1, "lecture", "把组织建到楼栋"),
        (2, "case_study", "四年没有换成的届"),
        (3, "simulation", "六十八个车位"),
    ]
    assert all(module.revision_id == module.module.live_revision_id for module in cohort.modules.all())
    assert all(module.payload == module.revision.content for module in cohort.modules.all())


def test_a_draft_that_is_newer_than_what_is_published_is_not_pinned() -> None:
    course = make_course()
    lecture = make_lecture(course, "已发布的一讲")
    published = lecture.live_revision_id
    lecture.title = "还没有发布的一讲"
    lecture.save_revision()

    cohort = make_cohort(course=course)

    assert [(module.title, module.revision_id) for module in cohort.modules.all()] == [("已发布的一讲", published)]


def test_publishing_later_does_not_move_an_open_cohort() -> None:
    course = make_course()
    lecture = make_lecture(course, "第一版")
    cohort = make_cohort(course=course)
    pinned = cohort.modules.get().revision_id

    lecture.title = "第二版"
    lecture.save_revision().publish()

    module = cohort.modules.get()
    assert (module.revision_id, module.title, module.revision.as_object().title) == (pinned, "第一版", "第一版")


def test_the_tree_asks_for_all_modules_the_examination_and_the_pledges() -> None:
    cohort = make_cohort(course=make_full_course(), with_examination=True, pledge_kinds=("integrity", "resignation"))

    assert cohort.requirement_tree == AllOf(
        (
            Leaf("module", "1"),
            Leaf("module", "2"),
            Leaf("module", "3"),
            Leaf("result", "final"),
            Leaf("pledge", "integrity"),
            Leaf("pledge", "resignation"),
        )
    )


def test_the_tree_may_ask_for_some_of_the_modules() -> None:
    cohort = make_cohort(course=make_full_course(), modules_needed=2)

    assert cohort.requirement_tree == AllOf(
        (AtLeast(2, (Leaf("module", "1"), Leaf("module", "2"), Leaf("module", "3"))),)
    )


def test_every_obstacle_is_named_at_once() -> None:
    course = make_course()
    cohort = make_cohort(course=course, is_open=False, ends_on=AT.date(), starts_on=AT.date())
    course.unpublish()
    cohort.refresh_from_db()

    with pytest.raises(CohortCannotOpen) as refusal:
        open_cohort(cohort=cohort, at=AT + timedelta(days=2))

    assert refusal.value.obstacles == (Obstacle.COURSE_NOT_PUBLISHED, Obstacle.NO_MODULES, Obstacle.ALREADY_OVER)
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.DRAFT


def test_it_refuses_to_ask_for_more_modules_than_there_are() -> None:
    cohort = make_cohort(is_open=False, modules_needed=2)

    with pytest.raises(CohortCannotOpen) as refusal:
        open_cohort(cohort=cohort, at=AT)

    assert refusal.value.obstacles == (Obstacle.TOO_FEW_MODULES,)


def test_it_does_not_open_twice() -> None:
    cohort = make_cohort(is_open=False)
    other_tab = Cohort.objects.get(pk=cohort.pk)
    open_cohort(cohort=cohort, at=AT)

    with pytest.raises(CohortCannotOpen) as refusal:
        open_cohort(cohort=other_tab, at=AT)

    assert refusal.value.obstacles == (Obstacle.NOT_A_DRAFT,)
    assert cohort.modules.count() == 1


def test_it_tells_the_rooms_above_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[int] = []

    def listen(cohort_id: int, **_: Any) -> None:
        heard.append(cohort_id)

    cohort_opened.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            cohort = make_cohort()
            before_commit = list(heard)
    finally:
        cohort_opened.disconnect(listen)

    assert (before_commit, heard) == ([], [cohort.pk])


def test_the_preview_counts_each_person_once() -> None:
    unit = make_unit()
    election = make_election(unit)
    both_posts = make_person("身兼二职")
    make_seat(election, unit, person=both_posts)
    make_seat(election, unit, person=both_posts, post="director", committee="residents")
    make_seat(election, unit, post="deputy_secretary")
    cohort = make_cohort(unit, is_open=False, rules=(EnrollmentRule(unit=unit),))
    make_enrollment(cohort)

    opening = opening_of(cohort=cohort, at=AT)

    assert (opening.enrolled_by_rule, opening.enrolled_by_hand, opening.people) == (2, 1, 3)


def test_whom_the_preview_counts_is_whom_opening_enrolls_and_tells() -> None:
    unit = make_unit()
    election = make_election(unit)
    for name in ("甲", "乙", "丙"):
        make_seat(election, unit, person=make_person(name), post="member", committee="residents")
    cohort = make_cohort(unit, is_open=False, rules=(EnrollmentRule(unit=unit),))
    make_enrollment(cohort, make_person("手工登记的人"))
    expected = opening_of(cohort=cohort, at=AT).people

    open_cohort(cohort=cohort, at=AT)

    assert cohort.enrollments.count() == expected
    told = Notice.objects.filter(key=f"cohort:{cohort.pk}:enrolled")
    assert told.count() == expected
    assert {notice.url for notice in told} == {f"/learn/{cohort.pk}/"}


def test_a_name_is_taken_once_in_a_unit() -> None:
    first = make_cohort(name="第一期", is_open=False)

    with pytest.raises(CohortTaken):
        make_cohort(first.unit, name="第一期", is_open=False)


def test_a_run_belongs_to_the_programme_of_a_unit_above() -> None:
    district = make_unit()
    street = make_unit("六里山街道", level=Level.STREET, parent=district)
    first = make_cohort(district, programme_name="头雁领航", run_number=36)

    second = make_cohort(street, programme_name="头雁领航", run_number=37)

    assert Programme.objects.count() == 1
    assert (first.programme, second.programme) == (Programme.objects.get(), Programme.objects.get())


def test_a_run_of_a_programme_is_counted_once() -> None:
    cohort = make_cohort(programme_name="头雁领航", run_number=36)

    with pytest.raises(CohortTaken):
        make_cohort(cohort.unit, programme_name="头雁领航", run_number=36)


def test_changing_a_draft_replaces_its_rule() -> None:
    cohort = make_cohort(is_open=False)
    cohort = change_cohort(cohort=cohort, plan=_plan(cohort, rules=(EnrollmentRule(unit=cohort.unit),)))

    change_cohort(cohort=cohort, plan=_plan(cohort, rules=(EnrollmentRule(unit=cohort.unit, posts=["secretary"]),)))

    assert [rule.posts for rule in cohort.rules.all()] == [["secretary"]]


def test_an_open_cohort_is_not_changed() -> None:
    cohort = make_cohort(name="不再改")

    with pytest.raises(CohortNotDraft):
        change_cohort(cohort=cohort, plan=_plan(cohort, name="改了"))

    assert Cohort.objects.get(pk=cohort.pk).name == "不再改"


def test_closing_twice_keeps_the_first_time() -> None:
    cohort = make_cohort()

    close_cohort(cohort=cohort, at=AT)
    close_cohort(cohort=cohort, at=AT + timedelta(days=1))

    assert (cohort.state, cohort.closed_at) == (CohortState.CLOSED, AT)


def _plan(cohort: Cohort, **changes: Any) -> Plan:
    fields: dict[str, Any] = {
        "unit": cohort.unit,
        "name": cohort.name,
        "course": cohort.course,
        "organizer": cohort.organizer,
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 5, 1),
    }
    return Plan(**(fields | changes))
