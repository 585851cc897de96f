"""What the certificates of a class share is drawn once, and nothing of one person stays on it for the next."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certificates.pdf import certificate
from certificates.pdf.keys import make_signing_key
from certificates.pdf.mending import Imprint
from certificates.pdf.page import A4_LANDSCAPE, Sheet
from certificates.pdf.signers import load_signer
from certificates.pdf.signing import sign
from tests.certificates.pdf.reading import text_of
from tests.factories.certificates import RARE_NAMES, certificate_payload

AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)
LARGEST = 80_000


def picture_of(data: bytes, folder: Path) -> bytes:
    """The page as poppler draws it."""
    file = folder / "drawn.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftoppm", "-r", "100", file], capture_output=True, check=True).stdout


@pytest.mark.parametrize("name", ["林秀英", *RARE_NAMES])
def test_it_looks_as_if_it_had_been_drawn_whole(name: str, tmp_path: Path) -> None:
    payload = certificate_payload(name)
    whole = Sheet(size=A4_LANDSCAPE)
    certificate.draw_shared(whole, payload)
    certificate.draw_own(whole, payload)
    imprint = Imprint(title="", author="", language="zh-Hans", made_at=AT)

    drawn_whole = picture_of(whole.finish(imprint), tmp_path)

    assert picture_of(certificate.render(payload), tmp_path) == drawn_whole


def test_the_next_of_a_class_has_nothing_of_the_one_before(tmp_path: Path) -> None:
    certificate.render(certificate_payload("赵德柱", number="HD2026J0000001X"))

    data = certificate.render(certificate_payload("林秀英", number="HD2026J0000002Y"))

    assert "林秀英" in text_of(data, tmp_path)
    assert "赵德柱" not in text_of(data, tmp_path)
    assert b"HD2026J0000001X" not in data


def test_another_class_gets_a_plate_of_its_own(tmp_path: Path) -> None:
    certificate.render(certificate_payload(result="考核合格"))

    assert "成绩优秀" in text_of(certificate.render(certificate_payload(result="成绩优秀")), tmp_path)


def test_the_title_of_the_file_names_the_certificate(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(certificate.render(certificate_payload(number="HD2026J0000009A")))

    said = subprocess.run(["pdfinfo", file], capture_output=True, check=True, text=True).stdout
    packet = subprocess.run(["pdfinfo", "-meta", file], capture_output=True, check=True, text=True).stdout

    assert "结业证书 HD2026J0000009A" in said
    assert "结业证书 HD2026J0000009A" in packet
    assert certificate.BLANK_NUMBER not in said + packet


def test_a_telephone_reads_the_code(tmp_path: Path) -> None:
    payload = certificate_payload()
    drawing = tmp_path / "page.ppm"
    drawing.write_bytes(picture_of(certificate.render(payload), tmp_path))

    read = subprocess.run(["zbarimg", "-q", "--raw", drawing], capture_output=True, check=True, text=True).stdout

    assert read.strip() == payload.verify_url


@pytest.mark.parametrize("name", ["林秀英", "欧阳𬱖", "林" * 30])
def test_a_signed_certificate_is_small(name: str, tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "signing.p12", passphrase="open sesame", at=AT)
    key = load_signer(tmp_path / "signing.p12", "open sesame")

    with certificate.composed(certificate_payload(name)) as pdf:
        signed = sign(pdf, by=key, at=AT, reason="结业证书")

    assert len(signed.data) <= LARGEST
