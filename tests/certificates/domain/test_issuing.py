"""Issuing: once, with a dense number, and never for somebody who has not done everything."""

from datetime import timedelta

import pytest

from certificates.domain import chaining, issuing
from certificates.domain.issuing import NotEligible
from certificates.domain.revoking import revoke
from certificates.enums import CertificateState
from certificates.models.certificates import Certificate, NumberSeries
from certificates.payloads import Unprintable
from cohorts.enums import EnrollmentState
from people.enums import Level
from people.models.notices import Notice
from tests.factories.certificates import LATER, RARE_NAMES, give_prefix, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db


def test_it_issues_a_certificate_with_the_first_number_of_the_year() -> None:
    enrollment = make_graduate()
    give_prefix(enrollment.cohort.unit, "SZ")

    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    assert certificate.state == CertificateState.ISSUED
    assert certificate.number.startswith("SZ2026J0000001")
    assert certificate.payload["person"]["name"] == enrollment.person.name


def test_the_organisation_is_named_with_the_one_above_it() -> None:
    district = make_unit("市中区", parent=make_unit("济南市", level=Level.CITY))
    enrollment = make_graduate(cohort=make_cohort(district))

    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    assert certificate.payload["organisation"] == {"id": district.code, "name": "济南市市中区", "post": ""}


def test_it_answers_a_second_call_with_the_same_certificate() -> None:
    enrollment = make_graduate()
    first = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    second = issuing.issue(enrollment=enrollment, by=None, at=LATER + timedelta(days=1), press=make_press())

    assert second == first
    assert Certificate.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


def test_it_refuses_somebody_who_has_not_finished_and_takes_no_number() -> None:
    enrollment = make_enrollment(make_cohort())

    with pytest.raises(NotEligible) as refusal:
        issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    assert [item.state for item in refusal.value.checklist.items] == ["open"]
    assert not NumberSeries.objects.exists()


def test_it_refuses_a_name_that_no_font_draws_and_takes_no_number() -> None:
    enrollment = make_graduate("林\U00031350英")

    with pytest.raises(Unprintable, match=r"U\+31350"):
        issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    assert not NumberSeries.objects.exists()
    assert not Certificate.objects.exists()


def test_it_concludes_the_enrollment_and_tells_the_person() -> None:
    enrollment = make_graduate()

    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    enrollment.refresh_from_db()
    assert enrollment.state == EnrollmentState.CONCLUDED
    assert Notice.objects.filter(recipient=enrollment.person, key=f"certificate:{certificate.number}").count() == 1


def test_numbers_are_dense_in_the_order_of_issue() -> None:
    cohort = make_cohort()
    press = make_press()

    numbers = [
        issuing.issue(enrollment=make_graduate(name, cohort=cohort), by=None, at=LATER, press=press).number
        for name in RARE_NAMES
    ]

    assert [number[-8:-1] for number in numbers] == ["0000001", "0000002", "0000003", "0000004", "0000005"]


def test_what_was_issued_does_not_follow_a_later_change_of_name() -> None:
    enrollment = make_graduate("王小丽")
    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    enrollment.person.name = "王晓丽"
    enrollment.person.save()

    certificate.refresh_from_db()
    assert certificate.payload["person"]["name"] == "王小丽"


def test_a_worker_that_died_after_the_reservation_leaves_work_that_is_finished_under_the_same_number() -> None:
    enrollment = make_graduate()
    reserved = issuing.reserve(enrollment=enrollment, by=None, at=LATER)

    finished = issuing.issue(enrollment=enrollment, by=None, at=LATER + timedelta(hours=1), press=make_press())

    assert finished.number == reserved.number
    assert finished.state == CertificateState.ISSUED


def test_a_worker_that_died_after_the_file_makes_the_same_file_again() -> None:
    enrollment = make_graduate()
    reserved = issuing.reserve(enrollment=enrollment, by=None, at=LATER)
    press = make_press()
    payload = issuing.CertificatePayload.from_json(reserved.payload)
    lost = press.certificate(payload, at=reserved.reserved_at)

    finished = issuing.finish(certificate=reserved, at=LATER + timedelta(hours=1), press=press)

    assert finished.file_digest == lost.file_digest


def test_a_reservation_that_cannot_be_printed_is_void_with_its_reason_and_keeps_its_number() -> None:
    enrollment = make_graduate()
    reserved = issuing.reserve(enrollment=enrollment, by=None, at=LATER)

    issuing.void(certificate=reserved, reason="No font draws it.", at=LATER)

    reserved.refresh_from_db()
    assert (reserved.state, reserved.end_reason) == (CertificateState.VOID, "No font draws it.")
    assert not list(chaining.breaks())


def test_what_is_issued_after_a_revocation_names_the_revoked_one_which_stays_revoked() -> None:
    enrollment = make_graduate()
    press = make_press()
    first = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=press)
    revoke(certificate=first, by=make_organizer(enrollment.cohort.unit), reason="姓名有误", at=LATER)

    second = issuing.issue(enrollment=enrollment, by=None, at=LATER + timedelta(days=1), press=press)

    first.refresh_from_db()
    assert second.replaces == first
    assert first.state == CertificateState.REVOKED
    assert second.payload["replaces"] == first.number


def test_the_chain_holds_every_act_and_no_name() -> None:
    enrollment = make_graduate("司马𠮷祥")

    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())

    entries = list(chaining.ChainEntry.objects.filter(document=f"certificate:{certificate.number}"))
    assert [entry.event["act"] for entry in entries] == ["reserved", "issued"]
    assert "司马" not in str([entry.event for entry in entries])
    assert not list(chaining.breaks())
