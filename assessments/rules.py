"""The doors: each returns the object that this person may have, or a 404 that says nothing about the rest."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from assessments.domain import (
    analysis,
    answering,
    appeals,
    calibration,
    families,
    impartial,
    keying,
    late_answers,
    marking,
)
from assessments.enums import AttemptState, Medium
from assessments.models.accommodations import Accommodation
from assessments.models.appeals import Appeal
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.banks import Bank
from assessments.models.calibration import CalibrationAnswer, CalibrationSet
from assessments.models.imports import QuestionImport
from assessments.models.papers import DrawRule, Paper, PaperItem, Section
from assessments.models.questions import Question
from assessments.models.regrades import Regrade
from assessments.models.sittings import Sitting, SittingItem
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from people.models.organisation import OrgUnit
from people.roles import Scope

Row = TypeVar("Row", bound=Model)


def units_for(scope: Scope, permission: str) -> QuerySet[OrgUnit]:
    """Return the units to which this person may add something, open ones, the highest first."""
    return OrgUnit.objects.visible_to(scope, permission).in_use().order_by("path")


def bank_for(scope: Scope, code: str) -> Bank:
    """Return a bank this person may edit."""
    return _one(Bank.objects.visible_to(scope).select_related("unit"), code=code)


def question_for(bank: Bank, pk: int) -> Question:
    """Return a question of a bank whose door was opened before, as its own kind."""
    return _one(Question.objects.filter(bank=bank), pk=pk)


def import_for(bank: Bank, pk: int) -> QuestionImport:
    """Return an import into a bank whose door was opened before."""
    return _one(QuestionImport.objects.filter(bank=bank), pk=pk)


def paper_for(scope: Scope, pk: int) -> Paper:
    """Return a paper this person may edit."""
    return _one(Paper.objects.visible_to(scope).select_related("unit"), pk=pk)


def section_for(scope: Scope, pk: int) -> Section:
    """Return a section of a paper this person may edit."""
    return _one(Section.objects.filter(scope.within("papers.edit", "paper__unit__path")).select_related("paper"), pk=pk)


def paper_item_for(scope: Scope, pk: int) -> PaperItem:
    """Return an item of a paper this person may edit."""
    items = PaperItem.objects.filter(scope.within("papers.edit", "section__paper__unit__path"))
    return _one(items.select_related("section"), pk=pk)


def draw_rule_for(scope: Scope, pk: int) -> DrawRule:
    """Return a draw rule of a paper this person may edit."""
    found = DrawRule.objects.filter(scope.within("papers.edit", "section__paper__unit__path"))
    return _one(found.select_related("section__paper", "bank"), pk=pk)


def cohort_for(scope: Scope, pk: int) -> Cohort:
    """Return a cohort whose sittings this person may manage."""
    return _one(Cohort.objects.visible_to(scope, "sittings.manage").select_related("unit"), pk=pk)


def papers_for_cohort(scope: Scope, cohort: Cohort) -> QuerySet[Paper]:
    """Return the papers a cohort may sit: those of units in scope, and those of the units above the cohort's own."""
    path, step = cohort.unit.path, OrgUnit.steplen
    line = [path[:end] for end in range(step, len(path) + 1, step)]
    return Paper.objects.filter(scope.within("sittings.manage", "unit__path") | Q(unit__path__in=line))


def sitting_for(scope: Scope, pk: int, permission: str = "sittings.manage") -> Sitting:
    """Return a sitting this person may manage, or do with what the permission says."""
    sittings = Sitting.objects.visible_to(scope, permission)
    return _one(sittings.select_related("cohort__unit", "paper", "module", "resit_of__cohort"), pk=pk)


def member_for(sitting: Sitting, organizer: User, pk: int) -> Enrollment:
    """Return somebody else who is to sit, in a sitting whose door was opened before."""
    others = families.those_to_sit(sitting).exclude(person=organizer)
    return _one(others.select_related("person", "unit"), pk=pk)


def accommodation_for(sitting: Sitting, enrollment_id: int) -> Accommodation:
    """Return what somebody was granted, in a sitting whose door was opened before."""
    rows = sitting.accommodations.select_related("enrollment__person", "sitting")
    return _one(rows, enrollment=enrollment_id)


def late_answer_for(sitting: Sitting, pk: int) -> Answer:
    """Return an answer that came too late, in a sitting whose door was opened before."""
    return _one(late_answers.with_context(late_answers.late(sitting)), pk=pk)


def hold_back(sitting: Sitting, person: User, *, at: datetime) -> None:
    """Turn away, with the reason, a clerk who may still answer the same questions himself."""
    if impartial.is_yet_to_answer(sitting=sitting, person=person, at=at):
        raise PermissionDenied(
            _("You sit this examination yourself. What others answer is open to you once you have answered.")
        )


def past_sitting_for(scope: Scope, pk: int, permission: str = "sittings.manage", *, at: datetime) -> Sitting:
    """Return a sitting this person may look back on; before it is over it has no figures."""
    sitting = sitting_for(scope, pk, permission)
    if not analysis.is_over(sitting, at=at):
        raise Http404
    return sitting


def regradable_item_for(sitting: Sitting, pk: int) -> SittingItem:
    """Return a question of a sitting whose door was opened before."""
    return _one(sitting.items.select_related("sitting", "version__question", "key_version"), pk=pk)


def regrade_for(scope: Scope, pk: int) -> Regrade:
    """Return a regrade of a sitting whose results this person may release."""
    return _one(Regrade.objects.visible_to(scope).select_related("sitting__cohort__unit", "version", "asked_by"), pk=pk)


