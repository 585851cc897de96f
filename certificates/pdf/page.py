"""The sheet of paper that documents are drawn on: text, rules, seal, QR code, ink."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from certificates.pdf.fonts import REGULAR, FontBook, Run, font_book
from certificates.pdf.lines import break_lines
from certificates.pdf.mending import Imprint, to_archive
from certificates.pdf.outlines import EM_BOTTOM, seal_outlines
from certificates.seal import Glyph, Seal

A4_PORTRAIT = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)

INK = HexColor("#1f1b16")
INK_SOFT = HexColor("#6b6257")
LINE = HexColor("#c9bfae")
VERMILION = HexColor("#b3261e")

Align = Literal["left", "center", "right"]
Stroke = Sequence[Sequence[float]]  # Points x, y (and more, which is not drawn) in a box 1000 wide.
INK_BOX = 1000.0
QR_MASK = 2


@dataclass(frozen=True)
class Style:
    """How a piece of text is set."""

    size: float
    bold: bool = False
    color: Color = INK
    spacing: float = 0.0  # Extra space after each character.
    leading: float = 1.75
    indent: float = 0.0  # Of a paragraph's first line, in characters.


class Sheet:
    """One or more pages of one size; y is measured from the top, as a designer thinks."""

    def __init__(self, *, size: tuple[float, float], fonts: FontBook | None = None) -> None:
        self.width, self.height = size
        self.fonts = fonts or font_book()
        self._out = io.BytesIO()
        # invariant: no clock and no chance in the file. initialFontName: not the unembedded Helvetica.
        self.canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1, initialFontName=REGULAR)

    # --- Text --------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        content: str,
        style: Style,
        *,
        align: Align = "left",
        name: bool = False,
    ) -> float:
        """One line with its baseline at y; a name is set in one weight. Returns its width."""
        runs = self.fonts.name_runs(content, bold=style.bold) if name else self.fonts.runs(content, bold=style.bold)
        width = self.fonts.width(runs, style.size) + style.spacing * max(len(content) - 1, 0)
        start = {"left": x, "center": x - width / 2, "right": x - width}[align]
        self._draw(start, y, runs, style)
        return width

    def text_width(self, content: str, style: Style) -> float:
        """How wide a line stands."""
        return self.fonts.width(self.fonts.runs(content, bold=style.bold), style.size)

    def fitted(self, x: float, y: float, content: str, style: Style, *, width: float, align: Align = "center") -> None:
        """A name, made smaller where it would not fit."""
        natural = self.fonts.width(self.fonts.name_runs(content, bold=style.bold), style.size)
        size = style.size * min(1.0, width / natural)
        self.text(x, y, content, Style(size, style.bold, style.color), align=align, name=True)

    def paragraph(self, x: float, y: float, content: str, style: Style, *, width: float) -> float:
        """A broken paragraph whose first baseline is y; returns the baseline of the line after it."""
        lines = self.lines(content, style, width=width)
        for place, line in enumerate(lines):
            indent = style.indent * style.size if place == 0 else 0.0
            runs = self.fonts.runs(line, bold=style.bold)
            slack = width - indent - self.fonts.width(runs, style.size)
            last = place == len(lines) - 1
            self._draw(x + indent, y, runs, style, tracking=0.0 if last else _tracking(slack, line, style))
            y += style.size * style.leading
        return y

    def lines(self, content: str, style: Style, *, width: float) -> list[str]:
        """The lines a paragraph takes, so that a page break can be foreseen."""

        def measure(text: str) -> float:
            return self.fonts.width(self.fonts.runs(text, bold=style.bold), style.size)

        return break_lines(content, width=width, measure=measure, first_indent=style.indent * style.size)

    def _draw(self, x: float, y: float, runs: list[Run], style: Style, *, tracking: float = 0.0) -> None:
        written = self.canvas.beginText(x, self.height - y)
        written.setFillColor(style.color)
        written.setCharSpace(style.spacing + tracking)
        if style.spacing:  # Spaced-out letters still read back as one word.
            whole = "".join(run.text for run in runs).encode("utf-16-be").hex().upper()
            self.canvas.addLiteral(f"/Span <</ActualText <FEFF{whole}>>> BDC")
        for run in runs:
            written.setFont(run.font, style.size)
            written.textOut(run.text)
        self.canvas.drawText(written)
        if style.spacing:
            self.canvas.addLiteral("EMC")

    # --- Rules and boxes ---------------------------------------------------------

    def rule(self, x: float, y: float, width: float, *, color: Color = LINE, weight: float = 0.5) -> None:
        """A horizontal hairline."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(weight)
        self.canvas.line(x, self.height - y, x + width, self.height - y)

    def box(self, inset: float, *, color: Color, weight: float, notch: float = 0.0) -> None:
        """A frame around the page; a notch cuts its corners inwards."""
        left, right, low, high = inset, self.width - inset, inset, self.height - inset
        path = self.canvas.beginPath()
        path.moveTo(left + notch, low)
        for x, y in (
            (right - notch, low), (right - notch, low + notch), (right, low + notch),
            (right, high - notch), (right - notch, high - notch), (right - notch, high),
            (left + notch, high), (left + notch, high - notch), (left, high - notch),
            (left, low + notch), (left + notch, low + notch),
        ):  # fmt: skip
            path.lineTo(x, y)
        path.close()
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(weight)
        self.canvas.setLineJoin(0)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def tick(self, x: float, y: float, size: float) -> None:
        """A ticked box, drawn: not every font has one."""
        c = self.canvas
        c.setLineWidth(0.8)
        c.setStrokeColor(INK_SOFT)
        c.rect(x, self.height - y, size, size)
        c.setLineWidth(1.5)
        c.setStrokeColor(VERMILION)
        path = c.beginPath()
        path.moveTo(x + 0.18 * size, self.height - y + 0.52 * size)
        path.lineTo(x + 0.42 * size, self.height - y + 0.24 * size)
        path.lineTo(x + 0.88 * size, self.height - y + 0.86 * size)
        c.drawPath(path)

    # --- Drawings ----------------------------------------------------------------

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code with its top left corner at (x, y), as one vector path of whole cells."""
        # Any mask reads; looking for the prettiest of the eight takes four times as long as all the rest.
        matrix = segno.make(content, error="m", micro=False, boost_error=False, mask=QR_MASK).matrix
        cells = [
            f"{column} {-row - 1} 1 1 re"
            for row, modules in enumerate(matrix)
            for column, dark in enumerate(modules)
            if dark
        ]
        self.canvas.saveState()
        self.canvas.setFillColor(INK)
        self.canvas.transform(side / len(matrix), 0, 0, side / len(matrix), x, self.height - y)
        self.canvas.addLiteral("\n".join([*cells, "f"]))
        self.canvas.restoreState()

    def seal(self, x: float, y: float, seal: Seal) -> None:
        """A seal with its centre at (x, y)."""
        c = self.canvas
        c.saveState()
        c.translate(x, self.height - y)
        c.setStrokeColor(VERMILION)
        c.setFillColor(VERMILION)
        c.setLineWidth(seal.rim)
        c.circle(0, 0, seal.radius, stroke=1, fill=0)
        star = c.beginPath()
        star.moveTo(*seal.star[0])
        for corner in seal.star[1:]:
            star.lineTo(*corner)
        star.close()
        c.drawPath(star, stroke=0, fill=1)
        for glyph in seal.glyphs:
            self._stamp(glyph)
        c.restoreState()

    def _stamp(self, glyph: Glyph) -> None:
        c = self.canvas
        path = c.beginPath()
        units = seal_outlines().draw(glyph.character, path)
        c.saveState()
        c.translate(glyph.x, glyph.y)
        c.rotate(glyph.turn)
        c.scale(glyph.width / units, glyph.height / units)
        c.translate(-units / 2, -units * (0.5 + EM_BOTTOM))
        c.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        c.restoreState()

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """A picture that stretches over a box with its top left corner at (x, y); what is clear in it stays clear."""
        image = ImageReader(io.BytesIO(data))
        self.canvas.drawImage(image, x, self.height - y - height, width, height, mask="auto")

    def ink(self, x: float, y: float, width: float, strokes: Sequence[Stroke]) -> None:
        """Hand-drawn strokes, scaled from their 1000-wide box to a width; (x, y) is the top left."""
        c = self.canvas
        scale = width / INK_BOX
        c.saveState()
        c.setStrokeColor(INK)
        c.setFillColor(INK)
        c.setLineWidth(1.4)
        c.setLineCap(1)
        c.setLineJoin(1)
        for stroke in strokes:
            points = [(x + point[0] * scale, self.height - y - point[1] * scale) for point in stroke]
            if len(points) == 1:
                c.circle(*points[0], 0.9, stroke=0, fill=1)
                continue
            path = c.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            c.drawPath(path)
        c.restoreState()

    # --- Pages -------------------------------------------------------------------

    def next_page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()

    def finish(self, imprint: Imprint) -> bytes:
        """The finished file, PDF/A-2b; the same drawing gives the same bytes."""
        return to_archive(self.drawn(), imprint)

    def drawn(self) -> bytes:
        """What was drawn, as reportlab writes it: to be laid on a finished file, not to be given out."""
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()


def _tracking(slack: float, line: str, style: Style) -> float:
    """What each gap of a Chinese line takes so that both edges stand even; none where it would show."""
    if line.isascii():
        return 0.0
    each = slack / max(len(line) - 1, 1)
    return each if 0 <= each <= style.size * 0.07 else 0.0
