"""What an attempt may ask of the database, besides session and user: an examination is one district at nine o'clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.assessments.views.sitting_room import send
from tests.factories.assessments import make_bank, make_drawn_paper, make_question, make_sitting, single_snapshot
from tests.factories.cohorts import make_cohort, make_enrollment, make_person

pytestmark = pytest.mark.django_db(transaction=True)  # Only then does a commit show.
EVERYBODYS = ('FROM "django_session"', 'FROM "people_user"')
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Counted(list[str]):
    """The statements of a stretch of work, without those that every request of anybody costs."""

    commits = 0


@contextmanager
def counted() -> Iterator[Counted]:
    found = Counted()
    with CaptureQueriesContext(connection) as captured:
        yield found
    statements = [query["sql"] for query in captured.captured_queries]
    found.commits = sum(statement.startswith("COMMIT") for statement in statements)
    found.extend(
        statement
        for statement in statements
        if not statement.startswith(TRANSACTIONS) and not any(part in statement for part in EVERYBODYS)
    )


@pytest.fixture
def lin() -> User:
    return make_person("林秀英")


def room(lin: User, questions: int) -> Sitting:
    now = timezone.now()
    cohort = make_cohort(at=now)
    sitting = make_sitting(cohort, [single_snapshot()] * questions, opens_at=now - timedelta(hours=1))
    make_enrollment(cohort, lin, at=now)
    return sitting


def begin(client: Client, sitting: Sitting) -> Attempt:
    client.post(reverse("assessments:attempt-start", args=[sitting.pk]))
    return Attempt.objects.get(sitting=sitting)


def test_a_save_costs_four_statements_and_one_commit(as_lin: Client, lin: User) -> None:
    attempt = begin(as_lin, room(lin, 20))
    send(as_lin, attempt, {"chosen": "a"})

    with counted() as statements:
        assert send(as_lin, attempt, {"chosen": "b"}, revision=2).status_code == 200

    assert len(statements) <= 4, statements
    assert statements.commits == 1


@pytest.mark.parametrize("bank_size", [0, 60])
def test_a_start_costs_fifteen_statements_whatever_the_size_of_the_bank(
    as_lin: Client, lin: User, bank_size: int
) -> None:
    sitting = room(lin, 40)
    bank = make_bank(sitting.cohort.unit)
    for _ in range(bank_size):
        make_question(bank)

    with counted() as statements:
        attempt = begin(as_lin, sitting)

    assert attempt.items.count() == 40
    assert len(statements) <= 15, statements


@pytest.mark.parametrize("bank_size", [12, 60])
def test_drawing_from_a_bank_costs_fifteen_statements_and_reads_no_question_that_is_not_drawn(
    as_lin: Client, lin: User, bank_size: int
) -> None:
    now = timezone.now()
    cohort = make_cohort(at=now)
    paper = make_drawn_paper(cohort.unit, bank_size=bank_size, take=12, own=3)
    sitting = make_sitting(cohort, paper=paper, opens_at=now - timedelta(hours=1))
    make_enrollment(cohort, lin, at=now)

    with counted() as statements:
        attempt = begin(as_lin, sitting)

    assert attempt.items.count() == 15
    assert len(statements) <= 15, statements
    assert sum('"assessments_sittingitem"."snapshot"' in statement for statement in statements) == 1


def test_handing_in_forty_answers_costs_twelve_statements(as_lin: Client, lin: User) -> None:
    attempt = begin(as_lin, room(lin, 40))
    for position in range(1, 41):
        send(as_lin, attempt, {"chosen": "a"}, position=position)

    with counted() as statements:
        as_lin.post(reverse("assessments:attempt-submit", args=[attempt.uuid]))

    attempt.refresh_from_db()
    assert attempt.percent == 100
    assert len(statements) <= 12, statements


def test_a_whole_attempt_of_twenty_questions_costs_a_hundred_and_twenty_statements(as_lin: Client, lin: User) -> None:
    sitting = room(lin, 20)
    start = reverse("assessments:attempt-start", args=[sitting.pk])
    ContentType.objects.get_for_model(Attempt)  # Kept by the process from the first submit on.

    with counted() as statements:
        as_lin.get(start)
        page = as_lin.post(start)["Location"]
        as_lin.get(page)
        attempt = Attempt(uuid=UUID(page.split("/")[2]))  # As the browser knows it: no statement of the test's own.
        for position in range(1, 21):
            send(as_lin, attempt, {"chosen": "a"}, position=position)
        as_lin.get(reverse("assessments:attempt-review", args=[attempt.uuid]))
        as_lin.post(reverse("assessments:attempt-submit", args=[attempt.uuid]), follow=True)

    assert Attempt.objects.get().percent == 100
    assert len(statements) <= 120, len(statements)
