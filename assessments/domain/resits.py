"""Resits (补考): one more sitting, under the rules of the first, for those who have not passed it."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from assessments.domain import families
from assessments.domain.sittings import create_sitting
from assessments.enums import SittingPurpose, SittingState
from assessments.models.sittings import Sitting
from people.models.accounts import User

REPEATED = (SittingPurpose.FINAL, SittingPurpose.QUIZ)
INHERITED = (
    "minutes",
    "cooldown_minutes",
    "counting",
    "pass_percent",
    "shuffle",
    "reveal",
    "markers",
    "marking_threshold",
    "marking_step",
    "appeal_days",
    "appeal_answer_days",
)
"""The rules that a resit takes over, unless its organizer says otherwise."""


def draft_resit(sitting: Sitting) -> Sitting | None:
    """Return the resit of the family that is in preparation."""
    return families.family_of(sitting).filter(state=SittingState.DRAFT, resit_of__isnull=False).first()


def is_wanted(sitting: Sitting, *, at: datetime) -> bool:
    """Whether everything of the family is decided, and somebody has not passed: then a resit can be prepared.

    In a class that is closed nothing moves any more.
    """
    if not sitting.cohort.is_open or sitting.state == SittingState.DRAFT or sitting.purpose not in REPEATED:
        return False
    if families.undecided(sitting, at=at) or draft_resit(sitting):
        return False
    return families.those_without_pass(sitting).exists()


def prepare(*, sitting: Sitting, by: User, **fields: Any) -> Sitting:
    """Prepare a resit of a sitting, or of the one that it repeats itself; a second press gets the one there is."""
    original = sitting.resit_of or sitting
    rules = {name: getattr(original, name) for name in INHERITED} | fields
    try:
        with transaction.atomic():
            return create_sitting(
                cohort=original.cohort, purpose=SittingPurpose(original.purpose), resit_of=original, by=by, **rules
            )
    except IntegrityError:
        # One resit in preparation is a constraint.
        draft = draft_resit(original)
        if draft is None:
            raise
        return draft
