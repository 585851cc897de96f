"""Every character that a name may hold is printed and comes back unchanged, or is refused by name before all else."""

import io
import random
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from certificates.pdf.fonts import GlyphMissing, font_book
from certificates.pdf.mending import Imprint
from certificates.pdf.page import A4_PORTRAIT, Sheet, Style
from tests.certificates.pdf.reading import text_of

TABLE = Path(__file__).parents[2] / "data/tongyong-guifan-hanzi-8105.txt"  # 通用规范汉字表, in its order
BEYOND = range(0x20000, 0x2EBE1)  # CJK Extensions B to F
SAMPLE, SEED = 2_000, 20260601
LINE, LINES = 30, 40
PLAIN, BOLD = Style(14), Style(14, bold=True)
IMPRINT = Imprint(title="", author="", language="zh-Hans", made_at=datetime(2026, 6, 1, tzinfo=UTC))


def standard() -> list[str]:
    return TABLE.read_text("utf-8").split()


def lines_of(characters: Iterable[str]) -> list[str]:
    text = "".join(characters)
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def printed(lines: list[str], style: Style) -> bytes:
    """The lines as names, forty a page."""
    sheet = Sheet(size=A4_PORTRAIT)
    for number, line in enumerate(lines):
        if number and number % LINES == 0:
            sheet.next_page()
        sheet.text(40, 40 + number % LINES * 19, line, style, name=True)
    return sheet.finish(IMPRINT)


def come_back(data: bytes, folder: Path) -> str:
    return re.sub(r"\s", "", text_of(data, folder))


@pytest.mark.parametrize("style", [PLAIN, BOLD], ids=["plain", "bold"])
def test_all_8105_standard_characters_come_back_unchanged(style: Style, tmp_path: Path) -> None:
    lines = standard()
    assert len("".join(lines)) == 8_105

    assert come_back(printed(lines_of(lines), style), tmp_path) == "".join(lines)


def test_two_thousand_characters_beyond_the_bmp_come_back_unchanged_or_are_refused_by_name(tmp_path: Path) -> None:
    sampled = [chr(point) for point in sorted(random.Random(SEED).sample(BEYOND, SAMPLE))]
    refused = [character for character in sampled if not is_drawn(character)]
    drawn = [character for character in sampled if character not in set(refused)]

    back = come_back(printed(lines_of(drawn), PLAIN), tmp_path)

    assert back == "".join(drawn)
    assert len(drawn) > 1_900


def test_without_the_mending_they_would_not_come_back(tmp_path: Path) -> None:
    """The negative control: without the maps that say what each glyph means, nothing is read back."""
    line = "".join(standard())[-LINE:]
    with pikepdf.open(io.BytesIO(printed([line], PLAIN))) as pdf:
        for font in pdf.pages[0].obj.Resources.Font.values():
            if "/ToUnicode" in font:
                del font.ToUnicode
        out = io.BytesIO()
        pdf.save(out)

    assert come_back(out.getvalue(), tmp_path) != line


def is_drawn(character: str) -> bool:
    """Whether it may stand on a document; if not, the refusal names it."""
    try:
        font_book().require(character)
    except GlyphMissing as refusal:
        return refusal.characters != character
    return True
