"""The organizer's pledges: read, countersigned, returned, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from people.models.accounts import User
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import make_pledge, make_signer, make_text, sign
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    """A signed pledge."""
    return sign(make_pledge())


@pytest.fixture
def wu(client: Client, pledge: Pledge) -> User:
    """The cohort's organizer, logged in."""
    organizer = make_organizer(pledge.enrollment.cohort.unit)
    client.force_login(organizer)
    return organizer


def queue(pledge: Pledge) -> str:
    """The cohort's list."""
    return reverse("certificates:pledge-queue", args=[pledge.enrollment.cohort_id])


def page(name: str, pledge: Pledge) -> str:
    """A page of one pledge."""
    return reverse(f"certificates:pledge-{name}", args=[pledge.enrollment.cohort_id, pledge.uuid])


def test_the_list_names_who_signed(client: Client, wu: User, pledge: Pledge) -> None:
    answer = client.get(queue(pledge))

    assert "林秀英" in answer.content.decode()
    assert answer.context["waiting"] == 1


def test_a_rare_name_stands_on_the_page_unchanged(client: Client, wu: User, pledge: Pledge) -> None:
    sign(make_pledge(make_signer("司马𠮷祥"), text=pledge.text, cohort=pledge.enrollment.cohort))

    assert "司马𠮷祥" in client.get(queue(pledge)).content.decode()


def test_the_list_is_searched_by_name(client: Client, wu: User, pledge: Pledge) -> None:
    sign(make_pledge(make_signer("司马𠮷祥"), text=pledge.text, cohort=pledge.enrollment.cohort))

    found = client.get(queue(pledge), {"q": "司马"}).context["page"]

    assert [each.enrollment.person.name for each in found] == ["司马𠮷祥"]


def test_what_is_ticked_is_countersigned_and_nothing_else(client: Client, wu: User, pledge: Pledge) -> None:
    other = sign(make_pledge(make_signer("赵建国"), text=pledge.text, cohort=pledge.enrollment.cohort))

    client.post(queue(pledge), {"pledge": [str(pledge.uuid)]})

    pledge.refresh_from_db()
    other.refresh_from_db()
    assert (pledge.state, pledge.countersigned_by) == (PledgeState.COUNTERSIGNED, wu)
    assert other.state == PledgeState.SIGNED


def test_ticking_nothing_is_said_and_changes_nothing(client: Client, wu: User, pledge: Pledge) -> None:
    client.post(queue(pledge), {})

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED


def test_a_pledge_of_another_cohort_cannot_be_slipped_in(client: Client, wu: User, pledge: Pledge) -> None:
    theirs = sign(make_pledge(make_signer("何"), text=pledge.text))

    client.post(queue(pledge), {"pledge": [str(theirs.uuid)]})

    theirs.refresh_from_db()
    assert theirs.state == PledgeState.SIGNED


def test_one_pledge_shows_the_words_that_were_signed_and_not_those_of_today(
    client: Client, wu: User, pledge: Pledge
) -> None:
    pledge.text.clauses = "全新的条款。"
    pledge.text.save_revision().publish()

    shown = client.get(page("review", pledge)).content.decode()

    assert "不收受礼品礼金。" in shown
    assert "全新的条款" not in shown


def test_it_is_returned_with_the_reason(client: Client, wu: User, pledge: Pledge) -> None:
    client.post(page("return", pledge), {"reason": "签名不清"})

    pledge.refresh_from_db()
    assert (pledge.state, pledge.return_reason) == (PledgeState.RETURNED, "签名不清")


def test_it_is_not_returned_without_a_reason(client: Client, wu: User, pledge: Pledge) -> None:
    client.post(page("return", pledge), {"reason": "  "})

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED


@pytest.mark.parametrize("name", ["review", "return"])
def test_the_sister_districts_organizer_finds_nothing(client: Client, wu: User, pledge: Pledge, name: str) -> None:
    assert client.get(page(name, pledge)).status_code == 200

    client.force_login(make_organizer(make_unit("市南区"), name="何组织员"))

    assert client.get(page(name, pledge)).status_code == 404
    assert client.get(queue(pledge)).status_code == 404
    assert client.post(page(name, pledge), {"reason": "x"}).status_code == 404


def test_the_signer_does_not_countersign(client: Client, pledge: Pledge) -> None:
    client.force_login(pledge.enrollment.person)

    assert client.post(queue(pledge), {"pledge": [str(pledge.uuid)]}).status_code == 403


def test_the_list_of_many_costs_no_more_than_the_list_of_few(client: Client) -> None:
    text, cohort = make_text(), make_cohort()
    client.force_login(make_organizer(cohort.unit))
    counts = []
    for size in (3, 27):
        for _ in range(size):
            Pledge.objects.create(enrollment=make_enrollment(cohort), text=text)
        counts.append(count_queries(client, reverse("certificates:pledge-queue", args=[cohort.pk])))

    assert counts[0] == counts[1]
