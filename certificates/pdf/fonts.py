"""Which font draws which character, and the refusal of a character that none can draw."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from reportlab.pdfbase import pdfmetrics

from certificates.payloads import Unprintable
from certificates.pdf.mending import MendedFont

REGULAR = "NotoSerifSC-Regular"
BOLD = "NotoSerifSC-Bold"
FALLBACK = "HanaMinB"

NOTO_FILES = {
    REGULAR: Path("400Regular/NotoSerifSC_400Regular.ttf"),
    BOLD: Path("700Bold/NotoSerifSC_700Bold.ttf"),
}
FALLBACK_REMEDY = "apt-get install fonts-hanazono"
# Where HanaMinB stands in: CJK Extensions B to F. Later extensions no font of ours has.
FALLBACK_RANGE = range(0x20000, 0x2EBF0)


class GlyphMissing(Unprintable):
    """No installed font draws these characters; nothing may be printed with them."""

    def __init__(self, *, text: str, characters: str, remedy: str = "") -> None:
        self.text = text
        self.characters = characters
        self.remedy = remedy
        listed = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"No font draws {listed} in “{text}”." + (f" {remedy}" if remedy else ""))


@dataclass(frozen=True)
class Run:
    """Neighbouring characters drawn with one font."""

    font: str
    text: str


class FontBook:
    """The three fonts, and the choice between them. The fallback may be absent from a machine."""

    def __init__(self, *, noto: Path, fallback: Path) -> None:
        self.fonts = {name: MendedFont(name, str(noto / file)) for name, file in NOTO_FILES.items()}
        if fallback.is_file():
            self.fonts[FALLBACK] = MendedFont(FALLBACK, str(fallback))
        for font in self.fonts.values():
            pdfmetrics.registerFont(font)

    def runs(self, text: str, *, bold: bool = False) -> list[Run]:
        """The text as runs, character by character; for prose, where weights may mix."""
        text = unicodedata.normalize("NFC", text)
        self.require(text)
        first = BOLD if bold else REGULAR
        chosen = [(first if self._has(first, character) else FALLBACK, character) for character in text]
        return [Run(font, "".join(c for _, c in run)) for font, run in groupby(chosen, key=lambda pair: pair[0])]

    def name_runs(self, name: str, *, bold: bool = True) -> list[Run]:
        """A person's name as runs in one weight: a fallback glyph has no bold, so none is bold."""
        plain = self.runs(name)
        return plain if any(run.font == FALLBACK for run in plain) else self.runs(name, bold=bold)

    def require(self, *texts: str) -> None:
        """Refuse by name what cannot be drawn. Called before a number is taken, too."""
        for text in texts:
            text = unicodedata.normalize("NFC", text)
            missing = "".join(dict.fromkeys(c for c in text if not self._drawn(c)))
            if missing:
                raise GlyphMissing(text=text, characters=missing, remedy=self._remedy(missing))

    def width(self, runs: Iterable[Run], size: float) -> float:
        """How wide the runs stand at a size, in points."""
        return sum(float(self.fonts[run.font].stringWidth(run.text, size)) for run in runs)

    def _drawn(self, character: str) -> bool:
        return self._has(REGULAR, character) or self._has(FALLBACK, character)

    def _has(self, font: str, character: str) -> bool:
        return font in self.fonts and ord(character) in self.fonts[font].face.charToGlyph

    def _remedy(self, missing: str) -> str:
        absent = FALLBACK not in self.fonts and any(ord(c) in FALLBACK_RANGE for c in missing)
        return FALLBACK_REMEDY if absent else ""


@cache
def font_book() -> FontBook:
    """The fonts of this machine, read once per process (half a second each)."""
    return FontBook(noto=Path(settings.FONT_DIR), fallback=Path(settings.FALLBACK_FONT))
