"""Letting many questions into a bank at once: what it costs, and what it leaves there."""

from itertools import cycle, islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from assessments.domain.importing.applying import add_questions
from assessments.formats.base import Content
from assessments.models import Question
from assessments.models.banks import Bank
from assessments.models.question_kinds import QUESTION_MODELS
from people.models.accounts import User
from tests.assessments.formats.contents import CONTENTS
from tests.factories.assessments import make_bank
from tests.factories.cohorts import AT

pytestmark = pytest.mark.django_db
EVERY_KIND = [content for kind, content in CONTENTS.items() if kind in QUESTION_MODELS]


def many(count: int) -> list[Content]:
    """Questions of every kind in turn."""
    return list(islice(cycle(EVERY_KIND), count))


def statements(bank: Bank, by: User, count: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        add_questions(contents=many(count), bank=bank, by=by, at=AT)
    return len(captured)


def test_a_further_question_costs_one_statement(chen: User) -> None:
    bank = make_bank()
    statements(bank, chen, len(EVERY_KIND))  # the types of content are known after it

    few, more = statements(bank, chen, 20), statements(bank, chen, 200)

    batches = 5  # SQLite takes 999 values a statement
    assert few <= 20 + 2 * batches
    assert more - few <= 180 + batches


def test_every_kind_comes_back_whole_and_in_the_order_of_the_file(chen: User) -> None:
    bank = make_bank()

    written = add_questions(contents=many(30), bank=bank, by=chen, at=AT)

    found = list(Question.objects.filter(bank=bank).order_by("pk"))
    assert [question.kind for question in found] == [content.kind for content in many(30)]
    assert [(type(each), each.pk, each.snapshot()) for each in found] == [
        (QUESTION_MODELS[each.kind], each.pk, each.snapshot()) for each in written
    ]


def test_each_has_a_first_version_and_the_import_one_entry_in_the_log(chen: User) -> None:
    bank = make_bank()

    add_questions(contents=many(14), bank=bank, by=chen, at=AT)

    for question in Question.objects.filter(bank=bank):
        version = question.versions.get()
        assert (version.number, version.snapshot, version.created_by, version.created_at) == (
            1, question.snapshot(), chen, AT,
        )  # fmt: skip
    entry = ModelLogEntry.objects.get(action="assessments.questions_imported")
    assert entry.data == {"questions": 14}
