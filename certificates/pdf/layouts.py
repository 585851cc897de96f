"""Where everything stands on a certificate, across and upright: y is measured from the top, in points."""

from dataclasses import dataclass, replace

from certificates.pdf.page import A4_LANDSCAPE, A4_PORTRAIT
from certificates.seal import RADIUS

LANDSCAPE, PORTRAIT = "landscape", "portrait"

SIGNATORY_STEP = 24.0
DATE_STEP = 30.0
AIR = 32.0  # Between the wording and who issues it.
BLOCK = 248.0  # How wide the lines of whoever issues it may be.
BESIDE_SEAL = 8.0  # Between a signatory's name and the rim of the seal.
UNDER_SEAL = 32.0  # How far they reach under it, where people sign in print.


@dataclass(frozen=True)
class Layout:
    """One way to lay out A4."""

    size: tuple[float, float]
    margin: float  # of the text, left and right
    title: float
    opening: float
    name: float
    name_after_opening: float
    name_width: float
    body: float
    body_after_opening: float
    foot: float  # the date, where nobody signs in print
    sinking: float  # how much lower it stands for each who does
    qr: float

    @property
    def width(self) -> float:
        """Of the text."""
        return self.size[0] - 2 * self.margin

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.size[0] - self.margin

    @property
    def seal(self) -> float:
        """The middle of the seal, whose rim stands where the text ends."""
        return self.right - RADIUS

    def date(self, signatories: int) -> float:
        """The baseline of the date."""
        return self.foot + self.sinking * signatories

    def organisation(self, signatories: int) -> float:
        """The baseline of who issues it, with so many names between it and the date."""
        return self.date(signatories) - DATE_STEP - SIGNATORY_STEP * signatories


LAYOUTS = {
    LANDSCAPE: Layout(
        size=A4_LANDSCAPE,
        margin=118,
        title=130,
        opening=186,
        name=232,
        name_after_opening=240,
        name_width=340,
        body=297,
        body_after_opening=306,
        foot=485,
        sinking=10,
        qr=455,
    ),
    PORTRAIT: Layout(
        size=A4_PORTRAIT,
        margin=84,
        title=186,
        opening=264,
        name=318,
        name_after_opening=326,
        name_width=300,
        body=400,
        body_after_opening=406,
        foot=668,
        sinking=6,
        qr=712,
    ),
}
BUILT_IN = replace(LAYOUTS[LANDSCAPE], name_width=260)
