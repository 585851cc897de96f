"""Two clerks at one sheet, and a clerk beside somebody who lets the form go: of each pair exactly one happens."""

from collections import Counter

import pytest

from assessments.domain import keying, on_paper, starting
from assessments.domain.keying import KeyedMeanwhile
from assessments.domain.starting import CannotStart
from assessments.models.attempts import Answer, Attempt
from assessments.models.grades import ItemGrade
from tests.assessments.domain.test_answering_in_parallel import at_once
from tests.factories.assessments import make_paper_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment, make_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_clerks_who_hand_in_one_does() -> None:
    attempt, wu = make_paper_attempt(), make_person("吴组织员")

    wins = at_once(8, lambda _: keying.hand_in(attempt=Attempt.objects.get(pk=attempt.pk), seen=None, by=wu, at=AT))

    assert Counter(wins) == {True: 1, False: 7}
    assert ItemGrade.objects.filter(item__attempt=attempt).count() == 1


def test_of_eight_clerks_who_key_in_one_writes() -> None:
    attempt, wu = make_paper_attempt(), make_person("吴组织员")

    def write(number: int) -> str:
        mine = Attempt.objects.get(pk=attempt.pk)
        try:
            keying.save(attempt=mine, responses={1: {"chosen": "abcdefgh"[number]}}, seen=None, by=wu, at=AT)
        except KeyedMeanwhile:
            return "told"
        return "written"

    assert Counter(at_once(8, write)) == {"written": 1, "told": 7}
    assert Answer.objects.count() == 1


def test_a_form_is_handed_in_or_let_go_and_never_both() -> None:
    attempt, wu = make_paper_attempt(), make_person("吴组织员")

    def act(number: int) -> bool:
        mine = Attempt.objects.get(pk=attempt.pk)
        if number % 2:
            return on_paper.let_go(attempt=mine, by=wu)
        return keying.hand_in(attempt=mine, seen=None, by=wu, at=AT)

    assert sum(at_once(8, act)) == 1


def test_a_start_online_and_a_form_on_paper_are_one_attempt() -> None:
    sitting = make_sitting(attempts_allowed=3)
    enrollment = make_enrollment(sitting.cohort)

    def begin(number: int) -> int | None:
        try:
            if number % 2:
                return starting.prepare_on_paper(sitting=sitting, enrollment=enrollment, at=AT).pk
            return starting.start(sitting=sitting, enrollment=enrollment, at=AT).pk
        except CannotStart:
            return None

    begun = set(at_once(8, begin)) - {None}

    assert len(begun) == 1
    assert Attempt.objects.count() == 1
