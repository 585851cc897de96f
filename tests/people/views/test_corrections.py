"""One person put right between two rosters: the seat, the phone number, the lost password."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from cohorts.enums import EnrollmentState
from cohorts.models.cohort import EnrollmentRule
from people.enums import SeatEnd
from people.models.accounts import User
from people.models.elections import Seat
from people.models.organisation import OrgUnit
from tests.factories.cohorts import make_cohort
from tests.factories.people import make_grant, make_person, make_seat

PASSWORD = re.compile(r'slip__password">([a-z0-9]{5}-[a-z0-9]{5})<')


@pytest.fixture(autouse=True)
def long_ago(lin: User) -> None:
    """Lin took office a month ago, whatever today is."""
    Seat.objects.filter(person=lin).update(started_on=timezone.localdate() - timedelta(days=30))


@pytest.fixture
def browser(client: Client, wu: User) -> Client:
    """Wu's browser."""
    client.force_login(wu)
    return client


def address(name: str, of: User) -> str:
    """Where something of that person is put right."""
    return reverse(f"people:{name}", args=[of.seats.get().pk if name == "seat-end" else of.pk])


def test_a_seat_is_ended_with_day_and_reason_and_the_class_lets_the_person_go(
    browser: Client, lin: User, shizhong: OrgUnit, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cohort = make_cohort(shizhong, rules=(EnrollmentRule(unit=shizhong),), at=timezone.now())
    assert cohort.enrollments.active().get().person == lin
    today = timezone.localdate()

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address("seat-end", lin), {"on": str(today), "reason": "resigned"})

    seat = lin.seats.get()
    assert (seat.ended_on, seat.end_reason) == (today, SeatEnd.RESIGNED)
    assert cohort.enrollments.get().state == EnrollmentState.WITHDRAWN
    entry = ModelLogEntry.objects.get(action="people.seat_ended")
    assert entry.data == {"on": str(today), "reason": "resigned"}


def test_asking_ends_nothing_and_says_what_will_happen(browser: Client, lin: User) -> None:
    page = browser.get(address("seat-end", lin)).text

    assert "按这一任职编班的培训班会将其退出" in page
    assert f'value="{timezone.localdate()}"' in page  # as a date field reads it, in any language
    assert lin.seats.current().exists()


@pytest.mark.parametrize("days", [1, -31], ids=["tomorrow", "before it began"])
def test_a_day_that_cannot_be_is_refused_in_words(browser: Client, lin: User, days: int) -> None:
    on = timezone.localdate() + timedelta(days=days)

    answer = browser.post(address("seat-end", lin), {"on": str(on), "reason": "resigned"})

    assert list(answer.context["form"].errors) == ["on"]
    assert lin.seats.current().exists()


def test_a_seat_that_has_ended_cannot_be_ended_again(browser: Client, lin: User) -> None:
    url, form = address("seat-end", lin), {"on": str(timezone.localdate()), "reason": "resigned"}

    assert browser.post(url, form).status_code == 302
    assert browser.post(url, form).status_code == 404
    assert ModelLogEntry.objects.filter(action="people.seat_ended").count() == 1


def test_a_phone_number_is_corrected_and_the_log_shows_it_masked(browser: Client, lin: User) -> None:
    old = lin.phone

    browser.post(address("person-phone", lin), {"phone": " 139-0531 ０００1"})

    lin.refresh_from_db()
    assert lin.phone == "13905310001"
    data = ModelLogEntry.objects.get(action="people.phone_corrected").data
    assert data == {"before": f"{old[:3]}****{old[-4:]}", "after": "139****0001"}


def test_a_number_that_is_none_is_refused(browser: Client, lin: User) -> None:
    answer = browser.post(address("person-phone", lin), {"phone": "0531-1234567"})

    assert list(answer.context["form"].errors) == ["phone"]
    assert lin.phone not in browser.get(address("person-phone", lin)).text


def test_a_number_that_somebody_else_has_is_taken_and_said(browser: Client, lin: User, mei: User) -> None:
    page = browser.post(address("person-phone", lin), {"phone": mei.phone}, follow=True).text

    assert "还有人使用同一手机号" in page


def test_a_lost_password_is_printed_again_also_for_somebody_who_has_logged_in(browser: Client, lin: User) -> None:
    phone = Client()
    phone.force_login(lin)
    User.objects.filter(pk=lin.pk).update(last_login=timezone.now())

    [password] = PASSWORD.findall(browser.post(address("person-slip", lin)).text)

    lin.refresh_from_db()
    assert (lin.check_password(password), lin.must_change_password) == (True, True)
    assert phone.get("/notices/")["Location"].startswith("/account/login/")
    entry = ModelLogEntry.objects.get(action="people.slip_printed_again")
    assert password not in str(entry.__dict__)


def test_asking_for_a_slip_sets_no_password(browser: Client, lin: User) -> None:
    before = lin.password

    browser.get(address("person-slip", lin))

    lin.refresh_from_db()
    assert lin.password == before


@pytest.mark.parametrize("name", ["person-phone", "person-slip"])
@pytest.mark.parametrize("why", ["a role", "a seat elsewhere"])
def test_nobody_reaches_into_an_account_that_is_not_theirs_alone(
    browser: Client, lin: User, community: OrgUnit, sister_community: OrgUnit, name: str, why: str
) -> None:
    url, before = address(name, lin), (lin.password, lin.phone)
    assert browser.get(url).status_code == 200
    if why == "a role":
        make_grant(lin, "trainer", community)
    else:
        make_seat(lin, sister_community)

    answers = [browser.get(url).status_code, browser.post(url, {"phone": "13905310001"}).status_code]

    lin.refresh_from_db()
    assert answers == [404, 404]
    assert (lin.password, lin.phone) == before
    assert "这个账号持有角色授权" in browser.get(reverse("dashboards:person", args=[lin.pk])).text


@pytest.mark.parametrize("name", ["seat-end", "person-phone", "person-slip"])
def test_whoever_sits_elsewhere_is_not_there(
    browser: Client, client: Client, he: User, lin: User, zhao: User, name: str
) -> None:
    assert browser.get(address(name, lin)).status_code == 200
    assert browser.get(address(name, zhao)).status_code == 404

    client.force_login(he)

    assert client.get(address(name, zhao)).status_code == 200


def test_the_record_offers_what_may_be_put_right(client: Client, browser: Client, lin: User, shizhong: OrgUnit) -> None:
    record = reverse("dashboards:person", args=[lin.pk])
    offered = [address(name, lin) for name in ("seat-end", "person-phone", "person-slip")]
    assert all(url in browser.get(record).text for url in offered)
    leader = make_person("周书记")
    make_grant(leader, "leader", shizhong)

    client.force_login(leader)

    assert not any(url in client.get(record).text for url in offered)


def test_somebody_with_two_seats_keeps_the_other(browser: Client, lin: User, shizhong: OrgUnit) -> None:
    other = make_seat(lin, shizhong, started_on=timezone.localdate() - timedelta(days=30))
    first = lin.seats.exclude(pk=other.pk).get()

    browser.post(
        reverse("people:seat-end", args=[first.pk]), {"on": str(timezone.localdate()), "reason": SeatEnd.MOVED.value}
    )

    assert lin.seats.current().get() == other
