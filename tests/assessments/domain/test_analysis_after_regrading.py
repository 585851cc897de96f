"""The figures after a regrade or a void: the key in force decides, and what was removed is no part of the test."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.domain import item_history
from assessments.domain.analysis import analysis_of
from assessments.models.sittings import Sitting
from people.roles import Scope
from tests.assessments.domain.test_regrading import A, B, commit, dry, item_of, revised, sat, with_key
from tests.factories.assessments import case_snapshot, hand_in, make_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    """Two questions with the key A; of four people three chose B in the first, two A in the second."""
    sitting = make_sitting(snapshots=[single_snapshot()] * 2)
    for answers in ((B, A), (B, A), (B, B), (A, B)):
        sat(sitting, *answers)
    return sitting


def history(sitting: Sitting, position: int = 1) -> list[item_history.PastUse]:
    question = item_of(sitting, position).version.question  # type: ignore[union-attr]
    scope = Scope({"banks.edit": (sitting.cohort.unit.path,)})
    return item_history.history_of(question, scope=scope, at=AT + timedelta(days=9))


def test_options_are_right_by_the_key_in_force(sitting: Sitting) -> None:
    commit(dry(item_of(sitting), "version", version=with_key(item_of(sitting), "b")))

    line = analysis_of(sitting).lines[0]

    assert [option.figures.is_key for option in line.options] == [False, True, False, False]
    assert line.figures.facility == 0.75
    assert dict(line.states) == {"right": 3, "wrong": 1}
    assert "beats-key" not in line.flags


def test_options_that_became_others_are_read_through_the_mapping(sitting: Sitting) -> None:
    item = item_of(sitting)
    assert item.version is not None
    item.key_version = with_key(item, "c")
    item.key_mapping = {"options": {"a": "b", "b": "c", "c": "", "d": "d"}}
    item.save()

    line = analysis_of(sitting).lines[0]

    assert [option.figures.is_key for option in line.options] == [False, True, False, False]


def test_a_removed_question_has_no_part_in_the_test(sitting: Sitting) -> None:
    alone = make_sitting(snapshots=[single_snapshot()])
    for answer in (A, A, B, B):
        sat(alone, answer)

    commit(dry(item_of(sitting), "remove"))
    analysis = analysis_of(sitting)

    assert analysis.whole == analysis_of(alone).whole
    assert analysis.maximum == 2
    assert [line.figures.intended_weight for line in analysis.lines] == [None, 100]
    assert analysis.lines[0].figures.effective_weight is None


def test_a_removed_question_is_still_looked_at_beside_the_test(sitting: Sitting) -> None:
    before = analysis_of(sitting).lines[0]
    assert before.flags

    commit(dry(item_of(sitting), "remove"))
    removed = analysis_of(sitting).lines[0]

    assert (removed.figures.n, removed.figures.facility) == (4, 0.25)
    assert removed.figures.discrimination_index == pytest.approx(before.figures.discrimination_index)
    assert [option.figures.count for option in removed.options] == [1, 3, 0, 0]
    assert removed.flags == ()


def test_a_removed_answer_that_nobody_marked_counts_for_nothing() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(), single_snapshot()])
    hand_in(make_attempt(sitting), {"text": "先听。"}, A)

    commit(dry(item_of(sitting), "remove"))
    analysis = analysis_of(sitting)

    assert (analysis.whole.n, analysis.whole.mean) == (1, 2)
    assert (analysis.lines[0].figures.n, analysis.lines[0].figures.facility) == (0, None)
    assert history(sitting)[0].figures.n == 0


def test_full_marks_for_everybody_are_no_praise_of_the_question(sitting: Sitting) -> None:
    commit(dry(item_of(sitting), "full_marks"))

    line = analysis_of(sitting).lines[0]

    assert (line.figures.facility, line.figures.discrimination_index) == (1, None)
    assert [option.figures.count for option in line.options] == [1, 3, 0, 0]
    assert line.flags == ()


def test_the_history_reads_totals_without_a_removed_question(sitting: Sitting) -> None:
    commit(dry(item_of(sitting), "remove"))

    [use] = history(sitting)

    line = analysis_of(sitting).lines[0]
    assert use.figures == line.figures
    assert use.figures.discrimination_index is not None
    assert use.flags == ()


def test_the_key_in_force_says_what_guessing_would_earn(sitting: Sitting) -> None:
    item = item_of(sitting)
    half = [{**each, "fraction": "0.5" if each["id"] == "b" else each["fraction"]} for each in item.snapshot["options"]]

    commit(dry(item, "version", version=revised(item, options=half)))

    assert [line.guess for line in analysis_of(sitting).lines] == [Fraction(3, 8), Fraction(1, 4)]
