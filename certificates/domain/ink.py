"""A hand-drawn signature as numbers: read from the page, checked, kept small."""

import json
from dataclasses import dataclass
from typing import Any

BOX = 1000
MARGIN = 12  # Around a drawing on a page: the width of the pen.
LEAST_STROKES = 2
LEAST_POINTS = 20
MOST_BYTES = 64 * 1024
HALF_AN_HOUR = 30 * 60 * 1000

Strokes = list[list[list[int]]]  # Strokes of points [x, y, milliseconds], in a box 1000 wide.


class NoSignature(Exception):
    """What came is no signature: nothing, a dot, too much, or not drawn by a pad."""


def read_strokes(text: str) -> Strokes:
    """The strokes that the page sent as JSON: lists of {"x", "y", "t"}."""
    if len(text.encode()) > MOST_BYTES:
        raise NoSignature
    try:
        strokes = [[_point(point) for point in stroke] for stroke in json.loads(text)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoSignature from error
    strokes = [stroke for stroke in strokes if stroke]
    if len(strokes) < LEAST_STROKES and sum(map(len, strokes)) < LEAST_POINTS:
        raise NoSignature
    return strokes


def _point(point: dict[str, Any]) -> list[int]:
    x, y, moment = point["x"], point["y"], point["t"]
    if not all(type(value) is int for value in (x, y, moment)):
        raise ValueError("a point is three whole numbers")
    # A pen may leave the pad a little; it does not leave the paper.
    if not (-BOX // 10 <= x <= BOX * 11 // 10 and -BOX // 10 <= y <= BOX and 0 <= moment <= HALF_AN_HOUR):
        raise ValueError("a point lies outside the pad")
    return [min(max(x, 0), BOX), max(y, 0), moment]


@dataclass(frozen=True)
class Drawing:
    """A signature for a page: the part of the pad that was drawn on, and the points of its polylines."""

    view_box: str
    lines: tuple[str, ...]


def drawing(strokes: Strokes | None) -> Drawing | None:
    """The strokes as SVG; None where the typed name is the signature."""
    if not strokes:
        return None
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    view_box = f"{left} {top} {max(xs) - left + MARGIN} {max(ys) - top + MARGIN}"
    return Drawing(view_box, tuple(_polyline(stroke) for stroke in strokes))


def _polyline(stroke: list[list[int]]) -> str:
    """The points; a single one becomes a short dash."""
    points = stroke if len(stroke) > 1 else [stroke[0], [stroke[0][0] + 2, stroke[0][1]]]
    return " ".join(f"{point[0]},{point[1]}" for point in points)
