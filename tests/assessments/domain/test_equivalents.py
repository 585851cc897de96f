"""Equivalent forms: alike in build and difficulty, no question on two of them, the same whenever they are made."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from assessments.domain import papers
from assessments.domain.balance import balance_of
from assessments.domain.blueprint import Candidate
from assessments.domain.equivalents import NoRules, facilities_of, make_forms, share_out
from assessments.domain.freezing import PoolTooSmall
from assessments.models.papers import Paper, PaperItem
from tests.factories.assessments import (
    hand_in,
    make_attempt,
    make_bank,
    make_drawn_paper,
    make_paper,
    make_question,
    make_rule,
    make_sitting,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_person


def candidate(pk: int, difficulty: int) -> Candidate:
    return Candidate(pk, pk, 1, "single", frozenset(), difficulty)


def make_blueprint(*, own: int = 0) -> Paper:
    """Two rules, of easy and of hard questions, with six of each in the bank."""
    paper = make_drawn_paper(make_bank().unit, bank_size=0, take=1, own=own)
    papers.remove_rule(rule=paper.sections.get(title="抽题").rules.get())
    bank = make_bank(paper.unit)
    for difficulty in (1, 2, 3, 3, 4, 5):
        make_question(bank, stem=f"民主协商的第{difficulty}级问题", difficulty=difficulty)
        make_question(bank, stem=f"村务公开的第{difficulty}级问题", topics="村务公开", difficulty=difficulty)
    make_rule(paper, bank, section="第一部分", take=3, topic="村务公开")
    make_rule(paper, bank, section="第二部分", take=2, points=5)
    return paper


def questions_of(form: Paper) -> list[int]:
    return list(PaperItem.objects.filter(section__paper=form).values_list("question_id", flat=True))


@given(st.lists(st.integers(1, 5), min_size=12, max_size=12), st.integers(2, 4))
def test_the_forms_lie_close_together_whatever_the_bank_holds(difficulties: list[int], count: int) -> None:
    questions = [candidate(pk, difficulty) for pk, difficulty in enumerate(difficulties)]

    forms = share_out(questions, count, {})

    sums = [sum(each.difficulty for each in form) for form in forms]
    assert max(sums) - min(sums) <= 4  # The range of one question, and not of three to six.
    assert sorted(each.question_id for form in forms for each in form) == list(range(12))


def test_no_form_gets_the_easier_question_of_every_row() -> None:
    questions = [candidate(pk, difficulty) for pk, difficulty in enumerate([1, 2, 3, 3, 4, 5])]

    forms = share_out(questions, 3, {})

    assert [sum(each.difficulty for each in form) for form in forms] == [6, 6, 6]


def test_of_equally_hard_questions_those_that_many_answered_are_dealt_alike() -> None:
    questions = [candidate(pk, 3) for pk in range(4)]
    facilities = {0: Decimal("0.9"), 1: Decimal("0.8"), 2: Decimal("0.3"), 3: Decimal("0.2")}

    first, second = share_out(questions, 2, facilities)

    assert {each.question_id for each in first} == {0, 3}
    assert {each.question_id for each in second} == {1, 2}


@pytest.mark.django_db
def test_each_form_holds_what_the_rules_say_and_no_question_stands_on_two() -> None:
    paper = make_blueprint()

    first, second = make_forms(paper=paper, count=2, by=make_person("陈老师"))

    assert (first.name, second.name) == (f"{paper.name} A", f"{paper.name} B")
    for form in (first, second):
        items = papers.items_of(form)
        assert [item.section.title for item in items] == ["第一部分"] * 3 + ["第二部分"] * 2
        assert [item.points for item in items] == [2, 2, 2, 5, 5]
        assert all(item.question.topics == "村务公开" for item in items[:3])
    assert not set(questions_of(first)) & set(questions_of(second))


@pytest.mark.django_db
def test_what_the_paper_holds_itself_stands_on_every_form_and_is_counted() -> None:
    paper = make_blueprint(own=2)

    first, second = make_forms(paper=paper, count=2, by=make_person("陈老师"))

    assert len(set(questions_of(first)) & set(questions_of(second))) == 2
    assert balance_of(paper).shared == 2


@pytest.mark.django_db
def test_a_bank_too_small_makes_no_form_and_says_what_is_lacking() -> None:
    paper = make_blueprint()

    with pytest.raises(PoolTooSmall) as refusal:
        make_forms(paper=paper, count=3, by=make_person("陈老师"))

    assert [pool.lacking for pool in refusal.value.pools] == [3]
    assert paper.forms.count() == 0


@pytest.mark.django_db
def test_forms_made_later_go_on_in_letters_and_take_other_questions() -> None:
    paper = make_blueprint()
    bank = paper.sections.get(title="第一部分").rules.get().bank
    for number in range(20):
        make_question(bank, stem=f"另一个问题{number}", topics="村务公开")
    by = make_person("陈老师")

    earlier, later = make_forms(paper=paper, count=2, by=by), make_forms(paper=paper, count=2, by=by)

    assert [form.letter for form in (*earlier, *later)] == ["A", "B", "C", "D"]
    on_each = [set(questions_of(form)) for form in (*earlier, *later)]
    assert len(set.union(*on_each)) == sum(map(len, on_each))


@pytest.mark.django_db
def test_a_paper_without_rules_has_no_forms() -> None:
    with pytest.raises(NoRules):
        make_forms(paper=make_paper(), count=2, by=make_person("陈老师"))


@pytest.mark.django_db
def test_a_form_can_be_sat() -> None:
    form, _ = make_forms(paper=make_blueprint(), count=2, by=make_person("陈老师"))
    cohort = make_cohort()

    sitting = make_sitting(paper=form, cohort=cohort)

    assert make_attempt(sitting, make_enrollment(cohort)).items.count() == 5


@pytest.mark.django_db
def test_the_balance_says_how_hard_each_form_is_and_how_its_questions_did() -> None:
    paper = make_blueprint()
    first, second = make_forms(paper=paper, count=2, by=make_person("陈老师"))
    cohort = make_cohort()
    sitting = make_sitting(paper=first, cohort=cohort)
    hand_in(make_attempt(sitting, make_enrollment(cohort)), at=AT)
    sitting.attempts.update(marking="released")

    balance = balance_of(paper)

    assert [(each.questions, each.points) for each in balance.forms] == [(5, 16), (5, 16)]
    assert balance.difficulty_gap <= 1
    assert (balance.forms[0].expected_percent, balance.forms[0].expected_on) == (Decimal("0.00"), 5)
    assert (balance.forms[1].expected_percent, balance.shared) == (None, 0)
    assert facilities_of(set(questions_of(second))) == {}


@pytest.mark.django_db
def test_questions_of_two_forms_that_say_nearly_the_same_are_named() -> None:
    paper = make_drawn_paper(make_bank().unit, bank_size=0, take=1, own=0)
    bank = paper.sections.get(title="抽题").rules.get().bank
    make_question(bank, stem="村务公开栏每季度至少应当公布几次村级财务收支情况？")
    make_question(bank, stem="村务公开栏每季度至少应当公布几次村级的财务收支情况？")
    make_forms(paper=paper, count=2, by=make_person("陈老师"))

    [pair] = balance_of(paper).alike

    assert {pair.later.owner, pair.earlier.owner} == {"A", "B"}


@pytest.mark.django_db
def test_the_balance_asks_as_often_for_four_forms_as_for_two(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    paper = make_blueprint()
    bank = paper.sections.get(title="第一部分").rules.get().bank
    for number in range(20):
        make_question(bank, stem=f"另一个问题{number}", topics="村务公开")
    by = make_person("陈老师")

    for _ in range(2):
        make_forms(paper=paper, count=2, by=by)
        with django_assert_num_queries(4):
            balance_of(paper)
