"""Sitting an examination on paper: for whom a form is drawn, what is printed, and who did not come.

A printed form is an attempt like any other, drawn and stored when it is prepared. No clock runs for it: it ends when
its answer sheet is keyed in (`keying`), or when it is let go because nobody sat it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from assessments.domain import families
from assessments.domain.sheet import SheetItem, sheet_items
from assessments.domain.starting import CannotStart, prepare_on_paper
from assessments.enums import AttemptState, Medium, SittingState
from assessments.kinds import registry
from assessments.kinds.base import is_empty
from assessments.models.attempts import Answer, Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from common import audit
from people.models.accounts import User
from people.roles import Scope

STATES = ("waiting", "keyed", "done", "absent")
"""A form is printed, keyed in and not yet handed in, handed in, or let go."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The forms that were drawn, and how many people got none, by the code of the reason."""

    attempts: list[Attempt]
    refused: Counter[str]


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """Everything that is printed for one person; of a question only what its taker may see."""

    attempt: Attempt
    items: list[SheetItem]


def kinds_not_for_paper(sitting: Sitting) -> list[str]:
    """Return the kinds of this sitting's questions that cannot be answered with a pen, in the order of the paper."""
    snapshots = (item.snapshot for item in sitting.items.all())
    return list(dict.fromkeys(each["kind"] for each in snapshots if not registry.may_be_printed(each)))


def obstacle(sitting: Sitting, *, at: datetime) -> str:
    """Return the code of what keeps this sitting from being sat on paper, or nothing."""
    if sitting.state == SittingState.DRAFT:
        return "draft"
    if sitting.module_id is not None:
        return "case-study"
    if at >= sitting.closes_at:
        return "closed"
    return "kinds" if kinds_not_for_paper(sitting) else ""


def may_sit_on_paper(sitting: Sitting) -> QuerySet[Enrollment]:
    """Return those who have not begun: of the cohort, and without an attempt, but for one that was let go."""
    begun = Attempt.objects.counted().filter(sitting=sitting, enrollment=OuterRef("pk"))
    waiting = families.those_to_sit(sitting).filter(~Exists(begun))
    return waiting.select_related("person", "unit").order_by("unit__path", "person__name", "pk")


def prepare(*, sitting: Sitting, enrollments: Iterable[Enrollment], by: User, at: datetime) -> Prepared:
    """Draw a form for each of these people, each in a transaction of its own; who has begun meanwhile gets none."""
    drawn: list[Attempt] = []
    refused: Counter[str] = Counter()
    for enrollment in enrollments:
        try:
            drawn.append(prepare_on_paper(sitting=sitting, enrollment=enrollment, at=at))
        except CannotStart as refusal:
            refused[refusal.code] += 1
    if drawn:
        audit.record("assessments.forms_prepared", subject=sitting, user=by, people=len(drawn))
    return Prepared(drawn, refused)


def forms(sitting: Sitting) -> QuerySet[Any]:
    """Return the forms of a sitting, each with its `step`, in the order in which they are handed out."""
    return (
        Attempt.objects.on_paper()
        .filter(sitting=sitting)
        .select_related("enrollment__person", "enrollment__unit", "sitting__cohort")
        .annotate(step=_step())
        .order_by("enrollment__unit__path", "enrollment__person__name", "number")
    )


def counts(sitting: Sitting) -> dict[str, int]:
    """Return how many forms stand where, in one query."""
    rows = forms(sitting).order_by().values("step").annotate(forms=Count("pk"))
    found = {row["step"]: row["forms"] for row in rows}
    return {step: found.get(step, 0) for step in STATES}


def tally(sitting: Sitting) -> dict[str, int]:
    """Return how many forms are `printed` and not let go, and how many of them are `keyed_in`, in one query."""
    is_keyed = ~Q(state=AttemptState.IN_PROGRESS)
    forms_in_force = sitting.attempts.on_paper().counted()
    return forms_in_force.aggregate(printed=Count("pk"), keyed_in=Count("pk", filter=is_keyed))


def sittings_on_paper(scope: Scope) -> QuerySet[Any]:
    """Return the sittings with forms whose sheets may be keyed in here, each with `printed` and `keyed_in`."""
    on_paper = Q(attempts__medium=Medium.PAPER) & ~Q(attempts__state=AttemptState.VOIDED)
    return (
        Sitting.objects.visible_to(scope, "sittings.key")
        .select_related("cohort")
        .annotate(
            printed=Count("attempts", filter=on_paper),
            keyed_in=Count("attempts", filter=on_paper & ~Q(attempts__state=AttemptState.IN_PROGRESS)),
        )
        .filter(printed__gt=0)
        .order_by("-opens_at", "pk")
    )


def print_forms(*, sitting: Sitting, only: Collection[int] | None, by: User) -> list[PrintedForm]:
    """Return the forms to print, those named or all that wait to be keyed in, in two queries; logs that they were."""
    waiting = forms(sitting).filter(state=AttemptState.IN_PROGRESS)
    attempts = list(waiting if only is None else waiting.filter(pk__in=only))
    rows = AttemptItem.objects.filter(attempt__in=attempts).select_related("item").order_by("attempt", "position")
    items: dict[int, list[AttemptItem]] = {attempt.pk: [] for attempt in attempts}
    for row in rows:
        items[row.attempt_id].append(row)
    if attempts:
        audit.record("assessments.forms_printed", subject=sitting, user=by, people=len(attempts))
    return [PrintedForm(attempt, list(_unanswered(items[attempt.pk]))) for attempt in attempts]


def has_answers(attempt: Attempt) -> bool:
    """Tell whether an answer stands on a sheet as it was keyed in: then somebody has sat."""
    keyed = Answer.objects.in_force().filter(item__attempt=attempt).values_list("response", flat=True)
    return any(not is_empty(response) for response in keyed)


def let_go(*, attempt: Attempt, by: User) -> bool:
    """Void the form of somebody who did not sit: it uses up no attempt; tells whether it still waited, unanswered."""
    if has_answers(attempt):
        return False
    # Keyed in since it was read, it is no longer the sheet that was looked at.
    waiting = Attempt.objects.on_paper().in_progress().filter(pk=attempt.pk, saved_at=attempt.saved_at)
    won = waiting.update(state=AttemptState.VOIDED) == 1
    if won:
        audit.record("assessments.form_let_go", subject=attempt, user=by)
    attempt.refresh_from_db(fields=["state"])
    return won


def _unanswered(items: Iterable[AttemptItem]) -> Iterator[SheetItem]:
    """The questions as printed: without any answer, also where a sheet was begun to be keyed in."""
    return sheet_items(items, {})


def _step() -> Case:
    return Case(
        When(state=AttemptState.VOIDED, then=Value("absent")),
        When(state=AttemptState.IN_PROGRESS, saved_at=None, then=Value("waiting")),
        When(state=AttemptState.IN_PROGRESS, then=Value("keyed")),
        default=Value("done"),
        output_field=CharField(),
    )
