"""Appeals (成绩复核): filed within a stated time after release, per item, with a reason; answered by somebody else.

The answer goes through the same doors as every mark: a new grade is added, the attempt is scored, the result follows.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import results
from assessments.enums import AppealState, MarkingState, SittingState, Void
from assessments.kinds import case_analysis
from assessments.kinds.base import ZERO, fraction_of, state_of
from assessments.models.appeals import Appeal, AppealQuerySet
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.grades import ItemGrade, Result
from assessments.models.marks import MarkerSeat
from assessments.models.sittings import Sitting
from common import audit
from people.domain.notices import notify
from people.models.accounts import User
from people.roles import Scope


class CannotAppeal(Exception):
    """No appeal can be filed about this mark now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyAnswered(Exception):
    """Somebody else was faster, or may not answer this one; nothing was written."""


def open_until(attempt: Attempt) -> datetime | None:
    """Return until when appeals may be filed about an attempt; None before release and where there are none."""
    sitting = attempt.sitting
    if not attempt.is_released or not sitting.appeal_days:
        return None
    result = Result.objects.filter(sitting=sitting, enrollment=attempt.enrollment_id).first()
    return result.released_at + timedelta(days=sitting.appeal_days) if result else None


def obstacle(item: AttemptItem, *, at: datetime) -> str:
    """Return the code of what keeps an appeal from being filed, or nothing."""
    until = open_until(item.attempt)
    if until is None:
        return "no-appeals"
    if Appeal.objects.filter(item=item).exists():
        return "filed-before"
    if item.item.void != Void.NONE:
        return "void"
    return "too-late" if at > until else ""


def file(*, item: AttemptItem, reason: str, at: datetime) -> Appeal:
    """Ask for a mark to be looked at once more; once per item, by constraint."""
    if code := obstacle(item, at=at):
        raise CannotAppeal(code)
    grade = item.grades.latest("number")
    sitting = item.attempt.sitting
    taker = item.attempt.enrollment.person
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                item=item,
                taker=taker,
                first_marker_id=_first_marker(item, grade),
                reason=reason,
                filed_at=at,
                due_at=at + timedelta(days=sitting.appeal_answer_days),
                old_fraction=grade.fraction or ZERO,
            )
            audit.record("assessments.appeal_filed", subject=item.attempt, user=taker, position=item.position)
            _tell_organizer(appeal, sitting, at)
    except IntegrityError as error:
        raise CannotAppeal("filed-before") from error
    return appeal


def of_attempt(attempt: Attempt) -> dict[int, Appeal]:
    """Return the appeals about an attempt by the position of their question; none before release."""
    if not attempt.is_released:
        return {}
    found = Appeal.objects.filter(item__attempt=attempt).select_related("item")
    return {appeal.item.position: appeal for appeal in found}


def set_days(*, sitting: Sitting, days: int, answer_days: int, by: User) -> bool:
    """Say how long appeals may be filed and answered; tells whether nothing had been released yet."""
    with transaction.atomic():
        unreleased = Sitting.objects.filter(pk=sitting.pk).exclude(state=SittingState.RELEASED)
        changed = unreleased.update(appeal_days=days, appeal_answer_days=answer_days) == 1
        if changed:
            audit.record("assessments.appeal_days_set", subject=sitting, user=by, days=days, answer_days=answer_days)
    return changed


def answerable(scope: Scope, *, by: User) -> AppealQuerySet:
    """Return the appeals this person may answer: of units in scope, not his own, and on no mark that he gave."""
    seats = MarkerSeat.objects.filter(asked__item=OuterRef("item"), marker=by)
    graded = ItemGrade.objects.filter(item=OuterRef("item"), marker=by)
    waiting = Appeal.objects.waiting().visible_to(scope, "marking.mark")
    return waiting.filter(~Exists(seats), ~Exists(graded)).exclude(taker=by).exclude(first_marker=by)


