"""Keying in: an answer sheet becomes answers like any other, with the name of whoever typed them.

What was keyed can be keyed again until it is handed in; every write is kept. Of two clerks at one sheet one writes,
and the other is shown what stands there now.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from assessments.domain import answering
from assessments.kinds.base import is_empty
from assessments.models.attempts import Answer, Attempt, AttemptItem, AttemptQuerySet
from common import audit
from common.canonical import canonical_json
from people.models.accounts import User
from people.roles import Scope


class KeyedMeanwhile(Exception):
    """Somebody else keyed this sheet in, handed it in, or let it go; nothing was written."""


def sheets(scope: Scope, *, by: User, permission: str = "sittings.key") -> AttemptQuerySet:
    """Return the answer sheets that this person may key in: of units in scope, and never one's own."""
    return (
        Attempt.objects.on_paper()
        .filter(scope.within(permission, "sitting__cohort__unit__path"))
        .exclude(enrollment__person=by)
    )


def found_by_code(scope: Scope, code: str, *, by: User) -> Attempt | None:
    """Return the sheet with this code; nothing where none has it, or two have by chance."""
    wanted = "".join(code.split()).lower()
    if len(wanted) != 8 or not wanted.isalnum():
        return None
    found = list(sheets(scope, by=by).filter(uuid__endswith=wanted)[:2])
    return found[0] if len(found) == 1 else None


def save(
    *, attempt: Attempt, responses: Mapping[int, Mapping[str, Any]], seen: datetime | None, by: User, at: datetime
) -> int:
    """Write down what was keyed, by position, where it differs; return how many answers were written.

    `seen` is when the sheet that the clerk was shown had last been keyed.
    """
    with transaction.atomic():
        waiting = Attempt.objects.on_paper().in_progress().filter(pk=attempt.pk, saved_at=seen)
        if attempt.enrollment.person_id == by.pk or waiting.update(saved_at=at) != 1:
            raise KeyedMeanwhile
        stored = {answer.item_id: answer for answer in Answer.objects.in_force().filter(item__attempt=attempt)}
        items = attempt.items.filter(position__in=responses)
        changed = [
            _answer(item, stored.get(item.pk), responses[item.position], by, at)
            for item in items
            if not _is_same(stored.get(item.pk), responses[item.position])
        ]
        Answer.objects.bulk_create(changed)
        audit.record("assessments.sheet_keyed", subject=attempt, user=by, answers=len(changed))
    attempt.refresh_from_db(fields=["saved_at"])
    return len(changed)


def hand_in(*, attempt: Attempt, seen: datetime | None, by: User, at: datetime) -> bool:
    """Hand in a sheet as it was looked at; tells whether this call was the one that did."""
    if attempt.enrollment.person_id == by.pk:
        return False
    return answering.submit_keyed(attempt=attempt, seen=seen, by=by, at=at)


def _answer(item: AttemptItem, stored: Answer | None, response: Mapping[str, Any], by: User, at: datetime) -> Answer:
    revision = stored.revision + 1 if stored else 1
    return Answer(item=item, revision=revision, operation=uuid4(), response=dict(response), received_at=at, keyed_by=by)


def _is_same(stored: Answer | None, response: Mapping[str, Any]) -> bool:
    if stored is None:
        return is_empty(response)
    return canonical_json(stored.response) == canonical_json(dict(response))
