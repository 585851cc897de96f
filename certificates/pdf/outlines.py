"""Characters as outlines, for the seal: what is drawn there is a picture, not text to be searched."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from reportlab.pdfgen.pathobject import PDFPathObject

from certificates.pdf.fonts import BOLD, FALLBACK_REMEDY, NOTO_FILES, GlyphMissing

# Hanzi stand in the em square from the descender line up; this box is what the eye sees.
EM_BOTTOM = -0.12


class _PathPen(BasePen):
    """Draws a glyph into a reportlab path."""

    def __init__(self, glyphs: Any, path: PDFPathObject) -> None:
        super().__init__(glyphs)
        self.path = path

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.moveTo(*pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.lineTo(*pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()


class Outlines:
    """The outlines of one or more fonts; the first that has a character draws it."""

    def __init__(self, *files: Path) -> None:
        fonts = [TTFont(file, lazy=True) for file in files if file.is_file()]
        self._fonts = [(font.getBestCmap(), font.getGlyphSet(), font["head"].unitsPerEm) for font in fonts]

    def draw(self, character: str, path: PDFPathObject) -> float:
        """Add one character to the path in the font's own units; returns units per em."""
        for cmap, glyphs, units in self._fonts:
            if ord(character) in cmap:
                glyphs[cmap[ord(character)]].draw(_PathPen(glyphs, path))
                return float(units)
        raise GlyphMissing(text=character, characters=character, remedy=FALLBACK_REMEDY)


@cache
def seal_outlines() -> Outlines:
    """Bold Noto Serif, and HanaMinB for a place name that needs it."""
    return Outlines(Path(settings.FONT_DIR) / NOTO_FILES[BOLD], Path(settings.FALLBACK_FONT))
