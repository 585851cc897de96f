"""What an export writes an import reads: for every kind, for whatever stands in a question."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from assessments.formats import moodle_xml, sheet
from assessments.formats.base import Content, Draft
from assessments.formats.details import tidy
from assessments.formats.making import SHAPES
from assessments.kinds.registry import KINDS, check

from .contents import CONTENTS, contents
from .tables import Table


def through_sheet(content: Content) -> Draft:
    """Write a question as a row, and read it."""
    headers, rows = sheet.write([content])
    cells = [[None if cell == "" else cell for cell in row] for row in rows]
    [found] = sheet.read([Table([(1, list(headers)), (2, cells[0])])]).drafts
    return found


def through_moodle(content: Content) -> Draft:
    """Write a question as Moodle XML, and read it."""
    [found] = moodle_xml.read(moodle_xml.write([content])).drafts
    return found


WAYS = [through_sheet, through_moodle]


def test_every_kind_is_made_here() -> None:
    assert set(CONTENTS) == set(KINDS) == set(SHAPES)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_question_comes_back_as_it_was(kind: str, way: Any) -> None:
    @settings(max_examples=60, deadline=None)
    @given(contents(kind))
    def comes_back(content: Content) -> None:
        assert check(content.snapshot()) == []

        found = way(content)

        assert found.errors == []
        assert tidy(found.content) == tidy(content)

    comes_back()


def test_new_ids_are_followed_by_what_refers_to_them() -> None:
    matching, classify = (tidy(CONTENTS[kind]).own for kind in ("matching", "classify"))

    assert [row["choice"] for row in matching["stems"]] == ["c1", "c2", "c3"]
    assert [row["id"] for row in matching["choices"]] == ["c1", "c2", "c3", "c4"]
    assert [row["bin"] for row in classify["items"]] == ["b1", "b3", "b2"]


@pytest.mark.parametrize("way", WAYS)
def test_most_questions_need_nothing_but_the_plain_columns(way: Any) -> None:
    plain_ones = [
        Content("single", "谁？", CONTENTS["single"].own),
        Content("true_false", "对吗？", {"correct": True}),
    ]

    for content in plain_ones:
        headers, [row] = sheet.write([content])
        assert row[headers.index("附加数据")] == ""
        assert b"<details>" not in moodle_xml.write([content])


def test_what_was_changed_by_hand_is_right_and_says_what_it_cost() -> None:
    own = {**CONTENTS["multiple"].own, "mode": "exact"}
    headers, [row] = sheet.write([Content("multiple", "哪些？", own)])
    row[headers.index("答案")] = "A"

    [found] = sheet.read([Table([(1, list(headers)), (2, row)])]).drafts

    assert (found.content.own["mode"], [fault.code for fault in found.warnings]) == (
        "half_subset", ["multiple-with-one-key", "details-dropped"],
    )  # fmt: skip


def test_a_stem_mended_by_hand_keeps_what_stands_beside_it() -> None:
    own = {**CONTENTS["multiple"].own, "mode": "exact"}
    headers, [row] = sheet.write([Content("multiple", "哪些？", own)])
    row[headers.index("题干")] = "哪几项？"

    [found] = sheet.read([Table([(1, list(headers)), (2, row)])]).drafts

    assert (found.content.stem, found.content.own["mode"], found.warnings) == ("哪几项？", "exact", [])


@pytest.mark.parametrize(
    "details",
    [
        "{", "[]", "1", '{"own": {}}', '{"nobody": 1}', '{"stem": 1}', '{"points": "NaN"}',
        '{"kind": "riddle"}', '{"kind": ["single"]}', '{"difficulty": "5"}',
        '{"own": {"correct": true, "key": "A"}}', "[" * 5000,
        '{"own": {"options": [{"id": 1, "text": "x", "fraction": 1, "pinned": false, "feedback": ""}]}}',
        '{"own": {"options": [{"id": "o1", "text": "\\u0000", "fraction": "1", "pinned": false, "feedback": ""}]}}',
        '{"explanation": "\\u0000"}', '{"explanation": "\\ud800"}',
    ],
)  # fmt: skip
def test_details_that_are_none_are_passed_over(details: str) -> None:
    headers, [row] = sheet.write([Content("single", "谁？", CONTENTS["single"].own)])
    row[headers.index("附加数据")] = details

    [found] = sheet.read([Table([(1, list(headers)), (2, row)])]).drafts

    assert found.content == replace(tidy(Content("single", "谁？", CONTENTS["single"].own)), points=Decimal(2))
    assert [fault.code for fault in found.warnings] == ["details-broken"]
