"""Draw rules: which questions they describe, what publishing freezes of them, and what an attempt has."""

from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from assessments.domain import authoring, drawing, papers, regrading, results, sittings
from assessments.domain.blueprint import pools_of, topics_of
from assessments.domain.regrading import CannotRegrade
from assessments.domain.sittings import CannotPublish, size_of
from assessments.models import Sitting
from assessments.models.banks import Bank
from assessments.models.papers import Paper
from tests.factories.assessments import (
    hand_in,
    make_attempt,
    make_bank,
    make_drawn_paper,
    make_question,
    make_rule,
    make_sitting,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> Bank:
    return make_bank()


@pytest.fixture
def paper(bank: Bank) -> Paper:
    return Paper.objects.create(unit=bank.unit, name="抽题卷")


def lacking(paper: Paper, *, times: int = 1) -> list[int]:
    return [pool.lacking for pool in pools_of(paper, times=times)]


def fitting(paper: Paper) -> list[int]:
    return [pool.fitting for pool in pools_of(paper)]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("民主协商", {"民主协商"}),
        ("民主协商、村务公开", {"民主协商", "村务公开"}),
        ("民主协商，村务公开; 信访", {"民主协商", "村务公开", "信访"}),
        ("村（社区）自治 ,", {"村（社区）自治"}),
        ("", set()),
    ],
)
def test_points_of_knowledge_are_told_apart(text: str, topics: set[str]) -> None:
    assert topics_of(text) == topics


def test_a_topic_is_matched_whole(bank: Bank, paper: Paper) -> None:
    for topics in ("村民自治", "自治、信访", "自治"):
        make_question(bank, topics=topics)
    make_rule(paper, bank, topic="自治")

    assert fitting(paper) == [2]


def test_kind_and_difficulty_are_matched_and_drafts_and_retired_questions_are_not(bank: Bank, paper: Paper) -> None:
    for difficulty in (1, 2, 3, 4):
        make_question(bank, difficulty=difficulty)
    make_question(bank, true_false_snapshot(), difficulty=2)
    make_question(bank, difficulty=2, reviewed=False)
    authoring.retire(question=make_question(bank, difficulty=2), by=make_person())
    make_rule(paper, bank, kind="single", difficulty_from=2, difficulty_to=3)

    assert fitting(paper) == [2]


def test_a_question_that_the_paper_has_anyway_is_not_drawn(bank: Bank, paper: Paper) -> None:
    first, _ = make_question(bank), make_question(bank)
    rule = make_rule(paper, bank, take=2)
    papers.add_questions(section=rule.section, questions=[first])

    assert (fitting(paper), lacking(paper)) == ([2], [1])


def test_rules_that_overlap_never_share_a_question(bank: Bank, paper: Paper) -> None:
    for difficulty in (1, 2, 3, 4, 5):
        make_question(bank, difficulty=difficulty)
    make_rule(paper, bank, take=3)
    make_rule(paper, bank, take=2, difficulty_from=1, difficulty_to=2)

    any_level, easy = pools_of(paper)

    assert lacking(paper) == [0, 0]
    assert {each.difficulty for each in easy.questions} == {1, 2}
    assert {each.difficulty for each in any_level.questions} == {3, 4, 5}


def test_a_bank_too_small_refuses_to_publish_and_says_which_rule_lacks_how_many(bank: Bank, paper: Paper) -> None:
    make_question(bank)
    rule = make_rule(paper, bank, take=3)
    sitting = make_sitting(make_cohort(bank.unit), paper=paper, published=False)

    with pytest.raises(CannotPublish) as refusal:
        sittings.publish(sitting=sitting, by=sitting.cohort.organizer, at=AT)

    (obstacle,) = refusal.value.obstacles
    assert (obstacle.code, obstacle.count, obstacle.rule) == ("pool-too-small", 2, rule)
    sitting.refresh_from_db()
    assert sitting.state == "draft"
    assert sitting.items.count() == 0