def fraction_given(
    item: AttemptItem, *, levels: Mapping[str, Decimal] | None = None, points: Decimal | None = None
) -> Decimal:
    """Return what an answer to an appeal gives: by the rubric, or in points where there is none."""
    if levels is not None:
        return case_analysis.mark(item.item.key, levels).fraction or ZERO
    return fraction_of((points or ZERO) / item.item.points)


def uphold(*, appeal: Appeal, answer: str, by: User, at: datetime) -> Appeal:
    """Let the mark stand, and say why."""
    with transaction.atomic():
        _claim(appeal, state=AppealState.UPHELD, answer=answer, by=by, at=at)
        _tell_taker(appeal, at)
    appeal.refresh_from_db()
    return appeal


def change(
    *, appeal: Appeal, fraction: Decimal, levels: Mapping[str, Decimal], answer: str, by: User, at: datetime
) -> Appeal:
    """Give another mark, and say why; attempt and result follow it, and whoever listens hears of it."""
    item = appeal.item
    if item.item.void != Void.NONE:
        raise AlreadyAnswered
    with transaction.atomic():
        Attempt.objects.filter(pk=item.attempt_id).update(number=F("number"))  # Regrades and marks wait.
        attempt = Attempt.objects.select_related("sitting").get(pk=item.attempt_id)
        if attempt.marking != MarkingState.RELEASED:
            raise AlreadyAnswered
        newest = item.grades.latest("number")
        grade = ItemGrade.objects.create(
            item=item,
            number=newest.number + 1,
            fraction=fraction,
            state=state_of(fraction),
            levels={key: str(score) for key, score in levels.items()},
            comment=newest.comment,
            marker=by,
            graded_at=at,
        )
        _claim(appeal, state=AppealState.CHANGED, answer=answer, by=by, at=at, grade=grade)
        results.score(attempt=attempt)
        changed = results.recount(sitting=attempt.sitting, enrollment_ids=[attempt.enrollment_id])
        results.announce_change(sitting=attempt.sitting, changed=changed, cause=f"appeal-{appeal.pk}", at=at)
        _tell_taker(appeal, at)
    appeal.refresh_from_db()
    return appeal


def _claim(
    appeal: Appeal, *, state: AppealState, answer: str, by: User, at: datetime, grade: ItemGrade | None = None
) -> None:
    if _gave_a_mark(appeal.item, by, but=grade) or by.pk in {appeal.taker_id, appeal.first_marker_id}:
        raise AlreadyAnswered
    waiting = Appeal.objects.waiting().filter(pk=appeal.pk)
    if waiting.update(state=state, answer=answer, answered_by=by, answered_at=at, grade=grade) != 1:
        raise AlreadyAnswered
    audit.record("assessments.appeal_answered", subject=appeal.item.attempt, user=by, appeal=appeal.pk, outcome=state)


def _gave_a_mark(item: AttemptItem, person: User, *, but: ItemGrade | None) -> bool:
    graded = item.grades.filter(marker=person)
    if but is not None:
        graded = graded.exclude(pk=but.pk)
    return graded.exists() or MarkerSeat.objects.filter(asked__item=item, marker=person).exists()


def _first_marker(item: AttemptItem, grade: ItemGrade) -> int | None:
    seat = MarkerSeat.objects.filter(asked__item=item).order_by("asked__number", "number").first()
    return seat.marker_id if seat else grade.marker_id


def _tell_organizer(appeal: Appeal, sitting: Sitting, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A mark of “%(name)s” is appealed against") % {"name": sitting.name}
    url = reverse("assessments:sitting-appeals", args=[sitting.pk])
    recipient = sitting.cohort.organizer
    notify(recipient=recipient, key=f"appeal-filed-{appeal.pk}", subject=subject, url=url, at=at)


def _tell_taker(appeal: Appeal, at: datetime) -> None:
    attempt = appeal.item.attempt
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Your appeal was answered: %(name)s") % {"name": attempt.sitting.name}
    url = reverse("assessments:attempt-result", args=[attempt.uuid])
    notify(recipient=appeal.taker, key=f"appeal-answered-{appeal.pk}", subject=subject, url=url, at=at)
