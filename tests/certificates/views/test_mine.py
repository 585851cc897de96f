"""My documents: mine and nobody else's, and where each leads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from certificates.domain import issuing
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import AT, LATER, make_graduate, make_pledge, make_press, make_signer, sign

pytestmark = pytest.mark.django_db
MINE = "/desk/documents/"


def test_my_certificate_and_my_pledges_stand_there(client: Client) -> None:
    lin = make_graduate()
    certificate = issuing.issue(enrollment=lin, by=None, at=LATER, press=make_press())
    due = make_pledge(lin.person)
    client.force_login(lin.person)

    page = client.get(MINE).content.decode()

    assert reverse("certificates:certificate-file", args=[certificate.number]) in page
    assert reverse("certificates:pledge-sign", args=[due.uuid]) in page


def test_a_signed_pledge_leads_to_its_receipt(client: Client) -> None:
    pledge = sign(make_pledge())
    client.force_login(pledge.enrollment.person)

    assert reverse("certificates:pledge-receipt", args=[pledge.uuid]) in client.get(MINE).content.decode()


def test_nothing_of_anybody_else_stands_there(client: Client) -> None:
    theirs = sign(make_pledge(make_signer("林秀英")))
    client.force_login(make_signer("赵建国"))

    page = client.get(MINE).content.decode()

    assert str(theirs.uuid) not in page
    assert str(theirs.number) not in page


def test_many_documents_cost_no_more_queries_than_few(client: Client) -> None:
    person = make_signer()
    client.force_login(person)
    counts = []
    for size in (1, 9):
        for _ in range(size):
            make_pledge(person)
        counts.append(count_queries(client, MINE))

    assert counts[0] == counts[1]


def test_what_is_to_be_signed_comes_first_then_the_newest_signature_with_its_day(client: Client) -> None:
    person = make_signer()
    older, newer, due = (make_pledge(person) for _ in range(3))
    sign(older, at=AT)
    newer = sign(newer, at=AT + timedelta(days=40))
    client.force_login(person)

    page = client.get(MINE)

    assert list(page.context["pledges"]) == [due, newer, older]
    assert f"{date_format(timezone.localtime(newer.signed_at), 'Y年n月j日')}签署" in page.text
