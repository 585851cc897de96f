"""Chinese numerals beside digits, and traditional characters beside simplified ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.fill import Fill
from assessments.kinds.registry import grade
from assessments.kinds.script import simplified, with_digits
from tests.factories.assessments import blank, fill_snapshot, snapshot_of

DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number as it is written in Chinese, made the other way round."""
    if number >= 10**8:
        return in_chinese(number // 10**8) + "亿" + _rest(number % 10**8, 10**7)
    if number >= 10**4:
        return in_chinese(number // 10**4) + "万" + _rest(number % 10**4, 10**3)
    for unit, worth in (("千", 1000), ("百", 100), ("十", 10)):
        if number >= worth:
            head = DIGITS[number // worth] + unit
            return head + (_rest(number % worth, worth // 10) if worth > 10 else DIGITS[number % 10].replace("零", ""))
    return DIGITS[number]


def _rest(number: int, full: int) -> str:
    if not number:
        return ""
    return in_chinese(number) if number >= full else f"零{in_chinese(number)}"


@given(st.one_of(st.integers(10, 10**12 - 1), st.integers(10, 20_000)))
def test_every_number_written_in_chinese_is_read(number: int) -> None:
    assert with_digits(in_chinese(number)) == str(number)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一", "1"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("两千零二十六", "2026"),
        ("二〇二六年", "2026年"),
        ("第十二条", "第12条"),
        ("三万", "30000"),
        ("3万", "30000"),
        ("3亿5000万", "350000000"),
        ("三,四", "3,4"),
    ],
)
def test_a_numeral_is_its_digits(text: str, read: str) -> None:
    assert with_digits(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一万二", "1万2"),  # 12,000 in speech
        ("一百五", "1百5"),
        ("千方百计", "千方百计"),
        ("百分之二十", "百分之20"),
        ("2.5万", "2.5万"),
        ("3,000万", "3,000万"),
        ("十十", "十十"),
    ],
)
def test_what_is_no_clear_numeral_keeps_its_units(text: str, read: str) -> None:
    assert with_digits(text) == read


def test_traditional_characters_are_their_simplified_ones() -> None:
    assert simplified("黨員大會討論後決定，為羣眾辦實事") == "党员大会讨论后决定，为群众办实事"
    assert simplified("著名") == "著名"
    assert simplified("党员大会") == "党员大会"


@pytest.mark.parametrize(
    ("option", "accepted", "typed"),
    [
        ("digits", "十二", "12"),
        ("digits", "12", "十二"),
        ("traditional", "黨員", "党员"),
        ("traditional", "党员", "黨員"),
    ],
)
def test_only_a_blank_that_says_so_accepts_the_other_way_of_writing(option: str, accepted: str, typed: str) -> None:
    plain = blank("b1", accepted)
    allowing = {**plain, option: True}

    assert grade(fill_snapshot(allowing), {"b1": typed}).fraction == 1
    assert grade(fill_snapshot(plain), {"b1": typed}).fraction == 0


def test_the_places_of_a_text_have_the_same_options() -> None:
    fill = {"kind": "fill", "points": "1", "case": False, "wildcard": False}
    parts = [
        {**fill, "id": "p1", "answers": [{"pattern": "十二", "fraction": "1"}], "digits": True},
        {**fill, "id": "p2", "answers": [{"pattern": "党员", "fraction": "1"}], "traditional": True},
    ]
    cloze = snapshot_of("cloze", stem="[[p1]][[p2]]", parts=parts)

    assert grade(cloze, {"p1": "12", "p2": "黨員"}).fraction == 1


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    snapshot = fill_snapshot(blank("b1", "十二", digits=True))

    [line] = Fill().review(snapshot, {"b1": "１２"}).lines

    assert (line.given, line.is_right) == ("１２", True)
