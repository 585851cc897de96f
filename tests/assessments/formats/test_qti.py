"""QTI as other systems write it, in both of its spellings; and packages that nobody should send."""

import io
import zipfile
from decimal import Decimal

import pytest

from assessments.formats import qti
from assessments.formats.base import Draft, FileUnusable

from .tables import errors, right, warnings

OPTIONS = ("村委会", "镇政府", "党员大会")
MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"


def item(
    *key: str,
    options: tuple[str, ...] = OPTIONS,
    cardinality: str = "single",
    template: str = MATCH,
    mapping: str = "",
    body: str = "<p>谁<strong>召集</strong>村民会议？</p>",
    more: str = "",
) -> str:
    """An item of QTI 2.1 with the choices A, B, C …"""
    values = "".join(f"<value>{each}</value>" for each in key)
    correct = f"<correctResponse>{values}</correctResponse>" if key else ""
    choices = "".join(
        f'<simpleChoice identifier="{"ABCDEF"[place]}">{text}</simpleChoice>' for place, text in enumerate(options)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="t" timeDependent="false">
 <responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">{correct}{mapping}</responseDeclaration>
 <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>{more}
 <itemBody>{body}<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">{choices}</choiceInteraction></itemBody>
 <responseProcessing template="{template}"/>
</assessmentItem>"""  # noqa: E501


def read_one(text: str) -> Draft:
    """The one question of an item."""
    [found] = qti.read(text.encode()).drafts
    return found


def package(files: dict[str, str]) -> bytes:
    """A package of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return target.getvalue()


def test_a_single_choice_has_its_key_and_plain_words() -> None:
    found = read_one(item("B"))

    assert (found.content.kind, found.content.stem) == ("single", "谁召集村民会议？")
    assert [row["text"] for row in found.content.own["options"]] == list(OPTIONS)
    assert (right(found), found.errors, found.warnings) == ("B", [], [])


def test_a_multiple_choice_that_is_matched_counts_only_when_complete() -> None:
    found = read_one(item("A", "C", cardinality="multiple"))

    assert (found.content.kind, right(found), found.content.own["mode"]) == ("multiple", "AC", "exact")


def test_a_mapping_gives_the_options_their_weights() -> None:
    entries = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in (("A", "2"), ("B", "-1"), ("C", "2"))
    )
    found = read_one(item(cardinality="multiple", template=MAP, mapping=f"<mapping>{entries}</mapping>"))

    assert [(row["correct"], Decimal(row["weight"])) for row in found.content.own["options"]] == [
        (True, Decimal("0.5")), (False, Decimal("-0.25")), (True, Decimal("0.5")),
    ]  # fmt: skip
    assert found.errors == []


@pytest.mark.parametrize(
    ("words", "key", "correct"), [(("对", "错"), "A", True), (("False", "True"), "A", False), (("√", "×"), "B", False)]
)
def test_two_words_for_true_and_false_are_true_or_false(words: tuple[str, ...], key: str, correct: bool) -> None:
    found = read_one(item(key, options=words))

    assert (found.content.kind, found.content.own) == ("true_false", {"correct": correct})


def test_the_spelling_of_version_three_says_the_same() -> None:
    found = read_one("""<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i">
      <qti-response-declaration identifier="R" cardinality="single" base-type="identifier">
       <qti-correct-response><qti-value>b</qti-value></qti-correct-response></qti-response-declaration>
      <qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float">
       <qti-default-value><qti-value>2.5</qti-value></qti-default-value></qti-outcome-declaration>
      <qti-item-body><qti-choice-interaction response-identifier="R" max-choices="1">
       <qti-prompt>谁决定？</qti-prompt>
       <qti-simple-choice identifier="a">甲<qti-feedback-inline identifier="a">不对。</qti-feedback-inline></qti-simple-choice>
       <qti-simple-choice identifier="b" fixed="true">以上都对</qti-simple-choice></qti-choice-interaction></qti-item-body>
      <qti-modal-feedback identifier="x"><p>见条例。</p></qti-modal-feedback></qti-assessment-item>""")  # noqa: E501

    assert (found.content.kind, found.content.stem, right(found)) == ("single", "谁决定？", "B")
    assert (found.content.points, found.content.explanation) == (Decimal("2.5"), "见条例。")
    assert [(row["text"], row["feedback"], row["pinned"]) for row in found.content.own["options"]] == [
        ("甲", "不对。", False), ("以上都对", "", True),
    ]  # fmt: skip


