"""A key in a real token (SoftHSM, through PKCS#11): it signs, it never leaves, and no file is made twice."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from pkcs11 import Attribute, ObjectClass

from certificates.domain import issuing
from certificates.domain.examining import Why, examine
from certificates.domain.trusting import SigningKeyMissing
from certificates.enums import VerdictWord
from certificates.models.certificates import Certificate, NumberSeries
from certificates.models.keys import SigningKey
from certificates.payloads import CertificatePayload
from certificates.pdf import certificate
from certificates.pdf.inspecting import signatures_in
from certificates.pdf.keys import make_key_in_token
from certificates.pdf.press import OfficePress, put_away
from certificates.pdf.signing import sign, signer
from certificates.pdf.token import KeyInToken, Place, load_token, open_session
from tests.certificates.pdf.test_signing import report
from tests.factories.certificates import LATER, certificate_payload, make_graduate

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN, SO_PIN = "secret-4711", "officer-4711"
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def uri(label: str = "signing", *, token: str = "training", module: str = MODULE) -> str:
    return f"pkcs11:token={token};object={label}?module-path={module}"


@pytest.fixture(scope="session")  # The module reads its settings once per process.
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A token that was set up, with a key of each kind in it."""
    place = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(place / "softhsm2.conf"))
        pins = ["--pin", PIN, "--so-pin", SO_PIN]
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "training", *pins], check=True)
        make_key_in_token(uri=uri(), pin=PIN, chain_file=place / "signing.pem", at=MADE)
        make_key_in_token(uri=uri("rsa"), pin=PIN, chain_file=place / "rsa.pem", at=MADE, is_rsa=True)
        yield place


@pytest.fixture(params=["signing", "rsa"])
def key(folder: Path, request: pytest.FixtureRequest) -> KeyInToken:
    """A key in the token, of both kinds."""
    return load_token(uri(request.param), PIN, folder / f"{request.param}.pem")


@pytest.fixture
def ec_key(folder: Path) -> KeyInToken:
    return load_token(uri(), PIN, folder / "signing.pem")


def files() -> list[Path]:
    return sorted(Path(storages["private"].path("certificates/2026")).glob("*"))


def test_other_programs_find_its_signature_valid(key: KeyInToken, tmp_path: Path) -> None:
    signed = sign(certificate.composed(certificate_payload("欧阳𬱖")), by=key, at=LATER, reason="结业证书")

    assert "Signature Validation: Signature is Valid." in report(["pdfsig"], signed.data, tmp_path)
    assert "The document is unchanged since signing." in report(["mutool", "sign", "-v"], signed.data, tmp_path)


def test_the_private_key_cannot_be_taken_out(folder: Path) -> None:
    with open_session(Place.parse(uri()), PIN) as session:
        private = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label="signing")

        assert private[Attribute.EXTRACTABLE] is False
        with pytest.raises(pkcs11.PKCS11Error):
            private[Attribute.VALUE]


@pytest.mark.django_db
def test_what_it_issued_is_genuine_and_its_certificate_stands_in_the_register(ec_key: KeyInToken) -> None:
    certificate = issuing.issue(enrollment=make_graduate(), by=None, at=LATER, press=OfficePress(at=LATER, key=ec_key))

    with storages["private"].open(certificate.file) as stored:
        found = examine(stored.read(), inspect=signatures_in)
    assert (found.verdict.word, found.why) == (VerdictWord.GENUINE, Why.EXACT)
    assert SigningKey.objects.get().key_id == certificate.key_id == ec_key.key_id


def test_it_signs_the_same_page_differently_each_time(ec_key: KeyInToken) -> None:
    """Hence the file that is found is kept: see the next one."""
    one, other = (
        sign(certificate.composed(certificate_payload()), by=ec_key, at=LATER, reason="结业证书") for _ in range(2)
    )

    assert one.signed_digest == other.signed_digest
    assert one.file_digest != other.file_digest


