"""Completion over an examination and its resits: what can still be reached, and what is done."""

from datetime import datetime, timedelta

import pytest

from assessments.domain import results
from assessments.enums import SittingPurpose
from assessments.models.sittings import Sitting
from certificates.domain.completion import CheckItem, checklist
from certificates.enums import ItemState
from cohorts.models.enrollment import Enrollment
from cohorts.models.requirements import AllOf, Leaf, to_json
from tests.factories.assessments import hand_in, make_attempt, make_resit, make_sitting
from tests.factories.cohorts import AT, make_cohort, make_enrollment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def failed() -> Enrollment:
    """Somebody who has failed the examination that the class asks for."""
    cohort = make_cohort()
    cohort.requirements = to_json(AllOf((Leaf("result", "final"),)))
    cohort.save(update_fields=["requirements"])
    enrollment = make_enrollment(cohort)
    sit(make_sitting(cohort, purpose=SittingPurpose.FINAL, name="结业考核"), enrollment, "b")
    return enrollment


def sit(sitting: Sitting, enrollment: Enrollment, chosen: str, *, release: bool = True) -> None:
    attempt = make_attempt(sitting, enrollment, at=sitting.opens_at)
    hand_in(attempt, {"chosen": chosen}, at=sitting.opens_at)
    if release:
        results.release(sitting=sitting, by=sitting.cohort.organizer, at=sitting.closes_at)


def resit_of(enrollment: Enrollment) -> Sitting:
    return make_resit(enrollment.cohort.sittings.get(key="final"), name="结业考核补考")


def item_of(enrollment: Enrollment, at: datetime) -> CheckItem:
    return checklist(enrollment, at).items[0]


def test_without_a_resit_a_failed_examination_is_the_end(failed: Enrollment) -> None:
    item = item_of(failed, AT)

    assert (item.label, item.state, item.note) == ("结业考核", ItemState.UNREACHABLE, "成绩：0%")


def test_a_published_resit_makes_it_reachable_again_and_is_what_is_due(failed: Enrollment) -> None:
    resit = resit_of(failed)

    before, during = item_of(failed, resit.opens_at - HOUR), item_of(failed, resit.opens_at + HOUR)

    assert (before.state, before.opens_at, before.label) == (ItemState.OPEN, resit.opens_at, "结业考核补考")
    assert (during.state, during.opens_at, during.url) == (ItemState.OPEN, None, f"/sittings/{resit.pk}/start/")
    assert during.note == "补考；目前最好成绩 0%"
    assert during.due_on == resit.closes_at.date()


def test_a_resit_missed_or_failed_is_the_end_again(failed: Enrollment) -> None:
    resit = resit_of(failed)
    assert item_of(failed, resit.closes_at + HOUR).state == ItemState.UNREACHABLE

    sit(resit, failed, "b")

    assert item_of(failed, resit.opens_at + HOUR).state == ItemState.UNREACHABLE


def test_a_resit_handed_in_waits_also_after_its_window(failed: Enrollment) -> None:
    resit = resit_of(failed)

    sit(resit, failed, "a", release=False)

    assert item_of(failed, resit.closes_at + HOUR).state == ItemState.WAITING


def test_a_resit_passed_is_done(failed: Enrollment) -> None:
    resit = resit_of(failed)

    sit(resit, failed, "a")

    found = checklist(failed, resit.closes_at + HOUR)
    assert (found.complete, found.has_passed) == (True, True)
    assert (found.items[0].label, found.items[0].note) == ("结业考核补考", "补考通过，成绩 100%")


def test_whoever_was_absent_is_told_of_the_resit(failed: Enrollment) -> None:
    absent = make_enrollment(failed.cohort)
    resit = resit_of(failed)

    item = item_of(absent, resit.opens_at + HOUR)

    assert (item.state, item.note) == (ItemState.OPEN, "补考；此前缺考")
