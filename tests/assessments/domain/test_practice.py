"""Practice: its own banks and papers, answers at once, as often as one likes, and nothing that counts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import authoring, outcomes, papers, sittings, standings
from assessments.domain.likeness import like_examinations
from assessments.domain.papers import OtherPurpose
from assessments.domain.sittings import CannotPublish
from assessments.enums import BankPurpose, SittingPurpose
from assessments.models import Bank, Paper, Result, Sitting
from people.models.organisation import OrgUnit
from tests.factories.assessments import (
    case_snapshot,
    hand_in,
    make_attempt,
    make_bank,
    make_drawn_paper,
    make_paper,
    make_question,
    make_rule,
    make_sitting,
    single_snapshot,
)
from tests.factories.cohorts import AT, make_cohort, make_enrollment, make_person

pytestmark = pytest.mark.django_db
PRACTICE = BankPurpose.PRACTICE


def practice_bank(unit: OrgUnit | None = None, snapshot: dict[str, Any] | None = None) -> Bank:
    """Three questions to practise with."""
    bank = make_bank(unit)
    Bank.objects.filter(pk=bank.pk).update(purpose=PRACTICE)
    bank.refresh_from_db()
    for number in range(3):
        make_question(bank, snapshot or {**single_snapshot(), "explanation": "练习的解析"}, stem=f"练习{number}")
    return bank


def practice_paper(bank: Bank, *, take: int = 2) -> Paper:
    paper = papers.create_paper(unit=bank.unit, name="练习卷", by=make_person(), purpose=PRACTICE)
    make_rule(paper, bank, take=take)
    return paper


def practice_sitting(**rules: Any) -> Sitting:
    bank = practice_bank()
    rules = {"minutes": 60, "purpose": SittingPurpose.PRACTICE, **rules}
    return make_sitting(make_cohort(bank.unit), paper=practice_paper(bank), **rules)


def codes(sitting: Sitting) -> set[str]:
    return {obstacle.code for obstacle in sittings.publishing_obstacles(sitting, at=AT)}


def test_an_examination_paper_takes_nothing_from_a_practice_bank_nor_the_other_way_round() -> None:
    practised = practice_bank()
    exam, practice = make_paper(unit=practised.unit), practice_paper(practised)
    for paper, bank in ((exam, practised), (practice, make_bank(practised.unit))):
        with pytest.raises(OtherPurpose):
            make_rule(paper, bank)
        with pytest.raises(OtherPurpose):
            papers.add_questions(section=paper.sections.all()[0], questions=[make_question(bank)])


def test_a_rule_cannot_be_moved_to_a_bank_of_the_other_sort() -> None:
    practised = practice_bank()
    rule = make_rule(make_paper(unit=practised.unit), make_bank(practised.unit))

    with pytest.raises(OtherPurpose):
        papers.change_rule(rule=rule, fields={"bank": practised})


@pytest.mark.parametrize("is_drawn", [False, True])
def test_publishing_looks_once_more_at_what_the_banks_are_for(is_drawn: bool) -> None:
    cohort = make_cohort()
    paper = make_drawn_paper(cohort.unit, own=0) if is_drawn else make_paper(unit=cohort.unit)
    sitting = make_sitting(cohort, paper=paper, published=False)
    Bank.objects.update(purpose=PRACTICE)

    assert codes(sitting) == {"other-banks"}
    with pytest.raises(CannotPublish):
        sittings.publish(sitting=sitting, by=sitting.cohort.organizer, at=AT)


def test_a_practice_paper_is_no_examination_and_an_examination_paper_no_practice() -> None:
    bank = practice_bank()
    cohort = make_cohort(bank.unit)

    exam = make_sitting(cohort, paper=practice_paper(bank), published=False)
    practice = make_sitting(cohort, purpose=SittingPurpose.PRACTICE, published=False)

    assert (codes(exam), codes(practice)) == ({"other-purpose"}, {"other-purpose"})


def test_a_question_that_a_person_must_mark_cannot_be_practised() -> None:
    bank = practice_bank(snapshot=case_snapshot())
    paper = practice_paper(bank)
    sitting = make_sitting(make_cohort(bank.unit), paper=paper, purpose=SittingPurpose.PRACTICE, published=False)

    assert codes(sitting) == {"needs-person"}


def test_practice_has_no_clock_no_last_attempt_and_no_appeals() -> None:
    sitting = practice_sitting(attempts_allowed=1, reveal="never", appeal_days=5)

    assert (sitting.minutes, sitting.attempts_allowed, sitting.reveal, sitting.appeal_days) == (
        None,
        sittings.MANY,
        "after_release",
        0,
    )


def test_handing_in_shows_the_result_at_once_and_one_may_go_on() -> None:
    sitting = practice_sitting()
    enrollment = make_enrollment(sitting.cohort)

    attempts = [hand_in(make_attempt(sitting, enrollment), {"chosen": "a"}, {"chosen": "b"}) for _ in range(3)]

    assert [(attempt.number, attempt.is_released, attempt.percent) for attempt in attempts] == [
        (1, True, 50),
        (2, True, 50),
        (3, True, 50),
    ]


def test_practice_counts_for_nothing() -> None:
    sitting = practice_sitting()
    enrollment = make_enrollment(sitting.cohort)
    hand_in(make_attempt(sitting, enrollment), {"chosen": "a"}, {"chosen": "a"})

    assert not Result.objects.exists()
    assert outcomes.outcomes([enrollment], [sitting.key]) == {}
    assert standings.counts(sitting)["practised"] == 1
    assert standings.counts(sitting)["ready"] == 0


def test_the_page_shows_the_answers_after_handing_in_and_not_before(client: Client) -> None:
    sitting = practice_sitting(opens_at=AT, hours=24 * 3650)
    lin = make_person("林秀英")
    attempt = make_attempt(sitting, make_enrollment(sitting.cohort, lin))
    client.force_login(lin)
    before = client.get(reverse("assessments:attempt-item", args=[attempt.uuid, 1])).text

    hand_in(attempt, {"chosen": "a"}, {"chosen": "b"})
    after = client.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text

    assert "练习的解析" not in before
    assert "练习的解析" in after
    assert "未通过" not in after


def test_what_is_like_an_examination_question_is_named() -> None:
    bank = practice_bank()
    exam = make_bank(bank.unit)
    make_question(exam, stem="村民对公布的维修支出有疑问，村委会应当怎样回应？")
    like = make_question(bank, stem="村民对公布的维修支出有疑问，村委会应该怎样回应？")

    assert [pair.later.owner for pair in like_examinations(bank)] == [like.pk]
    assert like_examinations(exam) == []


def test_what_a_bank_is_for_changes_only_while_it_is_unused() -> None:
    by = make_person()
    bank = make_bank()
    question = make_question(bank)
    assert authoring.set_purpose(bank=bank, purpose=PRACTICE, by=by)
    assert authoring.set_purpose(bank=bank, purpose=BankPurpose.EXAM, by=by)
    bank.refresh_from_db()
    paper = make_paper(unit=bank.unit)

    papers.add_questions(section=paper.sections.get(), questions=[question])

    assert not authoring.set_purpose(bank=bank, purpose=PRACTICE, by=by)
    bank.refresh_from_db()
    assert bank.purpose == BankPurpose.EXAM
