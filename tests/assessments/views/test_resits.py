"""Resits as the organizer prepares and publishes them, and as the trainee meets them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import results
from assessments.enums import SittingPurpose, SittingState
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from people.models.notices import Notice
from tests.factories.assessments import (
    extend_paper,
    hand_in,
    make_attempt,
    make_paper,
    make_resit,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"chosen": "a"}, {"chosen": "b"}


@pytest.fixture
def final() -> Sitting:
    """A final examination that closed yesterday, with a section of its own minimum."""
    cohort = make_cohort(make_unit("市中区"))
    paper = make_paper([single_snapshot()], unit=cohort.unit, section="党建")
    extend_paper(paper, [single_snapshot()], section="廉洁履职", minimum=60, points=1)
    opens_at = timezone.now() - timedelta(days=3)
    purpose = SittingPurpose.FINAL
    return make_sitting(cohort, paper=paper, opens_at=opens_at, purpose=purpose, name="结业考核", pass_percent=50)


@pytest.fixture
def failed(final: Sitting) -> Enrollment:
    """Lin, who reached the pass mark and fell short in one section; somebody else passed, and it is all released."""
    sat(final, make_enrollment(final.cohort), RIGHT, RIGHT)
    lin = make_enrollment(final.cohort)
    sat(final, lin, RIGHT, WRONG)
    results.release(sitting=final, by=final.cohort.organizer, at=final.closes_at)
    return lin


@pytest.fixture
def as_wu(client: Client, final: Sitting) -> Client:
    client.force_login(make_organizer(final.cohort.unit))
    return client


def sat(sitting: Sitting, enrollment: Enrollment, *responses: dict[str, str]) -> Attempt:
    return hand_in(make_attempt(sitting, enrollment, at=sitting.opens_at), *responses, at=sitting.opens_at)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page_of(client: Client, name: str, sitting: Sitting) -> Any:
    return client.get(reverse(f"assessments:{name}", args=[sitting.pk]))


def form_of(sitting: Sitting, **changes: str) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "name": "结业考核补考",
        "paper": sitting.paper_id,
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
        "minutes": "45",
        "attempts_allowed": "2",
        **changes,
    }


def test_one_button_prepares_a_resit_that_is_published_after_a_confirmation(
    as_wu: Client, final: Sitting, failed: Enrollment
) -> None:
    url = reverse("assessments:resit-create", args=[final.pk])
    assert url in page_of(as_wu, "sitting-detail", final).text
    assert "本班还有 1 人没有通过" in as_wu.get(url).text

    as_wu.post(url, form_of(final))
    resit = final.resits.get()
    confirmation = page_of(as_wu, "sitting-publish", resit).text

    assert (resit.key, resit.minutes, resit.attempts_allowed, resit.pass_percent) == ("resit-1-final", 45, 2, 50)
    for words in ("没有通过的 1 人", "及格线", "50%", "补考用的是原卷", "2 题，共 3 分"):
        assert words in confirmation
    assert not Notice.objects.filter(key=f"sitting-published-{resit.pk}").exists()

    as_wu.post(reverse("assessments:sitting-publish", args=[resit.pk]))

    assert Notice.objects.get(key=f"sitting-published-{resit.pk}").recipient == failed.person
    listed = as_wu.get(reverse("assessments:sitting-list", args=[final.cohort_id])).text
    assert "补考 · 结业考核" in listed


def test_a_resit_in_preparation_is_opened_instead_of_a_second_one(
    as_wu: Client, final: Sitting, failed: Enrollment
) -> None:
    resit = make_resit(final, published=False)
    url = reverse("assessments:resit-create", args=[final.pk])

    again = as_wu.post(url, form_of(final))

    assert again["Location"] == reverse("assessments:sitting-detail", args=[resit.pk])
    assert final.resits.count() == 1
    assert url not in page_of(as_wu, "sitting-detail", final).text


def test_a_resit_in_preparation_can_be_changed(as_wu: Client, final: Sitting, failed: Enrollment) -> None:
    resit = make_resit(final, published=False)

    as_wu.post(reverse("assessments:sitting-edit", args=[resit.pk]), form_of(final, name="第一次补考"))

    resit.refresh_from_db()
    assert (resit.name, resit.key, resit.purpose, resit.resit_of) == ("第一次补考", "resit-1-final", "final", final)


def test_there_is_no_resit_while_results_are_not_out(as_wu: Client, final: Sitting) -> None:
    sat(final, make_enrollment(final.cohort), WRONG, WRONG)
    url = reverse("assessments:resit-create", args=[final.pk])

    assert url not in page_of(as_wu, "sitting-detail", final).text
    assert as_wu.post(url, form_of(final))["Location"] == reverse("assessments:sitting-detail", args=[final.pk])
    assert not final.resits.exists()


def test_what_stands_in_the_way_of_publishing_is_listed_without_a_button(
    as_wu: Client, final: Sitting, failed: Enrollment
) -> None:
    resit = make_resit(final, published=False)
    Sitting.objects.filter(pk=final.pk).update(closes_at=timezone.now() + timedelta(days=1))

    page = page_of(as_wu, "sitting-publish", resit).text
    as_wu.post(reverse("assessments:sitting-publish", args=[resit.pk]))

    assert "前一场考试还没有结束" in page
    assert "button--primary" not in page
    resit.refresh_from_db()
    assert resit.state == SittingState.DRAFT


def test_the_list_says_which_section_was_missed_and_that_everything_is_out(
    as_wu: Client, final: Sitting, failed: Enrollment
) -> None:
    page = page_of(as_wu, "sitting-detail", final).text

    assert "廉洁履职 0% &lt; 60%" in page
    assert "党建 100%" not in page
    assert "还不能发布成绩" not in page
    assert "2 份成绩" in page


def test_the_trainee_is_told_of_the_resit_with_the_result(final: Sitting, failed: Enrollment) -> None:
    browser, attempt = browser_of(failed.person), failed.attempts.get()
    url = reverse("assessments:attempt-result", args=[attempt.uuid])
    before = browser.get(url).text
    resit = make_resit(final, opens_at=timezone.now() - timedelta(hours=1))

    after = browser.get(url).text
    start = page_of(browser, "attempt-start", resit).text

    assert "廉洁履职 0% &lt; 60%" in before
    assert "有补考" not in before
    assert reverse("assessments:attempt-start", args=[resit.pk]) in after
    assert "这是“结业考核”的补考" in start
    assert "您上次的成绩是 66.67%，没有通过" in start


def test_whoever_passed_finds_the_door_of_the_resit_closed_with_the_reason(final: Sitting, failed: Enrollment) -> None:
    passed = final.results.get(passed=True).enrollment
    resit = make_resit(final, opens_at=timezone.now() - timedelta(hours=1))
    browser = browser_of(passed.person)

    page = page_of(browser, "attempt-start", resit).text
    browser.post(reverse("assessments:attempt-start", args=[resit.pk]))

    assert "您已经通过" in page
    assert not resit.attempts.exists()
    mine = browser.get(reverse("assessments:attempt-result", args=[passed.attempts.get().uuid])).text
    assert "有补考" not in mine


def test_whoever_was_absent_reads_so_on_the_resit(final: Sitting, failed: Enrollment) -> None:
    absent = make_enrollment(final.cohort)
    resit = make_resit(final, opens_at=timezone.now() - timedelta(hours=1))

    page = page_of(browser_of(absent.person), "attempt-start", resit).text

    assert "您上次没有参加考试" in page


def test_the_page_of_a_resit_costs_the_same_for_three_and_for_thirty(
    as_wu: Client, final: Sitting, failed: Enrollment, django_assert_max_num_queries: Any
) -> None:
    resit = make_resit(final, opens_at=timezone.now() - timedelta(hours=1))
    page_of(as_wu, "sitting-detail", resit)
    costs = []
    for more in (3, 12):
        for _ in range(more):
            sat(resit, make_enrollment(final.cohort), WRONG, WRONG)
        with django_assert_max_num_queries(24) as counted:
            page_of(as_wu, "sitting-detail", resit)
        costs.append(len(counted))
    assert costs[0] == costs[1]
