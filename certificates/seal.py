"""Where the strokes of a round seal lie: pure geometry, in points, around the origin.

Only two styles exist, the specimen (样章) and the training seal (培训专用章). This is
no generator of official seals: a real one is an authorised object, never a drawing.
"""

import math
from dataclasses import dataclass

RADIUS = 59.5  # 42 mm across, the size laid down for seals of this rank.
RIM = 3.2
ARC = 250.0  # Degrees the text may span, open at the foot.
STEP = 33.0  # Few characters are not pulled apart further than this.
TEXT_HEIGHT = 15.5
TEXT_RADIUS = RADIUS - RIM - 4.5 - TEXT_HEIGHT / 2
STAR_RADIUS = 17.5
LEGEND_MIDDLE = -36.0
LEGEND_HEIGHT = 10.5
LEGEND_SPAN = 47.0

SPECIMEN = "specimen"
TRAINING = "training"
LEGENDS = {SPECIMEN: "样章", TRAINING: "培训专用章"}


@dataclass(frozen=True)
class Glyph:
    """One character: the centre of its box, its box, and its turn in degrees (anticlockwise)."""

    character: str
    x: float
    y: float
    width: float
    height: float
    turn: float


@dataclass(frozen=True)
class Seal:
    """A composed seal: a rim, a star, characters."""

    radius: float
    rim: float
    star: tuple[tuple[float, float], ...]
    glyphs: tuple[Glyph, ...]


def compose(*, text: str, style: str) -> Seal:
    """The seal of an organisation in one of the two permitted styles."""
    return Seal(
        radius=RADIUS - RIM / 2,
        rim=RIM,
        star=_star(STAR_RADIUS),
        glyphs=(*_arc(text), *_legend(LEGENDS[style])),
    )


def _arc(text: str) -> list[Glyph]:
    """Characters upright to the centre, spread evenly and never past the permitted arc."""
    step = min(STEP, ARC / max(len(text) - 1, 1))
    first = 90 + step * (len(text) - 1) / 2
    room = math.radians(step) * (TEXT_RADIUS - TEXT_HEIGHT / 2) * 0.98
    width = min(TEXT_HEIGHT * 0.94, room)
    glyphs = []
    for place, character in enumerate(text):
        angle = first - step * place
        x = TEXT_RADIUS * math.cos(math.radians(angle))
        y = TEXT_RADIUS * math.sin(math.radians(angle))
        glyphs.append(Glyph(character, x, y, width, TEXT_HEIGHT, angle - 90))
    return glyphs


def _legend(text: str) -> list[Glyph]:
    step = min(LEGEND_HEIGHT * 1.3, LEGEND_SPAN / len(text))
    first = -step * (len(text) - 1) / 2
    return [
        Glyph(character, first + step * place, LEGEND_MIDDLE, min(LEGEND_HEIGHT, step * 0.97), LEGEND_HEIGHT, 0.0)
        for place, character in enumerate(text)
    ]


def _star(radius: float) -> tuple[tuple[float, float], ...]:
    """Ten corners of a five-pointed star, one point upwards."""
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    return tuple(
        (length * math.cos(math.radians(90 + 36 * corner)), length * math.sin(math.radians(90 + 36 * corner)))
        for corner, length in enumerate((radius, inner) * 5)
    )
