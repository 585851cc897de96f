"""First passwords: printed once, logged, and no way into somebody else's account."""

import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from tests.factories.people import make_grant, make_person, make_seat, make_unit

PASSWORD = re.compile(r'slip__password">([a-z0-9]{5}-[a-z0-9]{5})<')


def newcomer(election: Election, name: str = "新人", unit: str = "370103010001") -> User:
    """Somebody whom a roster brought in: a seat and no password."""
    person = make_person(name)
    person.set_unusable_password()
    person.save()
    make_seat(person, make_unit(unit), election=election)
    return person


def print_slips(client: Client, election: Election, **fields: str) -> list[str]:
    """Press the button; return the passwords on the page."""
    return PASSWORD.findall(client.post(f"/elections/{election.pk}/slips/", fields).content.decode())


def test_a_slip_opens_the_account_once_and_then_asks_for_a_new_password(
    client: Client, wu: User, election: Election
) -> None:
    person = newcomer(election)
    client.force_login(wu)

    [password] = print_slips(client, election)

    browser = Client()
    answer = browser.post("/account/login/", {"login": person.phone, "password": password})
    assert answer.status_code == 302
    assert browser.get("/notices/")["Location"] == "/account/password/"


def test_slips_are_printed_once(client: Client, wu: User, election: Election) -> None:
    newcomer(election)
    client.force_login(wu)

    assert [len(print_slips(client, election)), len(print_slips(client, election))] == [1, 0]


def test_looking_at_the_page_sets_no_password(client: Client, wu: User, election: Election) -> None:
    person = newcomer(election)
    client.force_login(wu)

    client.get(f"/elections/{election.pk}/slips/")

    person.refresh_from_db()
    assert not person.has_usable_password()


def test_that_slips_were_printed_is_logged_and_the_passwords_are_not(
    client: Client, wu: User, election: Election
) -> None:
    newcomer(election)
    client.force_login(wu)

    [password] = print_slips(client, election)

    entry = ModelLogEntry.objects.get(action="people.slips_printed")
    assert (entry.user, entry.data) == (wu, {"people": 1})
    assert password not in str(entry.__dict__)


def test_a_lost_slip_is_replaced_until_the_person_has_come(client: Client, wu: User, election: Election) -> None:
    person = newcomer(election)
    client.force_login(wu)
    [old] = print_slips(client, election)

    [new] = print_slips(client, election, again="1", typed="1")

    person.refresh_from_db()
    assert (person.check_password(old), person.check_password(new)) == (False, True)


@pytest.mark.parametrize("typed", ["", "2", "yes"])
def test_new_slips_for_all_ask_for_the_number_that_becomes_void(
    client: Client, wu: User, election: Election, typed: str
) -> None:
    person = newcomer(election)
    client.force_login(wu)
    [old] = print_slips(client, election)
    assert "全部作废" in client.get(f"/elections/{election.pk}/slips/").text

    assert print_slips(client, election, again="1", typed=typed) == []

    person.refresh_from_db()
    assert person.check_password(old)


def test_nobody_with_a_role_can_be_taken_over_by_a_slip(
    client: Client, wu: User, election: Election, shizhong: OrgUnit
) -> None:
    person = newcomer(election)
    make_grant(person, "leader", shizhong)
    client.force_login(wu)

    assert print_slips(client, election) == []


def test_whoever_has_a_password_keeps_it(client: Client, wu: User, lin: User, election: Election) -> None:
    User.objects.filter(pk=lin.pk).update(last_login="2026-11-20T00:00Z")
    client.force_login(wu)

    assert print_slips(client, election) == []


def test_slips_are_kept_in_no_cache(client: Client, wu: User, election: Election) -> None:
    client.force_login(wu)

    assert "no-store" in client.post(f"/elections/{election.pk}/slips/")["Cache-Control"]


def test_the_sister_organizer_gets_no_slip_for_somebody_who_sits_with_us(
    client: Client, he: User, election: Election, sister_election: Election
) -> None:
    person = newcomer(election)
    make_seat(person, make_unit("370112001001"), election=sister_election)
    own = newcomer(sister_election, "本区新人", "370112001")
    client.force_login(he)

    assert len(print_slips(client, sister_election)) == 1
    assert len(print_slips(client, sister_election, again="1", typed="1")) == 1
    person.refresh_from_db()
    own.refresh_from_db()
    assert not person.has_usable_password()
    assert own.has_usable_password()