def markable_item_for(scope: Scope, marker: User, pk: int) -> AttemptItem:
    """Return a written answer this person may mark; his own is as unknown as another district's."""
    items = marking.markable(scope, marker=marker)
    return _one(items.select_related("item__key_version", "attempt__sitting__cohort", "attempt__enrollment"), pk=pk)


def written_item_for(sitting: Sitting, pk: int) -> SittingItem:
    """Return a question with written answers of a sitting whose door was opened before."""
    return _one(calibration.written_items(sitting).select_related("sitting"), pk=pk)


def calibration_answer_for(scope: Scope, marker: User, pk: int) -> CalibrationAnswer:
    """Return an answer by which markers compare, to somebody who may mark it."""
    found = CalibrationAnswer.objects.filter(answer__in=marking.markable(scope, marker=marker))
    return _one(found.select_related("calibration", "answer__item__key_version", "answer__attempt__enrollment"), pk=pk)


def calibration_for(scope: Scope, marker: User, pk: int) -> CalibrationSet:
    """Return a calibration set of which this person may mark something."""
    theirs = CalibrationAnswer.objects.filter(answer__in=marking.markable(scope, marker=marker))
    found = CalibrationSet.objects.filter(answers__in=theirs).distinct()
    return _one(found.select_related("item__sitting__cohort"), pk=pk)


def answerable_appeal_for(scope: Scope, person: User, pk: int) -> Appeal:
    """Return an appeal this person may answer; about a mark that he gave himself it is as unknown as elsewhere's."""
    waiting = appeals.answerable(scope, by=person)
    return _one(waiting.select_related("item__item__key_version", "item__attempt__sitting__cohort", "taker"), pk=pk)


def marking_sitting_for(scope: Scope, marker: User, pk: int) -> Sitting:
    """Return a sitting in which this person may mark at least one answer."""
    in_scope = marking.markable(scope, marker=marker).values("attempt__sitting")
    return _one(Sitting.objects.filter(pk__in=in_scope).select_related("cohort"), pk=pk)


def sheet_for(scope: Scope, clerk: User, pk: int, permission: str = "sittings.key") -> Attempt:
    """Return a form on paper whose sheet this person may key in or let go; his own is as unknown as elsewhere's."""
    found = keying.sheets(scope, by=clerk, permission=permission)
    return _one(found.select_related("sitting__cohort", "enrollment__person", "enrollment__unit"), pk=pk)


def own_enrollment(user: User, *, cohort_id: int) -> Enrollment:
    """Return one's own place in a cohort, unless one has left it."""
    return _one(Enrollment.objects.counted().select_related("cohort", "person"), cohort_id=cohort_id, person=user)


def own_sitting(user: User, pk: int) -> tuple[Sitting, Enrollment]:
    """Return a published sitting of one's own cohort, with one's place in it."""
    sitting = _one(Sitting.objects.published().select_related("cohort", "paper", "module", "resit_of"), pk=pk)
    return sitting, own_enrollment(user, cohort_id=sitting.cohort_id)


def own_case_sitting(user: User, *, cohort_id: int, position: int) -> tuple[Sitting, Enrollment]:
    """Return the written submission of a case study of one's own cohort."""
    enrollment = own_enrollment(user, cohort_id=cohort_id)
    sittings = Sitting.objects.published().select_related("cohort", "module")
    return _one(sittings, cohort_id=cohort_id, module__position=position), enrollment


def own_attempt(user: User, uuid: UUID, *, at: datetime) -> Attempt:
    """Return one's own attempt to answer, as long as one is in the class; what is answered on paper is not here."""
    mine = Attempt.objects.filter(enrollment__in=Enrollment.objects.counted())
    return _attempt_in(mine.exclude(medium=Medium.PAPER, state=AttemptState.IN_PROGRESS), user, uuid, at)


def own_result(user: User, uuid: UUID, *, at: datetime) -> Attempt:
    """Return one's own attempt to read what it came to, also after one has left the class."""
    return _attempt_in(Attempt.objects.all(), user, uuid, at)


def own_item(user: User, uuid: UUID, position: int) -> AttemptItem:
    """Return an item of one's own attempt; a printed form is not here before its sheet is handed in."""
    items = AttemptItem.objects.exclude(attempt__medium=Medium.PAPER, attempt__state=AttemptState.IN_PROGRESS)
    return _own(items, user, uuid, position)


def own_item_online(user: User, uuid: UUID, position: int) -> AttemptItem:
    """Return an item of one's own attempt to answer, without closing it: what comes too late must still be kept.

    Nobody ever writes online what stands on a printed form.
    """
    return _own(AttemptItem.objects.exclude(attempt__medium=Medium.PAPER), user, uuid, position)


def _own(items: QuerySet[AttemptItem], user: User, uuid: UUID, position: int) -> AttemptItem:
    """One of these; whoever has left the class writes nothing more."""
    # Twenty times an attempt: what a save does not read is not fetched, and a join is cheaper than a subquery.
    items = items.exclude(attempt__enrollment__state=EnrollmentState.WITHDRAWN).select_related("item", "attempt")
    return _one(items, attempt__uuid=uuid, attempt__enrollment__person=user, position=position)


def _attempt_in(attempts: QuerySet[Attempt], user: User, uuid: UUID, at: datetime) -> Attempt:
    """One of these; one whose time is over is closed first, so that no page shows it as open."""
    attempts = attempts.select_related("sitting__cohort", "sitting__module", "enrollment__person")
    attempt = _one(attempts, uuid=uuid, enrollment__person=user)
    answering.close_if_over(attempt=attempt, at=at)
    return attempt


def _one(rows: QuerySet[Row], **lookup: Any) -> Row:
    return get_object_or_404(rows, **lookup)