def test_a_package_is_read_in_the_order_of_its_manifest_and_other_files_are_passed_over() -> None:
    manifest = """<manifest><resources><resource href="items/z.xml"><file href="items/z.xml"/></resource>
      <resource href="items/a.xml"/></resources></manifest>"""
    files = {
        "imsmanifest.xml": manifest,
        "items/a.xml": item("A", body="<p>第二题？</p>"),
        "items/z.xml": item("B", body="<p>第一题？</p>"),
        "test.xml": "<assessmentTest/>",
        "picture.png": "PNG",
    }

    reading = qti.read(package(files))

    assert [(str(draft.place), draft.content.stem) for draft in reading.drafts] == [
        ("1", "第一题？"),
        ("2", "第二题？"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (item(), "key-missing"),
        (item("Z"), "key-beyond-options"),
        (item("A", options=("甲", "甲")), "options-equal"),
        (item("A", more='<outcomeDeclaration identifier="MAXSCORE"><defaultValue><value>x</value></defaultValue></outcomeDeclaration>'), "points-unread"),  # noqa: E501
        (item("A").replace("choiceInteraction", "orderInteraction"), "kind-unknown"),
        (item(mapping='<mapping><mapEntry mapKey="A" mappedValue="viel"/></mapping>'), "weight-unread"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_item_is_said_at_its_number(text: str, code: str) -> None:
    found = read_one(text)

    assert ("1", code) in errors(found)


def test_one_broken_file_of_a_package_is_an_error_of_its_own() -> None:
    reading = qti.read(package({"a.xml": "<assessmentItem>", "b.xml": item("A")}))

    assert [errors(draft) for draft in reading.drafts] == [[("1", "item-unread")], []]


def test_an_item_that_asks_nothing_is_a_description_and_pictures_are_left_out() -> None:
    assert qti.read(b"<assessmentItem><itemBody><p>x</p></itemBody></assessmentItem>").descriptions == 1
    found = read_one(item("A", body='<p>看图：<img src="a.png" alt=""/></p>'))
    assert warnings(found) == ["pictures-left-out"]


def test_keys_that_do_not_fit_the_kind_are_looked_at() -> None:
    assert warnings(read_one(item("A", "B"))) == ["single-with-several-keys"]
    assert warnings(read_one(item("A", cardinality="multiple"))) == ["multiple-with-one-key"]


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<quiz/>", "not-qti"),
        (package({"imsmanifest.xml": "<manifest/>"}), "not-qti"),
        (f"{XXE}<assessmentItem>&e;</assessmentItem>".encode(), "xml-doctype"),
        (b"<assessmentItem>", "xml-broken"),
        (package({"a.xml": item("A")})[:200], "zip-broken"),
        (package({"a.xml": " " * (qti.LARGEST_FILE + 1)}), "zip-too-large"),
        (package({f"{number}.txt": "" for number in range(qti.MOST_FILES + 1)}), "zip-too-large"),
    ],
)
def test_a_file_of_no_use_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileUnusable) as refusal:
        qti.read(data)

    assert refusal.value.code == code


@pytest.mark.parametrize("damaged", ["data", "name"])
def test_a_damaged_package_is_refused_in_words(damaged: str) -> None:
    whole = package({"题.xml": item("A")})
    broken = {
        "data": whole.replace(whole[40:50], bytes(byte ^ 0xFF for byte in whole[40:50])),
        "name": whole.replace("题".encode(), b"\xff\xff\xff"),
    }

    with pytest.raises(FileUnusable) as refusal:
        qti.read(broken[damaged])

    assert refusal.value.code == "zip-broken"


def test_a_document_type_within_a_package_keeps_that_item_out() -> None:
    [draft] = qti.read(package({"a.xml": item("A").replace("<assessmentItem", f"{XXE}<assessmentItem", 1)})).drafts

    assert errors(draft) == [("1", "item-unread")]
