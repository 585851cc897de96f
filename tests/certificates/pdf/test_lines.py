"""Breaking lines by the rules of Chinese setting."""

import pytest

from certificates.pdf.lines import break_lines


def lines(text: str, width: int, indent: int = 0) -> list[str]:
    """Broken in a font where every character is one wide."""
    return break_lines(text, width=width, measure=lambda part: float(len(part)), first_indent=indent)


def test_it_breaks_between_any_two_hanzi() -> None:
    assert lines("把组织建到楼栋", 3) == ["把组织", "建到楼", "栋"]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert lines("先听民意，后拿主意", 4) == ["先听民", "意，后拿", "主意"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert lines("学习《条例》", 3) == ["学习", "《条", "例》"]


def test_words_and_figures_stay_whole() -> None:
    assert lines("自A2026号起", 6) == ["自A2026", "号起"]


@pytest.mark.parametrize(
    ("text", "whole"), [("参加第36期", "第36期"), ("修满40学时", "40学时"), ("二〇二六2026年", "2026年")]
)
def test_a_figure_and_its_unit_are_one(text: str, whole: str) -> None:
    for width in range(len(whole), len(text) + 1):
        assert any(whole in line for line in lines(text, width))


def test_a_word_wider_than_the_line_is_broken_all_the_same() -> None:
    assert lines("abcdefgh", 3) == ["abc", "def", "gh"]


def test_the_first_line_makes_room_for_its_indent() -> None:
    assert lines("一二三四五六", 4, indent=2) == ["一二", "三四五六"]


def test_nothing_is_lost() -> None:
    text = "依法依规办事，严格执行“四议两公开”制度（2026年修订），党务、居务按月公开。"

    assert "".join(lines(text, 7)) == text