def test_publishing_freezes_the_pool_and_no_later_question_reaches_it() -> None:
    cohort = make_cohort()
    paper = make_drawn_paper(cohort.unit, bank_size=5, take=2, own=1)
    sitting = make_sitting(cohort, paper=paper)
    make_question(Bank.objects.latest("pk"))

    pool = sitting.draws.get()

    assert (pool.take, pool.points, pool.items.count()) == (2, 2, 5)
    assert list(sitting.items.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert set(sitting.items.filter(draw=None).values_list("section", flat=True)) == {"第一大题"}
    assert set(pool.items.values_list("section", flat=True)) == {"抽题"}


def test_publishing_twice_freezes_once() -> None:
    cohort = make_cohort()
    draft = make_sitting(cohort, paper=make_drawn_paper(cohort.unit), published=False)
    stale = Sitting.objects.get(pk=draft.pk)

    for seen in (draft, stale):
        sittings.publish(sitting=seen, by=cohort.organizer, at=AT)

    assert (draft.draws.count(), draft.items.count()) == (1, 6)


def drawn_sitting(**rules: Any) -> Sitting:
    """One question of its own and two of a pool of five, each two points."""
    cohort = make_cohort()
    return make_sitting(cohort, paper=make_drawn_paper(cohort.unit), **rules)


def test_every_attempt_has_as_many_questions_for_as_many_points() -> None:
    sitting = drawn_sitting()
    attempts = [hand_in(make_attempt(sitting), *[{"chosen": "a"}] * 3) for _ in range(8)]

    assert (size_of(sitting).count, size_of(sitting).points) == (3, Decimal(6))
    assert {(attempt.items.count(), attempt.maximum, attempt.percent) for attempt in attempts} == {(3, 6, 100)}
    assert len({frozenset(attempt.items.values_list("item", flat=True)) for attempt in attempts}) > 1


def test_a_second_attempt_has_the_questions_that_were_not_seen() -> None:
    sitting = drawn_sitting(attempts_allowed=3)
    enrollment = make_enrollment(sitting.cohort)

    first, second, third = [
        set(hand_in(make_attempt(sitting, enrollment)).items.exclude(item__draw=None).values_list("item", flat=True))
        for _ in range(3)
    ]

    assert first & second == set()
    assert len(third & first) + len(third & second) == 1  # The fifth one is new.


def test_another_sitting_of_the_class_avoids_what_was_seen_in_the_first() -> None:
    sitting = drawn_sitting()
    resit = make_sitting(sitting.cohort, paper=sitting.paper)

    for _ in range(8):  # Three of ten would be spared by chance.
        enrollment = make_enrollment(sitting.cohort)
        first, second = [
            set(make_attempt(each, enrollment).items.exclude(item__draw=None).values_list("item__version", flat=True))
            for each in (sitting, resit)
        ]
        assert first & second == set()


def test_a_question_that_was_removed_counts_for_those_alone_who_had_it() -> None:
    sitting = drawn_sitting()
    attempts = [hand_in(make_attempt(sitting), *[{"chosen": "b"}] * 3) for _ in range(8)]
    item = attempts[0].items.exclude(item__draw=None)[0].item

    regrade = regrading.ask(
        items=[item],
        sittings=Sitting.objects.none(),
        everywhere=False,
        action="full_marks",
        reason="题目有误",
        by=sitting.cohort.organizer,
        at=AT,
    )
    regrading.dry_run(regrade=regrade, clock=lambda: AT)

    had = {attempt.pk for attempt in attempts if attempt.items.filter(item=item).exists()}
    assert {line.item.attempt_id for line in regrade.lines.select_related("item")} == had
    assert 0 < len(had) < 8


def test_no_attempt_is_left_without_a_question_that_counts() -> None:
    cohort = make_cohort()
    sitting = make_sitting(cohort, paper=make_drawn_paper(cohort.unit, own=0, take=1))
    attempt = hand_in(make_attempt(sitting), {"chosen": "a"})

    with pytest.raises(CannotRegrade) as refusal:
        regrading.ask(
            items=[attempt.items.get().item],
            sittings=Sitting.objects.none(),
            everywhere=False,
            action="remove",
            reason="题目有误",
            by=cohort.organizer,
            at=AT,
        )

    assert refusal.value.code == "nothing-left"


def test_results_are_released_like_any_other() -> None:
    sitting = drawn_sitting()
    hand_in(make_attempt(sitting), {"chosen": "a"}, {"chosen": "a"}, {"chosen": "b"})

    (result,) = results.release(sitting=sitting, by=sitting.cohort.organizer, at=AT)

    assert (result.total, result.maximum, result.percent) == (4, 6, Decimal("66.67"))
    assert [section["title"] for section in result.sections] == ["第一大题", "抽题"]


def test_a_shuffled_form_mixes_own_and_drawn_questions_of_a_section() -> None:
    cohort = make_cohort()
    bank = make_bank(cohort.unit)
    paper = Paper.objects.create(unit=cohort.unit, name="混排卷")
    rule = make_rule(paper, bank, section="一", take=2)
    for _ in range(4):
        make_question(bank)
    own = make_question(make_bank(cohort.unit), single_snapshot())
    papers.add_questions(section=rule.section, questions=[own])
    sitting = make_sitting(cohort, paper=paper, shuffle=True)

    places = set()
    for number in range(12):
        attempt = uuid5(NAMESPACE_OID, str(number))
        chosen = drawing.choose(attempt_uuid=attempt, items=sitting.items.all())
        drawn = drawing.draw(attempt_uuid=attempt, items=chosen, shuffle=True)
        places |= {each.position for each in drawn if each.item.draw is None}

    assert places == {1, 2, 3}
