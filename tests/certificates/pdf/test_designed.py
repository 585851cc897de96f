"""Certificates on designs: across and upright, in both languages, with everything on them and with nothing."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from certificates.domain import pictures
from certificates.enums import Orientation
from certificates.payloads import CertificatePayload, Design, Signatory
from certificates.pdf import certificate
from certificates.pdf.certificate import TooLong
from certificates.pdf.keys import make_signing_key
from certificates.pdf.signing import load_signer, sign
from tests.certificates.pdf.reading import archive_faults, text_of
from tests.certificates.pdf.test_plate import picture_of
from tests.factories.certificates import RARE_NAMES, certificate_payload
from tests.factories.designs import SIGNATORIES, WORDING, background_file, seal_file

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)
ENGLISH = "has attended {cohort}, held by {organisation} from {began} to {ended} ({result})."
LARGEST = 80_000
LONG = "阿卜杜热西提·买买提依明卜杜热西提·买买提依明江"


def design(orientation: str = "portrait", *, wording: str = WORDING, signatories: int = 3, **fields: object) -> Design:
    people = tuple(Signatory(*each) for each in SIGNATORIES[:signatories])
    facts = {"id": "1", "revision": "1", "title": "结业证书", "wording": wording, "signatories": people}
    return Design(orientation=orientation, **{**facts, **fields})  # type: ignore[arg-type]


def full_payload(orientation: str, name: str, language: str = "zh-hans") -> CertificatePayload:
    """With a background, a real seal, three who sign, and a last day."""
    ground = pictures.keep(pictures.fit_background(io.BytesIO(background_file()), Orientation(orientation)))
    seal = pictures.keep(pictures.fit_seal(io.BytesIO(seal_file())))
    words = WORDING if language == "zh-hans" else ENGLISH
    on = design(orientation, wording=words, background=ground.digest, seal=seal.digest)
    return certificate_payload(name, language=language, design=on, seal_style="", expires_on=date(2029, 5, 30))


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["林秀英", RARE_NAMES[0], LONG])
def test_with_everything_on_it_it_is_an_archive_file_and_gives_back_the_name(
    orientation: str, language: str, name: str, tmp_path: Path
) -> None:
    data = certificate.render(full_payload(orientation, name, language))

    assert archive_faults(data) == []
    assert name in [line.removesuffix(" 同志") for line in text_of(data, tmp_path).splitlines()]


@pytest.mark.parametrize("signatories", [0, 3])
def test_who_signs_and_the_last_day_are_printed(signatories: int, tmp_path: Path) -> None:
    payload = certificate_payload(design=design(signatories=signatories), expires_on=date(2029, 5, 30))

    text = text_of(certificate.render(payload), tmp_path)

    assert [name in text for _, name in SIGNATORIES] == [bool(signatories)] * 3
    assert "有效期至2029年5月30日" in text


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("wording", [WORDING, "{name}同志：您已结业。"])
def test_laid_on_its_plate_it_looks_as_if_drawn_whole(orientation: str, wording: str, tmp_path: Path) -> None:
    payload = certificate_payload("欧阳𬱖", design=design(orientation, wording=wording))

    whole = picture_of(certificate.whole(payload), tmp_path)

    assert picture_of(certificate.render(payload), tmp_path) == whole


def test_a_name_in_the_wording_is_of_this_person_and_not_of_the_one_before(tmp_path: Path) -> None:
    on = design(wording="{name}同志：您已结业。")
    certificate.render(certificate_payload("赵德柱", design=on))

    text = text_of(certificate.render(certificate_payload("林秀英", design=on)), tmp_path)

    assert text.count("林秀英") == 2
    assert "赵德柱" not in text


@pytest.mark.parametrize(
    "hostile", ["<img src=/etc/passwd>", "{{name.__class__}}", "&#65;&lt;b&gt;", "'; DROP TABLE people; --"]
)
def test_a_hostile_wording_is_printed_as_text(hostile: str, tmp_path: Path) -> None:
    payload = certificate_payload(design=design(wording=hostile))

    text = text_of(certificate.render(payload), tmp_path)

    assert hostile.replace("{{", "{").replace("}}", "}") in text


def test_a_long_wording_is_set_smaller_and_one_without_end_is_refused(tmp_path: Path) -> None:
    payload = certificate_payload(design=design("landscape", wording=WORDING * 4, signatories=0))
    assert archive_faults(certificate.render(payload)) == []

    with pytest.raises(TooLong):
        certificate.render(certificate_payload(design=design("landscape", wording=WORDING * 60)))


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_signed_and_without_a_background_it_is_small(orientation: str, tmp_path: Path) -> None:
    make_signing_key(path=tmp_path / "signing.p12", passphrase="open sesame", at=AT)
    key = load_signer(tmp_path / "signing.p12", "open sesame")

    with certificate.composed(certificate_payload("欧阳𬱖", design=design(orientation))) as pdf:
        signed = sign(pdf, by=key, at=AT, reason="结业证书")

    assert len(signed.data) <= LARGEST


def test_a_background_is_cropped_to_the_page_and_never_above_its_size() -> None:
    busy = io.BytesIO(background_file(size=(3000, 3000)))

    data = pictures.fit_background(busy, Orientation.PORTRAIT)

    assert len(data) <= pictures.LARGEST_BACKGROUND
    assert Image.open(io.BytesIO(data)).size == (1240, 1754)
