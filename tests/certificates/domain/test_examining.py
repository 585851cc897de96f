"""A file against the register: every alteration is found, by name, also where its signature is still valid."""

import hashlib
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages

from certificates.domain import issuing
from certificates.domain.countersigning import countersign, file_pledge
from certificates.domain.examining import Examination, Why, examine
from certificates.domain.revoking import revoke
from certificates.enums import VerdictWord
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from certificates.pdf.inspecting import signatures_in
from tests.certificates.pdf import forging
from tests.factories.certificates import AT, LATER, make_graduate, make_pledge, make_press, reissued, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db

ALTERATIONS: dict[Callable[[bytes], bytes], Why] = {
    forging.byte_altered: Why.CHANGED,
    forging.junk_appended: Why.ADDED,
    forging.page_replaced: Why.ADDED,
    forging.annotation_added: Why.ADDED,
    forging.saved_again: Why.CHANGED,
    forging.signature_stripped: Why.UNSIGNED,
}
STILL_VALID = [forging.junk_appended, forging.page_replaced, forging.annotation_added]


def issued(name: str = "林秀英") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name), by=None, at=LATER, press=make_press())


def file_of(document: Certificate | Pledge) -> bytes:
    with storages["private"].open(document.file) as stored:
        return stored.read()


def examined(data: bytes, *, expected: str = "") -> Examination:
    return examine(data, inspect=signatures_in, expected=expected)


def is_valid_to_poppler(file: Path) -> bool:
    """What whoever trusts the signature alone goes by."""
    said = subprocess.run(["pdfsig", file], capture_output=True, check=False, text=True).stdout
    return "Signature Validation: Signature is Valid." in said


def test_the_file_that_was_issued_is_genuine() -> None:
    certificate = issued()

    found = examined(file_of(certificate))

    assert (found.verdict.word, found.why) == (VerdictWord.GENUINE, Why.EXACT)
    assert found.verdict.number == certificate.number


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_an_altered_file_is_altered_and_the_reason_said(alter: Callable[[bytes], bytes]) -> None:
    certificate = issued()
    assert examined(file_of(certificate)).verdict.word == VerdictWord.GENUINE  # The negative control.

    found = examined(alter(file_of(certificate)))

    assert (found.verdict.word, found.why) == (VerdictWord.ALTERED, ALTERATIONS[alter])
    assert found.verdict.number == certificate.number


@pytest.mark.parametrize("alter", STILL_VALID, ids=lambda alter: alter.__name__)
def test_another_program_calls_these_altered_files_valid(alter: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """The negative control: whoever trusts the signature alone is deceived."""
    file = tmp_path / "altered.pdf"
    file.write_bytes(alter(file_of(issued())))

    assert is_valid_to_poppler(file)


def test_the_same_number_from_another_ca_is_altered_though_its_signature_is_valid(tmp_path: Path) -> None:
    forged = forging.signed_by_another(file_of(issued()), tmp_path)
    (tmp_path / "forged.pdf").write_bytes(forged)
    assert is_valid_to_poppler(tmp_path / "forged.pdf")

    found = examined(forged)

    assert (found.verdict.word, found.why) == (VerdictWord.ALTERED, Why.OTHER_SIGNER)


def test_the_signature_block_of_another_file_does_not_hold() -> None:
    own, other = file_of(issued("林秀英")), file_of(issued("赵德柱"))
    assert examined(forging.with_the_signature_of(own, own)).why == Why.EXACT  # The negative control.

    found = examined(forging.with_the_signature_of(own, other))

    assert (found.verdict.word, found.why) == (VerdictWord.ALTERED, Why.CHANGED)


def test_a_genuine_file_shown_for_another_number_is_not_it() -> None:
    own, other = issued("林秀英"), issued("赵德柱")
    assert examined(file_of(other), expected=other.number).why == Why.EXACT  # The negative control.

    found = examined(file_of(other), expected=own.number)

    assert (found.verdict.word, found.verdict.number, found.why) == (VerdictWord.ALTERED, own.number, Why.ANOTHER)


def test_a_revoked_certificate_is_revoked_also_as_a_file() -> None:
    certificate = issued()
    by = make_organizer(certificate.unit)
    revoke(certificate=certificate, by=by, reason="有误", at=LATER)

    found = examined(file_of(certificate))

    assert (found.verdict.word, found.why) == (VerdictWord.REVOKED, Why.EXACT)


def test_a_replaced_certificate_is_replaced_also_as_a_file() -> None:
    first = issued()
    reissued(first)

    assert examined(file_of(first)).verdict.word == VerdictWord.REPLACED


def test_the_file_of_an_earlier_state_is_rolled_back_though_its_signature_is_valid(tmp_path: Path) -> None:
    pledge = make_pledge()
    sign(pledge)
    press = make_press()
    before = file_of(file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=press))
    pledge.refresh_from_db()
    countersign(pledges=[pledge], by=make_organizer(pledge.enrollment.cohort.unit), at=AT + timedelta(hours=2))
    after = file_of(file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=press))

    (tmp_path / "before.pdf").write_bytes(before)
    assert is_valid_to_poppler(tmp_path / "before.pdf")
    assert (examined(before).verdict.word, examined(before).why) == (VerdictWord.ROLLED_BACK, Why.EARLIER)
    assert examined(after).verdict.word == VerdictWord.GENUINE


def test_a_number_that_was_never_given_is_unknown() -> None:
    found = examined(b"%PDF-1.7 HD2026J0000137H")

    assert (found.verdict.word, found.why) == (VerdictWord.UNKNOWN, Why.NOT_LISTED)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", bytes(range(256)) * 40], ids=["empty", "no number", "noise"])
def test_a_file_that_is_none_of_ours_is_unknown(data: bytes) -> None:
    found = examined(data)

    assert (found.verdict.word, found.why) == (VerdictWord.UNKNOWN, Why.NO_NUMBER)


def test_a_file_that_hides_its_number_is_known_by_its_signature() -> None:
    certificate = issued()
    hidden = file_of(certificate) + b"%"

    found = examine(hidden.replace(certificate.number.encode(), b"-" * 15), inspect=lambda data: signatures_in(hidden))

    assert (found.verdict.word, found.why) == (VerdictWord.ALTERED, Why.ADDED)


def test_examining_asks_the_register_a_few_times_however_many_numbers_a_file_says(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    certificate = issued()
    noise = b" ".join(b"HD2026J%07dA" % number for number in range(5_000))

    with django_assert_max_num_queries(50):  # type: ignore[attr-defined]  # a context manager
        examined(file_of(certificate) + noise)


def test_the_digest_of_the_issued_file_is_the_one_in_the_register() -> None:
    certificate = issued()

    assert hashlib.sha256(file_of(certificate)).hexdigest() == certificate.file_digest


def test_what_is_no_pdf_starts_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)

    assert signatures_in(b"GIF89a" + b" " * 2_000) == []
