"""Two short Chinese answers that are the same, and two that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.normalise import normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("１，０００", "1,000"),
        ("５０％", "50%"),
        ("四议一审两公开。", "四议一审两公开"),
        ("四议 一审　两公开", "四议一审两公开"),
        ("四议\u200b一审\ufeff两公开", "四议一审两公开"),
        ("《条例》", "<条例>"),
        ("“吹哨”", '"吹哨"'),
        ("「吹哨」", '"吹哨"'),
        ("买买提·热西提", "买买提.热西提"),
        ("买买提・热西提", "买买提.热西提"),
        ("党群——服务", "党群-服务"),
        ("党群－服务", "党群-服务"),
        ("Party  Branch", "party branch"),
        (" Party\tBranch ", "party branch"),
        ("红色 APP", "红色app"),
        ("、,对;", "对"),
        ("ｶﾞ", "ガ"),
        ("−5", "-5"),
        ("soft\u00adhyphen", "softhyphen"),
        ("0", "0"),
        (" 。 ", ""),
    ],
)
def test_it_reads_width_marks_spaces_and_case_alike(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        (".5", "5"),
        ("-5", "5"),
        ("50%", "50"),
        ("不同意", "同意"),
        ("群众的", "群众"),
        ("一", "1"),
        ("黨", "党"),
        ("a b", "ab"),
    ],
)
def test_it_keeps_apart_what_differs(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_case_is_kept_where_the_blank_says_so() -> None:
    assert normalise("Ｇ２０", keep_case=True) == "G20"


@given(st.text(alphabet="不的一aB1５.。,， -—·、　\u200b“”%％", max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
