"""The way in, the first password, the account page and the inbox."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.adapters import WRONG_FROM_ANYWHERE
from people.domain.accounts import cms_groups
from people.domain.notices import notify
from people.models.accounts import User
from people.models.roles import Grant
from tests.factories.people import NOW, PASSWORD, make_person

LOGIN = "/account/login/"


def log_in(client: Client, identifier: str, password: str = PASSWORD, *, address: str = "127.0.0.1") -> int:
    """Try to log in; return the status: 302 is in, 200 is the form again."""
    return client.post(LOGIN, {"login": identifier, "password": password}, REMOTE_ADDR=address).status_code


@pytest.fixture
def nine_o_clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_the_login_page_is_open_and_in_our_words(client: Client) -> None:
    page = client.get(LOGIN, headers={"accept-language": "en"})

    assert page.status_code == 200
    assert "Phone, ID number or user name" in page.content.decode()


@pytest.mark.parametrize("identifier", ["username", "phone", "id_number"])
def test_user_name_phone_and_id_number_all_open_the_account(client: Client, lin: User, identifier: str) -> None:
    assert log_in(client, getattr(lin, identifier)) == 302


def test_an_id_number_may_be_typed_with_a_small_x_and_in_full_width(client: Client, db: None) -> None:
    make_person(id_number="11010519491231002X")

    assert log_in(client, "１１０１０５１９４９１２３１００２x") == 302


def test_the_session_does_not_keep_an_id_number(client: Client, lin: User) -> None:
    log_in(client, lin.id_number)

    assert lin.username in str(dict(client.session))
    assert lin.id_number not in str(dict(client.session))


def test_a_phone_that_two_people_share_opens_neither(client: Client, db: None) -> None:
    make_person("甲", phone="13800000000")
    make_person("乙", phone="13800000000")

    assert log_in(client, "13800000000") == 200
    assert "_auth_user_id" not in client.session


def test_five_wrong_tries_close_the_account_under_all_its_names_and_no_other(
    client: Client, lin: User, wu: User
) -> None:
    cache.clear()
    for identifier in (lin.username, lin.phone, lin.id_number, lin.username, lin.phone):
        assert log_in(client, identifier, "wrong") == 200

    assert log_in(client, lin.id_number) == 200
    assert log_in(client, wu.username) == 302


def test_wrong_tries_from_one_address_do_not_shut_the_person_out_at_another(client: Client, lin: User) -> None:
    cache.clear()
    for _ in range(6):
        log_in(client, lin.username, "wrong", address="203.0.113.9")

    assert log_in(client, lin.username, address="203.0.113.9") == 200
    assert log_in(client, lin.username, address="10.0.0.7") == 302


def test_tries_from_many_addresses_slow_an_account_down_and_lock_it_nowhere(
    client: Client, lin: User, nine_o_clock: time_machine.Traveller
) -> None:
    cache.clear()
    for number in range(WRONG_FROM_ANYWHERE.times):
        log_in(client, lin.username, "wrong", address=f"203.0.113.{number}")

    tries = [log_in(client, lin.username, password, address="10.0.0.7") for password in ("wrong", PASSWORD)]
    assert tries == [200, 200]  # The second, though right, comes too soon after the first.
    nine_o_clock.shift(timedelta(minutes=1))
    assert log_in(client, lin.username, address="10.0.0.7") == 302


def test_a_classroom_behind_one_address_is_not_shut_out(client: Client, db: None) -> None:
    cache.clear()
    trainees = [make_person(f"学员{number}") for number in range(60)]
    for person in trainees:
        log_in(Client(), person.username, "wrong")

    assert {log_in(Client(), person.username) for person in trainees[::10]} == {302}


def test_the_first_password_is_changed_before_anything_else(client: Client, db: None) -> None:
    person = make_person(must_change_password=True)
    client.force_login(person)

    sent = client.get("/notices/")
    changed = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": "quiet-river-9", "password2": "quiet-river-9"}
    )
    opened = client.get("/notices/")

    assert sent["Location"] == "/account/password/"
    assert changed["Location"] == "/desk/"
    assert opened.status_code == 200


def test_the_first_password_is_not_chosen_again(client: Client, db: None) -> None:
    client.force_login(make_person(must_change_password=True))

    page = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})

    assert page.status_code == 200
    assert User.objects.get().must_change_password


def test_the_size_of_type_is_remembered_with_the_account(client: Client, lin: User) -> None:
    client.force_login(lin)

    back = client.post(reverse("people:account-display"), {"type": "large", "next": "/notices/"})

    lin.refresh_from_db()
    assert (back["Location"], lin.large_type) == ("/notices/", True)


@pytest.mark.django_db
def test_the_size_of_type_never_leads_to_another_site(client: Client) -> None:
    back = client.post(reverse("people:account-display"), {"type": "large", "next": "https://example.invalid/"})

    assert back["Location"] == "/"


def test_the_account_page_masks_what_it_shows(client: Client, lin: User) -> None:
    client.force_login(lin)

    page = client.get("/account/").content.decode()

    assert lin.id_number[-4:] in page
    assert lin.id_number not in page
    assert lin.phone not in page


def test_the_inbox_is_mine_alone(client: Client, lin: User, zhao: User) -> None:
    notify(recipient=zhao, key="a", subject="赵的通知", at=NOW)
    notify(recipient=lin, key="a", subject="林的通知", at=NOW)
    notify(recipient=lin, key="a", subject="同一件事不说两遍", at=NOW)
    client.force_login(lin)

    page = client.get("/notices/").content.decode()

    assert ("林的通知" in page, "赵的通知" in page, "同一件事" in page) == (True, False, False)


def test_reading_marks_my_notices_and_nobody_elses(client: Client, lin: User, zhao: User) -> None:
    notify(recipient=zhao, key="a", subject="赵的通知", at=NOW)
    notify(recipient=lin, key="a", subject="林的通知", at=NOW)
    client.force_login(lin)

    client.post("/notices/read/")

    assert lin.notices.get().read_at is not None
    assert zhao.notices.get().read_at is None


def test_the_inbox_takes_the_same_queries_for_3_and_20(client: Client, lin: User) -> None:
    client.force_login(lin)
    counts = []
    for upto in (3, 20):
        for number in range(upto):
            notify(recipient=lin, key=str(number), subject="通知", at=NOW)
        with CaptureQueriesContext(connection) as captured:
            client.get("/notices/")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_role_that_has_ended_opens_the_editor_no_longer(client: Client, chen: User) -> None:
    client.force_login(chen)
    chen.groups.add(*cms_groups(["Course authors"]))
    assert client.get("/cms/").status_code == 200
    Grant.objects.filter(user=chen).update(ends_on=timezone.localdate() - timedelta(days=1))

    answer = client.get("/cms/")

    assert answer.status_code == 302
    assert not chen.groups.exists()


def test_a_link_to_the_logout_of_the_editor_ends_no_session(client: Client, chen: User) -> None:
    client.force_login(chen)

    answer = client.get("/cms/logout/")

    assert answer.status_code == 200
    assert client.get("/notices/").status_code == 200
    client.post("/cms/logout/")
    assert client.get("/notices/").status_code == 302
