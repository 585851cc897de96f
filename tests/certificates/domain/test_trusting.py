"""Keys in time: expired, retired, revoked, changed, away. Old documents stand, and no number is lost."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from asn1crypto.x509 import Certificate as Certificate509
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from certificates import tasks
from certificates.domain import anchoring, chaining, issuing, jobs, trusting, verifying
from certificates.domain.examining import Why, examine
from certificates.domain.trusting import SigningKeyMissing
from certificates.enums import JobState, VerdictWord
from certificates.management.commands.verify_chain import is_ours
from certificates.models.certificates import Certificate, NumberSeries
from certificates.models.keys import SigningKey
from certificates.pdf.inspecting import signatures_in
from certificates.pdf.keys import make_signing_key
from certificates.pdf.press import OfficePress
from certificates.pdf.signers import KeyInMemory, load_signer
from certificates.pdf.signing import signer
from cohorts.enums import IssueMode
from tests.factories.certificates import LATER, install_key, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer

pytestmark = pytest.mark.django_db
SECRET = "open sesame"
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def make_key(folder: Path, name: str = "next") -> KeyInMemory:
    make_signing_key(path=folder / f"{name}.p12", passphrase=SECRET, at=MADE)
    return load_signer(folder / f"{name}.p12", SECRET)


def issued(name: str = "林秀英", *, press: OfficePress | None = None, at: datetime = LATER) -> Certificate:
    return issuing.issue(enrollment=make_graduate(name), by=None, at=at, press=press or make_press())


def file_of(certificate: Certificate) -> bytes:
    with storages["private"].open(certificate.file) as stored:
        return stored.read()


def why(certificate: Certificate) -> tuple[VerdictWord, Why]:
    found = examine(file_of(certificate), inspect=signatures_in)
    return found.verdict.word, found.why


def is_valid_to_pyhanko(signature: EmbeddedPdfSignature, roots: list[Certificate509], moment: datetime) -> bool:
    """What a program says that knows the CA and the day, and no register."""
    return bool(validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=moment)).bottom_line)


@pytest.fixture
def key_away(settings: LazySettings, tmp_path: Path) -> Callable[[], None]:
    """The key cannot be reached; what is returned brings it back."""
    there = settings.SIGNING_KEY_FILE
    settings.SIGNING_KEY_FILE = tmp_path / "away.p12"
    signer.cache_clear()

    def back() -> None:
        settings.SIGNING_KEY_FILE = there
        signer.cache_clear()

    return back


def test_a_key_stands_in_the_register_from_its_first_use(tmp_path: Path) -> None:
    key = make_key(tmp_path)

    issued(press=OfficePress(at=LATER, key=key))
    OfficePress(at=LATER + timedelta(days=1), key=key)

    entry = SigningKey.objects.get(key_id=key.key_id)
    assert (entry.first_used_at, entry.retired_at) == (LATER, None)
    assert entry.certificate.startswith("-----BEGIN CERTIFICATE-----")
    assert entry.issuers == (tmp_path / "next-ca.pem").read_text()
    assert [each.document for each in chaining.breaks()] == []


def test_a_document_whose_signer_has_expired_since_stays_genuine() -> None:
    certificate = issued()

    later = MADE + timedelta(days=365 * 20)
    roots = [load_cert_from_pemder(str(install_key().with_name("signing-ca.pem")))]
    signature = PdfFileReader(io.BytesIO(file_of(certificate))).embedded_regular_signatures[0]
    assert [is_valid_to_pyhanko(signature, roots, moment) for moment in (LATER, later)] == [True, False]

    with time_machine.travel(later):
        assert why(certificate) == (VerdictWord.GENUINE, Why.EXACT)


@pytest.mark.parametrize("days", [-2, 365 * 5 + 1], ids=["not yet", "expired"])
def test_a_key_outside_its_time_signs_nothing(tmp_path: Path, days: int) -> None:
    key = make_key(tmp_path)
    OfficePress(at=MADE, key=key)  # The negative control: within its time it does.

    with pytest.raises(SigningKeyMissing, match="not now"):
        OfficePress(at=MADE + timedelta(days=days), key=key)


def test_a_changed_key_leaves_old_documents_as_they_are_and_needs_the_old_key_no_more(tmp_path: Path) -> None:
    old, new = make_key(tmp_path, "old"), make_key(tmp_path, "new")
    before = issued("林秀英", press=OfficePress(at=LATER, key=old))
    trusting.retire(key_id=old.key_id, reason="换用新密钥", at=LATER)
    (tmp_path / "old.p12").unlink()

    after = issued("赵德柱", press=OfficePress(at=LATER, key=new))

    assert [why(each) for each in (before, after)] == [(VerdictWord.GENUINE, Why.EXACT)] * 2
    assert (before.key_id, after.key_id) == (old.key_id, new.key_id)
    assert list(chaining.breaks()) == []


def test_a_retired_key_signs_nothing_more_even_where_it_is_still_loaded(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    press = OfficePress(at=LATER, key=key)
    issued("林秀英", press=press)

    trusting.retire(key_id=key.key_id, reason="换用新密钥", at=LATER)

    with pytest.raises(SigningKeyMissing, match="retired"):
        issued("赵德柱", press=press)
    with pytest.raises(SigningKeyMissing, match="retired"):
        OfficePress(at=LATER, key=key)


def test_what_was_signed_before_a_revocation_stands_with_the_fact_and_what_was_signed_after_does_not() -> None:
    press = make_press()
    before, after = issued("林秀英", press=press), issued("赵德柱", press=press, at=LATER + timedelta(days=2))
    assert why(after) == (VerdictWord.GENUINE, Why.EXACT)  # The negative control.

    entry = trusting.retire(
        key_id=press.key.key_id, reason="失窃", at=LATER + timedelta(days=3), revoked_at=LATER + timedelta(days=1)
    )

    assert why(before) == (VerdictWord.GENUINE, Why.KEY_REVOKED_LATER)
    assert why(after) == (VerdictWord.REVOKED, Why.KEY_REVOKED)
    assert verifying.by_token(before.token).key_revoked_on is not None
    assert verifying.by_token(after.token).word == VerdictWord.REVOKED
    assert entry.revoked_at
    assert trusting.signed_since(entry, entry.revoked_at) == [after.number]


def test_the_moment_of_a_revocation_is_the_first_one_that_does_not_count() -> None:
    press = make_press()
    certificate = issued(press=press)

    trusting.retire(key_id=press.key.key_id, reason="失窃", at=LATER, revoked_at=LATER)

    assert why(certificate) == (VerdictWord.REVOKED, Why.KEY_REVOKED)


def test_a_revocation_is_moved_to_an_earlier_moment_and_never_taken_back() -> None:
    press = make_press()
    name = press.key.key_id
    trusting.retire(key_id=name, reason="换用新密钥", at=LATER)
    revoked = trusting.retire(key_id=name, reason="失窃", at=LATER, revoked_at=LATER)

    later = trusting.retire(key_id=name, reason="似未失窃", at=LATER, revoked_at=LATER + timedelta(days=9))
    earlier = trusting.retire(key_id=name, reason="失窃更早", at=LATER, revoked_at=LATER - timedelta(days=9))

    assert revoked.revoked_at == later.revoked_at == LATER
    assert (earlier.revoked_at, earlier.reason) == (LATER - timedelta(days=9), "失窃更早")
    assert list(chaining.breaks()) == []


def test_a_stranger_with_the_stolen_key_puts_nothing_into_the_register(tmp_path: Path) -> None:
    """Whatever time he writes into his file: the register's own record decides."""
    certificate = issued()
    forged = file_of(certificate).replace(b"D:2026", b"D:2025")

    found = examine(forged, inspect=signatures_in)

    assert found.verdict.word == VerdictWord.ALTERED


