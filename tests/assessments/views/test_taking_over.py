"""The same person at two devices, as the pages show it: asked, taken over, told; with scripts and without."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models.attempts import Answer, Attempt
from people.models.accounts import User
from tests.assessments.views.sitting_room import EVERY_KIND, item_url, send
from tests.factories.assessments import make_sitting
from tests.factories.cohorts import make_enrollment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]


@pytest.fixture
def phone(as_lin: Client, lin: User) -> Client:
    """Where she began."""
    sitting = make_sitting(snapshots=EVERY_KIND)
    make_enrollment(sitting.cohort, lin)
    as_lin.post(reverse("assessments:attempt-start", args=[sitting.pk]))
    return as_lin


@pytest.fixture
def desk(lin: User) -> Client:
    client = Client()
    client.force_login(lin)
    return client


def take_over(client: Client, attempt: Attempt, epoch: Any) -> Any:
    return client.post(reverse("assessments:attempt-take-over", args=[attempt.uuid]), {"epoch": epoch})


def test_a_second_device_is_shown_no_question_and_asked(phone: Client, desk: Client) -> None:
    attempt = Attempt.objects.get()
    assert "题干" in phone.get(item_url(attempt)).text

    for url in (item_url(attempt), reverse("assessments:attempt-review", args=[attempt.uuid])):
        page = desk.get(url)
        assert "您正在另一台设备上作答" in page.text
        assert "接管" in page.text
        assert "data-answer-queue" not in page.text


def test_the_second_device_takes_over_and_sees_what_is_saved(phone: Client, desk: Client) -> None:
    attempt = Attempt.objects.get()
    send(phone, attempt, {"chosen": "b"})
    desk.get(item_url(attempt))

    assert take_over(desk, attempt, 0)["Location"] == item_url(attempt)

    assert 'value="b" checked' in desk.get(item_url(attempt)).text
    assert send(desk, attempt, {"chosen": "c"}, revision=2).status_code == 200


def test_the_first_device_is_told_on_each_write_and_nothing_is_stored(phone: Client, desk: Client) -> None:
    attempt = Attempt.objects.get()
    take_over(desk, attempt, 0)

    for revision in (1, 2):
        reply = send(phone, attempt, {"chosen": "b"}, revision=revision)
        assert (reply.status_code, reply.json()) == (409, {"error": "taken-over", "epoch": 1, "seconds_left": 3600})

    assert not Answer.objects.exists()


def test_without_scripts_the_first_device_is_told_and_keeps_its_words_before_its_eyes(
    phone: Client, desk: Client
) -> None:
    attempt = Attempt.objects.get()
    take_over(desk, attempt, 0)

    page = phone.post(item_url(attempt, 5), {"text": "先听群众怎么说。", "revision": "1", "next": "review"})

    assert page.status_code == 409
    assert "这个答案没有保存" in page.text
    assert "先听群众怎么说。" in page.text
    assert 'name="epoch" value="1"' in page.text
    assert not Answer.objects.exists()


def test_the_first_device_hands_nothing_in(phone: Client, desk: Client) -> None:
    attempt = Attempt.objects.get()
    take_over(desk, attempt, 0)

    page = phone.post(reverse("assessments:attempt-submit", args=[attempt.uuid]), follow=True)

    assert "您正在另一台设备上作答" in page.text
    assert Attempt.objects.get().is_in_progress


@pytest.mark.parametrize("epoch", ["", "1", "-1", "x", "٣", "9" * 30])
def test_an_answer_to_another_question_takes_nothing_over(phone: Client, desk: Client, epoch: str) -> None:
    attempt = Attempt.objects.get()

    take_over(desk, attempt, epoch)

    assert send(phone, attempt, {"chosen": "b"}).status_code == 200


def test_the_mark_of_a_device_outlives_logging_out_and_in(phone: Client, lin: User) -> None:
    attempt = Attempt.objects.get()
    cookie = phone.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    phone.post(reverse("account_logout"))

    phone.force_login(lin)

    assert send(phone, attempt, {"chosen": "b"}).status_code == 200
