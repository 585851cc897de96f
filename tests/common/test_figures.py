"""How figures are written for people."""

from decimal import Decimal

import pytest

from common.figures import plain


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (Decimal("94.00"), "94"),
        (Decimal("93.50"), "93.5"),
        (Decimal("66.67"), "66.67"),
        (Decimal(100), "100"),
        (Decimal("0.000"), "0"),
        (Decimal("1.005"), "1.01"),
        ("80.00", "80"),
        (None, ""),
    ],
)
def test_a_figure_has_no_trailing_noughts(figure: Decimal | str | None, written: str) -> None:
    assert plain(figure) == written
