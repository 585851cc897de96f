"""My documents: mine and nobody else's, and where each leads."""

import pytest
from django.test import Client
from django.urls import reverse

from certificates.domain import issuing
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import LATER, make_graduate, make_pledge, make_press, make_signer, sign

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
