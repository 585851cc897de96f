"""Document numbers: composed, read as people type them, and caught when mistyped."""

import pytest

from certificates import numbers
from certificates.numbers import Number


def test_it_composes_prefix_year_kind_sequence_and_check_character() -> None:
    assert numbers.compose(prefix="HD", year=2026, kind="J", sequence=137) == "HD2026J0000137H"


@pytest.mark.parametrize(
    "typed", ["HD2026J0000137H", " hd2026j0000137h ", "HD2026 J0000137 H", "ＨＤ２０２６Ｊ００００１３７Ｈ"]
)
def test_it_reads_a_number_as_people_type_it(typed: str) -> None:
    assert numbers.parse(typed) == Number("HD", 2026, "J", 137)


@pytest.mark.parametrize(
    "mistyped",
    ["HD2026J0000173H", "HD2026J0000138H", "HD2026J0000137I", "HD2026J000137H", "HD2026X0000137H", "", "'; --"],
)
def test_it_reads_nothing_from_a_mistyped_number(mistyped: str) -> None:
    assert numbers.parse(mistyped) is None


@pytest.mark.parametrize("swap", range(len("HD2026J0000137H") - 1))
def test_every_exchange_of_neighbors_is_caught(swap: int) -> None:
    number = "HD2026J0000137H"
    left, right = number[swap], number[swap + 1]
    exchanged = number[:swap] + right + left + number[swap + 2 :]

    assert (numbers.parse(exchanged) is None) == (exchanged != number)


@pytest.mark.parametrize(("prefix", "sequence"), [("h", 1), ("HDXYZ", 1), ("HD", 10_000_000)])
def test_it_refuses_parts_that_could_not_be_read_back(prefix: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="document number"):
        numbers.compose(prefix=prefix, year=2026, kind="J", sequence=sequence)
