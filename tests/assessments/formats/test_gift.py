"""GIFT files: each type of question, escapes, categories, comments and feedback."""

import pytest

from assessments.formats import gift
from assessments.formats.base import Draft, FileUnusable

from .tables import errors, right, warnings


def only(source: str) -> Draft:
    """Return the one question of a file."""
    [found] = gift.read(source).drafts
    return found


def test_a_choice_with_one_key_is_single_and_keeps_its_feedback() -> None:
    found = only("::Q1:: 谁召集？ {=村委会#对。 ~镇政府#不是。 ~%50%党支部 #### 见第二十一条。}")

    options = found.content.own["options"]
    assert (found.content.kind, found.content.stem, found.content.explanation) == (
        "single",
        "谁召集？",
        "见第二十一条。",
    )
    assert [(row["text"], row["fraction"], row["feedback"]) for row in options] == [
        ("村委会", "1", "对。"), ("镇政府", "0", "不是。"), ("党支部", "0.5", ""),
    ]  # fmt: skip


def test_weights_make_a_multiple_choice_that_is_valued_by_them() -> None:
    found = only("哪些？ {~%50%甲 ~%50%乙 ~%-100%丙}")

    assert (found.content.kind, found.content.own["mode"], right(found)) == ("multiple", "weights", "AB")
    assert [row["weight"] for row in found.content.own["options"]] == ["0.5", "0.5", "-1"]


def test_thirds_make_a_whole() -> None:
    found = only("哪些？ {~%33.333%甲 ~%33.333%乙 ~%33.333%丙 ~丁}")

    assert (found.errors, found.content.own["options"][0]["weight"]) == ([], "0.3333333")


def test_weights_that_make_no_whole_are_refused() -> None:
    assert errors(only("哪些？ {~%50%甲 ~%20%乙 ~丙}")) == [("1", "weights-not-whole")]


@pytest.mark.parametrize(
    ("word", "truth"), [("T", True), ("TRUE", True), ("F", False), ("false", False), ("TRUE#错了#对了", True)]
)
def test_truth_is_read_with_and_without_feedback(word: str, truth: bool) -> None:
    assert only(f"公开是义务。{{{word}}}").content.own == {"correct": truth}


def test_keys_alone_are_accepted_texts() -> None:
    found = only("谁召集？ {=村委会 =%50%居委会 =村民*}")

    [blank] = found.content.own["blanks"]
    assert (found.content.kind, blank["wildcard"]) == ("fill", True)
    assert [tuple(answer.values()) for answer in blank["answers"]] == [
        ("村委会", "1"),
        ("居委会", "0.5"),
        ("村民*", "1"),
    ]


def test_a_missing_word_is_a_blank_in_the_stem() -> None:
    found = only("村民会议由 {=村委会 ~镇政府} 召集。")

    assert (found.content.kind, found.content.stem) == ("single", "村民会议由 （ ） 召集。")


def test_empty_braces_are_a_written_answer() -> None:
    found = only("谈谈看法。 {}")

    assert (found.content.kind, warnings(found), found.errors) == ("case_analysis", ["rubric-made"], [])


def test_text_without_braces_is_a_description_and_is_counted_apart() -> None:
    found = gift.read("请先读材料。\n\n对吗？{T}\n")

    assert (found.descriptions, len(found.drafts)) == (1, 1)


def test_escaped_signs_are_text() -> None:
    found = only(r"::a\:b:: 1\=1\~2 \{集合\} \#号 比例 1\:2\n第二行 {=甲\=乙\~丙\#丁\} ~\\戊}")

    assert found.content.stem == "1=1~2 {集合} #号 比例 1:2\n第二行"
    assert [row["text"] for row in found.content.own["options"]] == ["甲=乙~丙#丁}", "\\戊"]


def test_comments_go_and_categories_are_points_of_knowledge() -> None:
    first, second = gift.read(
        "// 注释 {=}\n$CATEGORY: $course$/top/法律\n\n对吗？{T}\n\n$CATEGORY: 换届\n// 又一条\n\n错吗？{F}"
    ).drafts

    assert (first.content.topics, second.content.topics) == ("法律", "换届")
    assert (first.place.row, second.place.row) == (4, 9)


def test_html_becomes_text() -> None:
    found = only("[html]<p>谁&nbsp;召集<b>会议</b>？</p><p>请选。</p> {=<i>村委会</i> ~镇政府}")

    assert found.content.stem == "谁 召集会议？\n\n请选。"
    assert found.content.own["options"][0]["text"] == "村委会"


def test_answers_may_stand_on_lines_of_their_own_with_gaps() -> None:
    found = only("谁召集？ {\n  =村委会\n\n  ~镇政府\n}\n")

    assert [row["text"] for row in found.content.own["options"]] == ["村委会", "镇政府"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("对吗？{T}\n\n谁召集？ {=甲 ~乙\n", ("3", "gift-braces")),
        ("谁召集？ =甲}", ("1", "gift-braces")),
        ("谁召集？ {甲 乙}", ("1", "gift-answers")),
        ("谁召集？ {~甲 ~乙}", ("1", "key-missing")),
        ("{=甲 ~乙}", ("1", "stem-missing")),
        ("谁召集？ {=甲 ~甲}", ("1", "options-equal")),
    ],
)
def test_it_says_where_a_question_is_wrong(source: str, fault: tuple[str, str]) -> None:
    assert errors(gift.read(source).drafts[-1]) == [fault]


def test_several_whole_keys_make_a_multiple_choice_and_say_so() -> None:
    found = only("哪些？ {=甲 =乙 ~丙}")

    assert (found.content.kind, right(found), warnings(found)) == ("multiple", "AB", ["single-with-several-keys"])


def test_nothing_is_no_bank() -> None:
    with pytest.raises(FileUnusable):
        gift.read("// nur ein Kommentar\n\n")
