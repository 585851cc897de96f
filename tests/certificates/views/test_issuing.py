"""The completion list, the button that issues, the page of the work, and revoking."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates import tasks
from certificates.domain import issuing, jobs
from certificates.enums import CertificateState, JobState
from certificates.models.certificates import Certificate, IssueJob
from cohorts.models.cohort import Cohort
from people.models.accounts import User
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import LATER, RARE_NAMES, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_unit
from tests.factories.designs import make_design, make_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    """A cohort with two graduates and one who is on the way."""
    cohort = make_cohort()
    for name in ("林秀英", "司马𠮷祥"):
        make_graduate(name, cohort=cohort)
    make_enrollment(cohort)
    return cohort


@pytest.fixture
def wu(client: Client, cohort: Cohort) -> User:
    """The cohort's organizer, logged in."""
    organizer = make_organizer(cohort.unit)
    client.force_login(organizer)
    return organizer


def url(name: str, *args: object) -> str:
    """An address of certificates."""
    return reverse(f"certificates:{name}", args=args)


def test_the_list_says_how_everybody_stands(client: Client, wu: User, cohort: Cohort) -> None:
    answer = client.get(url("completion-list", cohort.pk))

    assert [row.standing for row in answer.context["page"]] == ["ready", "ready", "open"]
    assert "司马𠮷祥" in answer.text
    assert re.search(r"figure__parts\">\d / \d<", answer.text)  # Things done are not counted in people.


def test_the_list_can_be_narrowed(client: Client, wu: User, cohort: Cohort) -> None:
    answer = client.get(url("completion-list", cohort.pk) + "?state=open")

    assert len(answer.context["page"]) == 1


def test_the_button_issues_for_everybody_who_is_ready(
    client: Client,
    wu: User,
    cohort: Cohort,
    run_tasks: Callable[[], int],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("certificate-issue", cohort.pk))
    run_tasks()

    job = IssueJob.objects.get()
    assert answer.headers["Location"] == url("issue-job", job.pk)
    assert (job.state, job.done) == (JobState.DONE, 2)
    assert Certificate.objects.filter(state=CertificateState.ISSUED, issued_by=wu).count() == 2


def test_a_seal_that_may_not_be_used_is_said_before_anything_begins(client: Client, wu: User, cohort: Cohort) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit, ends_on=date(2026, 1, 1)))

    pages = [client.get(url(name, cohort.pk)).text for name in ("completion-list", "certificate-issue")]
    answer = client.post(url("certificate-issue", cohort.pk))

    assert ["只能在" in page and "立即颁发" not in page for page in [*pages, answer.text]] == [True] * 3
    assert url("certificate-issue", cohort.pk) not in pages[0]
    assert not IssueJob.objects.exists()


def test_a_seal_that_ran_out_meanwhile_stops_the_work_before_the_first_person(
    wu: User, cohort: Cohort, run_tasks: Callable[[], int]
) -> None:
    job = jobs.start_job(cohort=cohort, by=wu, at=LATER)
    make_design(cohort.unit, seal=make_seal(cohort.unit, ends_on=date(2026, 1, 1)))

    tasks.issue_for_cohort.enqueue(job.pk)
    run_tasks()

    job.refresh_from_db()
    assert (job.state, [problem["name"] for problem in job.problems]) == (JobState.FAILED, [""])
    assert not Certificate.objects.exists()


def test_automatic_issue_with_such_a_seal_leaves_the_person_ready(
    client: Client, wu: User, cohort: Cohort, run_tasks: Callable[[], int]
) -> None:
    make_design(cohort.unit, seal=make_seal(cohort.unit, ends_on=date(2026, 1, 1)))

    tasks.issue_for_enrollment.enqueue(cohort.enrollments.earliest("pk").pk)
    run_tasks()

    assert client.get(url("completion-list", cohort.pk)).context["ready"] == 2


def test_a_double_press_is_one_job(client: Client, wu: User, cohort: Cohort) -> None:
    client.post(url("certificate-issue", cohort.pk))
    client.post(url("certificate-issue", cohort.pk))

    assert IssueJob.objects.count() == 1


def test_asking_first_issues_nothing(client: Client, wu: User, cohort: Cohort) -> None:
    answer = client.get(url("certificate-issue", cohort.pk))

    assert len(answer.context["ready"]) == 2
    assert not IssueJob.objects.exists()


def test_the_page_of_the_work_answers_a_script_with_its_part_alone(client: Client, wu: User, cohort: Cohort) -> None:
    client.post(url("certificate-issue", cohort.pk))
    job = IssueJob.objects.get()

    whole = client.get(url("issue-job", job.pk)).content
    part = client.get(url("issue-job", job.pk), headers={"HX-Request": "true"}).content

    assert (b"<html" in whole, b"<html" in part) == (True, False)


