"""Letting checked questions into a bank: all of them in one transaction, each a draft with version 1."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.domain.authoring import create_questions
from assessments.domain.importing.checking import Checked
from assessments.formats.base import Content
from assessments.models.banks import Bank
from assessments.models.questions import Question
from common import audit
from people.models.accounts import User


class StillFaulty(Exception):
    """Something is wrong with the file, so nothing of it goes in."""


def apply_checked(*, checked: Checked, bank: Bank, by: User, at: datetime) -> list[Question]:
    """Put the questions of a file into a bank, whole or not at all."""
    if not checked.may_be_applied:
        raise StillFaulty
    return add_questions(contents=[draft.content for draft in checked.good], bank=bank, by=by, at=at)


def add_questions(*, contents: Sequence[Content], bank: Bank, by: User, at: datetime) -> list[Question]:
    """Write each content as a new question, in the order of the file."""
    with transaction.atomic():
        drafts = [(content.kind, fields_of(content)) for content in contents]
        questions = create_questions(bank=bank, contents=drafts, by=by, at=at)
        audit.record("assessments.questions_imported", subject=bank, user=by, questions=len(questions))
    return questions


def fields_of(content: Content) -> dict[str, Any]:
    """Return a content as the fields of a question's model: the bridge from a snapshot to the bank."""
    common = ("stem", "explanation", "reference", "points", "difficulty", "topics", "source")
    return {**{name: getattr(content, name) for name in common}, **content.own}
