"""Letting a checked roster in: people, seats that begin and end, and doing it twice."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from people.domain.roster.applying import Applied, apply_roster
from people.domain.roster.checking import Checked
from people.enums import Committee, Post, SeatEnd
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.organisation import OrgUnit
from people.signals import seats_changed
from tests.factories.people import ELECTION_DAY, make_election, make_grant, make_person, make_seat, make_unit
from tests.factories.rosters import committee_rows, person_row, xlsx

BringIn = Callable[..., Applied]


def test_one_row_may_carry_two_seats(bring_in: BringIn) -> None:
    bring_in(xlsx([person_row(1, post="社区党委书记、居委会主任")]))

    seats = Seat.objects.values_list("committee", "post", "is_single", "newly_elected", "started_on")
    assert set(seats) == {
        (Committee.PARTY, Post.SECRETARY, True, True, ELECTION_DAY),
        (Committee.RESIDENTS, Post.DIRECTOR, True, True, ELECTION_DAY),
    }


def test_the_election_is_made_from_unit_and_date_with_its_term(bring_in: BringIn, street: OrgUnit) -> None:
    election = bring_in(xlsx(committee_rows())).election

    assert (election.unit, election.held_on) == (street, ELECTION_DAY)
    assert (election.term.begins_on, election.term.ends_on) == (ELECTION_DAY, date(2031, 11, 8))


def test_the_open_election_of_the_unit_above_is_taken(bring_in: BringIn) -> None:
    open_one = make_election(make_unit("370103"))

    assert bring_in(xlsx(committee_rows())).election == open_one


def test_an_election_of_another_season_is_not_taken(bring_in: BringIn, street: OrgUnit) -> None:
    old = make_election(street, held_on=date(2021, 3, 1))

    election = bring_in(xlsx(committee_rows())).election

    old.refresh_from_db()
    assert election != old
    assert old.closed_on == ELECTION_DAY


def test_the_named_election_is_taken(bring_in: BringIn, street: OrgUnit) -> None:
    named = make_election(street, held_on=date(2026, 11, 1))

    assert bring_in(xlsx(committee_rows()), election=named).election == named


def test_the_same_roster_twice_changes_nothing(bring_in: BringIn) -> None:
    first = bring_in(xlsx(committee_rows()))
    before = list(Seat.objects.order_by("pk").values())

    second = bring_in(xlsx(committee_rows()))

    assert (second.people_added, second.seats_begun, second.seats_ended) == (0, 0, 0)
    assert list(Seat.objects.order_by("pk").values()) == before
    assert second.election == first.election


def test_the_old_seats_of_the_committees_elected_anew_end_and_no_others(bring_in: BringIn) -> None:
    here, elsewhere = make_unit("370103010001"), make_unit("370103010002")
    old = date(2021, 3, 1)
    ends = make_seat(make_person("甲"), here, post=Post.SECRETARY, started_on=old)
    stays = make_seat(make_person("乙"), elsewhere, post=Post.SECRETARY, started_on=old)
    other_committee = make_seat(
        make_person("丙"), here, committee=Committee.SUPERVISION, post=Post.SUPERVISOR_HEAD, started_on=old
    )

    applied = bring_in(xlsx(committee_rows()))

    for seat in (ends, stays, other_committee):
        seat.refresh_from_db()
    assert (ends.ended_on, ends.end_reason) == (ELECTION_DAY, SeatEnd.TERM)
    assert (stays.ended_on, other_committee.ended_on) == (None, None)
    assert applied.seats_ended == 1


def test_somebody_who_is_elected_again_is_the_same_person_with_a_new_seat(bring_in: BringIn) -> None:
    row = person_row(1, post="社区党委书记", 是否新任="连任")
    again = make_person(str(row["姓名"]), id_number=str(row["身份证号"]), phone="13811111111")
    make_seat(again, make_unit("370103010001"), started_on=date(2021, 3, 1))

    bring_in(xlsx([row]))

    again.refresh_from_db()
    [seat] = Seat.objects.current()
    assert (seat.person, seat.newly_elected, seat.started_on) == (again, False, ELECTION_DAY)
    assert again.phone == row["联系电话"]


def test_without_a_word_the_earlier_seats_say_who_is_new(bring_in: BringIn) -> None:
    old, new = person_row(1, 是否新任=None), person_row(2, 是否新任=None)
    again = make_person(str(old["姓名"]), id_number=str(old["身份证号"]))
    make_seat(again, make_unit("370103010001"), post=Post.PARTY_MEMBER, started_on=date(2021, 3, 1))

    bring_in(xlsx([old, new]))

    newly = dict(Seat.objects.current().filter(committee="residents").values_list("person__name", "newly_elected"))
    assert newly == {old["姓名"]: False, new["姓名"]: True}


def test_it_is_announced_after_commit_with_ids(
    bring_in: BringIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[tuple[int, list[int]]] = []

    def listen(unit_id: int, person_ids: list[int], **kwargs: object) -> None:
        heard.append((unit_id, person_ids))

    seats_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        applied = bring_in(xlsx(committee_rows()))
    seats_changed.disconnect(listen)

    assert heard == [(applied.election.unit_id, applied.person_ids)]
    assert len(applied.person_ids) == 5


def test_nobody_who_came_in_can_log_in_before_a_slip_is_printed(bring_in: BringIn) -> None:
    bring_in(xlsx(committee_rows()))

    assert [person.has_usable_password() for person in User.objects.all()] == [False] * 5


def test_the_raw_tables_hold_no_id_number(bring_in: BringIn) -> None:
    row = person_row(1)
    bring_in(xlsx([row]))
    person = User.objects.get()
    assert person.id_number == row["身份证号"]

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_user")
        raw = repr(cursor.fetchall())

    assert str(row["姓名"]) in raw
    assert str(row["身份证号"]) not in raw
    assert str(row["联系电话"]) not in raw


def test_a_failure_half_way_leaves_nothing(bring_in: BringIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Seat.objects, "bulk_create", break_down)

    with pytest.raises(RuntimeError):
        bring_in(xlsx(committee_rows()))

    assert (User.objects.count(), Election.objects.count()) == (0, 0)


@pytest.mark.parametrize("belongs", ["sits in another district", "holds a role", "runs the site"])
def test_the_phone_of_somebody_who_belongs_elsewhere_stays_and_the_clerk_is_told(
    check: Callable[..., Checked], street: OrgUnit, belongs: str
) -> None:
    row = person_row(1)
    person = make_person(str(row["姓名"]), id_number=str(row["身份证号"]))
    old = person.phone_index
    match belongs:
        case "sits in another district":
            make_seat(person, make_unit("370112001001"))
        case "holds a role":
            make_grant(person, "grader", make_unit("370112"))
        case _:
            User.objects.filter(pk=person.pk).update(is_superuser=True)

    checked = check(xlsx([row]))
    applied = apply_roster(checked=checked, unit=street)

    person.refresh_from_db()
    assert person.phone_index == old
    assert [warning.code for warning in checked.all_warnings] == ["phone-kept"]
    assert (applied.people_updated, applied.seats_begun) == (0, 1)


def test_a_phone_that_a_roster_changes_is_written_in_the_audit_log(bring_in: BringIn, street: OrgUnit) -> None:
    row = person_row(1)
    person = make_person(str(row["姓名"]), id_number=str(row["身份证号"]))
    make_seat(person, make_unit("370103010001"))

    applied = bring_in(xlsx([row]))

    entry = ModelLogEntry.objects.get(action="people.phones_changed")
    assert entry.object_id == str(applied.election.pk)
    assert entry.data == {"people": [person.pk]}
