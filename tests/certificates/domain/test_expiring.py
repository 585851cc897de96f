"""Certificates for a time: expired is a fact beside the verdict, the holder is told once, and renewing replaces."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import translation

from certificates.domain import issuing, verifying
from certificates.domain.expiring import expiring, remind
from certificates.domain.reissuing import reissue
from certificates.domain.revoking import revoke
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate
from certificates.pdf.fonts import font_book
from cohorts.models.cohort import Cohort
from people.domain.scope import scope_of
from people.models.notices import Notice
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer
from tests.factories.designs import make_design

pytestmark = pytest.mark.django_db

LAST_DAY = date(2027, 3, 2)


@pytest.fixture
def cohort() -> Cohort:
    """A class whose certificates are valid for a year."""
    cohort = make_cohort()
    make_design(cohort.unit, months_valid=12)
    return cohort


def issued(cohort: Cohort, name: str = "林秀英") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name, cohort=cohort), by=None, at=LATER, press=make_press())


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_an_expired_genuine_certificate_is_genuine_and_says_its_last_day(cohort: Cohort) -> None:
    verdict = verifying.by_token(issued(cohort).token)

    assert (verdict.word, verdict.expires_on) == ("genuine", LAST_DAY)
    assert not verdict.has_expired(on=LAST_DAY)
    assert verdict.has_expired(on=LAST_DAY + timedelta(days=1))


def test_a_certificate_for_ever_never_expires() -> None:
    verdict = verifying.by_token(issued(make_cohort()).token)

    assert not verdict.has_expired(on=date(2999, 1, 1))


def test_the_holder_is_told_once_from_ninety_days_before(cohort: Cohort) -> None:
    certificate = issued(cohort)
    told = Notice.objects.filter(recipient=certificate.enrollment.person, key__startswith="certificate-expiry:")

    with translation.override("zh-hans"):
        remind(at=at_noon(LAST_DAY - timedelta(days=91)))
        assert not told.exists()
        remind(at=at_noon(LAST_DAY - timedelta(days=90)))
        remind(at=at_noon(LAST_DAY - timedelta(days=89)))

    assert told.get().subject == f"您的证书 {certificate.number} 有效期至2027年3月2日。"


def test_nobody_is_told_of_what_has_ended_or_does_not_stand(cohort: Cohort) -> None:
    certificate = issued(cohort)

    assert remind(at=at_noon(LAST_DAY + timedelta(days=1))) == 0

    revoke(certificate=certificate, by=make_organizer(cohort.unit), reason="有误", at=LATER)

    assert remind(at=at_noon(LAST_DAY)) == 0


def test_the_tick_tells_them(cohort: Cohort) -> None:
    issued(cohort)

    with time_machine.travel(at_noon(LAST_DAY), tick=False):
        call_command("tick", verbosity=0)

    assert Notice.objects.filter(key__startswith="certificate-expiry:").count() == 1


def test_the_list_names_those_within_ninety_days_and_those_that_ended_in_ones_own_unit(cohort: Cohort) -> None:
    certificate = issued(cohort)
    mine = scope_of(make_organizer(cohort.unit), on=LAST_DAY)
    other = scope_of(make_organizer(make_cohort().unit, name="何组织员"), on=LAST_DAY)

    assert list(expiring(mine, on=LAST_DAY - timedelta(days=91))) == []
    assert list(expiring(mine, on=LAST_DAY - timedelta(days=90))) == [certificate]
    assert list(expiring(mine, on=LAST_DAY + timedelta(days=400))) == [certificate]
    assert list(expiring(other, on=LAST_DAY)) == []


def test_renewing_replaces_the_old_one_and_begins_its_own_time(cohort: Cohort) -> None:
    old = issued(cohort)
    by, later = make_organizer(cohort.unit), at_noon(LAST_DAY)

    reserved = reissue(certificate=old, by=by, reason="到期换发", at=later, fonts=font_book())
    new = issuing.finish(certificate=reserved, at=later, press=make_press())

    old.refresh_from_db()
    assert (old.state, new.replaces, new.expires_on) == (CertificateState.REPLACED, old, date(2028, 3, 2))
    assert list(expiring(scope_of(by, on=LAST_DAY), on=LAST_DAY)) == []
