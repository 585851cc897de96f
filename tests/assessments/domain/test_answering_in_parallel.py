"""Two tabs, two devices, thirty-two presses: of the same act exactly one happens. On a database file, with threads."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db import connection

from assessments.domain import answering, starting
from assessments.domain.answering import Saving
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.grades import ItemGrade
from tests.factories.assessments import make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db(transaction=True)
Outcome = TypeVar("Outcome")


def at_once(times: int, act: Callable[[int], Outcome]) -> list[Outcome]:
    """Run `act` in as many threads, all released at the same moment, each with a connection of its own."""
    barrier = Barrier(times)

    def run(number: int) -> Outcome:
        barrier.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_of_thirty_two_submits_one_wins_and_grades() -> None:
    attempt = make_attempt()

    wins = at_once(32, lambda _: answering.submit(attempt=Attempt.objects.get(pk=attempt.pk), at=AT))

    assert Counter(wins) == {True: 1, False: 31}
    assert ItemGrade.objects.filter(item__attempt=attempt).count() == 1


def test_of_eight_starts_one_attempt_comes() -> None:
    sitting = make_sitting(attempts_allowed=3)
    enrollment = make_enrollment(sitting.cohort)

    begun = at_once(8, lambda _: starting.start(sitting=sitting, enrollment=enrollment, at=AT).pk)

    assert len(set(begun)) == 1
    assert Attempt.objects.count() == 1


def test_of_eight_writes_of_one_revision_one_is_stored() -> None:
    item = make_attempt().items.get(position=1)

    def write(number: int) -> Saving:
        mine = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
        response = {"chosen": "abcdefgh"[number]}
        return answering.save(item=mine, revision=1, operation=uuid4(), response=response, at=AT).outcome

    assert Counter(at_once(8, write)) == {Saving.STORED: 1, Saving.CONFLICT: 7}
    assert Answer.objects.count() == 1


def test_a_write_racing_a_submit_is_graded_or_late_but_never_lost() -> None:
    attempt = make_attempt()

    def act(number: int) -> None:
        if number == 0:
            answering.submit(attempt=Attempt.objects.get(pk=attempt.pk), at=AT)
        else:
            mine = AttemptItem.objects.select_related("attempt").get(attempt=attempt, position=1)
            answering.save(item=mine, revision=number, operation=uuid4(), response={"chosen": "a"}, at=AT)

    at_once(4, act)

    in_time = Answer.objects.filter(is_late=False).exists()
    attempt.refresh_from_db()
    assert attempt.percent == (100 if in_time else 0)
