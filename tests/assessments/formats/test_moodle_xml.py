"""Moodle XML as Moodle writes it: types, fractions, markup, pictures; and what nobody should send."""

import pytest

from assessments.formats import moodle_xml
from assessments.formats.base import Draft, FileUnusable, Reading

from .tables import errors, right, warnings

HTML = 'format="html"'


def quiz(*questions: str) -> bytes:
    """Return a file of these questions."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}\n</quiz>'.encode()


def question(sort: str, inside: str = "", *, stem: str = "<p>谁召集？</p>", grade: str = "2.0000000") -> str:
    """Return one question."""
    return (
        f'<question type="{sort}"><name><text>Q</text></name><questiontext {HTML}><text><![CDATA[{stem}]]></text>'
        f"</questiontext><generalfeedback {HTML}><text><![CDATA[<p>见条例。</p>]]></text></generalfeedback>"
        f"<defaultgrade>{grade}</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>{inside}</question>"
    )


def answer(text: str, fraction: str, feedback: str = "") -> str:
    """Return one answer."""
    return (
        f'<answer fraction="{fraction}" {HTML}><text><![CDATA[{text}]]></text>'
        f"<feedback {HTML}><text>{feedback}</text></feedback></answer>"
    )


def read(*questions: str) -> Reading:
    """Return what is read from a file of these questions."""
    return moodle_xml.read(quiz(*questions))


def only(sort: str, inside: str = "", **rest: str) -> Draft:
    """Return the one question of a file."""
    [found] = read(question(sort, inside, **rest)).drafts
    return found


def test_a_single_choice_loses_its_markup_and_keeps_its_feedback() -> None:
    found = only(
        "multichoice",
        "<single>true</single>" + answer("<p>村&nbsp;委会</p>", "100", "对。") + answer("镇政府<br>办公室", "0"),
    )

    options = found.content.own["options"]
    assert (found.content.kind, found.content.stem, found.content.explanation) == ("single", "谁召集？", "见条例。")
    assert [(row["text"], row["fraction"], row["feedback"]) for row in options] == [
        ("村 委会", "1", "对。"), ("镇政府\n办公室", "0", ""),
    ]  # fmt: skip
    assert (str(found.content.points), found.errors, found.warnings) == ("2", [], [])


def test_a_multiple_choice_is_valued_by_its_fractions() -> None:
    answers = answer("甲", "33.33333") + answer("乙", "33.33333") + answer("丙", "33.33333") + answer("丁", "-100")
    found = only("multichoice", f"<single>false</single>{answers}")

    assert (found.content.kind, found.content.own["mode"], right(found)) == ("multiple", "weights", "ABC")
    assert [row["weight"] for row in found.content.own["options"]] == ["0.3333333"] * 3 + ["-1"]


def test_a_negative_fraction_of_a_single_choice_is_nought_and_says_so() -> None:
    found = only("multichoice", "<single>1</single>" + answer("甲", "100") + answer("乙", "-25"))

    assert (warnings(found), found.content.own["options"][1]["fraction"]) == (["negative-weight"], "0")


def test_true_or_false() -> None:
    assert only("truefalse", answer("true", "0") + answer("false", "100")).content.own == {"correct": False}


def test_a_short_answer_is_one_blank() -> None:
    found = only("shortanswer", "<usecase>1</usecase>" + answer("a<b", "100") + answer("村*", "50"))

    [blank] = found.content.own["blanks"]
    assert (found.content.kind, blank["case"], blank["wildcard"]) == ("fill", True, True)
    assert [answer["pattern"] for answer in blank["answers"]] == ["a<b", "村*"]


def test_an_essay_takes_the_markers_notes_as_its_reference_answer() -> None:
    found = only("essay", f"<graderinfo {HTML}><text>要点：公开</text></graderinfo>")

    assert found.content.own["criteria"][0]["levels"][-1]["text"] == "要点：公开"


def test_embedded_texts_are_blanks() -> None:
    found = only("cloze", stem=r"<p>由{1:SA:=村委会~%50%居委会#近了}召集，{2:SHORTANSWER_C:=A\}B}。</p>")

    assert (found.content.kind, found.content.stem) == ("fill", "由____召集，____。")
    first, second = found.content.own["blanks"]
    assert [tuple(each.values()) for each in first["answers"]] == [("村委会", "1"), ("居委会", "0.5")]
    assert (second["answers"][0]["pattern"], second["weight"], second["case"]) == ("A}B", "2", True)


def test_descriptions_are_counted_apart_and_categories_are_points_of_knowledge() -> None:
    found = read(
        "<question type='category'><category><text>$course$/top/村民自治</text></category></question>",
        question("description"),
        question("truefalse", answer("true", "100") + answer("false", "0")),
    )

    assert (found.descriptions, [draft.content.topics for draft in found.drafts]) == (1, ["村民自治"])
    assert str(found.drafts[0].place) == "2"


def test_tags_are_points_of_knowledge() -> None:
    tags = "<tags><tag><text>换届</text></tag><tag><text>纪律</text></tag></tags>"

    assert only("essay", tags).content.topics == "换届、纪律"


@pytest.mark.parametrize(
    "inside",
    ['<answer fraction="0"><text>x</text></answer>', '<file name="a.png" encoding="base64">iVBORw0=</file>'],
)
def test_pictures_are_left_out_and_it_says_so(inside: str) -> None:
    found = only("essay", inside, stem='<p>看图<img src="@@PLUGINFILE@@/a.png">。</p>')

    assert (warnings(found), found.content.stem) == (["rubric-made", "pictures-left-out"], "看图。")


def test_a_type_without_a_kind_is_refused_by_name() -> None:
    found = only("stack")

    assert errors(found) == [("1", "kind-unknown")]
    assert found.errors[0].details == {"text": "stack"}


ENTITIES = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay">&x;</question></quiz>'


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (ENTITIES, "xml-doctype"),
        (OUTSIDE, "xml-doctype"),
        ('<!DOCTYPE quiz SYSTEM "http://127.0.0.1/x.dtd"><quiz/>', "xml-doctype"),
        ("<quiz>" + "<a>" * 200 + "</a>" * 200 + "</quiz>", "xml-too-deep"),
        ("<quiz><question></quiz>", "xml-broken"),
        ("kein XML", "xml-broken"),
        ('<?xml version="1.0" encoding="klingon"?><quiz/>', "xml-broken"),
        ("<html></html>", "not-moodle"),
        ("<quiz></quiz>", "no-questions"),
    ],
)
def test_what_nobody_should_send_is_refused(source: str, code: str) -> None:
    with pytest.raises(FileUnusable) as refusal:
        moodle_xml.read(source.encode())

    assert refusal.value.code == code
