"""Case analysis: what waits for a marker, and what the marks come to."""

from decimal import Decimal

import pytest

from assessments.kinds.base import State
from assessments.kinds.case_analysis import MarksIncomplete, length_of, mark
from assessments.kinds.registry import check, grade
from tests.factories.assessments import case_snapshot


def scores(*values: int) -> dict[str, Decimal]:
    return {f"c{number}": Decimal(value) for number, value in enumerate(values, start=1)}


@pytest.mark.parametrize("response", [None, {}, {"text": ""}, {"text": " \n　"}])
def test_a_blank_answer_is_nought_without_a_marker(response: dict[str, str] | None) -> None:
    graded = grade(case_snapshot(), response)

    assert (graded.fraction, graded.state) == (Decimal(0), State.UNANSWERED)


def test_a_written_answer_waits_for_a_person() -> None:
    graded = grade(case_snapshot(), {"text": "先议后办。"})

    assert (graded.fraction, graded.state) == (None, State.NEEDS_MARKING)


def test_length_counts_characters_without_spaces() -> None:
    assert length_of("先 议\n后　办\t。") == 5


@pytest.mark.parametrize(
    ("text", "note"), [("四个汉字", "too-short"), ("五个汉字。", ""), ("六 个 汉 字 啊 呀 哦", "too-long")]
)
def test_a_length_out_of_bounds_is_noted_and_still_marked(text: str, note: str) -> None:
    graded = grade(case_snapshot(min_length=5, max_length=6), {"text": text})

    assert (graded.state, graded.note_code) == (State.NEEDS_MARKING, note)


def test_marks_are_weighted() -> None:
    graded = mark(case_snapshot(weights="3 1"), scores(5, 1))

    assert graded.fraction == Decimal("0.8")
    assert [part.fraction for part in graded.parts] == [Decimal(1), Decimal("0.2")]


@pytest.mark.parametrize("given", [scores(5), scores(5, 6), scores(5, 4, 3)])
def test_marks_must_name_every_criterion_by_a_level_of_the_rubric(given: dict[str, Decimal]) -> None:
    with pytest.raises(MarksIncomplete):
        mark(case_snapshot(), given)


def test_check_names_the_faults_of_a_rubric() -> None:
    snapshot = case_snapshot(min_length=9, max_length=3)
    snapshot["criteria"][0]["levels"] = [{"score": "1", "text": ""}, {"score": "5", "text": ""}]
    snapshot["criteria"][1]["weight"] = "0"

    assert [problem.code for problem in check(snapshot)] == [
        "lowest-level-not-zero",
        "weight-not-positive",
        "lengths-reversed",
    ]
