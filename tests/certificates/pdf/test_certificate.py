"""The printed certificate: every name exact, nothing interpreted, an archive file, always the same."""

from pathlib import Path

import pytest

from certificates.payloads import CertificatePayload, Party
from certificates.pdf import certificate
from tests.certificates.pdf.reading import archive_faults, fonts_of, text_of
from tests.factories.certificates import RARE_NAMES, certificate_payload

HOSTILE = ["<img src=/etc/passwd>", "<b>林</b>&amp;&#65;", "'; DROP TABLE people; --", "林" * 30]


@pytest.mark.parametrize("name", [*RARE_NAMES, *HOSTILE])
def test_the_name_reads_back_exactly(name: str, tmp_path: Path) -> None:
    data = certificate.render(certificate_payload(name))

    assert name in [line.removesuffix(" 同志") for line in text_of(data, tmp_path).splitlines()]


@pytest.mark.parametrize("name", RARE_NAMES)
def test_it_is_an_archive_file_with_every_font_embedded(name: str, tmp_path: Path) -> None:
    data = certificate.render(certificate_payload(name))

    assert archive_faults(data) == []
    assert {tuple(row[-5:-2]) for row in fonts_of(data, tmp_path)} == {("yes", "yes", "yes")}


def test_it_says_what_was_learnt_by_whom_and_with_what_result(tmp_path: Path) -> None:
    text = "".join(text_of(certificate.render(certificate_payload()), tmp_path).split())

    sentence = (
        "于2026年3月2日至2026年5月29日参加市中区委组织部举办的新任书记培训班(第36期)，修满56学时，考核合格，准予结业。"
    )
    assert sentence in text
    assert "结业证书" in text
    assert "二〇二六年五月三十日" in text
    assert "证书编号HD2026J0000137H" in text


def test_in_english_it_is_english_but_for_the_names(tmp_path: Path) -> None:
    payload = certificate_payload(
        language="en",
        organisation=Party("1", "Shizhong District"),
        cohort=Party("1", "the 36th Course"),
        result="passed",
    )

    text = text_of(certificate.render(payload), tmp_path)

    assert "Certificate of Completion" in text
    assert "30 May 2026" in text
    assert "结业" not in text


def test_the_same_payload_gives_the_same_bytes() -> None:
    assert certificate.render(certificate_payload()) == certificate.render(certificate_payload())


def test_the_seal_is_a_picture_and_not_text(tmp_path: Path) -> None:
    text = text_of(certificate.render(certificate_payload(seal_style="training")), tmp_path)

    assert "专用章" not in text


def test_what_is_stored_is_what_is_read_again() -> None:
    payload = certificate_payload("阿卜杜热西提·买买提")

    assert CertificatePayload.from_json(payload.as_json()).as_json() == payload.as_json()


def test_a_payload_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="completion"):
        CertificatePayload.from_json({**certificate_payload().as_json(), "kind": "pledge"})
