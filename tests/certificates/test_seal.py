"""The geometry of a seal: its size, its arc, and that nothing leaves the rim."""

import math

import pytest

from certificates import seal

TEXTS = ["市中区", "济南市历城区委组织部", "枣庄市薛城区临城街道古井社区党群服务中心委员会"]


def test_the_outer_edge_is_the_size_laid_down() -> None:
    composed = seal.compose(text="市中区", style=seal.TRAINING)

    assert composed.radius + composed.rim / 2 == 59.5


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_spans_at_most_its_arc_and_stands_even_on_both_sides(text: str) -> None:
    glyphs = seal.compose(text=text, style=seal.TRAINING).glyphs[: len(text)]

    assert glyphs[0].turn - glyphs[-1].turn <= seal.ARC + 1e-9
    assert glyphs[0].turn == pytest.approx(-glyphs[-1].turn)


@pytest.mark.parametrize("text", TEXTS)
def test_every_character_stands_inside_the_rim(text: str) -> None:
    composed = seal.compose(text=text, style=seal.SPECIMEN)

    inner = composed.radius - composed.rim / 2
    assert all(math.hypot(g.x, g.y) + math.hypot(g.width, g.height) / 2 < inner + 2 for g in composed.glyphs)


def test_neighbors_on_the_arc_do_not_touch() -> None:
    text = TEXTS[-1]
    glyphs = seal.compose(text=text, style=seal.TRAINING).glyphs[: len(text)]

    inner = seal.TEXT_RADIUS - seal.TEXT_HEIGHT / 2
    step = math.radians(glyphs[0].turn - glyphs[1].turn)
    assert glyphs[0].width <= inner * step


@pytest.mark.parametrize(("style", "legend"), [(seal.SPECIMEN, "样章"), (seal.TRAINING, "培训专用章")])
def test_only_the_two_permitted_legends_exist(style: str, legend: str) -> None:
    composed = seal.compose(text="市中区", style=style)

    assert "".join(glyph.character for glyph in composed.glyphs[3:]) == legend


def test_it_knows_no_other_seal() -> None:
    with pytest.raises(KeyError):
        seal.compose(text="中国共产党", style="official")


def test_one_point_of_the_star_stands_upright() -> None:
    star = seal.compose(text="市中区", style=seal.TRAINING).star

    assert max(star, key=lambda corner: corner[1]) == pytest.approx((0, seal.STAR_RADIUS))
    assert len(star) == 10
