"""The certificate's page as one would plainly make it: drawn whole each time, signed by pyHanko, or set in HTML."""

import asyncio
import io
from base64 import b64encode
from datetime import UTC, datetime
from html import escape

import segno
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import FILL_NON_ZERO

from certificates.payloads import CertificatePayload
from certificates.pdf import certificate, wording
from certificates.pdf.fonts import NOTO_FILES, REGULAR, Run
from certificates.pdf.page import A4_LANDSCAPE, INK, Sheet, Style

PLAIN = "Plain"


def register_plain_fonts() -> None:
    """Make our typefaces known to reportlab once more, without our mending."""
    for name, file in NOTO_FILES.items():
        # registerFont would make the mended font of this typeface answer to both names.
        pdfmetrics._fonts[PLAIN + name] = TTFont(PLAIN + name, str(settings.FONT_DIR / file), asciiReadable=False)


class PlainSheet(Sheet):
    """A sheet as the libraries' first examples draw it: their fonts, their streams, their QR code."""

    def _draw(self, x: float, y: float, runs: list[Run], style: Style, *, tracking: float = 0.0) -> None:
        super()._draw(x, y, [Run(PLAIN + run.font, run.text) for run in runs], style, tracking=tracking)

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """One rectangle a cell, the mask of least penalty."""
        matrix = segno.make(content, error="m", micro=False).matrix
        cell = side / len(matrix)
        path = self.canvas.beginPath()
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    path.rect(x + column * cell, self.height - y - (row + 1) * cell, cell, cell)
        self.canvas.setFillColor(INK)
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)


def page(payload: CertificatePayload) -> bytes:
    """The whole page by reportlab, with our fonts, QR code and seal; no archive file yet."""
    rl_config.useA85 = 1  # As it is where nobody has said otherwise.
    sheet = PlainSheet(size=A4_LANDSCAPE)
    certificate.draw_shared(sheet, payload)
    certificate.draw_own(sheet, payload)
    data = sheet.drawn()
    rl_config.useA85 = 0
    return data


def signed(data: bytes, by: Signer, at: datetime) -> bytes:
    """The file signed by pyHanko as its manual shows, with a key that stays loaded."""
    metadata = PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(metadata, by, new_field_spec=SigFieldSpec("Seal"))
    out = asyncio.run(signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data))))
    result: bytes = out.getvalue()
    return result


def html(payload: CertificatePayload) -> str:
    """The page in HTML, with the same font, a seal of the same shape, and the QR code as SVG."""
    words = wording.CERTIFICATE[payload.language]
    code = io.BytesIO()
    segno.make(payload.verify_url, error="m", micro=False).save(code, kind="svg", scale=2, border=0)
    return f"""<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{words.title} {payload.number}</title>
    <style>
      @font-face {{ font-family: Song; src: url("file://{settings.FONT_DIR / NOTO_FILES[REGULAR]}") }}
      @page {{ size: A4 landscape; margin: 30pt }}
      body {{ font: 17.5pt/2 Song; border: 1.6pt solid #b3261e; margin: 0; padding: 60pt 86pt; height: 410pt }}
      h1, .name {{ text-align: center; margin: 0 }} h1 {{ font-size: 46pt; color: #b3261e; letter-spacing: 15pt }}
      .name {{ font-size: 40pt }} .foot {{ display: flex; justify-content: space-between; font-size: 8.5pt }}
    </style>
    <h1>{words.title}</h1><p class="name">{escape(payload.person.name)}</p>
    <p>{escape(payload.cohort.name)} {payload.began_on} {payload.ended_on} {payload.hours} {escape(payload.result)}</p>
    <div class="foot"><img src="data:image/svg+xml;base64,{b64encode(code.getvalue()).decode()}">
      <svg width="120" height="120" viewBox="-60 -60 120 120">
        <circle r="58" fill="none" stroke="#b3261e" stroke-width="3"/>
        <text text-anchor="middle" fill="#b3261e" font-size="9">{escape(payload.organisation.name)}</text></svg>
      <span>{payload.number} {payload.issued_on:%Y-%m-%d} {datetime.now(UTC):%H:%M}</span></div></html>"""
