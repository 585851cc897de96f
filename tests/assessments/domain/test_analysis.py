"""The figures of a sitting, from the marks that stand in the database."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain import authoring, item_history, results
from assessments.domain.analysis import Analysis, analysis_of, is_over
from assessments.domain.papers import take_newest_versions
from assessments.enums import AttemptState
from assessments.models.questions import Question
from assessments.models.sittings import Sitting
from people.models.organisation import OrgUnit
from people.roles import Scope
from tests.factories.assessments import (
    case_snapshot,
    hand_in,
    make_attempt,
    make_paper,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_unit

pytestmark = pytest.mark.django_db


def sat(sitting: Sitting, *papers: str) -> Analysis:
    """A sitting after one attempt per text: the letters chosen, item by item; a dash leaves the item out."""
    at = sitting.opens_at
    for letters in papers:
        answers = [{} if letter == "-" else {"chosen": letter} for letter in letters]
        hand_in(make_attempt(sitting, at=at), *answers, at=at)
    return analysis_of(sitting)


def three_singles() -> Sitting:
    return make_sitting(snapshots=[single_snapshot()] * 3)


def test_each_item_has_its_facility_and_its_place_in_the_whole() -> None:
    analysis = sat(three_singles(), "aaa", "aab", "abb", "bbb")

    assert [line.figures.facility for line in analysis.lines] == [0.75, 0.5, 0.25]
    assert [line.figures.intended_weight for line in analysis.lines] == [pytest.approx(100 / 3)] * 3
    assert (analysis.whole.n, analysis.whole.mean, analysis.whole.median, analysis.maximum) == (4, 3, 3, 6)
    # Guttman's perfect scale: variances 1, 4/3 and 1 in a total of 20/3.
    assert analysis.whole.cic == pytest.approx(75)


def test_results_are_counted_by_tenths_with_the_full_hundred_in_the_last() -> None:
    analysis = sat(make_sitting(snapshots=[single_snapshot()] * 10), "a" * 10, "a" * 9, "aaaaabbbbb", "b" * 10)

    assert analysis.bands == (1, 0, 0, 0, 0, 1, 0, 0, 0, 2)


def test_only_the_attempt_that_counts_is_looked_at() -> None:
    sitting = make_sitting(attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    for letter in "ab":
        hand_in(make_attempt(sitting, enrollment), {"chosen": letter})

    [line] = analysis_of(sitting).lines

    assert (line.figures.n, line.figures.facility) == (1, 1)


def test_voided_unfinished_and_unmarked_attempts_are_left_out() -> None:
    sitting = make_sitting(snapshots=[case_snapshot(), single_snapshot()])
    make_attempt(sitting)
    hand_in(make_attempt(sitting), {"text": "先听。"}, {"chosen": "a"})
    voided = hand_in(make_attempt(sitting), {"text": ""}, {"chosen": "a"})
    assert analysis_of(sitting).whole.n == 1

    voided.state = AttemptState.VOIDED
    voided.save()

    assert analysis_of(sitting).whole.n == 0


def test_a_sitting_that_nobody_sat_has_items_and_no_figures() -> None:
    analysis = analysis_of(three_singles())

    assert [line.figures.n for line in analysis.lines] == [0, 0, 0]
    assert analysis.whole.mean is None


def test_options_are_counted_with_the_totals_of_those_who_chose_them() -> None:
    [line, _, _] = sat(three_singles(), "aaa", "aab", "bbb", "-ab").lines

    found = [(option.figures.is_key, option.figures.count, option.figures.mean_total) for option in line.options]

    assert found == [(True, 2, 5), (False, 1, 0), (False, 0, None), (False, 0, None)]
    assert line.unanswered == (1, Fraction(2))
    assert dict(line.states) == {"right": 2, "wrong": 1, "unanswered": 1}
    assert "unused" in line.flags


def test_the_options_of_true_or_false_are_words_and_those_of_multiple_choice_may_be_several() -> None:
    sitting = make_sitting(snapshots=[true_false_snapshot(), multiple_snapshot()])
    hand_in(make_attempt(sitting), {"chosen": "false"}, {"chosen": ["a", "c"]})

    statement, multiple = analysis_of(sitting).lines

    assert [(option.word, option.figures.count) for option in statement.options] == [("true", 0), ("false", 1)]
    assert [(option.text, option.figures.count) for option in multiple.options] == [
        ("选项a", 1),
        ("选项b", 0),
        ("选项c", 1),
        ("选项d", 0),
    ]


def test_a_written_answer_has_no_options() -> None:
    [line] = analysis_of(make_sitting(snapshots=[case_snapshot()])).lines

    assert line.options == ()


def test_a_wrong_key_shows_itself() -> None:
    # Whoever knows the other nine chooses b here.
    analysis = sat(make_sitting(snapshots=[single_snapshot()] * 4), *["baaa"] * 4, *["abbb"] * 4, "aaab", "bbba")

    assert analysis.lines[0].flags[:2] == ("backwards", "beats-key")
    assert "backwards" not in analysis.lines[1].flags


def test_a_sitting_is_over_when_it_closes_or_its_results_are_out() -> None:
    sitting = make_sitting()
    draft = make_sitting(published=False)
    hand_in(make_attempt(sitting), {"chosen": "a"})
    before, after = sitting.closes_at - timedelta(milliseconds=1), sitting.closes_at

    assert [is_over(sitting, at=at) for at in (before, after)] == [False, True]
    assert not is_over(draft, at=after)

    results.release(sitting=sitting, by=sitting.cohort.organizer, at=AT)

    assert is_over(sitting, at=before)


def scope_of(unit: OrgUnit) -> Scope:
    return Scope({"banks.edit": (unit.path,)})


def test_a_question_is_followed_through_its_sittings_and_versions() -> None:
    unit = make_unit("市中区")
    paper = make_paper([single_snapshot(), single_snapshot()], unit=unit)
    question = Question.objects.order_by("pk").first()
    assert question is not None
    first = make_sitting(make_cohort(unit), paper=paper)
    sat(first, "aa", "ab", "ba", "bb")
    editor = first.cohort.organizer
    authoring.revise_question(question=question, fields={"stem": "新题干"}, based_on=1, by=editor, at=AT)
    authoring.review(question=question, by=editor)
    take_newest_versions(paper=paper)
    second = make_sitting(make_cohort(unit), paper=paper, opens_at=AT + timedelta(days=5))
    sat(second, "aa", "aa", "aa", "bb")
    running = make_sitting(make_cohort(unit), paper=paper, opens_at=AT + timedelta(days=30))

    uses = item_history.history_of(question, scope=scope_of(unit), at=running.opens_at)

    assert [(use.item.sitting_id, use.item.version and use.item.version.number) for use in uses] == [
        (second.pk, 2),
        (first.pk, 1),
    ]
    assert [(use.figures.n, use.figures.facility) for use in uses] == [(4, 0.75), (4, 0.5)]
    assert uses[0].figures.discrimination_index == pytest.approx(100)
    assert uses[1].figures.discrimination_index == 0


def test_the_history_agrees_with_the_sittings_own_figures() -> None:
    sitting = three_singles()
    line = sat(sitting, *["aaa", "aab", "abb", "bba"] * 8).lines[0]
    question = line.item.version.question  # type: ignore[union-attr]

    [use] = item_history.history_of(question, scope=scope_of(sitting.cohort.unit), at=sitting.closes_at)

    assert use.figures.difference is not None
    for figure in ("n", "facility", "sd", "discrimination_index", "discriminative_efficiency", "difference"):
        assert getattr(use.figures, figure) == pytest.approx(getattr(line.figures, figure)), figure


def test_another_districts_sittings_are_no_part_of_the_history() -> None:
    city = make_unit("济南市")
    ours, theirs = make_unit("市中区", parent=city), make_unit("历城区", parent=city)
    paper = make_paper(unit=city)
    question = Question.objects.get()
    for unit in (ours, theirs):
        sat(make_sitting(make_cohort(unit), paper=paper), "a")
    at = AT + timedelta(days=9)
    assert len(item_history.history_of(question, scope=scope_of(city), at=at)) == 2

    uses = item_history.history_of(question, scope=scope_of(ours), at=at)

    assert [use.item.sitting.cohort.unit for use in uses] == [ours]


def test_points_weigh_in_decimals_to_the_last_place() -> None:
    analysis = sat(make_sitting(paper=make_paper([single_snapshot()] * 2, points=3)), "aa", "ab")

    assert [line.item.points for line in analysis.lines] == [Decimal(3), Decimal(3)]
    assert analysis.whole.mean == 4.5
