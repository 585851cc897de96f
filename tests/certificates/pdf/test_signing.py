"""The signature: checked by two programs that are not ours, broken by every change, the same each time."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.domain.trusting import SigningKeyMissing
from certificates.pdf import certificate
from certificates.pdf.keys import make_signing_key
from certificates.pdf.signers import KeyInMemory, load_signer
from certificates.pdf.signing import Signed, prepare, sign, signed_digest
from tests.factories.certificates import certificate_payload

AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)
SECRET = "open sesame"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a key and its CA."""
    place = tmp_path_factory.mktemp("keys")
    make_signing_key(path=place / "signing.p12", passphrase=SECRET, at=AT)
    return place


@pytest.fixture(scope="module")
def key(folder: Path) -> KeyInMemory:
    """The key, loaded."""
    return load_signer(folder / "signing.p12", SECRET)


@pytest.fixture(scope="module")
def signed(key: KeyInMemory) -> Signed:
    """A signed certificate."""
    return sign(certificate.composed(certificate_payload("欧阳𬱖")), by=key, at=AT, reason="结业证书")


def report(program: list[str], data: bytes, folder: Path) -> str:
    """What a program says of a file."""
    file = folder / "checked.pdf"
    file.write_bytes(data)
    done = subprocess.run([*program, file], capture_output=True, check=False, text=True)
    return done.stdout + done.stderr


def verdict(data: bytes, folder: Path) -> PdfSignatureStatus:
    """What pyHanko says, trusting our CA and nothing else."""
    context = ValidationContext(trust_roots=[load_cert_from_pemder(str(folder / "signing-ca.pem"))], moment=AT)
    return validate_pdf_signature(PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[0], context)


def test_poppler_finds_the_signature_valid_and_the_whole_file_signed(signed: Signed, tmp_path: Path) -> None:
    said = report(["pdfsig"], signed.data, tmp_path)

    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_mupdf_finds_the_document_unchanged(signed: Signed, tmp_path: Path) -> None:
    assert "The document is unchanged since signing." in report(["mutool", "sign", "-v"], signed.data, tmp_path)


def test_pyhanko_trusts_it_under_the_ca_and_sees_that_it_permits_no_change(signed: Signed, folder: Path) -> None:
    found = verdict(signed.data, folder)

    assert (found.bottom_line, found.coverage, found.docmdp_ok) == (True, SignatureCoverageLevel.ENTIRE_FILE, True)


def test_one_altered_byte_breaks_it(signed: Signed, tmp_path: Path) -> None:
    place = signed.data.index(b"stream") + 40
    altered = signed.data[:place] + bytes([signed.data[place] ^ 1]) + signed.data[place + 1 :]

    assert "Signature is Valid" not in report(["pdfsig"], altered, tmp_path)
    assert signed_digest(altered) != signed.signed_digest


def test_something_appended_is_not_covered(signed: Signed, tmp_path: Path) -> None:
    assert "Not total document signed" in report(["pdfsig"], signed.data + b"\n% later\n", tmp_path)


def test_a_page_changed_and_saved_again_breaks_it(signed: Signed, folder: Path) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed.data)) as pdf:
        pdf.pages[0].contents_add(b"0 0 100 100 re f")
        pdf.save(changed)

    assert signed_digest(changed.getvalue()) != signed.signed_digest
    assert not verdict(changed.getvalue(), folder).bottom_line


def test_it_signs_the_same_bytes_the_same_way(signed: Signed, key: KeyInMemory) -> None:
    again = sign(certificate.composed(certificate_payload("欧阳𬱖")), by=key, at=AT, reason="结业证书")

    assert again == signed


def test_another_key_gives_another_signature_over_the_same_text(signed: Signed, tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "other.p12", passphrase=SECRET, at=AT)
    other = load_signer(tmp_path / "other.p12", SECRET)

    again = sign(certificate.composed(certificate_payload("欧阳𬱖")), by=other, at=AT, reason="结业证书")

    assert again.file_digest != signed.file_digest


def test_a_key_of_rsa_signs_as_well_and_the_same_way_each_time(tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "rsa.p12", passphrase=SECRET, at=AT, is_rsa=True)
    key = load_signer(tmp_path / "rsa.p12", SECRET)

    one, again = (sign(certificate.composed(certificate_payload()), by=key, at=AT, reason="结业证书") for _ in range(2))

    assert one == again
    assert len(key.sign_raw(b"anything")) == 2048 // 8
    assert "Signature Validation: Signature is Valid." in report(["pdfsig"], one.data, tmp_path)
    assert "The document is unchanged since signing." in report(["mutool", "sign", "-v"], one.data, tmp_path)


def test_a_file_that_is_found_is_known_as_ones_own(signed: Signed, key: KeyInMemory, tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "other.p12", passphrase=SECRET, at=AT)
    other = load_signer(tmp_path / "other.p12", SECRET)
    composed = certificate.composed(certificate_payload("欧阳𬱖"))
    prepared = prepare(composed, room=key.envelope.room, at=AT, reason="结业证书")
    place = signed.data.index(b"stream") + 40

    assert prepared.found_in(signed.data, key) == signed
    for foreign in (b"", signed.data + b"\n", signed.data[:place] + b"!" + signed.data[place + 1 :]):
        assert prepared.found_in(foreign, key) is None
    assert prepared.found_in(signed.data, other) is None
    assert prepared.found_in(prepared.before + b"<" + b"0" * 2 * prepared.room + b">" + prepared.after, key) is None


def test_an_unsigned_file_has_no_signed_digest() -> None:
    assert signed_digest(certificate.render(certificate_payload())) == ""


def test_the_key_file_is_for_its_owner_alone(folder: Path) -> None:
    assert (folder / "signing.p12").stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "open.p12", passphrase=SECRET, at=AT)
    (tmp_path / "open.p12").chmod(0o644)

    with pytest.raises(SigningKeyMissing, match="chmod 600"):
        load_signer(tmp_path / "open.p12", SECRET)


def test_a_missing_key_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(SigningKeyMissing, match="make_signing_ca"):
        load_signer(tmp_path / "none.p12", SECRET)


def test_a_wrong_passphrase_is_told(folder: Path) -> None:
    with pytest.raises(SigningKeyMissing, match="SIGNING_PASSPHRASE"):
        load_signer(folder / "signing.p12", "wrong")


def test_a_key_is_never_replaced_by_accident(folder: Path) -> None:
    before = (folder / "signing.p12").read_bytes()

    with pytest.raises(FileExistsError):
        make_signing_key(path=folder / "signing.p12", passphrase=SECRET, at=AT)

    assert (folder / "signing.p12").read_bytes() == before
