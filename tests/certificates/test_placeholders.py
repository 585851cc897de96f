"""The blanks of a wording: a closed list, and nothing in it is ever evaluated."""

import pytest

from certificates import placeholders
from certificates.pdf.wording import blanks_of
from tests.factories.certificates import certificate_payload


def test_known_blanks_are_filled() -> None:
    assert placeholders.filled("参加{cohort}，{result}。", {"cohort": "三班", "result": "合格"}) == "参加三班，合格。"


def test_a_doubled_brace_is_a_brace() -> None:
    assert placeholders.filled("{{name}} {name}", {"name": "林"}) == "{name} 林"


def test_what_fills_a_blank_is_never_read_as_a_blank_again() -> None:
    values = {"cohort": "{name.__class__}", "name": "{{"}

    assert placeholders.filled("{cohort}{name}", values) == "{name.__class__}{{"


@pytest.mark.parametrize(
    ("wording", "unknown"),
    [
        ("{name.__class__}", "name.__class__"),
        ("{name[0]}", "name[0]"),
        ("{0}", "0"),
        ("{}", ""),
        ("{name!r}", "name!r"),
        ("{name:>1000000}", "name:>1000000"),
        ("{ name }", " name "),
        ("{salary}", "salary"),
    ],
)
def test_every_other_blank_is_unknown(wording: str, unknown: str) -> None:
    assert placeholders.unknown_in(wording) == [unknown]


@pytest.mark.parametrize("wording", ["{", "}", "{name", "name}", "{{}"])
def test_a_brace_without_its_partner_is_refused(wording: str) -> None:
    with pytest.raises(placeholders.Malformed):
        placeholders.unknown_in(wording)


def test_the_press_has_a_value_for_every_known_blank() -> None:
    assert set(blanks_of(certificate_payload())) == set(placeholders.KNOWN)
