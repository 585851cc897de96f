"""Which font draws what, and the refusal of what none can draw."""

from pathlib import Path

import pytest
from django.conf import settings

from certificates.pdf.fonts import BOLD, FALLBACK, REGULAR, FontBook, GlyphMissing, Run, font_book
from tests.factories.certificates import RARE_NAMES


def book_without_fallback() -> FontBook:
    """The fonts of a machine where fonts-hanazono was never installed."""
    return FontBook(noto=Path(settings.FONT_DIR), fallback=Path("/nowhere/HanaMinB.ttf"))


@pytest.mark.parametrize("name", RARE_NAMES)
def test_every_rare_name_has_all_its_glyphs(name: str) -> None:
    font_book().require(name)


def test_a_name_that_needs_no_fallback_is_bold() -> None:
    assert font_book().name_runs("欧阳𬱖") == [Run(BOLD, "欧阳𬱖")]


def test_a_name_with_a_fallback_glyph_is_wholly_in_one_weight() -> None:
    assert font_book().name_runs("司马𠮷祥") == [Run(REGULAR, "司马"), Run(FALLBACK, "𠮷"), Run(REGULAR, "祥")]


def test_prose_keeps_its_weight_around_a_fallback_glyph() -> None:
    assert [run.font for run in font_book().runs("村𠮷村", bold=True)] == [BOLD, FALLBACK, BOLD]


def test_letters_are_composed_before_they_are_drawn() -> None:
    assert font_book().runs("e\u0301") == [Run(REGULAR, "é")]


def test_compatibility_characters_are_not_folded_into_others() -> None:
    assert font_book().runs("％") == [Run(REGULAR, "％")]


@pytest.mark.parametrize("character", ["\U00031350", "\ue000", "\n", "\u200b"])
def test_it_refuses_what_no_font_draws_by_name(character: str) -> None:
    with pytest.raises(GlyphMissing) as refusal:
        font_book().require(f"王{character}")

    assert refusal.value.characters == character
    assert f"U+{ord(character):04X}" in str(refusal.value)


def test_without_the_fallback_it_says_the_line_that_installs_it() -> None:
    with pytest.raises(GlyphMissing, match="apt-get install fonts-hanazono"):
        book_without_fallback().require("司马𠮷祥")


def test_without_the_fallback_everything_else_goes_on() -> None:
    book_without_fallback().require("欧阳𬱖", "陈𬭚玉", "王㛃")


def test_a_character_that_no_package_brings_is_given_no_false_advice() -> None:
    with pytest.raises(GlyphMissing) as refusal:
        font_book().require("\U00031350")

    assert refusal.value.remedy == ""
