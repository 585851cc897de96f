"""Numbers, pairs, sequences, embedded parts and files, as people and Moodle write them."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.formats import gift
from assessments.kinds.registry import grade

from .tables import draft, errors, warnings
from .test_moodle_xml import answer, only, question, read


def in_sheet(kind: str, stem: str, options: list[str], reply: Any) -> Any:
    """Return the question of a row."""
    return draft(kind, stem, *options, *[None] * (4 - len(options)), reply)


@pytest.mark.parametrize("word", ["不定项", "不定项选择题"])
def test_an_indefinite_choice_may_have_one_key_or_several(word: str) -> None:
    found = [in_sheet(word, "哪些？", ["甲", "乙"], key) for key in ("A", "AB")]

    assert [(each.content.kind, each.errors, each.warnings) for each in found] == [("indefinite", [], [])] * 2


@pytest.mark.parametrize("word", ["数值", "数值题", "计算题"])
@pytest.mark.parametrize(
    ("reply", "right", "wrong", "unit"),
    [
        (5, "5", "6", ""),
        ("5天", "5天", "6", "天"),
        ("100±2", "98", "97.9", ""),
        ("100±2%元", "102元", "103", "元"),
        ("4～6", "6", "6.1", ""),
        ("[4-6]", "4", "3", ""),
        ("１，０００", "1000", "100", ""),
        ("50%", "50％", "50", ""),
        ("3；5", "5", "4", ""),
        ("-2", "−2", "2", ""),
    ],
)
def test_numbers_are_read_however_they_are_written(word: str, reply: Any, right: str, wrong: str, unit: str) -> None:
    found = in_sheet(word, "多少？", [], reply)

    assert (found.errors, found.content.kind, found.content.own["unit"]) == ([], "numeric", unit)
    worth = [grade(found.content.snapshot(), {"value": value}).fraction for value in (right, wrong)]
    assert worth == [1, 0]


@pytest.mark.parametrize("reply", ["很多", "5天或6年", "±2", "NaN"])
def test_what_is_no_number_is_refused(reply: str) -> None:
    assert errors(in_sheet("数值", "多少？", [], reply)) == [("G2", "number-unread")]


@pytest.mark.parametrize("sign", ["=", "→", "——", "：", "->"])
def test_pairs_stand_in_options_or_in_the_answer(sign: str) -> None:
    lines = [f"村民会议{sign}决策", f"监委会{sign}监督", f"{sign}执行"]

    by_options = in_sheet("连线题", "各司何职？", lines, None)
    by_answer = in_sheet("匹配", "各司何职？", [], "\n".join(lines))

    own = by_options.content.own
    assert [(row["text"], row["choice"]) for row in own["stems"]] == [("村民会议", "c1"), ("监委会", "c2")]
    assert [row["text"] for row in own["choices"]] == ["决策", "监督", "执行"]
    assert (by_answer.content.own, by_answer.errors, by_options.errors) == (own, [], [])


def test_items_are_put_into_bins() -> None:
    found = in_sheet("归类题", "正面还是负面？", ["开会=应当", "送礼=不得", "入户=应当"], None)

    assert [(row["text"], row["bin"]) for row in found.content.own["items"]] == [
        ("开会", "b1"), ("送礼", "b2"), ("入户", "b1"),
    ]  # fmt: skip
    assert (found.content.kind, found.errors) == ("classify", [])


def test_what_is_no_pair_is_refused() -> None:
    found = in_sheet("连线题", "各司何职？", ["村民会议=决策", "监委会"], None)

    assert errors(found) == [("G2", "pair-unread")]


@pytest.mark.parametrize("reply", ["CAB", "C A B", "C→A→B", "Ｃ、Ａ、Ｂ"])
def test_a_sequence_is_read_from_its_letters(reply: str) -> None:
    found = in_sheet("排序题", "先后？", ["公示", "实施", "提议"], reply)

    texts = {row["id"]: row["text"] for row in found.content.own["items"]}
    assert [texts[entry] for entry in found.content.own["order"]] == ["提议", "公示", "实施"]
    assert found.errors == []


def test_without_letters_a_sequence_stands_in_its_order_already() -> None:
    found = in_sheet("排序题", "先后？", ["提议", "公示", "实施"], None)

    texts = {row["id"]: row["text"] for row in found.content.own["items"]}
    assert [texts[entry] for entry in found.content.own["order"]] == ["提议", "公示", "实施"]


@pytest.mark.parametrize("reply", ["AB", "ABD", "AABC", "先提议"])
def test_letters_that_are_no_sequence_are_refused(reply: str) -> None:
    assert errors(in_sheet("排序题", "先后？", ["公示", "实施", "提议"], reply)) == [("G2", "order-unread")]


@pytest.mark.parametrize("word", ["综合填空", "完形填空"])
def test_the_parts_of_a_cloze_stand_in_its_stem(word: str) -> None:
    found = in_sheet(word, "由{1:MC:=村委会~镇政府}召集，{2:SA:=半数}以上，公示{1:NM:=5:1}天。", [], None)

    assert (found.errors, found.content.stem) == ([], "由[[p1]]召集，[[p2]]以上，公示[[p3]]天。")
    assert [(part["kind"], part["points"]) for part in found.content.own["parts"]] == [
        ("single", "1"), ("fill", "2"), ("numeric", "1"),
    ]  # fmt: skip
    response = {"p1": "o1", "p2": "半数", "p3": "6"}
    assert grade(found.content.snapshot(), response).fraction == 1


def test_a_cloze_without_parts_is_refused() -> None:
    assert errors(in_sheet("综合填空", "由____召集。", [], "村委会")) == [("B2", "parts-missing")]


@pytest.mark.parametrize("word", ["材料", "上传题"])
def test_files_are_marked_like_written_answers(word: str) -> None:
    found = in_sheet(word, "交会议记录。", [], "有日期、有签名")

    assert (found.content.kind, found.errors, warnings(found)) == ("upload", [], ["rubric-made"])


def test_a_scenario_cannot_be_typed_into_a_row() -> None:
    assert errors(in_sheet("情景决策", "停车纠纷", [], None)) == [("A2", "kind-unknown")]


@pytest.mark.parametrize(
    ("inside", "right", "wrong"),
    [("#3.14:0.01", "3.15", "3.16"), ("#1..5", "5", "5.1"), ("#=7:0 =%50%7:2", "7", "10"), ("#-2", "-2", "2")],
)
def test_gift_numbers(inside: str, right: str, wrong: str) -> None:
    [found] = gift.read(f"多少？ {{{inside}}}").drafts

    worth = [grade(found.content.snapshot(), {"value": value}).fraction for value in (right, wrong)]
    assert (found.errors, worth) == ([], [1, 0])


def test_gift_pairs() -> None:
    [found] = gift.read("各司何职？ {\n=村民会议 -> 决策\n=监委会 -> 监督\n= -> 执行\n}").drafts

    own = found.content.own
    assert ([row["text"] for row in own["stems"]], len(own["choices"]), found.errors) == (["村民会议", "监委会"], 3, [])


def test_moodle_numbers() -> None:
    inside = (
        '<answer fraction="100"><text>5</text><tolerance>0.5</tolerance></answer>'
        '<answer fraction="50"><text>5</text><tolerance>2</tolerance></answer>'
        '<answer fraction="0"><text>*</text></answer>'
        "<units><unit><multiplier>1</multiplier><unit_name>天</unit_name></unit></units>"
    )

    found = only("numerical", inside)

    worth = [grade(found.content.snapshot(), {"value": value}).fraction for value in ("5.5天", "6", "8")]
    assert (found.errors, worth) == ([], [1, Decimal("0.5"), 0])


def test_moodle_pairs() -> None:
    inside = (
        "<subquestion format='html'><text><![CDATA[<p>村民会议</p>]]></text><answer><text>决策</text></answer>"
        "</subquestion><subquestion><text>监委会</text><answer><text>监督</text></answer></subquestion>"
        "<subquestion><text></text><answer><text>执行</text></answer></subquestion>"
    )

    found = only("matching", inside)

    assert [row["text"] for row in found.content.own["stems"]] == ["村民会议", "监委会"]
    assert (len(found.content.own["choices"]), found.errors) == (3, [])


def test_moodle_sequences() -> None:
    found = only("ordering", answer("公示", "2") + answer("提议", "1") + answer("实施", "3"))

    texts = {row["id"]: row["text"] for row in found.content.own["items"]}
    assert [texts[entry] for entry in found.content.own["order"]] == ["提议", "公示", "实施"]


def test_moodle_parts_of_several_sorts() -> None:
    found = only(
        "cloze", stem="<p>由{1:MULTICHOICE_V:%100%村委会#对~镇政府}召集，公示{1:NUMERICAL:=5:0~%50%4:0}天。</p>"
    )

    first, second = found.content.own["parts"]
    assert (found.content.kind, found.content.stem) == ("cloze", "由[[p1]]召集，公示[[p2]]天。")
    assert [(row["text"], row["fraction"], row["feedback"]) for row in first["options"]] == [
        ("村委会", "1", "对"), ("镇政府", "0", ""),
    ]  # fmt: skip
    assert ([row["fraction"] for row in second["answers"]], found.errors) == (["1", "0.5"], [])


@pytest.mark.parametrize(("sort", "name"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_moodle_gaps(sort: str, name: str) -> None:
    words = [("村委会", "1"), ("镇政府", "1"), ("半数", "2"), ("全体", "2")]
    rows = "".join(f"<{name}><text>{text}</text><group>{group}</group></{name}>" for text, group in words)

    [found] = read(question(sort, rows, stem="由[[1]]召集，[[3]]以上到会。")).drafts

    assert (found.content.kind, found.content.stem) == ("cloze", "由[[p1]]召集，[[p2]]以上到会。")
    assert grade(found.content.snapshot(), {"p1": "o1", "p2": "o1"}).fraction == 1
    assert found.errors == []


def test_moodle_gaps_that_name_no_word_are_refused() -> None:
    assert errors(only("gapselect", stem="由[[7]]召集。")) == [("1", "parts-missing")]


def test_moodle_essays_for_files() -> None:
    found = only("essay", "<responseformat>noinline</responseformat><attachmentsrequired>1</attachmentsrequired>")

    assert (found.content.kind, found.errors) == ("upload", [])
