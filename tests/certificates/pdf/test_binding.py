"""Many filed documents as one print file: every page as it was, what they share kept once, nothing mixed up."""

from io import BytesIO
from pathlib import Path

import pikepdf

from certificates.payloads import Party
from certificates.pdf.binding import bind
from certificates.pdf.certificate import render
from tests.certificates.pdf.reading import text_of
from tests.factories.certificates import certificate_payload

NAMES = ["林秀英", "司马𠮷祥", "阿卜杜热西提·买买提"]


def test_every_page_says_what_its_document_said_in_the_order_given(tmp_path: Path) -> None:
    documents = [render(certificate_payload(name)) for name in NAMES]

    bound = bind(documents, title="证书")

    assert text_of(bound, tmp_path) == "".join(text_of(each, tmp_path) for each in documents)


def test_what_a_class_shares_is_kept_once() -> None:
    documents = [render(certificate_payload(name)) for name in NAMES]

    assert len(bind(documents, title="证书")) < len(documents[0]) + 2 * len(documents[0]) // 3


def test_two_classes_whose_words_have_the_same_shape_are_not_mixed_up(tmp_path: Path) -> None:
    # The two pages are drawn with the same codes; only the glyphs behind them differ.
    classes = [certificate_payload("林秀英", cohort=Party("1", name)) for name in ("甲班", "乙班")]

    bound = bind([render(each) for each in classes], title="证书")

    first, second = text_of(bound, tmp_path).split("\f")[:2]
    assert "甲班" in first
    assert "乙班" in second


def test_no_signature_and_no_form_goes_along() -> None:
    bound = bind([render(certificate_payload("林秀英"))], title="证书")

    with pikepdf.open(BytesIO(bound)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj
