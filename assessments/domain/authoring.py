"""Writing questions: every change of what a question says is a new numbered version, to be reviewed before use."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from assessments.enums import BankPurpose, QuestionStatus
from assessments.kinds.base import Problem
from assessments.kinds.registry import check
from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, PaperItem
from assessments.models.question_kinds import QUESTION_MODELS
from assessments.models.questions import Question, QuestionVersion
from assessments.models.sittings import SittingItem
from common import audit
from people.models.accounts import User
from people.models.organisation import OrgUnit

BATCH = 500


class EditedMeanwhile(Exception):
    """Somebody else saved the question after this editor opened it; nothing was written."""


class NotFitForUse(Exception):
    """The question has faults that keep it from being reviewed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def create_bank(*, unit: OrgUnit, code: str, name: str, by: User, purpose: BankPurpose = BankPurpose.EXAM) -> Bank:
    """Open a bank for a unit."""
    with transaction.atomic():
        bank = Bank.objects.create(unit=unit, code=code, name=name, purpose=purpose)
        audit.record("assessments.bank_created", subject=bank, user=by)
    return bank


def is_unused(bank: Bank) -> bool:
    """Whether no question of a bank stands on a paper, and no rule draws from it: its purpose may still change."""
    return _unused().filter(pk=bank.pk).exists()


def set_purpose(*, bank: Bank, purpose: BankPurpose, by: User) -> bool:
    """Say what the questions of a bank are for; tells whether it was still unused."""
    with transaction.atomic():
        changed = _unused().filter(pk=bank.pk).update(purpose=purpose) == 1
        if changed:
            audit.record("assessments.bank_purpose_set", subject=bank, user=by, purpose=purpose)
    return changed


def _unused() -> QuerySet[Bank]:
    """What was sat stood on a paper once, or in a pool; both are asked, for a paper forgets what is taken off it."""
    on_paper = PaperItem.objects.filter(question__bank=OuterRef("pk"))
    drawn = DrawRule.objects.filter(bank=OuterRef("pk"))
    frozen = SittingItem.objects.filter(version__question__bank=OuterRef("pk"))
    return Bank.objects.filter(~Exists(on_paper), ~Exists(drawn), ~Exists(frozen))


def drafted(*, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the snapshot that a question with these fields would have; nothing is written."""
    return QUESTION_MODELS[kind](kind=kind, **fields).snapshot()


def create_question(*, bank: Bank, kind: str, fields: dict[str, Any], by: User, at: datetime) -> Question:
    """Put a new question into a bank, as a draft with version 1."""
    with transaction.atomic():
        question = QUESTION_MODELS[kind](bank=bank, kind=kind, version=1, **fields)
        question.save()
        _keep_version(question, by=by, at=at)
    return question


def create_questions(
    *, bank: Bank, contents: Iterable[tuple[str, dict[str, Any]]], by: User, at: datetime
) -> list[Question]:
    """Put many new questions, given as (kind, fields), into a bank: all or none, a statement or two for each.

    It leaves no entry in the log for each of them: the import is one act, and every version says by whom and when.
    """
    questions = [QUESTION_MODELS[kind](bank=bank, kind=kind, version=1, **fields) for kind, fields in contents]
    with transaction.atomic():
        _insert(questions)
        QuestionVersion.objects.bulk_create(
            [_version_of(question, by=by, at=at) for question in questions], batch_size=BATCH
        )
    return questions


def revise_question(*, question: Question, fields: dict[str, Any], based_on: int, by: User, at: datetime) -> Question:
    """Save an edited question; if what it says has changed it gets the next version and is a draft again."""
    before = question.snapshot()
    for name, value in fields.items():
        setattr(question, name, value)
    with transaction.atomic():
        changed = question.snapshot() != before
        if changed:
            question.version = based_on + 1
            question.status = QuestionStatus.DRAFT
        claimed = Question.objects.non_polymorphic().filter(pk=question.pk, version=based_on)
        if claimed.update(version=question.version) != 1:
            raise EditedMeanwhile
        question.save()
        if changed:
            _keep_version(question, by=by, at=at)
    return question


def review(*, question: Question, by: User) -> Question:
    """Pass a draft as fit for use; nothing changes where it was passed before."""
    if problems := check(question.snapshot()):
        raise NotFitForUse(problems)
    return _move(question, QuestionStatus.REVIEWED, by=by)


def review_all(*, questions: Iterable[Question], by: User) -> tuple[int, int]:
    """Pass those drafts that are fit for use; return how many are, and how many have faults and stay drafts."""
    fit, faulty = 0, 0
    for question in questions:
        try:
            review(question=question, by=by)
        except NotFitForUse:
            faulty += 1
        else:
            fit += 1
    return fit, faulty


def retire(*, question: Question, by: User) -> Question:
    """Keep a question out of new papers; papers and sittings that hold it are not touched."""
    return _move(question, QuestionStatus.RETIRED, by=by)


def current_version(question: Question) -> QuestionVersion:
    """Return the version that new papers take."""
    try:
        return question.versions.get(number=question.version)
    except QuestionVersion.DoesNotExist as error:
        raise ObjectDoesNotExist(f"Question {question.pk} has no version {question.version}.") from error


def _insert(questions: Sequence[Question]) -> None:
    """Write new questions: what all kinds share in bulk, then each one's own row, which Django has no bulk for."""
    for question in questions:
        question.pre_save_polymorphic()
    shared = [field.attname for field in Question._meta.concrete_fields if not field.primary_key]
    rows = [Question(**{name: getattr(question, name) for name in shared}) for question in questions]
    Question.objects.bulk_create(rows, batch_size=BATCH)
    for question, row in zip(questions, rows, strict=True):
        question.pk = question.id = row.pk
        question.save_base(raw=True, force_insert=True)  # its own table alone


def _version_of(question: Question, *, by: User, at: datetime) -> QuestionVersion:
    return QuestionVersion(
        question=question, number=question.version, snapshot=question.snapshot(), created_by=by, created_at=at
    )


def _keep_version(question: Question, *, by: User, at: datetime) -> None:
    _version_of(question, by=by, at=at).save()
    audit.record("assessments.question_saved", subject=question, user=by, version=question.version)


def _move(question: Question, status: QuestionStatus, *, by: User) -> Question:
    with transaction.atomic():
        rows = Question.objects.non_polymorphic().filter(pk=question.pk, version=question.version)
        if rows.exclude(status=status).update(status=status) == 1:
            audit.record(f"assessments.question_{status}", subject=question, user=by, version=question.version)
    question.refresh_from_db()
    return question
