"""Canonical JSON: one value, one sequence of bytes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.canonical import canonical_json, digest

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_it_sorts_keys_and_keeps_chinese_as_it_is() -> None:
    assert canonical_json({"b": 1, "a": "欧阳𬱖"}) == '{"a":"欧阳𬱖","b":1}'.encode()


def test_it_writes_decimals_without_exponent_and_times_in_iso() -> None:
    value = {"points": Decimal("1E+2"), "on": date(2026, 11, 8), "at": datetime(2026, 11, 8, 9, tzinfo=UTC)}

    assert canonical_json(value) == b'{"at":"2026-11-08T09:00:00+00:00","on":"2026-11-08","points":"100"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_it_refuses_what_json_cannot_say(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"x": value})


def test_it_refuses_types_without_a_canonical_form() -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        canonical_json({"x": {1}})


@given(st.dictionaries(st.text(), VALUES))
def test_the_order_of_keys_never_matters(value: dict[str, object]) -> None:
    backwards = dict(reversed(value.items()))

    assert canonical_json(value) == canonical_json(backwards)


def test_the_digest_is_sha256_in_hex() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
