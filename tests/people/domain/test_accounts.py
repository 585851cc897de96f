"""People, first passwords, roles; and the commands that make the first organizer."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.backends import account_of
from people.domain.accounts import UnknownRole, end_grant, grant_role, set_first_passwords, sync_cms_groups
from people.domain.scope import scope_of
from people.models.accounts import User
from people.models.organisation import OrgUnit
from people.models.roles import Grant
from tests.factories.people import NOW, make_person, make_unit

TODAY = date(2026, 11, 24)


def test_first_passwords_are_readable_random_and_have_to_be_changed(db: None) -> None:
    people = [make_person(f"人{number}") for number in range(20)]

    passwords = set_first_passwords(people=people, at=NOW)

    assert len(set(passwords.values())) == 20
    for person in User.objects.all():
        password = passwords[person]
        assert re.fullmatch(r"[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}", password)
        assert person.check_password(password)
        assert person.must_change_password


def test_a_role_reaches_down_and_nowhere_else(wu: User, community: OrgUnit, sister_community: OrgUnit) -> None:
    scope = scope_of(wu, on=TODAY)

    assert scope.may("people.import", community.path)
    assert not scope.may("people.import", sister_community.path)
    assert not scope.may("people.import", OrgUnit.objects.get(code="3701").path)


def test_whoever_holds_no_grant_sees_no_unit(lin: User) -> None:
    assert OrgUnit.objects.exists()

    assert not OrgUnit.objects.visible_to(scope_of(lin, on=TODAY), "people.view").exists()


def test_a_role_ends_at_once(wu: User) -> None:
    end_grant(grant=Grant.objects.get(user=wu), on=TODAY)

    assert scope_of(wu, on=TODAY).paths == {}


def test_the_same_grant_twice_is_one(wu: User, shizhong: OrgUnit) -> None:
    grant_role(user=wu, role="organizer", unit=shizhong, starts_on=date(2026, 1, 1))

    assert Grant.objects.filter(user=wu).count() == 1


def test_a_role_that_does_not_exist_is_refused(wu: User, shizhong: OrgUnit) -> None:
    with pytest.raises(UnknownRole):
        grant_role(user=wu, role="emperor", unit=shizhong, starts_on=TODAY)


def test_the_groups_of_the_cms_follow_the_roles(chen: User) -> None:
    held = set(chen.groups.values_list("name", flat=True))
    Grant.objects.filter(user=chen).update(ends_on=date(2026, 11, 1))

    sync_cms_groups(user=chen, on=TODAY)

    assert held == {"Course authors"}
    assert not chen.groups.exists()


def test_the_first_organizer_of_an_empty_site_can_log_in(capsys: pytest.CaptureFixture[str], db: None) -> None:
    make_unit("370103")

    call_command("create_organizer", "first", "吴敏", "370103", "--phone", "138 0000 0001")

    username, password = capsys.readouterr().out.split()
    person = account_of("13800000001")
    assert person is not None
    assert (person.username, person.check_password(password)) == (username, True)
    assert scope_of(person, on=timezone.localdate()).may_anywhere("people.import")


@pytest.mark.parametrize("arguments", [("first", "吴敏", "999999"), ("first", "吴敏", "370103", "--id-number", "1")])
def test_an_organizer_of_nothing_is_not_made(db: None, arguments: tuple[str, ...]) -> None:
    make_unit("370103")

    with pytest.raises(CommandError):
        call_command("create_organizer", *arguments)

    assert not User.objects.exists()


def test_a_role_is_given_and_ended_by_command(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    person, unit = make_person(username="leader"), make_unit("370103")
    today = timezone.localdate()

    call_command("grant_role", "leader", "leader", unit.code)
    given = scope_of(person, on=today).may_anywhere("reports.view")
    call_command("grant_role", "leader", "leader", unit.code, "--end")

    assert (given, scope_of(person, on=today).may_anywhere("reports.view")) == (True, False)
