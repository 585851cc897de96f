"""The secretary's desk for countersigning, and what the organizer sees meanwhile."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.enums import CountersignOrder, PledgeState
from certificates.models.pledges import Pledge
from people.enums import Committee
from people.models.accounts import User
from people.models.elections import Election
from tests.factories.certificates import make_pledge, make_text, sign
from tests.factories.cohorts import make_organizer, make_person, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march() -> Iterator[None]:
    """The day after the signing."""
    with time_machine.travel("2026-03-03 09:00", tick=False):
        yield


@pytest.fixture
def pledge() -> Pledge:
    """A member's signed pledge of a text that asks for both."""
    return sign(make_pledge(text=make_text(countersigners=CountersignOrder.SECRETARY_FIRST)))


@pytest.fixture
def secretary(client: Client, pledge: Pledge) -> User:
    """The secretary of the member's unit, logged in."""
    unit = pledge.enrollment.unit
    person = make_person("钱书记")
    make_seat(Election.objects.get(term__unit=unit), unit, person=person, committee=Committee.PARTY)
    client.force_login(person)
    return person


def url(name: str, pledge: Pledge) -> str:
    """An address of the secretary's."""
    return reverse(f"certificates:endorsement-{name}", args=[pledge.uuid])


def test_the_secretary_reads_it_and_countersigns(client: Client, pledge: Pledge, secretary: User) -> None:
    listed = client.get(reverse("certificates:endorsement-list")).text
    page = client.get(url("review", pledge)).text
    client.post(url("review", pledge))

    pledge.refresh_from_db()
    assert url("review", pledge) in listed
    assert "不收受礼品礼金。" in page
    assert (pledge.endorsed_by, pledge.state) == (secretary, PledgeState.SIGNED)
    assert client.get(url("review", pledge)).status_code == 404  # It waits for the organizer now.


def test_the_secretary_returns_it_with_a_reason(client: Client, pledge: Pledge, secretary: User) -> None:
    client.post(url("return", pledge), {"reason": "姓名写错了"})

    pledge.refresh_from_db()
    assert (pledge.state, pledge.return_reason) == (PledgeState.RETURNED, "姓名写错了")


def test_nobody_else_finds_it_there(client: Client, pledge: Pledge, secretary: User) -> None:
    for other in (pledge.enrollment.person, make_organizer(pledge.enrollment.cohort.unit), make_person("别人")):
        client.force_login(other)

        answers = [client.get(url("review", pledge)), client.post(url("review", pledge))]
        answers += [client.post(url("return", pledge), {"reason": "x"})]

        assert [answer.status_code for answer in answers] == [404] * 3
    pledge.refresh_from_db()
    assert (pledge.state, pledge.endorsed_at) == (PledgeState.SIGNED, None)


def test_the_organizer_sees_for_whom_it_waits_and_cannot_go_first(
    client: Client, pledge: Pledge, secretary: User
) -> None:
    client.force_login(make_organizer(pledge.enrollment.cohort.unit))
    queue = reverse("certificates:pledge-queue", args=[pledge.enrollment.cohort_id])

    page = client.get(queue).text
    answer = client.post(queue, {"pledge": [str(pledge.uuid)]}, follow=True).text

    pledge.refresh_from_db()
    assert "等待书记钱书记先会签" in page
    assert f'value="{pledge.uuid}"' not in page
    assert "有承诺书须由书记先会签，本次没有会签任何一份。" in answer
    assert pledge.state == PledgeState.SIGNED


def test_the_receipt_tells_the_signer_who_comes_first(client: Client, pledge: Pledge, secretary: User) -> None:
    client.force_login(pledge.enrollment.person)

    page = client.get(reverse("certificates:pledge-receipt", args=[pledge.uuid])).text

    assert "等待书记钱书记先会签。" in page


def test_what_waits_stands_on_the_secretarys_desk_and_on_nobody_elses(
    client: Client, pledge: Pledge, secretary: User
) -> None:
    link = reverse("certificates:endorsement-list")

    client.force_login(secretary)
    theirs = client.get(reverse("dashboards:desk")).text
    client.force_login(pledge.enrollment.person)
    signers = client.get(reverse("dashboards:desk")).text

    assert (link in theirs, "1 份待您会签" in theirs, link in signers) == (True, True, False)
