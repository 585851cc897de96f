"""Sitting an examination in a browser: the pages, the saves, the end, and what is never sent."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.domain import answering
from assessments.domain.answering import GRACE
from assessments.models.attempts import Answer, Attempt
from cohorts.domain.enrolling import withdraw
from people.models.accounts import User
from tests.assessments.views.sitting_room import EVERY_KIND, bare, begun, item_url, send
from tests.factories.assessments import (
    answer,
    due_of,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_enrollment, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
PASSWORD = "correct-horse-battery"


def test_the_start_page_says_the_rules_and_begins_nothing(as_lin: Client, lin: User) -> None:
    sitting = make_sitting(snapshots=EVERY_KIND)
    make_enrollment(sitting.cohort, lin)

    page = as_lin.get(reverse("assessments:attempt-start", args=[sitting.pk]))

    assert "5 题，共 10 分" in page.text
    assert "开始作答" in page.text
    assert not Attempt.objects.exists()


def test_pressing_begin_twice_begins_once(as_lin: Client, lin: User) -> None:
    sitting = make_sitting()
    make_enrollment(sitting.cohort, lin)
    url = reverse("assessments:attempt-start", args=[sitting.pk])

    first, second = as_lin.post(url), as_lin.post(url)

    assert first["Location"] == second["Location"] == item_url(Attempt.objects.get())


def test_beginning_too_early_begins_nothing_and_says_why(as_lin: Client, lin: User) -> None:
    sitting = make_sitting(opens_at=AT + timedelta(hours=1))
    make_enrollment(sitting.cohort, lin)

    page = as_lin.post(reverse("assessments:attempt-start", args=[sitting.pk]), follow=True)

    assert "尚未开放" in page.text
    assert not Attempt.objects.exists()


def test_the_page_holds_every_question_and_shows_one(as_lin: Client, lin: User) -> None:
    page = as_lin.get(item_url(begun(lin), 3))

    forms = re.findall(r'<form class="exam-question".*?data-item="(\d)".*?>', page.text, re.DOTALL)
    assert forms == ["1", "2", "3", "4", "5"]
    assert page.text.count('data-saved-at="" hidden>') == 4
    assert 'data-countdown="3600"' in page.text


def test_the_page_costs_the_same_for_one_question_and_for_thirty(
    as_lin: Client, lin: User, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 30):
        attempt = begun(lin, make_sitting(snapshots=[single_snapshot()] * count))
        with django_assert_max_num_queries(12):
            as_lin.get(item_url(attempt))


@pytest.mark.parametrize(
    ("position", "fields", "response"),
    [
        (1, {"chosen": "b"}, {"chosen": "b"}),
        (2, {"chosen": ["a", "c"]}, {"chosen": ["a", "c"]}),
        (3, {"chosen": "true"}, {"chosen": "true"}),
        (4, {"b1": "甲", "b2": ""}, {"b1": "甲", "b2": ""}),
        (5, {"text": "先听。"}, {"text": "先听。"}),
    ],
)
def test_without_scripts_each_kind_is_saved_by_its_plain_form(
    as_lin: Client, lin: User, position: int, fields: dict[str, Any], response: dict[str, Any]
) -> None:
    attempt = begun(lin)

    reply = as_lin.post(item_url(attempt, position), {**fields, "revision": "1", "next": "1"})

    assert reply["Location"] == item_url(attempt, 1)
    assert Answer.objects.get().response == response


def test_passing_by_a_question_without_scripts_writes_nothing(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)

    reply = as_lin.post(item_url(attempt), {"revision": "1", "next": "review"})

    assert reply["Location"] == reverse("assessments:attempt-review", args=[attempt.uuid])
    assert not Answer.objects.exists()


def test_a_form_from_an_older_page_overwrites_nothing(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    answer(attempt, 1, {"chosen": "a"})

    page = as_lin.post(item_url(attempt), {"chosen": "b", "revision": "1", "next": "2"}, follow=True)

    assert "这道题已在其他窗口作答" in page.text
    assert Answer.objects.get().response == {"chosen": "a"}


def test_a_script_is_told_what_is_stored_and_how_long_is_left(as_lin: Client, lin: User) -> None:
    reply = send(as_lin, begun(lin), {"chosen": "b"})

    body = reply.json()
    assert reply.status_code == 200
    assert (body["stored"]["response"], body["saved_at"], body["seconds_left"]) == ({"chosen": "b"}, "9:00", 3600)


def test_an_older_revision_is_a_conflict(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    send(as_lin, attempt, {"chosen": "b"}, revision=2)

    reply = send(as_lin, attempt, {"chosen": "c"}, revision=1)

    assert (reply.status_code, reply.json()["stored"]["response"]) == (409, {"chosen": "b"})


@pytest.mark.parametrize(
    ("after_due", "status"), [(timedelta(0), 200), (GRACE, 200), (GRACE + timedelta(milliseconds=1), 410)]
)
def test_a_save_after_the_end_is_kept_and_answered_gone(
    as_lin: Client, lin: User, nine_o_clock: time_machine.Traveller, after_due: timedelta, status: int
) -> None:
    attempt = begun(lin)
    nine_o_clock.move_to(due_of(attempt) + after_due)

    reply = send(as_lin, attempt, {"chosen": "a"})

    assert reply.status_code == status
    assert Answer.objects.get().is_late is (status == 410)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"\xff",
        b'{"revision": 1}',
        b'{"revision": 0, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {}}',
        b'{"revision": 1, "operation": "x", "response": {}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": []}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"chosen": NaN}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"text": "\\u0000"}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"text": "\\ud800"}}',
        b'{"revision": 1e400, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {}}',
        b"[" * 60_000,
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"chosen": {"a": 1}}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"chosen": ["a", ["b"]]}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"chosen": 7}}',
        b'{"revision": 1, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"other": "a"}}',
        b'{"revision": true, "operation": "6f1c2c0e-8f0e-4c39-9a3e-0f3a2b1c4d5e", "response": {"chosen": "a"}}',
    ],
)
def test_what_cannot_be_read_is_refused_and_not_stored(as_lin: Client, lin: User, body: bytes) -> None:
    reply = as_lin.post(item_url(begun(lin)), body, content_type="application/json")

    assert (reply.status_code, reply.json()) == (400, {"error": "unreadable"})
    assert not Answer.objects.exists()


def test_an_answer_nested_nine_hundred_deep_is_refused_and_not_stored(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    nested: Any = "a"
    for _ in range(900):
        nested = [nested]

    reply = send(as_lin, attempt, {"chosen": nested})

    assert reply.status_code == 400
    assert not Answer.objects.exists()


def test_an_answer_of_a_hundred_thousand_characters_is_refused(as_lin: Client, lin: User) -> None:
    reply = send(as_lin, begun(lin), {"text": "长" * 100_000})

    assert reply.status_code == 413
    assert not Answer.objects.exists()


def test_clock_fields_from_the_browser_change_nothing(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    body = {
        "revision": 1,
        "operation": str(uuid4()),
        "response": {"chosen": "a"},
        "due_at": "2099-01-01",
        "at": "2000-01-01",
        "received_at": "2000-01-01",
    }

    as_lin.post(item_url(attempt), json.dumps(body), content_type="application/json")

    attempt.refresh_from_db()
    assert attempt.due_at == AT + timedelta(minutes=60)
    assert Answer.objects.get().received_at == AT


def test_a_script_whose_session_has_ended_is_told_so_and_may_send_again(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    as_lin.logout()
    assert send(as_lin, attempt, {"chosen": "a"}).json() == {"error": "signed-out"}
    assert send(as_lin, attempt, {"chosen": "a"}).status_code == 401

    as_lin.force_login(lin)

    assert send(as_lin, attempt, {"chosen": "a"}).status_code == 200


def test_logging_in_again_in_another_tab_does_not_disturb_the_exam(lin: User) -> None:
    lin.set_password(PASSWORD)
    lin.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    attempt = begun(lin)
    client.get(item_url(attempt))
    session, token = (client.cookies[name].value for name in ("sessionid", "csrftoken"))
    assert send(client, attempt, {"chosen": "a"}, headers={"X-CSRFToken": token}).status_code == 200

    client.post(reverse("account_logout"), headers={"X-CSRFToken": token})
    client.get(reverse("account_login"))
    token = client.cookies["csrftoken"].value
    form = {"login": lin.username, "password": PASSWORD}
    client.post(reverse("account_login"), form, headers={"X-CSRFToken": token})
    newest = client.cookies["csrftoken"].value
    reply = send(client, attempt, {"chosen": "b"}, revision=2, headers={"X-CSRFToken": newest})

    assert (newest != token, client.cookies["sessionid"].value != session) == (True, True)
    assert (reply.status_code, reply.json()["stored"]["response"]) == (200, {"chosen": "b"})


def test_the_check_before_submitting_names_what_is_missing(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    answer(attempt, 2, {"chosen": ["a"]})

    page = as_lin.get(reverse("assessments:attempt-review", args=[attempt.uuid]))

    assert "还有 4 题未答" in page.text


def test_submitting_twice_gives_the_same_receipt(as_lin: Client, lin: User) -> None:
    attempt = begun(lin)
    url = reverse("assessments:attempt-submit", args=[attempt.uuid])

    first, second = as_lin.post(url, follow=True), as_lin.post(url, follow=True)

    assert "已交卷" in first.text
    assert bare(first.text) == bare(second.text)


def test_reading_a_page_after_the_end_closes_the_attempt(
    as_lin: Client, lin: User, nine_o_clock: time_machine.Traveller
) -> None:
    attempt = begun(lin)
    nine_o_clock.move_to(due_of(attempt) + timedelta(minutes=5))

    page = as_lin.get(item_url(attempt), follow=True)

    assert "到时自动交卷" in page.text
    attempt.refresh_from_db()
    assert attempt.finished_at == attempt.due_at


@pytest.mark.parametrize("name", ["attempt-review", "attempt-result"])
def test_another_persons_attempt_is_unknown(client: Client, lin: User, name: str) -> None:
    attempt = begun(lin)
    url = reverse(f"assessments:{name}", args=[attempt.uuid])
    client.force_login(lin)
    assert client.get(url).status_code in {200, 302}

    client.force_login(make_person("赵建国"))

    assert client.get(url).status_code == 404


def test_nothing_is_written_into_another_persons_attempt(client: Client, lin: User) -> None:
    attempt = begun(lin)
    client.force_login(make_person("赵建国"))

    assert send(client, attempt, {"chosen": "a"}).status_code == 404
    assert client.post(reverse("assessments:attempt-submit", args=[attempt.uuid])).status_code == 404
    attempt.refresh_from_db()
    assert attempt.is_in_progress
    assert not Answer.objects.exists()


def test_somebody_of_another_cohort_cannot_begin(client: Client) -> None:
    sitting = make_sitting()
    client.force_login(make_enrollment(make_sitting().cohort).person)

    assert client.post(reverse("assessments:attempt-start", args=[sitting.pk])).status_code == 404
    assert not Attempt.objects.exists()


def test_whoever_has_left_the_class_writes_nothing_more_and_may_still_read_the_result(
    as_lin: Client, lin: User
) -> None:
    attempt = begun(lin)
    writing = [item_url(attempt), reverse("assessments:attempt-submit", args=[attempt.uuid])]
    withdraw(enrollment=attempt.enrollment, at=AT, reason="调离")

    replies = [
        send(as_lin, attempt, {"chosen": "a"}),
        as_lin.post(writing[0], {"chosen": "a"}),
        as_lin.post(writing[1]),
    ]

    assert [reply.status_code for reply in replies] == [404, 404, 404]
    assert not Answer.objects.exists()
    attempt.refresh_from_db()
    assert attempt.is_in_progress
    answering.submit(attempt=attempt, at=AT)
    assert as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid])).status_code == 200
