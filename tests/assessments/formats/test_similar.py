"""Stems that say nearly the same, found among thousands."""

import random
import time

import pytest

from assessments.formats.similar import Stem, alike

LONG = "村民会议由村民委员会召集，有十分之一以上的村民提议时应当召集。"


def found(*texts: str, known: tuple[str, ...] = ()) -> list[tuple[object, object]]:
    """Return (later, earlier) for each pair."""
    new = [Stem(number, text) for number, text in enumerate(texts)]
    return [
        (pair.later.owner, pair.earlier.owner) for pair in alike(new, [Stem(f"bank {text}", text) for text in known])
    ]


@pytest.mark.parametrize(
    "other",
    [
        LONG,
        LONG.replace("，", " , ").replace("。", "（ ）"),
        LONG.replace("应当", "应该"),
        f"根据规定，{LONG}",
        LONG.replace("村民提议", "村民联名提议"),
    ],
)
def test_a_stem_that_is_nearly_the_same_is_found(other: str) -> None:
    assert found("居民小组的组长由谁推选产生，任期几年？", LONG, other) == [(2, 1)]


@pytest.mark.parametrize(
    "other", ["村务公开至少每季度一次。", "罢免村民委员会成员须有五分之一以上有选举权的村民联名。"]
)
def test_another_question_is_another(other: str) -> None:
    assert found(LONG, other) == []


def test_a_stem_of_the_bank_is_found_too_and_the_bank_is_not_compared_with_itself() -> None:
    assert found(LONG, known=(LONG, LONG)) == [(0, f"bank {LONG}")]


def test_a_stem_that_says_too_little_is_alike_only_with_the_same_options() -> None:
    first = Stem(1, "下列说法正确的是", ("甲", "乙"))

    assert list(alike([first, Stem(2, "下列说法正确的是", ("丙", "丁"))])) == []
    assert len(list(alike([first, Stem(3, "下列说法正确的是（ ）", ("乙", "甲"))]))) == 1


def test_five_thousand_stems_are_no_work() -> None:
    chance = random.Random(5)
    characters = [chr(0x4E00 + number) for number in range(600)]
    stems = [Stem(n, "根据村民委员会组织法的规定，" + "".join(chance.choices(characters, k=40))) for n in range(5_000)]
    twin = Stem("twin", f"{stems[17].text}？")

    began = time.perf_counter()
    pairs = list(alike([*stems, twin]))

    assert [(pair.later.owner, pair.earlier.owner) for pair in pairs] == [("twin", 17)]
    assert time.perf_counter() - began < 20
