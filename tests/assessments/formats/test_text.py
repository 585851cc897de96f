"""Text pasted from a document, in the ways in which papers are typed."""

import pytest

from assessments.formats import text
from assessments.formats.base import Draft, FileUnusable

from .tables import errors, right, warnings


def only(pasted: str) -> Draft:
    """Return the one question of a text."""
    [found] = text.read(pasted).drafts
    return found


def options(found: Draft) -> list[str]:
    """Return the texts of the options."""
    return [option["text"] for option in found.content.own["options"]]


FOUR = "A. 镇政府\nB. 村民委员会\nC. 党支部\nD. 监委会\n"


@pytest.mark.parametrize(
    "number", ["1. ", "1．", "1、", "（1）", "(1)", "第1题 ", "第1题：", "一、", "1)", "1：", "【1】", "12."]
)
def test_a_number_is_no_part_of_the_stem(number: str) -> None:
    found = only(f"{number}村民会议由谁召集？\n{FOUR}答案：B\n解析：见第二十一条。")

    assert (found.content.kind, found.content.stem, right(found)) == ("single", "村民会议由谁召集？", "B")
    assert (found.content.explanation, found.errors, found.warnings) == ("见第二十一条。", [], [])


@pytest.mark.parametrize(
    "line",
    [
        "答案：B",
        "答案:B",
        "【答案】B",
        "[答案] B",
        "正确答案：Ｂ",
        "参考答案: B。",
        "答案 : b",
        "标准答案：（B）",
        "ANSWER: B",
    ],
)
def test_an_answer_is_known_by_many_names(line: str) -> None:
    assert right(only(f"1.谁召集？\n{FOUR}{line}")) == "B"


def test_answer_and_explanation_may_share_a_line() -> None:
    found = only(f"1.谁召集？\n{FOUR}答案：B  解析：村委会召集。\n难度：易  知识点：村民会议")

    assert (right(found), found.content.explanation) == ("B", "村委会召集。")
    assert (found.content.difficulty, found.content.topics) == (1, "村民会议")


@pytest.mark.parametrize(
    "lines",
    [
        "A. 镇政府 B. 村委会 C. 党支部 D. 监委会",
        "A.镇政府B.村委会C.党支部D.监委会",
        "A、镇政府　B、村委会\nC、党支部　D、监委会",
        "（A）镇政府 （B）村委会\n（C）党支部 （D）监委会",
        "A．镇政府\tB．村委会\tC．党支部\tD．监委会",
        "Ａ.镇政府\nＢ.村委会\n\nＣ.党支部\nＤ.监委会",
    ],
)
def test_options_may_stand_together_or_apart(lines: str) -> None:
    assert options(only(f"1.谁召集？\n{lines}\n答案：B")) == ["镇政府", "村委会", "党支部", "监委会"]


def test_an_option_may_run_over_two_lines() -> None:
    assert options(only("1.谁？\nA.甲\n乙\nB.丙\n答案：A")) == ["甲\n乙", "丙"]


@pytest.mark.parametrize("bracket", ["（ B ）", "(B)", "（Ｂ）", "( B )", "【B】"])
def test_a_key_in_a_bracket_of_the_stem_is_taken_out_of_it(bracket: str) -> None:
    found = only(f"1.村民会议由{bracket}召集。\n{FOUR}")

    assert (found.content.stem, right(found)) == ("村民会议由（ ）召集。", "B")


def test_several_keys_in_the_bracket_make_a_multiple_choice() -> None:
    found = only(f"一、多选题\n1.下列正确的有（ A、C ）。\n{FOUR}")

    assert (found.content.kind, right(found), found.warnings) == ("multiple", "AC", [])


def test_two_keys_that_disagree_are_refused() -> None:
    found = only(f"1.村民会议由（ A ）召集。\n{FOUR}答案：B")

    assert errors(found) == [("6", "keys-disagree")]


def test_headings_say_kind_and_points() -> None:
    found = text.read(
        "2026年村干部培训试题\n一、单选题（每题2分，共2分）\n1.谁？\nA.甲 B.乙\n答案：A\n"
        "二、多项选择题（每小题 3 分）\n1.哪些？\nA.甲 B.乙 C.丙\n答案：AB\n"
        "三、判断题（对的打√，错的打×，每题1.5分）\n1.公开是义务。（√）\n2.公开是恩惠。（ × ）\n"
        "四、填空题\n1.由____召集。\n答案：村委会\n五、简答题（每题10分）\n1.谈谈看法。\n答案：要点。\n"
    )

    kinds = [(draft.content.kind, str(draft.content.points)) for draft in found.drafts]
    assert kinds == [
        ("single", "2"), ("multiple", "3"), ("true_false", "1.5"), ("true_false", "1.5"), ("fill", "2"),
        ("case_analysis", "10"),
    ]  # fmt: skip
    assert [fault.code for fault in found.warnings] == ["title-left-out"]
    assert [draft.content.own for draft in found.drafts[2:4]] == [{"correct": True}, {"correct": False}]
    assert found.drafts[2].content.stem == "公开是义务。"


