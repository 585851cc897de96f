"""What the register answers: the word, the facts, and nothing more."""

from datetime import timedelta

import pytest

from certificates.domain import issuing, verifying
from certificates.domain.revoking import revoke
from certificates.enums import VerdictWord
from tests.factories.certificates import AT, LATER, make_graduate, make_pledge, make_press, reissued, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db


def test_an_issued_certificate_is_genuine_and_its_holder_masked() -> None:
    certificate = issuing.issue(enrollment=make_graduate("欧阳𬱖"), by=None, at=LATER, press=make_press())

    verdict = verifying.by_token(certificate.token)

    assert verdict.word == VerdictWord.GENUINE
    assert verdict.masked_name == "欧＊＊"
    assert verdict.number == certificate.number
    assert certificate.file_digest.startswith(verdict.digest)
    assert "阳" not in str(verdict)


def test_the_number_answers_the_same_as_the_code() -> None:
    certificate = issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=make_press())

    assert verifying.by_number(f" {certificate.number.lower()} ") == verifying.by_token(certificate.token)


def test_a_reservation_is_not_yet_known() -> None:
    reserved = issuing.reserve(enrollment=make_graduate(), by=None, at=LATER)

    assert verifying.by_token(reserved.token) == verifying.UNKNOWN


def test_a_revoked_certificate_says_so_and_when() -> None:
    enrollment = make_graduate()
    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=make_press())
    revoke(certificate=certificate, by=make_organizer(enrollment.cohort.unit), reason="有误", at=LATER)

    verdict = verifying.by_token(certificate.token)

    assert (verdict.word, verdict.ended_on) == (VerdictWord.REVOKED, LATER.date())


def test_a_replaced_certificate_names_its_successor() -> None:
    enrollment, press = make_graduate(), make_press()
    first = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=press)
    second = reissued(first)

    verdict = verifying.by_number(first.number)

    assert (verdict.word, verdict.replaced_by) == (VerdictWord.REPLACED, second.number)


def test_each_of_a_row_of_corrections_names_the_next() -> None:
    first = issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=make_press())
    second = reissued(first)
    third = reissued(second, at=LATER + timedelta(days=2))

    named = [verifying.by_number(each.number).replaced_by for each in (first, second, third)]

    assert named == [second.number, third.number, ""]


def test_a_revoked_certificate_stays_revoked_when_another_is_issued() -> None:
    enrollment, press = make_graduate(), make_press()
    first = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=press)
    revoke(certificate=first, by=make_organizer(enrollment.cohort.unit), reason="有误", at=LATER)
    issuing.issue(enrollment=enrollment, by=None, at=LATER + timedelta(days=1), press=press)

    assert verifying.by_number(first.number).word == VerdictWord.REVOKED


def test_a_signed_pledge_is_genuine() -> None:
    pledge = sign(make_pledge(), at=AT)

    verdict = verifying.by_token(pledge.token or "")

    assert (verdict.word, verdict.kind, verdict.masked_name) == (VerdictWord.GENUINE, "pledge", "林＊＊")


@pytest.mark.parametrize("typed", ["SZ2026J0000001X", "'; --", "", "x" * 500, "\x00"])
def test_unknown_and_malformed_are_the_same_answer(typed: str) -> None:
    assert verifying.by_number(typed) == verifying.UNKNOWN


def test_a_pledge_that_was_never_signed_is_not_found_by_an_empty_number() -> None:
    make_pledge()

    assert verifying.by_number("") == verifying.UNKNOWN
