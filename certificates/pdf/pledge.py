"""The signed pledge: the text as it was read, the signature as it was drawn, the evidence, the countersignature."""

from datetime import datetime

from certificates.payloads import Party, PledgePayload
from certificates.pdf import wording
from certificates.pdf.fonts import FontBook
from certificates.pdf.mending import Imprint
from certificates.pdf.page import A4_PORTRAIT, INK_SOFT, LINE, VERMILION, Sheet, Style
from certificates.seal import RADIUS, compose

MARGIN = 74.0
HEAD = 56.0
TOP = 104.0
BOTTOM = 770.0
SIGNATURE_HEIGHT = 204.0
INK_WIDTH = 150.0  # The 1000-wide box of the pad; a signature is at most half as high.

TITLE = Style(25, bold=True, color=VERMILION, spacing=4)
BODY = Style(12.5, leading=1.95, indent=2)
HEADING = Style(13, bold=True)
TRIGGER = Style(12, leading=1.75)
LABEL = Style(10, color=INK_SOFT)
VALUE = Style(12)
POST = Style(9.5, color=INK_SOFT, leading=1.4)
SMALL = Style(8.5, color=INK_SOFT)
HEXADECIMAL = Style(9.5)


def render(payload: PledgePayload, *, fonts: FontBook | None = None) -> bytes:
    """The unsigned file; the same payload gives the same bytes."""
    return _Pledge(payload, fonts).draw()


