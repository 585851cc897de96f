"""Answers that came too late: kept and not graded, until an organizer accepts one with a reason, or leaves it.

An accepted answer is written once more, as the newest in time, and goes the way of every answer: it is graded, and a
written one is marked. Nothing is accepted once results are released, for from then on keys may be known.
"""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import answering, grading
from assessments.enums import MarkingState, SittingState
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.late import LateDecision
from assessments.models.sittings import Sitting
from common import audit
from people.domain.notices import notify
from people.models.accounts import User


class CannotDecide(Exception):
    """Nothing can be decided about this answer now; `code` says why, and nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def late(sitting: Sitting) -> QuerySet[Answer]:
    """Return every write of a sitting that came too late."""
    return Answer.objects.filter(item__attempt__sitting=sitting, is_late=True)


def waiting(sitting: Sitting) -> QuerySet[Answer]:
    """Return the late answers on which nobody has decided: of each question the newest write, which holds the rest."""
    is_newer = Q(revision__gt=OuterRef("revision")) | Q(revision=OuterRef("revision"), pk__gt=OuterRef("pk"))
    newer = Answer.objects.filter(is_newer, item=OuterRef("item"), is_late=True)
    return late(sitting).filter(~Exists(newer), decision__isnull=True)


def with_context(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with their question and their writer, person by person."""
    attempt = "item__attempt__"
    related = [
        f"{attempt}sitting",
        f"{attempt}enrollment__person",
        f"{attempt}enrollment__unit",
        "item__item__key_version",
    ]
    return answers.select_related(*related).order_by(f"{attempt}enrollment__person__name", "item__position", "pk")


def is_waiting(answer: Answer) -> bool:
    """Tell whether nobody has decided about a late answer, and none came after it."""
    return waiting(answer.item.attempt.sitting).filter(pk=answer.pk).exists()


def obstacle(answer: Answer, *, by: User) -> str:
    """Return the code of what keeps this person from deciding, or nothing: nobody decides about his own."""
    if answer.item.attempt.enrollment.person_id == by.pk:
        return "own"
    return "" if is_waiting(answer) else "decided"


def may_decide(sitting: Sitting) -> bool:
    """Tell whether late answers can still be accepted."""
    return sitting.state == SittingState.PUBLISHED


def accept(*, answer: Answer, reason: str, by: User, at: datetime) -> LateDecision:
    """Let a late answer count after all, and have its question graded anew; marks given for it begin anew."""
    answering.close_if_over(attempt=answer.item.attempt, at=at)
    try:
        with transaction.atomic():
            attempt = _hold(answer, by)
            written = Answer.objects.create(
                item=answer.item,
                revision=_highest_revision(answer.item) + 1,
                operation=uuid4(),
                response=answer.response,
                received_at=answer.received_at,
            )
            decision = _decide(answer, written, reason, by, at)
            grading.grade_again(item=answer.item, attempt=attempt, at=at)
            answering.finish_case_module(attempt=attempt, at=at)
            _tell(decision, attempt, at)
    except IntegrityError as error:  # One decision for each answer is a constraint.
        raise CannotDecide("decided") from error
    return decision


def leave(*, answer: Answer, reason: str, by: User, at: datetime) -> LateDecision:
    """Decide that a late answer does not count; it stays where it is kept."""
    answering.close_if_over(attempt=answer.item.attempt, at=at)
    try:
        with transaction.atomic():
            _hold(answer, by)
            return _decide(answer, None, reason, by, at)
    except IntegrityError as error:
        raise CannotDecide("decided") from error


def _hold(answer: Answer, by: User) -> Attempt:
    """Lock the sitting against its release and the attempt against marks, and look once more what they allow."""
    attempts = Attempt.objects.handed_in().filter(pk=answer.item.attempt_id).exclude(marking=MarkingState.RELEASED)
    sittings = Sitting.objects.filter(pk=answer.item.attempt.sitting_id, state=SittingState.PUBLISHED)
    if sittings.update(state=F("state")) != 1:
        raise CannotDecide("released")
    if attempts.update(number=F("number")) != 1:
        raise CannotDecide("running")
    attempt = attempts.select_related("sitting__module", "enrollment__person").get()
    if code := obstacle(answer, by=by):
        raise CannotDecide(code)
    return attempt


def _decide(answer: Answer, written: Answer | None, reason: str, by: User, at: datetime) -> LateDecision:
    decision = LateDecision.objects.create(
        answer=answer, accepted_as=written, reason=reason, decided_by=by, decided_at=at
    )
    verb = "late_accepted" if written else "late_left"
    position = answer.item.position
    audit.record(f"assessments.{verb}", subject=answer.item.attempt, user=by, position=position, reason=reason)
    return decision


def _tell(decision: LateDecision, attempt: Attempt, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("An answer of yours that came too late counts: %(name)s") % {"name": attempt.sitting.name}
    url = reverse("assessments:attempt-result", args=[attempt.uuid])
    notify(recipient=attempt.enrollment.person, key=f"late-accepted-{decision.pk}", subject=subject, url=url, at=at)


def _highest_revision(item: AttemptItem) -> int:
    return item.answers.aggregate(highest=Max("revision"))["highest"] or 0
