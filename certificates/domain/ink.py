"""A hand-drawn signature as numbers: read from the page, checked, kept small."""

import json
from typing import Any

BOX = 1000
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


def paths(strokes: Strokes) -> list[str]:
    """The strokes as the points of SVG polylines; a single point becomes a short dash."""
    return [_path(stroke if len(stroke) > 1 else [stroke[0], [stroke[0][0] + 2, stroke[0][1]]]) for stroke in strokes]


def _path(stroke: list[list[int]]) -> str:
    return " ".join(f"{point[0]},{point[1]}" for point in stroke)
