"""The law of completion: what is done, what is left, and what can no longer be reached."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.domain import completion, issuing
from certificates.domain.completion import checklist, checklists
from certificates.domain.countersigning import countersign
from certificates.domain.pledging import assign_pledges
from certificates.enums import ItemState
from certificates.models.pledges import Pledge
from cohorts.domain.enrolling import withdraw
from cohorts.domain.opening import close_cohort
from cohorts.domain.study import finish_module
from cohorts.enums import IssueMode
from cohorts.models.cohort import Cohort
from cohorts.models.requirements import AllOf, AtLeast, Leaf, Requirement, to_json
from people.models.notices import Notice
from tests.factories.certificates import AT, LATER, complete, make_graduate, make_press, make_signer, make_text, sign
from tests.factories.cohorts import make_cohort, make_course, make_enrollment, make_lecture

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (Leaf("module", str(position)) for position in (1, 2, 3))


def cohort_of_three(tree: Requirement | None = None) -> Cohort:
    """A cohort of three lectures, with a tree of its own."""
    course = make_course()
    for title in ("党建", "协商", "物业"):
        make_lecture(course, title)
    cohort = make_cohort(course=course)
    if tree is not None:
        cohort.requirements = to_json(tree)
        cohort.save(update_fields=["requirements"])
    return cohort


def test_nothing_done_is_open_and_can_be_reached() -> None:
    enrollment = make_enrollment(cohort_of_three())

    found = checklist(enrollment, AT)

    assert [(item.label, item.state) for item in found.items] == [("党建", "open"), ("协商", "open"), ("物业", "open")]
    assert (found.complete, found.reachable, found.credit_hours) == (False, True, Decimal(0))


def test_everything_done_is_complete_and_counts_the_hours() -> None:
    cohort = cohort_of_three()
    enrollment = complete(make_enrollment(cohort))

    found = checklist(enrollment, AT)

    assert found.complete
    assert found.credit_hours == sum(module.credit_hours for module in cohort.modules.all())


@pytest.mark.parametrize(
    ("tree", "done", "state"),
    [
        (AllOf(()), 0, ItemState.DONE),
        (AllOf((ONE, TWO)), 1, ItemState.OPEN),
        (AllOf((ONE, TWO)), 2, ItemState.DONE),
        (AtLeast(2, (ONE, TWO, THREE)), 1, ItemState.OPEN),
        (AtLeast(2, (ONE, TWO, THREE)), 2, ItemState.DONE),
        (AllOf((ONE, AtLeast(1, (TWO, THREE)))), 1, ItemState.OPEN),
        (AllOf((ONE, AtLeast(1, (TWO, THREE)))), 2, ItemState.DONE),
        (AtLeast(1, (AllOf((TWO, THREE)), ONE)), 1, ItemState.DONE),
    ],
)
def test_the_tree_says_when_it_is_enough(tree: Requirement, done: int, state: ItemState) -> None:
    cohort = cohort_of_three(tree)
    enrollment = make_enrollment(cohort)
    for module in list(cohort.modules.all())[:done]:
        finish_module(enrollment=enrollment, module=module, at=AT)

    assert checklist(enrollment, AT).state == state


def test_a_closed_cohort_leaves_what_is_open_out_of_reach_and_what_is_done_done() -> None:
    cohort = cohort_of_three()
    finished, unfinished = complete(make_enrollment(cohort)), make_enrollment(cohort)
    close_cohort(cohort=cohort, at=LATER)

    found = checklists(cohort, LATER)

    assert (found[finished.pk].state, found[unfinished.pk].state) == (ItemState.DONE, ItemState.UNREACHABLE)
    assert not found[unfinished.pk].reachable


def test_of_at_least_two_one_lost_branch_is_no_loss() -> None:
    cohort = cohort_of_three(AtLeast(1, (ONE, Leaf("result", "final"))))
    enrollment = make_enrollment(cohort)
    finish_module(enrollment=enrollment, module=cohort.modules.get(position=1), at=AT)

    assert checklist(enrollment, AT).complete


def test_a_pledge_is_open_then_waits_for_the_countersignature_then_done() -> None:
    make_text()
    cohort = make_cohort(pledge_kinds=("integrity",))
    enrollment = complete(make_enrollment(cohort, make_signer()))
    assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)
    pledge = Pledge.objects.with_people().get()

    seen = [checklist(enrollment, AT).state]
    sign(pledge)
    seen.append(checklist(enrollment, AT).state)
    countersign(pledges=[Pledge.objects.with_people().get()], by=make_signer("武明远"), at=LATER)
    seen.append(checklist(enrollment, AT).state)

    assert seen == [ItemState.OPEN, ItemState.WAITING, ItemState.DONE]


def test_a_pledge_whose_text_is_not_in_force_is_said_so() -> None:
    enrollment = complete(make_enrollment(make_cohort(pledge_kinds=("integrity",))))

    item = checklist(enrollment, AT).items[-1]

    assert (item.kind, item.state, item.url) == ("pledge", ItemState.OPEN, "")
    assert item.note


def test_an_examination_without_a_date_is_open() -> None:
    enrollment = complete(make_enrollment(make_cohort(with_examination=True)))

    assert [item.state for item in checklist(enrollment, AT).items] == [ItemState.DONE, ItemState.OPEN]


def test_who_withdrew_is_on_no_list() -> None:
    cohort = cohort_of_three()
    stays, goes = make_enrollment(cohort), make_enrollment(cohort)
    withdraw(enrollment=goes, at=LATER, reason="调离")

    assert set(checklists(cohort, LATER)) == {stays.pk}


def test_the_list_of_many_costs_no_more_than_the_list_of_few() -> None:
    make_text()
    cohort = make_cohort(pledge_kinds=("integrity",), with_examination=True)
    counts = []
    for size in (3, 27):
        for _ in range(size):
            make_enrollment(cohort)
        assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)
        with CaptureQueriesContext(connection) as queries:
            checklists(cohort, AT)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_who_has_done_everything_is_told_once_and_not_issued_for_without_approval() -> None:
    enrollment = make_graduate()

    answers = [completion.review(enrollment=enrollment, at=LATER + timedelta(hours=n)) for n in range(2)]

    assert answers == [False, False]
    assert Notice.objects.filter(recipient=enrollment.person, key=f"complete:{enrollment.pk}").count() == 1


def test_where_the_cohort_says_so_the_certificate_is_due_at_once() -> None:
    enrollment = make_graduate(cohort=make_cohort(issue_mode=IssueMode.AUTOMATIC))

    assert completion.review(enrollment=enrollment, at=LATER)


def test_who_has_not_done_everything_is_told_nothing() -> None:
    enrollment = make_enrollment(make_cohort())

    assert not completion.review(enrollment=enrollment, at=LATER)
    assert not Notice.objects.filter(key__startswith="complete:").exists()


def test_whoever_has_the_certificate_is_not_told_that_it_will_come() -> None:
    enrollment = make_graduate()
    issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    assert not completion.review(enrollment=enrollment, at=LATER)
    assert not Notice.objects.filter(key__startswith="complete:").exists()
