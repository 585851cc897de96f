"""Correcting a certificate: the new one states what the records say now, the old one stays and names it."""

from datetime import timedelta

import pytest

from certificates.domain import chaining, issuing
from certificates.domain.issuing import NotEligible
from certificates.domain.reissuing import reissue
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate, NumberSeries
from certificates.payloads import Unprintable
from cohorts.models.progress import ModuleProgress
from tests.factories.certificates import LATER, make_graduate, make_press, reissued
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db
NEXT_DAY = LATER + timedelta(days=1)


def issued(name: str = "林秀英") -> Certificate:
    """A certificate that is out."""
    return issuing.issue(enrollment=make_graduate(name), by=None, at=LATER, press=make_press())


def renamed(certificate: Certificate, name: str) -> Certificate:
    """The same certificate, its holder having got the name that is right."""
    person = certificate.enrollment.person
    person.name = name
    person.save()
    return certificate


def test_the_new_one_states_what_is_right_and_points_to_the_old_one() -> None:
    first = renamed(issued("林秀瑛"), "林秀英")

    second = reissued(first)

    assert (second.state, second.payload["person"]["name"]) == (CertificateState.ISSUED, "林秀英")
    assert (second.replaces, second.payload["replaces"]) == (first, first.number)


def test_the_old_one_stays_as_it_was_and_says_why_it_ended() -> None:
    first = issued()
    before = (first.payload, first.file, first.file_digest)

    reissued(first, at=NEXT_DAY)

    first.refresh_from_db()
    assert (first.payload, first.file, first.file_digest) == before
    assert (first.state, first.ended_at, first.end_reason) == (CertificateState.REPLACED, NEXT_DAY, "姓名有误")


def test_both_chains_tell_it_and_stay_whole() -> None:
    first = issued()

    second = reissued(first)

    *_, told = chaining.ChainEntry.objects.filter(document=first.chain_name).order_by("pk")
    assert (told.event["act"], told.event["by"]) == ("replaced", second.number)
    assert not list(chaining.breaks())


def test_two_who_correct_at_once_make_one_new_certificate() -> None:
    first = issued()
    stale = Certificate.objects.get(pk=first.pk)
    second = reissued(first)

    again = reissue(
        certificate=stale, by=make_organizer(first.unit), reason="姓名有误", at=NEXT_DAY, fonts=make_press()
    )

    assert (again, Certificate.objects.count()) == (second, 2)


def test_without_what_was_asked_the_old_one_stays_in_force() -> None:
    first = issued()
    ModuleProgress.objects.filter(enrollment=first.enrollment).delete()

    with pytest.raises(NotEligible):
        reissued(first)

    first.refresh_from_db()
    assert (first.state, NumberSeries.objects.get().last) == (CertificateState.ISSUED, 1)


def test_a_name_that_cannot_be_printed_is_refused_before_the_old_one_ends() -> None:
    first = renamed(issued(), "林\U00031350英")

    with pytest.raises(Unprintable):
        reissued(first)

    first.refresh_from_db()
    assert first.state == CertificateState.ISSUED
