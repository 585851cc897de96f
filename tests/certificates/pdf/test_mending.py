"""Each fault of reportlab is shown to be there without the mending, and gone with it."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from pikepdf import pdfa
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.pdf.fonts import FALLBACK, NOTO_FILES, REGULAR, font_book
from certificates.pdf.mending import Imprint, to_archive
from tests.certificates.pdf.reading import text_of

IMPRINT = Imprint(title="题名", author="市中区", language="zh-Hans", made_at=datetime(2026, 5, 30, tzinfo=UTC))
PLAIN, PLAIN_FALLBACK = "Plain", "PlainFallback"


def drawn(text: str, font: str, *, initial: str = REGULAR) -> bytes:
    """One line in one font, as reportlab alone writes it."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=initial)
    canvas.setFont(font, 20)
    canvas.drawString(50, 500, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def has_transition(data: bytes) -> bool:
    """Whether the first page has a transition, even an empty one."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return "/Trans" in pdf.pages[0].obj


def faults(data: bytes) -> set[str]:
    """The rules of PDF/A-2b that the bytes break."""
    return {finding.rule for finding in pdfa.validate_written(io.BytesIO(data), "2b").findings}


@pytest.fixture(autouse=True)
def our_fonts() -> None:
    """Our fonts, known to reportlab."""
    font_book()


@pytest.fixture
def plain_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same typefaces without our mending; registerFont would answer with the mended ones."""
    for name, file in ((PLAIN, settings.FONT_DIR / NOTO_FILES[REGULAR]), (PLAIN_FALLBACK, settings.FALLBACK_FONT)):
        monkeypatch.setitem(pdfmetrics._fonts, name, TTFont(name, str(file), asciiReadable=False))


def test_a_character_beyond_the_bmp_is_copied_out_as_itself(plain_fonts: None, tmp_path: Path) -> None:
    broken = text_of(drawn("王𬱖", PLAIN), tmp_path).strip()

    mended = text_of(drawn("王𬱖", REGULAR), tmp_path).strip()

    assert (broken == "王𬱖", mended) == (False, "王𬱖")


def test_a_missing_glyph_is_refused_and_not_printed_as_a_box(plain_fonts: None) -> None:
    assert drawn("王\ue000", PLAIN)

    with pytest.raises(LookupError, match=r"U\+E000"):
        drawn("王\ue000", REGULAR)


def test_endstream_stands_on_a_line_of_its_own() -> None:
    crowded = re.compile(rb"[^\r\n]endstream")
    raw = drawn("王", REGULAR)

    mended = to_archive(raw, IMPRINT)

    assert (bool(crowded.search(raw)), bool(crowded.search(mended))) == (True, False)


def test_no_page_carries_an_empty_transition() -> None:
    raw = drawn("王", REGULAR)

    mended = to_archive(raw, IMPRINT)

    assert [has_transition(data) for data in (raw, mended)] == [True, False]


def test_no_page_names_a_font_that_is_not_embedded() -> None:
    with_default, ours = drawn("王", REGULAR, initial="Helvetica"), drawn("王", REGULAR)

    assert (b"/Helvetica" in with_default, b"/Helvetica" in ours) == (True, False)


def test_the_output_intent_and_the_archive_format_are_declared() -> None:
    raw = drawn("王", REGULAR)

    mended = to_archive(raw, IMPRINT)

    assert "pikepdf:output-intent" in faults(raw)
    assert faults(mended) == set()


def test_widths_of_a_font_of_1024_units_are_embedded_as_they_are(plain_fonts: None) -> None:
    broken, mended = (to_archive(drawn("𠮷", font), IMPRINT) for font in (PLAIN_FALLBACK, FALLBACK))

    assert faults(broken) == {"ISO_19005_2:6.2.11.5-1"}
    assert faults(mended) == set()


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert to_archive(drawn("王", REGULAR), IMPRINT) == to_archive(drawn("王", REGULAR), IMPRINT)
