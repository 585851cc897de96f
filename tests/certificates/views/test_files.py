"""Downloads: the stored bytes, for those concerned, and every one noted."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.domain import issuing
from certificates.models.certificates import Certificate
from common.canonical import digest
from tests.factories.certificates import LATER, make_graduate, make_press, make_signer
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    """Lin's certificate."""
    return issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=make_press())


def file_of(certificate: Certificate) -> str:
    """Where it is downloaded."""
    return reverse("certificates:certificate-file", args=[certificate.number])


def test_the_owner_gets_the_bytes_that_were_issued(client: Client, certificate: Certificate) -> None:
    client.force_login(certificate.enrollment.person)

    answer = client.get(file_of(certificate))

    assert digest(b"".join(answer.streaming_content)) == certificate.file_digest  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert certificate.number in answer.headers["Content-Disposition"]


def test_the_organizer_gets_it_too(client: Client, certificate: Certificate) -> None:
    client.force_login(make_organizer(certificate.unit))

    assert client.get(file_of(certificate)).status_code == 200


def test_every_download_is_noted(client: Client, certificate: Certificate) -> None:
    client.force_login(certificate.enrollment.person)

    client.get(file_of(certificate))

    noted = ModelLogEntry.objects.filter(action="certificates.download", user=certificate.enrollment.person)
    assert noted.get().data == {"number": certificate.number}


def test_anybody_else_finds_nothing_and_it_is_not_noted(client: Client, certificate: Certificate) -> None:
    client.force_login(make_signer("赵建国"))

    assert client.get(file_of(certificate)).status_code == 404
    assert not ModelLogEntry.objects.filter(action="certificates.download").exists()


@pytest.mark.parametrize("number", ["%00", "'; --", "x" * 300])
def test_no_malformed_number_is_more_than_not_found(client: Client, certificate: Certificate, number: str) -> None:
    client.force_login(certificate.enrollment.person)

    assert client.get(f"/certificates/{number}.pdf").status_code == 404


def test_without_a_login_there_is_no_file(client: Client, certificate: Certificate) -> None:
    assert client.get(file_of(certificate)).status_code == 302


def test_a_reservation_has_no_file_yet(client: Client) -> None:
    reserved = issuing.reserve(enrollment=make_graduate(), by=None, at=LATER)
    client.force_login(reserved.enrollment.person)

    assert client.get(file_of(reserved)).status_code == 404