@pytest.mark.django_db
def test_a_worker_that_died_after_the_file_leaves_the_one_that_the_next_keeps(ec_key: KeyInToken) -> None:
    press, before = OfficePress(at=LATER, key=ec_key), files()
    reserved = issuing.reserve(enrollment=make_graduate(), by=None, at=LATER)
    filed = press.certificate(CertificatePayload.from_json(reserved.payload), at=LATER)

    done = issuing.finish(certificate=reserved, at=LATER, press=press)

    assert (done.file, done.file_digest) == (filed.file, filed.file_digest)
    assert len(files()) == len(before) + 1


@pytest.mark.django_db
def test_a_file_that_is_broken_on_the_disk_is_made_anew(ec_key: KeyInToken) -> None:
    press = OfficePress(at=LATER, key=ec_key)
    reserved = issuing.reserve(enrollment=make_graduate(), by=None, at=LATER)
    filed = press.certificate(CertificatePayload.from_json(reserved.payload), at=LATER)
    target = Path(storages["private"].path(filed.file))
    target.write_bytes(target.read_bytes()[:-9])

    done = issuing.finish(certificate=reserved, at=LATER, press=press)

    with storages["private"].open(done.file) as stored:
        assert examine(stored.read(), inspect=signatures_in).why == Why.EXACT


def test_of_two_workers_that_file_at_once_the_first_has_made_the_file() -> None:
    assert put_away("certificates/2026/race.pdf", b"one") is True
    assert put_away("certificates/2026/race.pdf", b"other") is False

    target = Path(storages["private"].path("certificates/2026/race.pdf"))
    assert target.read_bytes() == b"one"
    assert [file.name for file in target.parent.glob("race*")] == ["race.pdf"]
    target.unlink()


def test_a_session_that_was_lost_is_opened_again(ec_key: KeyInToken) -> None:
    assert ec_key.sign_raw(b"before")

    pkcs11.lib(MODULE).reinitialize()

    assert ec_key.sign_raw(b"after")


@pytest.mark.parametrize(
    ("address", "pin", "said"),
    [
        (uri(token="away"), PIN, "no token away"),
        (uri("other"), PIN, "no single key other"),
        (uri(), "wrong", "SIGNING_PASSPHRASE"),
        (uri(module="/nowhere.so"), PIN, "cannot be opened by /nowhere.so"),
        ("pkcs11:object=signing", PIN, "must read pkcs11:token"),
        ("file:signing", PIN, "must read pkcs11:token"),
    ],
)
def test_what_keeps_it_from_signing_is_said(folder: Path, address: str, pin: str, said: str) -> None:
    pkcs11.lib(MODULE).reinitialize()  # Nobody is logged in.

    with pytest.raises(SigningKeyMissing, match=said):
        load_token(address, pin, folder / "signing.pem")


def test_the_certificate_of_another_key_is_refused(folder: Path) -> None:
    with pytest.raises(SigningKeyMissing, match="not that of the key signing"):
        load_token(uri(), PIN, folder / "rsa.pem")


@pytest.mark.django_db
def test_a_token_that_is_away_burns_no_number(folder: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_URI, settings.SIGNING_PASSPHRASE = uri(token="away"), PIN
    settings.SIGNING_CHAIN_FILE = folder / "signing.pem"
    signer.cache_clear()
    enrollment = make_graduate()
    with pytest.raises(SigningKeyMissing, match="plugged in"):
        issuing.issue(enrollment=enrollment, by=None, at=LATER, press=OfficePress(at=LATER))
    assert not Certificate.objects.exists()

    settings.SIGNING_KEY_URI = uri()
    certificate = issuing.issue(enrollment=enrollment, by=None, at=LATER, press=OfficePress(at=LATER))

    signer.cache_clear()
    assert Certificate.objects.get().number == certificate.number
    assert NumberSeries.objects.get().last == 1


def test_the_command_makes_the_key_in_the_token_and_never_a_second(folder: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_URI, settings.SIGNING_PASSPHRASE = uri("of-2027"), PIN
    settings.SIGNING_CHAIN_FILE = folder / "of-2027.pem"

    call_command("make_signing_ca")

    assert load_token(uri("of-2027"), PIN, folder / "of-2027.pem").key_id
    settings.SIGNING_CHAIN_FILE = folder / "again.pem"
    with pytest.raises(CommandError, match="of-2027 in the token training is there already"):
        call_command("make_signing_ca")
