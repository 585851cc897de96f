"""The validator that the tests of archive files rely on does find faults: each is planted in a file that has none."""

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from certificates.pdf import certificate
from certificates.pdf.mending import saved
from tests.certificates.pdf.reading import archive_faults
from tests.factories.certificates import certificate_payload


def without_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def with_a_font_that_is_not_embedded(pdf: Pdf) -> None:
    """As reportlab leaves its Helvetica behind; a line is set in it."""
    page = pdf.pages[0]
    page.obj.Resources.Font.Strange = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.contents_add(pdf.make_stream(b"BT /Strange 9 Tf 20 20 Td (later) Tj ET"))


def with_a_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('later')")


def with_an_action_on_opening_a_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="later.exe"))


def with_an_attached_program(pdf: Pdf) -> None:
    """PDF/A-2 permits other archive files alone."""
    pdf.attachments["later.exe"] = b"MZ"


def whose_metadata_names_another_format(pdf: Pdf) -> None:
    written = pdf.Root.Metadata.read_bytes()
    assert b">2</pdfaid:part>" in written
    pdf.Root.Metadata.write(written.replace(b">2</pdfaid:part>", b">1</pdfaid:part>"))


def whose_metadata_says_what_no_schema_describes(pdf: Pdf) -> None:
    written = pdf.Root.Metadata.read_bytes()
    own = b'<ours:number xmlns:ours="https://example.org/ours/">1</ours:number></rdf:Description></rdf:RDF>'
    pdf.Root.Metadata.write(written.replace(b"</rdf:Description></rdf:RDF>", own))


def with_an_unseen_annotation(pdf: Pdf) -> None:
    box = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([1, 1, 9, 9]), F=2)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(box)])


PLANTED: list[Callable[[Pdf], None]] = [
    without_output_intent,
    with_a_font_that_is_not_embedded,
    with_a_script,
    with_an_action_on_opening_a_page,
    with_an_attached_program,
    whose_metadata_names_another_format,
    whose_metadata_says_what_no_schema_describes,
    with_an_unseen_annotation,
]


def ours(plant: Callable[[Pdf], None] = lambda pdf: None) -> bytes:
    with certificate.composed(certificate_payload("欧阳𬱖")) as pdf:
        plant(pdf)
        return saved(pdf)


def test_ours_has_none() -> None:
    assert archive_faults(ours()) == []


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_fault_in_what_the_file_says_is_found(plant: Callable[[Pdf], None]) -> None:
    assert archive_faults(ours(plant)) != []


def test_an_endstream_without_a_line_of_its_own_is_found() -> None:
    """What reportlab writes: the bytes of a stream run into the word."""
    whole = ours()
    run_in, count = re.subn(rb"([^\n])\nendstream", rb"\1 endstream", whole, count=1)

    assert count == 1
    assert archive_faults(run_in) != []


def test_an_encrypted_file_is_found() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(ours())) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="later", user=""))

    assert archive_faults(locked.getvalue()) != []
