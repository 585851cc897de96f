"""Certificates on their way to people: the list, the print file and the archive of a class."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.domain import handing_out, issuing
from certificates.domain.revoking import revoke
from certificates.models.certificates import Certificate
from cohorts.models.cohort import Cohort
from common.canonical import digest
from common.sheets import read_sheets
from people.models.accounts import User
from tests.certificates.pdf.reading import text_of
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import LATER, RARE_NAMES, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer

pytestmark = pytest.mark.django_db
NEXT_DAY = LATER + timedelta(days=1)


@pytest.fixture
def cohort() -> Cohort:
    """A cohort that nobody has a certificate of."""
    return make_cohort()


@pytest.fixture
def wu(client: Client, cohort: Cohort) -> User:
    """The cohort's organizer, logged in."""
    organizer = make_organizer(cohort.unit)
    client.force_login(organizer)
    return organizer


def issued(cohort: Cohort, *names: str, at: datetime = LATER) -> list[Certificate]:
    """Certificates of these people, issued at one moment."""
    press = make_press()
    graduates = [make_graduate(name, cohort=cohort) for name in names]
    return [issuing.issue(enrollment=each, by=None, at=at, press=press) for each in graduates]


def url(name: str, *args: object) -> str:
    """An address of certificates."""
    return reverse(f"certificates:{name}", args=args)


def body(answer: object) -> bytes:
    """What was sent, in parts or at once."""
    parts: Iterator[bytes] = getattr(answer, "streaming_content", iter([getattr(answer, "content", b"")]))
    return b"".join(parts)


def test_before_anything_is_issued_the_page_says_where_to_go(client: Client, wu: User, cohort: Cohort) -> None:
    answer = client.get(url("certificate-list", cohort.pk))

    assert url("completion-list", cohort.pk) in answer.content.decode()
    assert not answer.context["portions"]


def test_the_list_shows_what_holds_and_not_what_was_revoked(client: Client, wu: User, cohort: Cohort) -> None:
    first, second = issued(cohort, "林秀英", "赵建国")
    revoke(certificate=first, by=wu, reason="有误", at=NEXT_DAY)

    answer = client.get(url("certificate-list", cohort.pk))

    assert list(answer.context["page"]) == [second]


def test_certificates_of_a_later_day_are_found_by_themselves(client: Client, wu: User, cohort: Cohort) -> None:
    issued(cohort, "林秀英", "赵建国")
    (late,) = issued(cohort, "孙丽华", at=NEXT_DAY)

    answer = client.get(url("certificate-list", cohort.pk), {"on": NEXT_DAY.date().isoformat()})

    assert list(answer.context["page"]) == [late]
    assert [tab["count"] for tab in answer.context["tabs"]] == [3, 1, 2]


def test_a_day_that_does_not_exist_shows_all(client: Client, wu: User, cohort: Cohort) -> None:
    issued(cohort, "林秀英")

    assert len(client.get(url("certificate-list", cohort.pk), {"on": "2026-02-31"}).context["page"]) == 1


def test_the_print_file_has_a_page_for_each_certificate_with_its_own_name_and_number(
    client: Client, wu: User, cohort: Cohort, tmp_path: Path
) -> None:
    certificates = issued(cohort, *RARE_NAMES)

    data = body(client.get(url("certificates-print", cohort.pk, 1)))

    with pikepdf.open(BytesIO(data)) as printed:
        assert len(printed.pages) == len(RARE_NAMES)
    text = text_of(data, tmp_path)
    assert all(name in text for name in RARE_NAMES)
    assert all(certificate.number in text for certificate in certificates)


def test_a_large_class_is_printed_in_portions(
    client: Client, wu: User, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "PORTION", 2)
    issued(cohort, "林秀英", "赵建国", "孙丽华")

    second = body(client.get(url("certificates-print", cohort.pk, 2)))

    with pikepdf.open(BytesIO(second)) as printed:
        assert len(printed.pages) == 1
    assert client.get(url("certificates-print", cohort.pk, 3)).status_code == 404


def test_the_archive_holds_the_bytes_that_were_issued_and_the_register(
    client: Client, wu: User, cohort: Cohort
) -> None:
    certificates = issued(cohort, "林秀英", "赵建国")

    with ZipFile(BytesIO(body(client.get(url("certificates-archive", cohort.pk))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    register = files.pop("登记表.xlsx")
    assert {digest(data) for data in files.values()} == {each.file_digest for each in certificates}
    assert f"{certificates[0].number}-林秀英.pdf" in files
    assert str(read_sheets(register)).count("赵建国") == 1


def test_both_are_noted(client: Client, wu: User, cohort: Cohort) -> None:
    issued(cohort, "林秀英", "赵建国")

    client.get(url("certificates-print", cohort.pk, 1))
    body(client.get(url("certificates-archive", cohort.pk)))

    noted = dict(ModelLogEntry.objects.filter(user=wu).values_list("action", "data"))
    assert noted["certificates.print"] == {"first": 1, "last": 2}
    assert noted["certificates.download_cohort"] == {"rows": 2}


@pytest.mark.parametrize("way", ["certificates-print", "certificates-archive"])
def test_a_file_that_is_gone_is_named_and_nothing_is_half_printed(
    client: Client, wu: User, cohort: Cohort, way: str
) -> None:
    lost, _ = issued(cohort, "林秀英", "赵建国")
    storages["private"].delete(lost.file)
    args = [cohort.pk, 1] if way == "certificates-print" else [cohort.pk]

    answer = client.get(url(way, *args), follow=True)

    assert answer.redirect_chain
    assert lost.number in answer.content.decode()


def test_the_list_asks_the_same_of_the_database_for_one_and_for_four(client: Client, wu: User, cohort: Cohort) -> None:
    issued(cohort, "林秀英")
    few = count_queries(client, url("certificate-list", cohort.pk))
    issued(cohort, "赵建国", "孙丽华", "周海燕")

    assert count_queries(client, url("certificate-list", cohort.pk)) == few
