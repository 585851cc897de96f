"""The board as residents see it, and the organizer's way to it."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain import countersigning, posting
from certificates.models.pledges import Pledge
from certificates.models.postings import Posting
from tests.factories.certificates import AT, make_pledge, make_signer, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db
FIELDS = {"from_on": "2026-03-03", "until_on": "2026-03-10", "names": "masked"}


@pytest.fixture
def pledge() -> Pledge:
    """Lin's countersigned pledge."""
    return countersigned(make_pledge())


def countersigned(pledge: Pledge) -> Pledge:
    """Signed by the one and countersigned by another."""
    signed = Pledge.objects.with_people().get(pk=sign(pledge).pk)
    [done] = countersigning.countersign(pledges=[signed], by=make_signer("武明远"), at=AT)
    return done


def address(pledge: Pledge) -> str:
    """The organizer's page."""
    return reverse("certificates:board-posting", args=[pledge.enrollment.cohort_id])


def board_of(client: Client, pledge: Pledge, day: str = "2026-03-05 09:00") -> str:
    """What somebody without an account sees."""
    with time_machine.travel(day, tick=False):
        return client.get(reverse("certificates:board", args=[pledge.enrollment.unit.code])).text


@pytest.fixture
def wu(client: Client, pledge: Pledge) -> Client:
    """The organizer, logged in."""
    client.force_login(make_organizer(pledge.enrollment.cohort.unit))
    return client


def test_the_organizer_sees_what_will_be_public_and_nothing_is_before_the_last_press(
    wu: Client, pledge: Pledge
) -> None:
    with time_machine.travel("2026-03-03 09:00", tick=False):
        preview = wu.post(address(pledge), {**FIELDS, "pledge": [str(pledge.uuid)]}).text
        assert not Posting.objects.exists()

        wu.post(address(pledge), {**FIELDS, "pledge": [str(pledge.uuid)], "confirmed": "yes"})

    assert "林＊＊" in preview
    assert "不收受礼品礼金。" in preview
    assert Posting.objects.get().shown_name == "林＊＊"


def test_residents_read_the_pledge_without_an_account_and_without_the_name(wu: Client, pledge: Pledge) -> None:
    with time_machine.travel("2026-03-03 09:00", tick=False):
        wu.post(address(pledge), {**FIELDS, "pledge": [str(pledge.uuid)], "confirmed": "yes"})

    page = board_of(Client(), pledge)

    assert "林＊＊" in page
    assert "不收受礼品礼金。" in page
    assert "林秀英" not in page
    assert not re.search("<polyline|10\\.0\\.0\\.7", page)


def test_before_and_after_its_time_nothing_is_there(wu: Client, pledge: Pledge) -> None:
    with time_machine.travel("2026-03-03 09:00", tick=False):
        wu.post(address(pledge), {**FIELDS, "pledge": [str(pledge.uuid)], "confirmed": "yes"})

    assert "林＊＊" in board_of(Client(), pledge, "2026-03-10 23:00")
    assert "林＊＊" not in board_of(Client(), pledge, "2026-03-11 01:00")


def test_it_is_kept_out_of_search_engines_and_cached_for_minutes(client: Client, pledge: Pledge) -> None:
    answer = client.get(reverse("certificates:board", args=[pledge.enrollment.unit.code]))

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "max-age=300"
    assert client.get(reverse("certificates:board", args=["000"])).status_code == 404


def test_the_organizer_takes_it_down_with_a_reason(wu: Client, pledge: Pledge) -> None:
    with time_machine.travel("2026-03-03 09:00", tick=False):
        wu.post(address(pledge), {**FIELDS, "pledge": [str(pledge.uuid)], "confirmed": "yes"})
        down = reverse("certificates:board-take-down", args=[pledge.enrollment.cohort_id, Posting.objects.get().pk])

        wu.post(down, {"reason": ""})
        assert Posting.objects.standing().exists()
        wu.post(down, {"reason": "已调离"})

    assert "林＊＊" not in board_of(Client(), pledge)


def test_a_time_that_ends_before_it_begins_is_refused(wu: Client, pledge: Pledge) -> None:
    fields = {**FIELDS, "until_on": "2026-03-01", "pledge": [str(pledge.uuid)], "confirmed": "yes"}
    with time_machine.travel("2026-03-03 09:00", tick=False):
        answer = wu.post(address(pledge), fields)

    assert answer.status_code == 422
    assert not Posting.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_the_board_asks_as_often_for_three_as_for_one(
    client: Client, pledge: Pledge, people: int, django_assert_max_num_queries: object
) -> None:
    cohort, text = pledge.enrollment.cohort, pledge.text
    others = [countersigned(make_pledge(make_signer(f"乔{n}"), text=text, cohort=cohort)) for n in range(people - 1)]
    proposed = posting.propose(pledges=[pledge, *others], is_masked=True, from_on=AT.date(), until_on=AT.date())
    posting.post(proposed=proposed, by=make_signer("武明远"), at=AT)

    with time_machine.travel(AT, tick=False), django_assert_max_num_queries(18):  # type: ignore[operator]
        page = client.get(reverse("certificates:board", args=[pledge.enrollment.unit.code])).text

    assert page.count("<article") == people
