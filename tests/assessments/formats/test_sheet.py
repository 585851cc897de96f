"""Rows of a sheet: headers by any name, cells of any sort, and every way in which people write a key."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments.formats import sheet
from assessments.formats.base import FileUnusable
from common.sheets import Formula

from .tables import HEADERS, Table, draft, errors, read, right, table, warnings


def choice(answer: Any, *, kind: str = "单选题") -> Any:
    """Return a question with four options and this key."""
    return draft(kind, "村民会议由谁召集？", "镇政府", "村民委员会", "党支部", "监委会", answer)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("B", "B"),
        ("b", "B"),
        ("Ｂ", "B"),
        (2, "B"),
        (2.0, "B"),
        ("２", "B"),
        ("B.", "B"),
        ("（B）", "B"),
        ("村民委员会", "B"),
    ],
)
def test_one_key_is_read_however_it_is_written(answer: Any, expected: str) -> None:
    found = choice(answer)

    assert (found.content.kind, right(found), errors(found), warnings(found)) == ("single", expected, [], [])


@pytest.mark.parametrize(
    "answer",
    ["ACD", "A C D", "A,C,D", "A，C，D", "A、C、D", "ＡＣＤ", "acd", "A;C;D", "A/C/D", "1,3,4", "DCA", "A和C和D"],
)
def test_several_keys_are_read_however_they_are_written(answer: str) -> None:
    found = choice(answer, kind="多选题")

    assert (found.content.kind, right(found), errors(found), warnings(found)) == ("multiple", "ACD", [], [])


@pytest.mark.parametrize("answer", ["E", "AE", 5, "1,7", "Z"])
def test_a_key_beyond_the_options_is_refused(answer: Any) -> None:
    assert errors(choice(answer, kind="多选题")) == [("G2", "key-beyond-options")]


@pytest.mark.parametrize(("answer", "code"), [("", "key-missing"), ("略", "key-unread"), ("见书", "key-unread")])
def test_a_key_that_nobody_can_read_is_refused(answer: str, code: str) -> None:
    assert errors(choice(answer)) == [("G2", code)]


def test_a_key_that_could_mean_two_options_is_refused() -> None:
    found = draft("单选", "几名委员？", "2", "3", "4", "5", 2)

    assert errors(found) == [("G2", "key-ambiguous")]


def test_two_equal_options_are_refused_though_they_are_written_differently() -> None:
    found = draft("单选", "谁召集？", "村委会", "党支部", "村 委会。", "镇政府", "A")

    assert errors(found) == [("E2", "options-equal")]
    assert found.errors[0].details == {"first": "A", "second": "C"}


def test_a_single_choice_with_two_keys_becomes_a_multiple_one_and_says_so() -> None:
    found = choice("AB")

    assert (found.content.kind, right(found), warnings(found)) == ("multiple", "AB", ["single-with-several-keys"])
    assert found.errors == []


def test_a_multiple_choice_with_one_key_is_kept_and_says_so() -> None:
    found = choice("B", kind="多选题")

    assert (found.content.kind, right(found), warnings(found)) == ("multiple", "B", ["multiple-with-one-key"])
    assert found.errors == []


def test_options_lose_the_marks_they_brought_along() -> None:
    found = draft("单选", "谁？", "A. 甲", "Ｂ．乙", "(C)丙", "D、丁", "C")

    assert [option["text"] for option in found.content.own["options"]] == ["甲", "乙", "丙", "丁"]


def test_a_letter_that_is_not_the_mark_of_its_place_stays() -> None:
    found = draft("单选", "哪一类？", "B.类场所", "A、B两类", "", "", "A")

    assert [option["text"] for option in found.content.own["options"]] == ["B.类场所", "A、B两类"]


@pytest.mark.parametrize(
    "word",
    ["对", "正确", "是", "√", "✓", "T", "TRUE", "True", "A", "ｔ", True],
)
def test_words_for_true(word: Any) -> None:
    assert draft("判断", "公开是义务。", None, None, None, None, str(word)).content.own == {"correct": True}


@pytest.mark.parametrize("word", ["错", "错误", "否", "×", "✗", "F", "FALSE", "false", "B"])
def test_words_for_false(word: str) -> None:
    assert draft("判断题", "公开是恩惠。", None, None, None, None, word).content.own == {"correct": False}


def test_a_letter_means_the_word_that_stands_beside_it() -> None:
    found = draft("判断题", "公开是义务。", "错", "对", None, None, "B")

    assert found.content.own == {"correct": True}


def test_another_word_is_no_truth() -> None:
    assert errors(draft("判断题", "公开是义务。", None, None, None, None, "也许")) == [("G2", "truth-unread")]


@pytest.mark.parametrize("sign", ["()", "（ ）", "____", "（   ）", "__1__", "（）", "＿＿＿"])
def test_blanks_are_counted_by_their_signs(sign: str) -> None:
    found = draft("填空", f"会议须有{sign}以上到会，由{sign}召集。", None, None, None, None, "半数；村委会")

    assert [blank["answers"][0]["pattern"] for blank in found.content.own["blanks"]] == ["半数", "村委会"]
    assert (found.errors, found.warnings) == ([], [])


def test_digits_in_a_row_are_blanks() -> None:
    found = draft("填空", "到会（1）以上，由（2）召集。", None, None, None, None, "（1）半数（2）村委会")

    assert [blank["answers"][0]["pattern"] for blank in found.content.own["blanks"]] == ["半数", "村委会"]


@pytest.mark.parametrize("answer", ["6,2", "6，2", "6、2", "6;2", "6 2", "6\n2", "6|2"])
def test_one_answer_for_two_blanks_is_divided(answer: str) -> None:
    found = draft("填空", "每____年换届，离任前____个月审计。", None, None, None, None, answer)

    assert [blank["answers"][0]["pattern"] for blank in found.content.own["blanks"]] == ["6", "2"]


def test_one_answer_for_one_blank_stays_whole() -> None:
    found = draft("填空", "坐标是____。", None, None, None, None, "6,2")

    assert found.content.own["blanks"][0]["answers"] == [{"pattern": "6,2", "fraction": "1"}]


def test_answers_that_do_not_fit_the_blanks_are_refused() -> None:
    found = draft("填空", "____和____", None, None, None, None, "甲；乙；丙")

    assert errors(found) == [("G2", "answers-do-not-fit")]
    assert found.errors[0].details == {"blanks": 2, "answers": 3}


@pytest.mark.parametrize("kind", ["填空", "填空题"])
def test_an_empty_list_of_answers_is_refused(kind: str) -> None:
    assert errors(draft(kind, "由____召集。", None, None, None, None, " ")) == [("G2", "answer-missing")]


def test_a_blank_may_accept_several_answers_and_units_stay_whole() -> None:
    found = draft("填空", "由____召集，限速____。", None, None, None, None, "村委会/村民委员会；30km/h")

    assert [[answer["pattern"] for answer in blank["answers"]] for blank in found.content.own["blanks"]] == [
        ["村委会", "村民委员会"],
        ["30km/h"],
    ]


def test_a_fill_in_question_without_a_blank_says_so() -> None:
    found = draft("填空", "谁召集？", None, None, None, None, "村委会")

    assert (warnings(found), found.errors) == (["blank-not-shown"], [])


def test_an_essay_typed_as_single_choice_becomes_one_and_says_so() -> None:
    found = draft("单选题", "谈谈您的看法。", None, None, None, None, "要点：公开、公平、群众参与。")

    assert found.content.kind == "case_analysis"
    assert warnings(found) == ["essay-as-choice", "rubric-made"]
    assert found.content.own["criteria"][0]["levels"][-1] == {"score": "5", "text": "要点：公开、公平、群众参与。"}


def test_a_single_choice_without_options_is_refused() -> None:
    assert errors(draft("单选题", "谁召集？", None, None, None, None, "A")) == [("G2", "key-beyond-options")]


def test_numbers_are_text_where_text_is_meant() -> None:
    found = draft("单选", 2026, 3, 3.5, 0.1 + 0.2, 10.0, "A")

    assert found.content.stem == "2026"
    assert [option["text"] for option in found.content.own["options"]] == ["3", "3.5", "0.3", "10"]


def test_a_serial_number_of_a_day_is_pointed_out() -> None:
    found = draft("填空", "每____召开一次。", None, None, None, None, 44115)

    assert warnings(found) == ["date-serial"]
    assert found.content.own["blanks"][0]["answers"] == [{"pattern": "44115", "fraction": "1"}]


def test_a_date_cell_is_pointed_out() -> None:
    found = draft("单选", "哪一天？", date(2026, 11, 8), "11-9", None, None, "A")

    assert warnings(found) == ["date-cell"]
    assert found.content.own["options"][0]["text"] == "2026-11-08"


def test_hard_spaces_and_entities_are_spaces() -> None:
    found = draft("单选", "谁\xa0召集&nbsp;会议&ldquo;？", "甲&nbsp;", "\u200b乙", None, None, "A\xa0")

    assert found.content.stem == "谁 召集 会议“？"
    assert [option["text"] for option in found.content.own["options"]] == ["甲", "乙"]


def test_a_formula_is_refused_where_it_stands_and_nothing_follows_from_it() -> None:
    found = draft("单选", "谁？", "甲", Formula("=A1"), None, None, Formula("=B2"))

    assert errors(found) == [("D2", "formula"), ("G2", "formula")]


def test_a_stem_of_several_lines_keeps_them() -> None:
    assert draft("判断", "第一段\r\n\r\n第二段", None, None, None, None, "对").content.stem == "第一段\n\n第二段"


@pytest.mark.parametrize(
    "headers",
    [
        ("试题类型", "题目", "A", "B", "C", "D", "正确答案"),
        ("题目类型", "试题", "选项1", "选项2", "选项3", "选项4", "参考答案"),
        ("类型*", "题干（必填）", "选项 A", "选项 B", "选项 C", "选项 D", "标准答案"),
        ("Type", "Question", "Option A", "Option B", "Option C", "Option D", "Answer"),
        ("题型", "题目内容", "选项一", "选项二", "选项三", "选项四", "答案"),
    ],
)
def test_headers_are_known_by_many_names(headers: tuple[str, ...]) -> None:
    found = draft("单选", "谁？", "甲", "乙", "丙", "丁", "D", headers=headers)

    assert (right(found), found.errors) == ("D", [])


def test_title_rows_may_stand_above_the_header() -> None:
    question: list[Any] = ["判断", "对吗", *[None] * 4, "对"]
    rows: list[Any] = [(1, ["城阳区村干部培训题库"]), (2, [None, "填表人：陈老师"]), (4, list(HEADERS)), (5, question)]

    [found] = sheet.read([Table(rows)]).drafts

    assert (found.place.row, found.content.kind) == (5, "true_false")


def test_further_columns_are_read() -> None:
    headers = (*HEADERS, "答案解析", "分值", "难易度", "考点", "命题依据", "出处")
    found = draft(
        "判断", "对吗", *[None] * 4, "对", "见条例", 2.5, "较难", "村务公开", "第三十条", "2025年卷", headers=headers
    )

    content = found.content
    assert (content.explanation, content.points, content.difficulty) == ("见条例", Decimal("2.5"), 4)
    assert (content.topics, content.reference, content.source) == ("村务公开", "第三十条", "2025年卷")


@pytest.mark.parametrize(
    ("said", "level"), [("易", 1), (4, 4), ("0.9", 1), (0.15, 5), ("中等", 3), ("★★", 2), ("看人", 3)]
)
def test_difficulty_is_read_as_word_degree_or_share_of_right_answers(said: Any, level: int) -> None:
    found = draft("判断", "对吗", "对", said, headers=("题型", "题干", "答案", "难度"))

    assert found.content.difficulty == level


def test_points_that_are_none_are_refused() -> None:
    found = draft("判断", "对吗", "对", "两分", headers=("题型", "题干", "答案", "分值"))

    assert errors(found) == [("D2", "points-unread")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("单选", "single"), ("单选题", "single"), ("单项选择题", "single"),
        ("多选", "multiple"), ("多项选择题", "multiple"),
    ],
)  # fmt: skip
def test_kinds_are_known_by_many_words(word: str, kind: str) -> None:
    assert choice("AB" if kind == "multiple" else "A", kind=word).content.kind == kind


@pytest.mark.parametrize("word", ["案例分析", "简答", "论述题", "问答题", "主观题"])
def test_written_answers_are_known_by_many_words(word: str) -> None:
    assert draft(word, "谈谈看法。", *[None] * 4, "要点").content.kind == "case_analysis"


def test_an_unknown_kind_is_refused_where_it_stands() -> None:
    assert errors(draft("猜谜", "谁？", "甲", "乙", None, None, "A")) == [("A2", "kind-unknown")]


def test_without_a_word_for_the_kind_the_question_says_what_it_is() -> None:
    kinds = [
        found.content.kind
        for found in read(
            [None, "谁？", "甲", "乙", None, None, "A"],
            [None, "哪些？", "甲", "乙", None, None, "AB"],
            [None, "对吗", None, None, None, None, "√"],
            [None, "由____召集", None, None, None, None, "村委会"],
            [None, "谈谈看法", None, None, None, None, "要点一二三"],
        ).drafts
    ]

    assert kinds == ["single", "multiple", "true_false", "fill", "case_analysis"]


def test_the_name_of_a_sheet_or_a_merged_cell_says_the_kind_for_many_rows() -> None:
    named = table([None, "对吗", None, None, None, None, "A"], name="判断题")
    merged = table(["判断题", "对吗", *[None] * 4, "A"], [None, "错吗", *[None] * 4, "B"])
    merged.merges = [(2, 1, 3, 1)]

    found = sheet.read([named, merged]).drafts

    assert [each.content.kind for each in found] == ["true_false"] * 3
    assert [str(each.place) for each in found] == ["判断题!2", "Sheet1!2", "Sheet1!3"]


def test_options_in_one_cell_are_divided() -> None:
    headers = ("题型", "题干", "选项", "答案")

    marked = draft("单选", "谁？", "A.甲 B.乙\nC.丙", "C", headers=headers)
    lines = draft("单选", "谁？", "甲|乙|丙", "C", headers=headers)

    assert [option["text"] for option in marked.content.own["options"]] == ["甲", "乙", "丙"]
    assert marked.content.own == lines.content.own


def test_blank_rows_remarks_and_repeated_headers_are_no_questions() -> None:
    found = read([None] * 7, list(HEADERS), ["判断", "对吗", *[None] * 4, "对"], [None, "注：以上试题由党校提供"])

    assert [draft.place.row for draft in found.drafts] == [4]


def test_a_question_without_a_stem_is_refused() -> None:
    assert errors(draft("单选", None, "甲", "乙", None, None, "A")) == [("B2", "stem-missing")]


@pytest.mark.parametrize(
    ("rows", "code"), [([(1, ["姓名", "电话"]), (2, ["林", "1"])], "no-header"), ([(1, list(HEADERS))], "no-questions")]
)
def test_a_sheet_that_is_no_bank_is_of_no_use(rows: list[Any], code: str) -> None:
    with pytest.raises(FileUnusable) as refusal:
        sheet.read([Table(rows)])

    assert refusal.value.code == code
