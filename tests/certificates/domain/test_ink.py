"""A signature as numbers: what the pad sends, and what is no signature."""

import json

import pytest

from certificates.domain.ink import NoSignature, drawing, read_strokes
from tests.factories.certificates import strokes, strokes_json


def points(count: int, *, x: int = 10) -> list[dict[str, int]]:
    """So many points of one stroke."""
    return [{"x": x, "y": place, "t": place} for place in range(count)]


def test_it_reads_the_strokes_of_the_pad() -> None:
    assert read_strokes(strokes_json()) == strokes()


def test_twenty_points_in_one_stroke_are_a_signature() -> None:
    assert len(read_strokes(json.dumps([points(20)]))[0]) == 20


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "[]",
        "[[]]",
        "null",
        '{"x": 1}',
        json.dumps([points(19)]),
        json.dumps([points(2, x=5000), points(2)]),
        json.dumps([[{"x": "1", "y": 1, "t": 1}], points(3)]),
        json.dumps([[{"x": True, "y": 1, "t": 1}], points(3)]),
        json.dumps([[{"x": 1.5, "y": 1, "t": 1}], points(3)]),
        "[[" * 5000,
        json.dumps([points(900) for _ in range(5)]),
    ],
)
def test_it_refuses_what_no_hand_drew(forged: str) -> None:
    with pytest.raises(NoSignature):
        read_strokes(forged)


def test_a_pen_that_left_the_pad_a_little_stays_on_the_paper() -> None:
    drawn = json.dumps([[{"x": -5, "y": -3, "t": 0}, {"x": 1040, "y": 20, "t": 9}], points(3)])

    assert read_strokes(drawn)[0] == [[0, 0, 0], [1000, 20, 9]]


def test_a_drawing_is_framed_by_what_was_drawn() -> None:
    found = drawing(strokes())

    assert found is not None
    assert found.view_box == "88 78 424 234"
    assert found.lines == ("100,100 500,260", "480,90 120,300")


def test_without_strokes_there_is_no_drawing() -> None:
    assert drawing([]) is None
