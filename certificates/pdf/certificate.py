"""The certificate of completion: A4 landscape, made to be framed."""

from datetime import UTC, datetime, time

from certificates.payloads import CertificatePayload
from certificates.pdf import wording
from certificates.pdf.fonts import FontBook
from certificates.pdf.mending import Imprint
from certificates.pdf.page import A4_LANDSCAPE, INK_SOFT, LINE, VERMILION, Sheet, Style
from certificates.seal import RADIUS, compose

MARGIN = 118.0  # Of the text, left and right.

TITLE = {"zh-hans": Style(46, bold=True, color=VERMILION, spacing=15), "en": Style(36, bold=True, color=VERMILION)}
NAME = Style(40, bold=True)
HONORIFIC = Style(18)
BODY = {"zh-hans": Style(17.5, leading=2.0, indent=2), "en": Style(15, leading=1.85)}
SIGNED = Style(15.5)
SMALL = Style(8.5, color=INK_SOFT)


def render(payload: CertificatePayload, *, fonts: FontBook | None = None) -> bytes:
    """The unsigned file; the same payload gives the same bytes."""
    words = wording.CERTIFICATE[payload.language]
    sheet = Sheet(size=A4_LANDSCAPE, fonts=fonts)
    middle = sheet.width / 2
    _frame(sheet)
    sheet.text(middle, 130, words.title, TITLE[payload.language], align="center")
    sheet.rule(middle - 28, 151, 56, color=VERMILION, weight=0.8)
    if words.opening:
        sheet.text(middle, 186, words.opening, BODY["en"], align="center")
    _name(sheet, payload, words)
    _body(sheet, payload, words)
    _signature(sheet, payload)
    _number(sheet, payload, words)
    return sheet.finish(
        Imprint(
            title=f"{words.title} {payload.number}",
            author=payload.organisation.name,
            language="zh-Hans" if payload.language == "zh-hans" else "en",
            made_at=datetime.combine(payload.issued_on, time(0), tzinfo=UTC),
        )
    )


def _frame(sheet: Sheet) -> None:
    """The fine double rule."""
    sheet.box(30, color=VERMILION, weight=1.6, notch=11)
    sheet.box(37, color=VERMILION, weight=0.45, notch=11)


def _name(sheet: Sheet, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    middle, baseline = sheet.width / 2, 240.0 if words.opening else 232.0
    widest = sheet.width - 2 * MARGIN - 80
    natural = sheet.fonts.width(sheet.fonts.name_runs(payload.person.name, bold=True), NAME.size)
    ruled = min(natural, widest) + 56
    sheet.fitted(middle, baseline, payload.person.name, NAME, width=widest)
    sheet.rule(middle - ruled / 2, baseline + 15, ruled, color=LINE, weight=0.7)
    if words.honorific:
        sheet.text(middle + ruled / 2 + 8, baseline, words.honorific, HONORIFIC)


def _body(sheet: Sheet, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    body = words.body.format(
        began=wording.day(payload.began_on, payload.language),
        ended=wording.day(payload.ended_on, payload.language),
        organisation=payload.organisation.name,
        cohort=payload.cohort.name,
        hours=wording.amount(payload.hours),
        result=payload.result,
    )
    sheet.paragraph(MARGIN, 306 if words.opening else 297, body, BODY[payload.language], width=sheet.width - 2 * MARGIN)


def _signature(sheet: Sheet, payload: CertificatePayload) -> None:
    """Who issues it and when, the seal on the ends of both lines: a stamp's ink lets them show through."""
    right = sheet.width - MARGIN
    sheet.seal(right - RADIUS, 463, compose(text=payload.organisation.name, style=payload.seal_style))
    sheet.text(right - 124, 455, payload.organisation.name, SIGNED, align="center")
    sheet.text(right - 124, 485, wording.formal_day(payload.issued_on, payload.language), SIGNED, align="center")


def _number(sheet: Sheet, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    side = 60.0
    top = 515 - side
    sheet.qr(MARGIN, top, side, payload.verify_url)
    sheet.text(MARGIN + side + 12, top + 40, words.verify, SMALL)
    sheet.text(MARGIN + side + 12, top + 55, f"{words.number} {payload.number}", SMALL)
