"""The colors of the product can be read: contrast is computed from the style sheet itself."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "training" / "static" / "css"
# Ours; cms.css dresses Wagtail's admin and speaks Wagtail's own variables.
SHEETS = sorted(sheet for sheet in CSS.glob("*.css") if sheet.name != "cms.css")
SURFACES = ("paper", "sheet", "sunk")
TEXTS = ("ink", "ink-soft", "vermilion", "vermilion-deep", "jade", "amber", "slate", "plum", "focus")
WASHED = ("vermilion", "jade", "amber", "slate", "plum")
LEAST_TEXT, LEAST_OUTLINE = 4.5, 3.0


def tokens(*, high_contrast: bool = False) -> dict[str, str]:
    """The color tokens by name, as they hold in ordinary or in high contrast."""
    ordinary, _, high = (CSS / "tokens.css").read_text().partition("@media (prefers-contrast: more)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", ordinary))
    if high_contrast:
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", high))
    return found


def luminance(color: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(color[start:end], 16) / 255 for start, end in pairwise((1, 3, 5, 7))]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize(("text", "surface"), list(product(TEXTS, SURFACES)))
def test_every_ink_can_be_read_on_every_surface(text: str, surface: str, high_contrast: bool) -> None:
    colors = tokens(high_contrast=high_contrast)

    assert contrast(colors[text], colors[surface]) >= LEAST_TEXT


@pytest.mark.parametrize("name", WASHED)
def test_every_state_can_be_read_on_its_own_wash(name: str) -> None:
    colors = tokens()

    assert contrast(colors[name], colors[f"{name}-wash"]) >= LEAST_TEXT
    assert contrast(colors["ink-soft"], colors[f"{name}-wash"]) >= LEAST_TEXT


@pytest.mark.parametrize("surface", SURFACES)
def test_the_outline_of_a_control_can_be_seen(surface: str) -> None:
    colors = tokens()

    assert contrast(colors["edge"], colors[surface]) >= LEAST_OUTLINE


def test_no_style_sheet_but_the_tokens_names_a_color() -> None:
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", re.IGNORECASE)

    named = {
        sheet.name: raw.findall(sheet.read_text())
        for sheet in SHEETS
        if sheet.name not in {"tokens.css", "print.css"}  # Paper is white.
    }

    assert {name: found for name, found in named.items() if found} == {}


def test_every_style_sheet_stays_in_its_layer_and_under_400_lines() -> None:
    for sheet in SHEETS:
        text = sheet.read_text()

        assert re.search(r"^@layer (tokens|base|layout|components|print) \{", text, re.MULTILINE), sheet.name
        assert len(text.splitlines()) <= 400, sheet.name