class _Pledge:
    """One drawing: where the pen is, and on which page."""

    def __init__(self, payload: PledgePayload, fonts: FontBook | None) -> None:
        self.payload = payload
        self.words = wording.PLEDGE[payload.language]
        self.sheet = Sheet(size=A4_PORTRAIT, fonts=fonts)
        self.width = self.sheet.width - 2 * MARGIN
        self.y = TOP
        self.page = 1
        self.keeper = ""

    def draw(self) -> bytes:
        for number, keeper in enumerate(self.words.originals):
            self._original(keeper, is_first=number == 0)
        return self.sheet.finish(
            Imprint(
                title=f"{self.payload.title} {self.payload.number}",
                author=self.payload.organisation.name,
                language="zh-Hans" if self.payload.language == "zh-hans" else "en",
                made_at=self.payload.countersigned_at or self.payload.signed_at,
            )
        )

    def _original(self, keeper: str, *, is_first: bool) -> None:
        """One of the two originals, complete in itself: printed out, each party keeps its own."""
        if not is_first:
            self.sheet.next_page()
        self.y, self.page, self.keeper = TOP, 1, keeper
        self._text()
        self._triggers()
        self._signatures()
        self._turn()
        self._evidence()
        self._foot()

    def _text(self) -> None:
        middle = self.sheet.width / 2
        self.sheet.text(middle, self.y, self.payload.title, TITLE, align="center")
        self.sheet.rule(middle - 24, self.y + 16, 48, color=VERMILION, weight=0.8)
        self.y += 54
        if self.payload.preamble:
            self._paragraph(self.payload.preamble, BODY)
        for number, clause in enumerate(self.payload.clauses, start=1):
            ordinal = wording.ordinal(number, self.payload.language)
            self._paragraph(self.words.clause.format(number=ordinal, text=clause), BODY)

    def _triggers(self) -> None:
        if not self.payload.triggers:
            return
        self._room(90)
        self.y += 10
        self.sheet.text(MARGIN, self.y, self.words.triggers, HEADING)
        self.y += 24
        self._paragraph(self.words.triggers_lead, TRIGGER)
        for trigger in self.payload.triggers:
            self._room(TRIGGER.size * TRIGGER.leading)
            self.sheet.tick(MARGIN, self.y + 1, 10)
            self._paragraph(trigger, TRIGGER, inset=20)
            self.y += 3

    def _paragraph(self, text: str, style: Style, *, inset: float = 0.0) -> None:
        """A paragraph kept on one page where it fits on one."""
        lines = len(self.sheet.lines(text, style, width=self.width - inset))
        self._room(lines * style.size * style.leading - style.size)
        self.y = self.sheet.paragraph(MARGIN + inset, self.y, text, style, width=self.width - inset)

    def _room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._foot()
        self.sheet.next_page()
        self.page += 1
        self.y = TOP - 20

    def _signatures(self) -> None:
        self._room(SIGNATURE_HEIGHT)
        self.y = max(self.y + 16, min(self.y + 60, BOTTOM - SIGNATURE_HEIGHT))
        top, column = self.y, self.width / 2 + 18
        self.sheet.ink(MARGIN, top + 8, INK_WIDTH, self.payload.ink)
        self._signer(MARGIN, top, self.words.pledger, self.payload.person)
        self._signed(MARGIN, top, self.words.signed_at, self.payload)
        if self.payload.witness:
            self.sheet.text(MARGIN, top + 180, f"{self.words.witness}  {self.payload.witness.name}", SMALL, name=True)
        if self.payload.endorser and self.payload.endorsed_at:
            moment = wording.moment(self.payload.endorsed_at, self.payload.language)
            line = f"{self.words.endorser}  {self.payload.endorser.name}  {moment}"
            self.sheet.text(MARGIN, top + 194, line, SMALL, name=True)
        right = MARGIN + column
        if self.payload.countersigner and self.payload.countersigned_at:
            seal = compose(text=self.payload.organisation.name, style=self.payload.seal_style)
            self.sheet.seal(right + self.width - column - RADIUS + 10, top + 92, seal)
            self._signer(right, top, self.words.countersigner, self.payload.countersigner)
            moment = wording.moment(self.payload.countersigned_at, self.payload.language)
            self.sheet.text(right, top + 166, f"{self.words.countersigned_at}  {moment}", SMALL)
            self.sheet.text(right, top + 152, self.payload.organisation.name, Style(10))
        self.y = top + SIGNATURE_HEIGHT

    def _signer(self, x: float, top: float, label: str, party: Party) -> None:
        self.sheet.text(x, top, label, LABEL)
        self.sheet.rule(x, top + 88, self.width / 2 - 18, color=LINE)
        self.sheet.text(x, top + 108, party.name, VALUE, name=True)
        self.sheet.paragraph(x, top + 124, party.post, POST, width=self.width / 2 - 18)

    def _signed(self, x: float, top: float, label: str, payload: PledgePayload) -> None:
        if not payload.ink:  # The accessible way: the typed name is the signature.
            self.sheet.text(x, top + 70, payload.typed_name, Style(24), name=True)
        self.sheet.text(x, top + 166, f"{label}  {wording.moment(payload.signed_at, payload.language)}", SMALL)

    def _evidence(self) -> None:
        self.sheet.text(MARGIN, self.y, self.words.evidence, Style(18, bold=True))
        self.y = self.sheet.paragraph(MARGIN, self.y + 26, self.words.evidence_lead, LABEL, width=self.width) + 8
        for key, label in self.words.evidence_labels.items():
            if self.payload.evidence.get(key):
                self._row(label, self._shown(key), mark=key.endswith("_digest"))
        self._row(self.words.text_digest, self.payload.text_digest, mark=True)
        self._row(self.words.evidence_digest, self.payload.evidence_digest, mark=True)
        side = 64.0
        self._room(side + 30)
        self.sheet.qr(MARGIN, self.y + 6, side, self.payload.verify_url)
        self.sheet.text(MARGIN + side + 14, self.y + 46, self.words.verify, SMALL)
        self.sheet.text(MARGIN + side + 14, self.y + 62, f"{self.words.number} {self.payload.number}", LABEL)

    def _shown(self, key: str) -> str:
        value = str(self.payload.evidence[key])
        if key.endswith("_at"):
            return wording.moment(datetime.fromisoformat(value), self.payload.language)
        return self.words.evidence_values.get(value, value)

    def _row(self, label: str, value: str, *, mark: bool) -> None:
        """A label and what it says; a digest in groups of eight, so that two people can compare it aloud."""
        shown = " ".join(value[i : i + 8] for i in range(0, len(value), 8)) if mark else value
        lines = self.sheet.lines(shown, HEXADECIMAL, width=self.width - 130)
        height = max(len(lines), 1) * 15.0 + 9
        self._room(height)
        self.sheet.text(MARGIN, self.y, label, Style(9.5, color=INK_SOFT))
        for place, line in enumerate(lines):
            self.sheet.text(MARGIN + 130, self.y + 15 * place, line, HEXADECIMAL)
        self.y += height
        self.sheet.rule(MARGIN, self.y - 13, self.width)

    def _foot(self) -> None:
        self.sheet.text(self.sheet.width - MARGIN, HEAD, self.keeper, SMALL, align="right")
        self.sheet.rule(MARGIN, 794, self.width)
        self.sheet.text(MARGIN, 809, f"{self.words.number} {self.payload.number}　{self.words.honest}", SMALL)
        page = self.words.page.format(page=self.page)
        self.sheet.text(self.sheet.width - MARGIN, 809, page, SMALL, align="right")
