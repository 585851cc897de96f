"""The certificate of completion: A4, across or upright, made to be framed."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache

import pikepdf
from django.utils.translation import gettext as _

from certificates import placeholders
from certificates.domain.pictures import picture
from certificates.payloads import CertificatePayload, Party, Signatory, Unprintable
from certificates.pdf import wording
from certificates.pdf.layouts import AIR, BESIDE_SEAL, BLOCK, BUILT_IN, LAYOUTS, SIGNATORY_STEP, UNDER_SEAL, Layout
from certificates.pdf.mending import Imprint, saved
from certificates.pdf.page import INK_SOFT, LINE, VERMILION, Align, Sheet, Style
from certificates.pdf.plate import Plate
from certificates.seal import RADIUS, compose

QR_SIDE = 60.0
LABEL_LEFT = QR_SIDE + 12
BLANK_NUMBER = "\ue000"  # No font of ours draws it, so no name that is printed holds it.
PLATES_KEPT = 16

TITLE = {"zh-hans": Style(46, bold=True, color=VERMILION, spacing=15), "en": Style(36, bold=True, color=VERMILION)}
NAME = Style(40, bold=True)
HONORIFIC = Style(18)
BODY = {"zh-hans": Style(17.5, leading=2.0, indent=2), "en": Style(15, leading=1.85)}
STEP, SMALLEST = 0.5, 8.0  # By which the wording is made smaller, and where that ends: nobody reads less.
WIDOW = 2
SIGNED = Style(15.5)
SIGNATORY = Style(13)
SMALL = Style(8.5, color=INK_SOFT)
NUMBER = Style(8.5, bold=True, color=INK_SOFT)

Pictures = Callable[[str], bytes]  # The picture of a digest.


class TooLong(Unprintable):
    """The wording does not fit between the name and the signature, however small it is set."""


def render(payload: CertificatePayload) -> bytes:
    """The unsigned file; the same payload gives the same bytes."""
    with composed(payload) as pdf:
        return saved(pdf)


def composed(payload: CertificatePayload) -> pikepdf.Pdf:
    """The certificate, ready to be signed and saved: the plate of its class with what is its own."""
    own = Sheet(size=_layout(payload).size)
    draw_own(own, payload)
    return _plate(_shared(payload)).laid(own, number=payload.number)


def whole(payload: CertificatePayload, *, pictures: Pictures = picture) -> bytes:
    """The same page in one go, for a design that is only being looked at."""
    sheet = Sheet(size=_layout(payload).size)
    draw_shared(sheet, payload, pictures)
    draw_own(sheet, payload)
    return sheet.finish(_imprint(payload))


def draw_shared(sheet: Sheet, payload: CertificatePayload, pictures: Pictures = picture) -> None:
    """What stands alike on all certificates of a class."""
    words = wording.of_certificate(payload)
    layout = _layout(payload)
    _ground(sheet, payload, pictures)
    _title(sheet, layout, payload, words)
    _blank_line(sheet, layout, words)
    if not _says_the_name(payload):
        _body(sheet, layout, payload, words)
    _signature(sheet, layout, payload, pictures)
    _labels(sheet, layout, payload, words)


def draw_own(sheet: Sheet, payload: CertificatePayload) -> None:
    """What only this certificate says: the name, the number, and where it is verified."""
    words = wording.of_certificate(payload)
    layout = _layout(payload)
    baseline = _name_baseline(layout, words)
    sheet.fitted(sheet.width / 2, baseline, payload.person.name, NAME, width=layout.name_width - 24)
    if _says_the_name(payload):
        _body(sheet, layout, payload, words)
    _number(sheet, layout, payload, words)


def _shared(payload: CertificatePayload) -> CertificatePayload:
    """A payload without a person: what the certificates of a class have in common."""
    return replace(payload, person=Party("", ""), number=BLANK_NUMBER, verify_url="", replaces="")


@lru_cache(maxsize=PLATES_KEPT)
def _plate(shared: CertificatePayload) -> Plate:
    """The page of a class, drawn at its first certificate. All that it depends on is in the payload."""
    sheet = Sheet(size=_layout(shared).size)
    draw_shared(sheet, shared)
    return Plate(sheet.finish(_imprint(shared)), blank=shared.number)


def _imprint(payload: CertificatePayload) -> Imprint:
    return Imprint(
        title=f"{wording.of_certificate(payload).title} {payload.number}",
        author=payload.organisation.name,
        language="zh-Hans" if payload.language == "zh-hans" else "en",
        made_at=datetime.combine(payload.issued_on, time(0), tzinfo=UTC),
    )


def _layout(payload: CertificatePayload) -> Layout:
    return LAYOUTS[payload.design.orientation] if payload.design else BUILT_IN


def _says_the_name(payload: CertificatePayload) -> bool:
    """Whether the wording itself names the person, and so belongs to no other certificate."""
    return payload.design is not None and placeholders.NAME in placeholders.blanks_in(payload.design.wording)


def _ground(sheet: Sheet, payload: CertificatePayload, pictures: Pictures) -> None:
    """The picture under the page, and the fine double rule."""
    design = payload.design
    if design and design.background:
        sheet.picture(pictures(design.background), 0, 0, sheet.width, sheet.height)
    if design is None or design.frame:
        sheet.box(30, color=VERMILION, weight=1.6, notch=11)
        sheet.box(37, color=VERMILION, weight=0.45, notch=11)


def _title(sheet: Sheet, layout: Layout, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    middle = sheet.width / 2
    style = TITLE[payload.language]
    natural = sheet.text_width(words.title, style) + style.spacing * max(len(words.title) - 1, 0)
    if natural > layout.width:
        part = layout.width / natural
        style = replace(style, size=style.size * part, spacing=style.spacing * part)
    sheet.text(middle, layout.title, words.title, style, align="center")
    sheet.rule(middle - 28, layout.title + 21, 56, color=VERMILION, weight=0.8)
    if words.opening:
        sheet.text(middle, layout.opening, words.opening, BODY["en"], align="center")


def _blank_line(sheet: Sheet, layout: Layout, words: wording.CertificateWords) -> None:
    """The line that the name is put on."""
    left = (sheet.width - layout.name_width) / 2
    baseline = _name_baseline(layout, words)
    sheet.rule(left, baseline + 15, layout.name_width, color=LINE, weight=0.7)
    if words.honorific:
        sheet.text(left + layout.name_width + 8, baseline, words.honorific, HONORIFIC)


def _name_baseline(layout: Layout, words: wording.CertificateWords) -> float:
    return layout.name_after_opening if words.opening else layout.name


def _body(sheet: Sheet, layout: Layout, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    """The wording, set smaller where it would run into who issues it."""
    body = placeholders.filled(words.body, wording.blanks_of(payload))
    paragraphs = [line.strip() for line in body.splitlines() if line.strip()]
    top = layout.body_after_opening if words.opening else layout.body
    room = layout.organisation(len(_signatories(payload))) - AIR - top
    style = _fitting(sheet, paragraphs, BODY[payload.language], width=layout.width, room=room)
    if payload.design:
        style = _without_widow(sheet, paragraphs[-1], style, width=layout.width)
    for paragraph in paragraphs:
        top = sheet.paragraph(layout.margin, top, paragraph, style, width=layout.width)


def _fitting(sheet: Sheet, paragraphs: list[str], style: Style, *, width: float, room: float) -> Style:
    """The style, or the nearest smaller one in which all lines stand in the room."""

    def smaller(steps: int) -> Style:
        return replace(style, size=style.size - STEP * steps) if steps else style

    def fits(steps: int) -> bool:
        tried = smaller(steps)
        lines = sum(len(sheet.lines(paragraph, tried, width=width)) for paragraph in paragraphs)
        return (lines - 1) * tried.size * tried.leading <= room

    if fits(0):
        return style
    most = int((style.size - SMALLEST) / STEP)
    if not fits(most):
        raise TooLong(_("The wording is too long for the page. Shorten it."))
    return smaller(bisect_left(range(most), x=True, key=fits))


def _without_widow(sheet: Sheet, paragraph: str, style: Style, *, width: float) -> Style:
    """The style, or one up to three steps smaller if then no line of one or two characters is left over."""
    for steps in range(4):
        tried = replace(style, size=style.size - STEP * steps)
        if len(sheet.lines(paragraph, tried, width=width)[-1]) > WIDOW:
            return tried
    return style


def _signature(sheet: Sheet, layout: Layout, payload: CertificatePayload, pictures: Pictures) -> None:
    """Who issues it and when, the seal on the ends of both lines: a stamp's ink lets them show through.

    Those who sign stand between the two, beside the seal: nobody's name is stamped over.
    """
    signatories = _signatories(payload)
    top, foot = layout.organisation(len(signatories)), layout.date(len(signatories))
    _seal(sheet, layout.seal, (top + foot) / 2 - 7, payload, pictures)
    rim = layout.seal - RADIUS
    align: Align = "right" if signatories else "center"
    x = rim + UNDER_SEAL if signatories else layout.right - BLOCK / 2
    for y, line in (
        (top, payload.organisation.name),
        (foot, wording.formal_day(payload.issued_on, payload.language)),
    ):
        sheet.fitted(x, y, line, SIGNED, width=BLOCK, align=align)
    for place, signatory in enumerate(signatories, start=1):
        line = _signed_by(signatory, payload.language)
        sheet.fitted(rim - BESIDE_SEAL, top + SIGNATORY_STEP * place, line, SIGNATORY, width=BLOCK, align="right")


def _signatories(payload: CertificatePayload) -> tuple[Signatory, ...]:
    return payload.design.signatories if payload.design else ()


def _signed_by(signatory: Signatory, language: str) -> str:
    if language == "en":
        return f"{signatory.name}, {signatory.title}"
    return f"{signatory.title}\u3000{signatory.name}"


def _seal(sheet: Sheet, x: float, y: float, payload: CertificatePayload, pictures: Pictures) -> None:
    """A real seal where the design has one; otherwise the drawn one, which says that it is none."""
    if payload.design and payload.design.seal:
        sheet.picture(pictures(payload.design.seal), x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
    else:
        sheet.seal(x, y, compose(text=payload.organisation.name, style=payload.seal_style))


def _labels(sheet: Sheet, layout: Layout, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    if payload.expires_on:
        expiry = words.expiry.format(day=wording.day(payload.expires_on, payload.language))
        sheet.text(layout.margin + LABEL_LEFT, layout.qr + 25, expiry, SMALL)
    sheet.text(layout.margin + LABEL_LEFT, layout.qr + 40, words.verify, SMALL)
    sheet.text(layout.margin + LABEL_LEFT, layout.qr + 55, words.number, SMALL)


def _number(sheet: Sheet, layout: Layout, payload: CertificatePayload, words: wording.CertificateWords) -> None:
    """In the weight of the name, so that a certificate needs one font of its own."""
    sheet.qr(layout.margin, layout.qr, QR_SIDE, payload.verify_url)
    x = layout.margin + LABEL_LEFT + sheet.text_width(f"{words.number} ", SMALL)
    sheet.text(x, layout.qr + 55, payload.number, NUMBER)