def test_the_work_can_be_stopped(client: Client, wu: User, cohort: Cohort) -> None:
    client.post(url("certificate-issue", cohort.pk))
    job = IssueJob.objects.get()

    client.post(url("issue-cancel", job.pk))

    job.refresh_from_db()
    assert job.state == JobState.CANCELED
    assert "data-poll-end" in client.get(url("issue-job", job.pk)).content.decode()


def test_what_needs_a_person_is_named(client: Client, wu: User, cohort: Cohort) -> None:
    client.post(url("certificate-issue", cohort.pk))
    IssueJob.objects.update(problems=[{"name": "林秀英", "message": "U+31350"}])

    assert "U+31350" in client.get(url("issue-job", IssueJob.objects.get().pk)).content.decode()


def test_revoking_needs_a_reason_and_is_seen_on_the_list(client: Client, wu: User, cohort: Cohort) -> None:
    certificate = issue_one(cohort)
    page = url("certificate-revoke", certificate.number)
    client.post(page, {"reason": ""})
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED

    client.post(page, {"reason": "姓名有误"})

    certificate.refresh_from_db()
    assert (certificate.state, certificate.end_reason, certificate.ended_by) == ("revoked", "姓名有误", wu)
    assert client.get(page).status_code == 404


def test_the_sister_districts_organizer_finds_nothing(client: Client, wu: User, cohort: Cohort) -> None:
    certificate = issue_one(cohort)
    client.post(url("certificate-issue", cohort.pk))
    pages = [
        url("completion-list", cohort.pk),
        url("certificate-issue", cohort.pk),
        url("issue-job", IssueJob.objects.get().pk),
        url("certificate-revoke", certificate.number),
        url("certificate-file", certificate.number),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * 5

    client.force_login(make_organizer(make_unit("市南区"), name="何组织员"))

    assert [client.get(page).status_code for page in pages] == [404] * 5
    assert client.post(url("certificate-revoke", certificate.number), {"reason": "x"}).status_code == 404


def test_who_may_only_look_is_offered_no_button(client: Client, cohort: Cohort) -> None:
    client.force_login(make_organizer(cohort.unit, role="leader"))

    answer = client.get(url("completion-list", cohort.pk))

    assert url("certificate-issue", cohort.pk) not in answer.content.decode()
    assert client.post(url("certificate-issue", cohort.pk)).status_code == 403


def test_the_list_of_many_costs_no_more_than_the_list_of_few(client: Client) -> None:
    cohort = make_cohort(with_examination=True)
    client.force_login(make_organizer(cohort.unit))
    counts = []
    for size in (3, 27):
        for _ in range(size):
            make_enrollment(cohort)
        counts.append(count_queries(client, url("completion-list", cohort.pk)))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", RARE_NAMES)
def test_rare_names_go_through_the_whole_stair(client: Client, name: str) -> None:
    enrollment = make_graduate(name)
    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())
    client.force_login(enrollment.person)

    answer = client.get(url("certificate-file", certificate.number))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def issue_one(cohort: Cohort) -> Certificate:
    """A certificate of one of the graduates."""
    enrollment = cohort.enrollments.select_related("person", "cohort__unit").order_by("pk")[0]
    return issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())


def test_a_corrected_certificate_takes_the_place_of_the_old_one(
    client: Client, run_tasks: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first = issuing.issue(enrollment=make_graduate("林秀瑛"), by=None, at=LATER, press=make_press())
    client.force_login(make_organizer(first.unit))
    rename(first, "林秀英")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("certificate-reissue", first.number), {"reason": "姓名有误"})
    run_tasks()

    first.refresh_from_db()
    second = Certificate.objects.get(replaces=first)
    assert (first.state, second.state) == (CertificateState.REPLACED, CertificateState.ISSUED)
    assert second.payload["person"]["name"] == "林秀英"


def test_the_page_of_a_correction_shows_both_names_and_says_when_nothing_would_change(client: Client) -> None:
    certificate = issuing.issue(enrollment=make_graduate("林秀瑛"), by=None, at=LATER, press=make_press())
    client.force_login(make_organizer(certificate.unit))
    before = client.get(url("certificate-reissue", certificate.number))
    rename(certificate, "林秀英")

    after = client.get(url("certificate-reissue", certificate.number))

    assert (before.context["unchanged"], after.context["unchanged"]) == (True, False)
    assert "林秀瑛" in after.content.decode()
    assert "林秀英" in after.content.decode()


def test_a_name_that_cannot_be_printed_is_said_on_the_page_and_the_old_one_stays(client: Client) -> None:
    certificate = issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=make_press())
    client.force_login(make_organizer(certificate.unit))
    rename(certificate, "林\U00031350英")

    answer = client.post(url("certificate-reissue", certificate.number), {"reason": "姓名有误"})

    certificate.refresh_from_db()
    assert "U+31350" in answer.content.decode()
    assert certificate.state == CertificateState.ISSUED


def rename(certificate: Certificate, name: str) -> None:
    """Give the holder another name in the records."""
    person = certificate.enrollment.person
    person.name = name
    person.save()
