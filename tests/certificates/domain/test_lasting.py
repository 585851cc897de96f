"""What was issued or signed says for ever what it said: no later change of a name, a class or an account reaches it."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages

from certificates.domain import issuing, verifying
from certificates.domain.chaining import breaks
from certificates.domain.countersigning import countersign, file_pledge
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from certificates.pdf.signing import signed_digest
from cohorts.models.enrollment import Enrollment
from tests.factories.certificates import AT, LATER, make_graduate, make_pledge, make_press, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db


def change_everything(enrollment: Enrollment) -> None:
    """The person marries and is de-identified, the class and the district are renamed."""
    person, cohort, unit = enrollment.person, enrollment.cohort, enrollment.cohort.unit
    person.name, cohort.name, unit.name = "已注销", "改名后的班", "改名后的区"
    person.is_active = False
    for changed in (person, cohort, unit):
        changed.save()


def file_of(document: Certificate | Pledge) -> bytes:
    with storages["private"].open(document.file) as stored:
        return stored.read()


def filed(pledge: Pledge) -> Pledge:
    return file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=make_press())


def test_a_certificate_and_its_verification_stay_as_they_were() -> None:
    enrollment = make_graduate("欧阳𬱖")
    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())
    file, verdict = file_of(certificate), verifying.by_token(certificate.token)

    change_everything(enrollment)

    again = Certificate.objects.get(pk=certificate.pk)
    assert (file_of(again), again.file_digest, again.payload_digest) == (
        file, certificate.file_digest, certificate.payload_digest,
    )  # fmt: skip
    assert verifying.by_token(certificate.token) == verdict
    assert list(breaks()) == []


def test_a_certificate_made_after_a_crash_says_what_was_reserved() -> None:
    enrollment = make_graduate("欧阳𬱖")
    reserved = issuing.reserve(enrollment=enrollment, by=None, at=LATER)
    change_everything(enrollment)

    certificate = issuing.finish(certificate=reserved, at=LATER, press=make_press())

    assert certificate.payload["person"]["name"] == "欧阳𬱖"
    assert signed_digest(file_of(certificate)) == certificate.signed_digest


def test_a_pledge_and_its_verification_stay_as_they_were() -> None:
    pledge = make_pledge()
    sign(pledge)
    signed = filed(pledge)
    file, verdict = file_of(signed), verifying.by_token(signed.token or "")

    change_everything(pledge.enrollment)

    assert filed(pledge).file_digest == signed.file_digest
    assert file_of(signed) == file
    assert verifying.by_token(signed.token or "") == verdict


def test_a_pledge_countersigned_later_names_the_signer_as_on_the_day() -> None:
    pledge = make_pledge()
    sign(pledge)
    name = pledge.enrollment.person.name
    by = make_organizer(pledge.enrollment.cohort.unit)
    change_everything(pledge.enrollment)

    countersign(pledges=[Pledge.objects.get(pk=pledge.pk)], by=by, at=AT + timedelta(hours=2))

    after = Pledge.objects.get(pk=pledge.pk)
    assert after.parties["person"]["name"] == name
    assert after.parties["countersigner"]["name"] == by.name