def test_an_anchor_counts_by_the_register_of_keys_and_not_by_the_key(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    press = OfficePress(at=LATER, key=key)
    issued(press=press)
    anchor = anchoring.anchor_yesterday(at=LATER + timedelta(days=1), seal=press.seal)
    (tmp_path / "next.p12").unlink()
    assert anchor
    assert list(anchoring.anchor_breaks(check=is_ours)) == []

    trusting.retire(key_id=key.key_id, reason="失窃", at=LATER, revoked_at=LATER)

    assert [each.fault for each in anchoring.anchor_breaks(check=is_ours)] == ["not-ours"]


def test_without_a_key_nothing_is_issued_and_no_number_is_taken_until_it_is_back(
    key_away: Callable[[], None], run_tasks: Callable[[], int]
) -> None:
    enrollment = make_graduate(cohort=make_cohort(issue_mode=IssueMode.AUTOMATIC))
    with time_machine.travel(LATER, tick=False):
        tasks.issue_for_enrollment.enqueue(enrollment.pk)
        run_tasks()
    assert not Certificate.objects.exists()
    assert not NumberSeries.objects.exists()

    key_away()
    with time_machine.travel(LATER + tasks.KEY_PAUSE + timedelta(seconds=1), tick=False):
        run_tasks()

    assert verifying.by_token(Certificate.objects.get().token).word == VerdictWord.GENUINE
    assert NumberSeries.objects.get().last == 1


def test_a_job_without_a_key_says_so_and_goes_on_when_started_again(
    key_away: Callable[[], None], run_tasks: Callable[[], int]
) -> None:
    cohort = make_cohort()
    make_graduate(cohort=cohort)
    by = make_organizer(cohort.unit)
    with time_machine.travel(LATER, tick=False):
        job = jobs.start_job(cohort=cohort, by=by, at=LATER)
        tasks.issue_for_cohort.enqueue(job.pk)
        run_tasks()
        job.refresh_from_db()
        assert (job.state, NumberSeries.objects.exists()) == (JobState.FAILED, False)
        assert "make_signing_ca" in job.problems[0]["message"]

        key_away()
        again = jobs.start_job(cohort=cohort, by=by, at=LATER)
        tasks.issue_for_cohort.enqueue(again.pk)
        run_tasks()

    assert Certificate.objects.get().file_digest


def test_a_key_that_is_lost_in_mid_job_burns_no_number(run_tasks: Callable[[], int]) -> None:
    cohort = make_cohort()
    make_graduate("林秀英", cohort=cohort)
    press = make_press()
    job = jobs.start_job(cohort=cohort, by=make_organizer(cohort.unit), at=LATER)
    trusting.retire(key_id=press.key.key_id, reason="失窃", at=LATER)
    with pytest.raises(SigningKeyMissing):
        jobs.run_job(job=job, clock=lambda: LATER, press=press)
    reserved = Certificate.objects.get()
    SigningKey.objects.update(retired_at=None)

    issuing.finish(certificate=reserved, at=LATER, press=press)

    assert Certificate.objects.get().file_digest
    assert NumberSeries.objects.get().last == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_wrong_changes_no_verdict_and_gives_no_number_twice(hours: int) -> None:
    right = issued("林秀英")

    wrong = issued("赵德柱", at=LATER + timedelta(hours=hours))
    again = issued("孙桂兰")

    assert [why(each) for each in (right, wrong, again)] == [(VerdictWord.GENUINE, Why.EXACT)] * 3
    assert len({right.number, wrong.number, again.number}) == 3
    assert list(chaining.breaks()) == []


def test_the_command_lists_retires_and_names_what_falls(capsys: pytest.CaptureFixture[str]) -> None:
    press = make_press()
    certificate = issued(press=press)
    name = press.key.key_id[:12]
    call_command("retire_key")
    assert "in use" in capsys.readouterr().out

    call_command("retire_key", name, "--reason", "失窃", "--revoked-since", "2026-01-02T00:00")

    said = capsys.readouterr().out
    assert "revoked since 2026-01-02 00:00" in said
    assert f"Documents that do not stand any more: 1\n{certificate.number}\n" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["0000", "--reason", "x"], "no single key 0000"),
        (["0000"], "Say why"),
        (["0000", "--reason", "x", "--revoked-since", "yesterday"], "yesterday is no time"),
    ],
)
def test_the_command_refuses_in_words(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refusal:
        call_command("retire_key", *arguments)

    assert refusal.value.returncode == 2