@pytest.mark.parametrize("mark", ["[单选题]", "【单选】", "（单选题）"])
def test_the_kind_may_stand_in_brackets_beside_the_stem(mark: str) -> None:
    before, behind = only(f"1.{mark}谁？\n{FOUR}答案：A"), only(f"1.谁？{mark}\n{FOUR}答案：A")

    assert (before.content.stem, behind.content.stem) == ("谁？", "谁？")
    assert before.content.kind == behind.content.kind == "single"


def test_a_table_of_answers_stands_at_the_end() -> None:
    paper = "".join(f"{number}.第{number}问？\nA.甲 B.乙 C.丙 D.丁\n" for number in range(1, 8))

    found = text.read(f"{paper}答案：1-5 ABCDA 6-7：BC")

    assert [right(draft) for draft in found.drafts] == ["A", "B", "C", "D", "A", "B", "C"]
    assert list(found.all_errors()) == []


def test_a_table_of_answers_follows_the_sections() -> None:
    found = text.read(
        "一、单选题\n1.谁？\nA.甲 B.乙\n2.谁？？\nA.甲 B.乙\n"
        "二、多选题\n1.哪些？\nA.甲 B.乙 C.丙\n2.哪些呢？\nA.甲 B.乙 C.丙\n"
        "三、判断题\n1.对吗\n2.错吗\n\n参考答案\n一、单选题\n1-2 BA\n二、多选题\n1.AB 2.ABC\n三、判断题\n1.√ 2.×\n"
    )

    assert [right(draft) for draft in found.drafts[:4]] == ["B", "A", "AB", "ABC"]
    assert [draft.content.own for draft in found.drafts[4:]] == [{"correct": True}, {"correct": False}]
    assert list(found.all_errors()) == []


def test_a_range_of_several_keys_is_divided_at_its_gaps() -> None:
    paper = "一、多选题\n" + "".join(f"{number}.第{number}问？\nA.甲 B.乙 C.丙\n" for number in (1, 2))

    assert [right(draft) for draft in text.read(f"{paper}答案：1-2 AB ABC").drafts] == ["AB", "ABC"]


def test_a_table_that_does_not_fit_is_refused() -> None:
    paper = "".join(f"{number}.第{number}问？\nA.甲 B.乙\n" for number in (1, 2, 3))

    found = text.read(f"{paper}答案：1-3 AB")

    assert [(str(fault.place), fault.code) for fault in found.errors] == [("7", "table-does-not-fit")]


def test_an_answer_without_a_question_is_refused() -> None:
    found = text.read("1.谁？\nA.甲 B.乙\n2.谁呢？\nA.甲 B.乙\n答案：1.A 2.B 3.A")

    assert [(str(fault.place), fault.code) for fault in found.errors] == [("5", "answer-without-question")]


def test_a_stem_of_several_paragraphs_stays_one() -> None:
    found = only("1. 阅读材料：\n村里修路。\n（1）先开会。\n（2）再公示。\n问谁召集会议？\nA.甲 B.乙\n答案：A")

    assert found.content.stem == "阅读材料：\n村里修路。\n（1）先开会。\n（2）再公示。\n问谁召集会议？"


def test_points_counted_in_an_answer_are_no_questions() -> None:
    found = text.read(
        "简答题\n1. 谈谈看法。\n答案：1. 公开。\n2. 公平。\n3. 参与。\n2. 再谈谈。\n答案：没有了，也要写够。"
    ).drafts

    assert [draft.content.stem for draft in found] == ["谈谈看法。", "再谈谈。"]
    assert found[0].content.own["criteria"][0]["levels"][-1]["text"] == "1. 公开。\n2. 公平。\n3. 参与。"


def test_without_numbers_a_question_begins_after_an_answer() -> None:
    found = text.read("谁召集？\nA.甲\nB.乙\n答案：A\n\n哪些？\nA.甲\nB.乙\n答案：AB\n对吗？\n答案：对").drafts

    assert [(draft.content.stem, draft.content.kind) for draft in found] == [
        ("谁召集？", "single"), ("哪些？", "multiple"), ("对吗？", "true_false"),
    ]  # fmt: skip


def test_a_number_with_a_decimal_point_begins_no_question() -> None:
    found = only("1. 全村投入\n2.5万元修路，由谁决定？\nA.甲 B.乙\n答案：A")

    assert found.content.stem == "全村投入\n2.5万元修路，由谁决定？"


def test_every_fault_names_its_line() -> None:
    found = text.read("1.谁？\nA.甲\nB.甲\n答案：A\n\n2.谁呢？\nA.甲\nB.乙\n答案：C\n")

    assert [errors(draft) for draft in found.drafts] == [[("3", "options-equal")], [("9", "key-beyond-options")]]


def test_a_question_without_an_answer_is_refused_and_a_written_one_is_only_pointed_out() -> None:
    choice, essay = only("1.谁？\nA.甲\nB.乙"), only("一、论述题\n1.谈谈看法。")

    assert errors(choice) == [("1", "key-missing")]
    assert (essay.errors, warnings(essay)) == ([], ["reference-answer-missing", "rubric-made"])


@pytest.mark.parametrize("pasted", ["", "  \n \n"])
def test_nothing_is_no_bank(pasted: str) -> None:
    with pytest.raises(FileUnusable) as refusal:
        text.read(pasted)

    assert refusal.value.code == "no-questions"
