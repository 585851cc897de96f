"""The certificate of completion: A4 landscape, made to be framed."""

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache

import pikepdf

from certificates.payloads import CertificatePayload, Party
from certificates.pdf import wording
from certificates.pdf.mending import Imprint, saved
from certificates.pdf.page import A4_LANDSCAPE, INK_SOFT, LINE, VERMILION, Sheet, Style
from certificates.pdf.plate import Plate
from certificates.seal import RADIUS, compose

MARGIN = 118.0  # Of the text, left and right.
NAME_WIDTH = 260.0
QR_SIDE = 60.0
QR_TOP = 515 - QR_SIDE
BLANK_NUMBER = "\ue000"  # No font of ours draws it, so no name that is printed holds it.
PLATES_KEPT = 16

TITLE = {"zh-hans": Style(46, bold=True, color=VERMILION, spacing=15), "en": Style(36, bold=True, color=VERMILION)}
NAME = Style(40, bold=True)
HONORIFIC = Style(18)
BODY = {"zh-hans": Style(17.5, leading=2.0, indent=2), "en": Style(15, leading=1.85)}
SIGNED = Style(15.5)
SMALL = Style(8.5, color=INK_SOFT)
NUMBER = Style(8.5, bold=True, color=INK_SOFT)


def render(payload: CertificatePayload) -> bytes:
    """The unsigned file; the same payload gives the same bytes."""
    with composed(payload) as pdf:
        return saved(pdf)


def composed(payload: CertificatePayload) -> pikepdf.Pdf:
    """The certificate, ready to be signed and saved: the plate of its class with what is its own."""
    own = Sheet(size=A4_LANDSCAPE)
    draw_own(own, payload)
    return _plate(_shared(payload)).laid(own, number=payload.number)


def draw_shared(sheet: Sheet, payload: CertificatePayload) -> None:
    """What stands alike on all certificates of a class."""
    words = wording.CERTIFICATE[payload.language]
    _frame(sheet)
    _title(sheet, payload, words)
    _blank_line(sheet, words)
    _body(sheet, payload, words)
    _signature(sheet, payload)
    _labels(sheet, words)


def draw_own(sheet: Sheet, payload: CertificatePayload) -> None:
    """What only this certificate says: the name, the number, and where it is verified."""
    words = wording.CERTIFICATE[payload.language]
    _name(sheet, payload, words)
    _number(sheet, payload, words)


def _shared(payload: CertificatePayload) -> CertificatePayload:
    """A payload without a person: what the certificates of a class have in common."""
    return replace(payload, person=Party("", ""), number=BLANK_NUMBER, verify_url="", replaces="")


@lru_cache(maxsize=PLATES_KEPT)
def _plate(shared: CertificatePayload) -> Plate:
    """The page of a class, drawn at its first certificate."""
    sheet = Sheet(size=A4_LANDSCAPE)
    draw_shared(sheet, shared)
    imprint = Imprint(
        title=f"{wording.CERTIFICATE[shared.language].title} {shared.number}",
        author=shared.organisation.name,
        language="zh-Hans" if shared.language == "zh-hans" else "en",
        made_at=datetime.combine(shared.issued_on, time(0), tzinfo=UTC),
    )
    return Plate(sheet.finish(imprint), blank=shared.number)


def _frame(sheet: Sheet) -> None:
    """The fine double rule."""
    sheet.box(30, color=VERMILION, weight=1.6, notch=11)
    sheet.box(37, color=VERMILION, weight=0.45, notch=11)


def _title(sheet: Sheet, shared: CertificatePayload, words: wording.CertificateWords) -> None:
    middle = sheet.width / 2
    sheet.text(middle, 130, words.title, TITLE[shared.language], align="center")
    sheet.rule(middle - 28, 151, 56, color=VERMILION, weight=0.8)
    if words.opening:
        sheet.text(middle, 186, words.opening, BODY["en"], align="center")


def _blank_line(sheet: Sheet, words: wording.CertificateWords) -> None:
    """The line that the name is put on."""
    left = (sheet.width - NAME_WIDTH) / 2
    sheet.rule(left, _name_baseline(words) + 15, NAME_WIDTH, color=LINE, weight=0.7)
    if words.honorific:
        sheet.text(left + NAME_WIDTH + 8, _name_baseline(words), words.honorific, HONORIFIC)


def _name(sheet: Sheet, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    sheet.fitted(sheet.width / 2, _name_baseline(words), payload.person.name, NAME, width=NAME_WIDTH - 24)


def _name_baseline(words: wording.CertificateWords) -> float:
    return 240.0 if words.opening else 232.0


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


def _labels(sheet: Sheet, words: wording.CertificateWords) -> None:
    sheet.text(MARGIN + QR_SIDE + 12, QR_TOP + 40, words.verify, SMALL)
    sheet.text(MARGIN + QR_SIDE + 12, QR_TOP + 55, words.number, SMALL)


def _number(sheet: Sheet, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    """In the weight of the name, so that a certificate needs one font of its own."""
    sheet.qr(MARGIN, QR_TOP, QR_SIDE, payload.verify_url)
    x = MARGIN + QR_SIDE + 12 + sheet.text_width(f"{words.number} ", SMALL)
    sheet.text(x, QR_TOP + 55, payload.number, NUMBER)
