"""Aiken files."""

import pytest

from assessments.formats import aiken
from assessments.formats.base import FileUnusable

from .tables import errors, right, warnings

GOOD = (
    "Who calls the meeting?\nA. the town\nB) the village\nC. the branch\nANSWER: B\n\n"
    "谁召集？\nA．甲\nB．乙\nANSWER: A\n"
)


def test_it_reads_choices_with_both_sorts_of_marks() -> None:
    found = aiken.read(GOOD).drafts

    assert [(draft.content.kind, right(draft), draft.errors) for draft in found] == [
        ("single", "B", []),
        ("single", "A", []),
    ]
    assert [option["text"] for option in found[1].content.own["options"]] == ["甲", "乙"]


def test_a_stem_may_run_over_two_lines() -> None:
    [found] = aiken.read("One\ntwo?\nA. x\nB. y\nANSWER: A").drafts

    assert found.content.stem == "One\ntwo?"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Who?\nA. x\nB. y\nANSWER: C", ("4", "key-beyond-options")),
        ("Who?\nA. x\nB. y\n", ("1", "key-missing")),
        ("Who?\nA. x\nB. x\nANSWER: A", ("3", "options-equal")),
        ("Who?\nA. x\nANSWER: A", ("1", "options-too-few")),
        ("Who?\nANSWER: A", ("2", "key-beyond-options")),
    ],
)
def test_it_says_on_which_line_a_question_is_wrong(text: str, fault: tuple[str, str]) -> None:
    [found] = aiken.read(text).drafts

    assert errors(found) == [fault]


def test_two_keys_make_a_multiple_choice_and_say_so() -> None:
    [found] = aiken.read("Who?\nA. x\nB. y\nC. z\nANSWER: A, C").drafts

    assert (found.content.kind, right(found), warnings(found)) == ("multiple", "AC", ["single-with-several-keys"])


def test_nothing_is_no_bank() -> None:
    with pytest.raises(FileUnusable):
        aiken.read("\n\n")
