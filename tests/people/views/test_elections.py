"""The pages of elections: counts with the lists behind them, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.enums import Committee, Post
from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from people.views import elections
from tests.factories.people import make_election, make_person, make_seat, make_unit


def queries(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(election: Election, count: int, *, start: int = 0) -> None:
    """Seat some people, each in a community of their own."""
    for number in range(start, start + count):
        make_seat(make_person(f"人{number}"), make_unit(f"370103010{number + 100}"), election=election)


def test_the_list_counts_people_units_and_newcomers(client: Client, wu: User, election: Election) -> None:
    fill(election, 3)
    client.force_login(wu)

    page = client.get("/elections/").content.decode()

    assert f'<a href="/elections/{election.pk}/seats/?newly=1">3</a>' in page


def test_an_empty_list_says_what_to_do(client: Client, wu: User) -> None:
    client.force_login(wu)

    page = client.get("/elections/", headers={"accept-language": "en"}).content.decode()

    assert "No election yet" in page


def test_the_people_of_a_unit_stand_behind_its_number(client: Client, wu: User, election: Election) -> None:
    fill(election, 2)
    client.force_login(wu)

    page = client.get(f"/elections/{election.pk}/seats/?unit=370103010100").content.decode()

    assert ("人0" in page, "人1" in page) == (True, False)


def test_the_people_of_a_committee_stand_behind_its_number(client: Client, wu: User, election: Election) -> None:
    unit = make_unit("370103010100")
    make_seat(make_person("书记甲"), unit, election=election)
    make_seat(make_person("委员乙"), unit, committee=Committee.RESIDENTS, post=Post.MEMBER, election=election)
    client.force_login(wu)
    link = f"/elections/{election.pk}/seats/?unit=370103010100&amp;committee=residents"
    assert link in client.get(f"/elections/{election.pk}/").content.decode()

    page = client.get(link.replace("&amp;", "&")).content.decode()

    assert ("书记甲" in page, "委员乙" in page) == (False, True)


def test_somebody_with_two_posts_is_one_person_and_two_seats(client: Client, wu: User, election: Election) -> None:
    unit, both = make_unit("370103010100"), make_person("一肩挑")
    make_seat(both, unit, election=election)
    make_seat(both, unit, committee=Committee.RESIDENTS, post=Post.DIRECTOR, election=election, newly_elected=False)
    make_seat(
        make_person("监委主任"), unit, committee=Committee.SUPERVISION, post=Post.SUPERVISOR_HEAD, election=election
    )
    client.force_login(wu)

    page = client.get(f"/elections/{election.pk}/")
    people = client.get(f"/elections/{election.pk}/seats/")
    seats = client.get(f"/elections/{election.pk}/seats/?by=seat")

    assert [cell["value"] for cell in page.context["total"]] == [2, 1, 1, 1, 2]
    assert [(row.person.name, len(row.seats)) for row in people.context["rows"]] == [("一肩挑", 2), ("监委主任", 1)]
    assert "共 2 人" in people.text
    assert [row.person.name for row in seats.context["rows"]] == ["一肩挑", "一肩挑", "监委主任"]
    assert "共 3 个席位" in seats.text


def test_those_elected_are_searched_by_name(client: Client, wu: User, election: Election) -> None:
    fill(election, 3)
    client.force_login(wu)

    page = client.get(f"/elections/{election.pk}/seats/?q=人1")

    assert [row.person.name for row in page.context["rows"]] == ["人1"]


def test_the_people_elected_on_paper_are_the_whole_list(
    client: Client, wu: User, election: Election, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elections, "SEATS_A_PAGE", 1)
    fill(election, 2)
    client.force_login(wu)
    assert len(client.get(f"/elections/{election.pk}/seats/").context["rows"]) == 1

    assert len(client.get(f"/elections/{election.pk}/seats/?print=1").context["rows"]) == 2


def test_phones_and_id_numbers_are_masked(client: Client, wu: User, lin: User, election: Election) -> None:
    client.force_login(wu)

    page = client.get(f"/elections/{election.pk}/seats/").content.decode()

    assert lin.name in page
    assert lin.phone not in page
    assert lin.id_number not in page


@pytest.mark.parametrize("address", ["", "seats/", "slips/"])
def test_another_districts_election_is_not_there(
    client: Client, wu: User, he: User, election: Election, address: str
) -> None:
    url = f"/elections/{election.pk}/{address}"
    client.force_login(wu)
    assert client.get(url).status_code == 200

    client.force_login(he)

    assert client.get(url).status_code == 404


def test_a_unit_of_another_district_is_not_there(
    client: Client, wu: User, election: Election, sister_community: OrgUnit
) -> None:
    client.force_login(wu)

    assert client.get(f"/elections/{election.pk}/seats/?unit={sister_community.code}").status_code == 404


@pytest.mark.parametrize("address", ["", "seats/", "seats/?by=seat"])
def test_an_election_takes_the_same_queries_for_3_and_30(
    client: Client, wu: User, election: Election, address: str
) -> None:
    client.force_login(wu)
    url = f"/elections/{election.pk}/{address}"
    fill(election, 3)
    few = queries(client, url)

    fill(election, 27, start=3)

    assert queries(client, url) == few


def test_the_list_takes_the_same_queries_for_1_and_15(client: Client, wu: User, shizhong: OrgUnit) -> None:
    client.force_login(wu)
    make_election(make_unit("370103900"))
    few = queries(client, "/elections/")

    for number in range(14):
        make_election(make_unit(f"3701039{number + 10}"))

    assert queries(client, "/elections/") == few
