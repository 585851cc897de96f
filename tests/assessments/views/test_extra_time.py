"""More time as the organizer gives it, and as the trainee sees it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.assessments.views.sitting_room import begun, item_url, send
from tests.factories.assessments import due_of, give_time, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
MINUTE = timedelta(minutes=1)
FORM = {"factor": "1.5", "extension": "30", "reason": "视力障碍"}


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(hours=2)


@pytest.fixture
def as_wu(client: Client, sitting: Sitting) -> Client:
    client.force_login(make_organizer(sitting.cohort.unit))
    return client


def give_url(sitting: Sitting, enrollment: Any) -> str:
    return reverse("assessments:accommodation-give", args=[sitting.pk, enrollment.pk])


def test_it_is_given_from_the_sittings_page_and_stands_in_the_list(as_wu: Client, sitting: Sitting) -> None:
    lin = make_enrollment(sitting.cohort, make_person("林秀英"))
    attempt = make_attempt(sitting, lin)
    url = give_url(sitting, lin)
    detail = reverse("assessments:sitting-detail", args=[sitting.pk])
    assert url in as_wu.get(detail).text

    as_wu.post(url, FORM)

    given = Accommodation.objects.get()
    assert (str(given.factor), given.extension, given.reason) == ("1.50", 30 * MINUTE, "视力障碍")
    assert Attempt.objects.get(pk=attempt.pk).due_at == AT + 90 * MINUTE
    assert reverse("assessments:accommodation-list", args=[sitting.pk]) in as_wu.get(detail).text
    listed = as_wu.get(reverse("assessments:accommodation-list", args=[sitting.pk])).text
    assert "林秀英" in listed
    assert "视力障碍" in listed


def test_nobody_gives_himself_more_time(client: Client, sitting: Sitting) -> None:
    wu = make_organizer(sitting.cohort.unit)
    own = make_enrollment(sitting.cohort, wu)
    client.force_login(wu)
    assert give_url(sitting, own) not in client.get(reverse("assessments:sitting-detail", args=[sitting.pk])).text

    assert client.post(give_url(sitting, own), FORM).status_code == 404

    assert not Accommodation.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"factor": "0.9"},
        {"factor": "3.01"},
        {"factor": "1.555"},
        {"extension": "-1"},
        {"extension": "10081"},
        {"reason": ""},
        {"factor": "1", "extension": "0"},
    ],
)
def test_what_makes_no_sense_is_refused(as_wu: Client, sitting: Sitting, changes: dict[str, str]) -> None:
    page = as_wu.post(give_url(sitting, make_enrollment(sitting.cohort)), {**FORM, **changes})

    assert "error-summary" in page.text
    assert not Accommodation.objects.exists()


def test_it_is_taken_back_with_a_reason(as_wu: Client, sitting: Sitting) -> None:
    lin = make_enrollment(sitting.cohort)
    give_time(sitting, lin)
    url = reverse("assessments:accommodation-take-back", args=[sitting.pk, lin.pk])

    as_wu.post(url, {"reason": ""})
    assert Accommodation.objects.exists()
    as_wu.post(url, {"reason": "误填"})

    assert not Accommodation.objects.exists()


def test_somebody_of_another_cohort_is_unknown(as_wu: Client, sitting: Sitting) -> None:
    stranger = make_attempt(make_sitting()).enrollment

    assert as_wu.post(give_url(sitting, stranger), FORM).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(as_wu: Client, sitting: Sitting) -> None:
    costs = []
    for more in (1, 2):
        for _ in range(more):
            give_time(sitting, make_enrollment(sitting.cohort))
        for name in ("accommodation-list", "sitting-detail"):
            with CaptureQueriesContext(connection) as queries:
                as_wu.get(reverse(f"assessments:{name}", args=[sitting.pk]))
            costs.append(len(queries))

    assert costs[:2] == costs[2:]


def test_the_window_is_extended_with_a_reason(as_wu: Client, sitting: Sitting) -> None:
    url = reverse("assessments:sitting-extend", args=[sitting.pk])
    before, after = sitting.closes_at, sitting.closes_at + timedelta(hours=1)
    earlier = f"{timezone.localtime(before - MINUTE):%Y-%m-%dT%H:%M}"
    later = f"{timezone.localtime(after):%Y-%m-%dT%H:%M}"

    for form in ({"closes_at": earlier, "reason": "停电"}, {"closes_at": later, "reason": ""}):
        assert "error-summary" in as_wu.post(url, form).text
    as_wu.post(url, {"closes_at": later, "reason": "停电"})

    sitting.refresh_from_db()
    assert sitting.closes_at == after


# ---- The trainee ----------------------------------------------------------------------------------------------------


def test_the_start_page_names_ones_own_time(as_lin: Client, lin: User, sitting: Sitting) -> None:
    give_time(sitting, make_enrollment(sitting.cohort, lin), minutes=30)

    page = as_lin.get(reverse("assessments:attempt-start", args=[sitting.pk])).text

    assert "从开始作答起 90 分钟" in page
    assert "原时长的 1.5 倍" in page
    assert "截止后延 30 分钟" in page


def test_a_page_that_counted_down_too_early_is_shown_the_new_end_and_hands_nothing_in(
    as_lin: Client, lin: User, sitting: Sitting, nine_o_clock: time_machine.Traveller
) -> None:
    attempt = begun(lin, sitting)
    submit = reverse("assessments:attempt-submit", args=[attempt.uuid])
    give_time(sitting, attempt.enrollment, at=AT + MINUTE)
    as_lin.get(item_url(attempt))  # The browser is given its mark.

    nine_o_clock.move_to(AT + 60 * MINUTE)
    assert as_lin.post(submit, {"by": "clock"})["Location"] == item_url(attempt)
    assert Attempt.objects.get().is_in_progress
    assert send(as_lin, attempt, {"chosen": "b"}).json()["seconds_left"] == 30 * 60

    nine_o_clock.move_to(AT + 90 * MINUTE)
    as_lin.post(submit, {"by": "clock"})
    assert not Attempt.objects.get().is_in_progress


@pytest.mark.parametrize("off_by", [timedelta(days=-1), timedelta(days=1)])
def test_what_the_browser_says_of_the_time_changes_nothing(
    as_lin: Client, lin: User, sitting: Sitting, nine_o_clock: time_machine.Traveller, off_by: timedelta
) -> None:
    attempt = begun(lin, sitting)
    browsers = f"{AT + off_by:%Y-%m-%dT%H:%M:%S}Z"
    claims = dict.fromkeys(("at", "now", "received_at", "saved_at", "started_at", "due_at"), browsers)
    headers = {"Date": browsers, "X-Client-Time": browsers}

    nine_o_clock.move_to(due_of(attempt) + timedelta(seconds=30))
    body = {"revision": 1, "operation": str(attempt.uuid), "response": {"chosen": "a"}, "seconds_left": 999, **claims}
    in_time = as_lin.post(item_url(attempt), body, content_type="application/json", headers=headers)
    nine_o_clock.shift(timedelta(milliseconds=1))
    late = as_lin.post(item_url(attempt), {**body, "revision": 2}, content_type="application/json", headers=headers)

    assert (in_time.status_code, late.status_code) == (200, 410)
    attempt.refresh_from_db()
    assert (attempt.started_at, attempt.due_at) == (AT, AT + 60 * MINUTE)
    assert attempt.items.get(position=1).answers.filter(is_late=False).get().received_at == AT + 60.5 * MINUTE
